// The files of an export.
#pragma once

#include <string_view>

namespace hindcast::exchange {

inline constexpr std::string_view manifest_file = "manifest.json";
inline constexpr std::string_view documents_file = "archive/documents.jsonl";
inline constexpr std::string_view revisions_file = "archive/revisions.jsonl";
inline constexpr std::string_view items_file = "archive/items.jsonl";
inline constexpr std::string_view judgements_file = "archive/judgements.jsonl";
inline constexpr std::string_view events_file = "archive/events.jsonl";
inline constexpr std::string_view texts_folder = "documents/";

}  // namespace hindcast::exchange
