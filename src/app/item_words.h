// The words by which lists of items are ordered, divided and laid out: the command line and saved views take
// the same ones.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "config/config.h"

namespace hindcast::app {

inline constexpr std::array<std::string_view, 11> item_sorts = {
    "due", "age", "owner", "team", "state", "service", "severity", "priority", "kind", "file", "text"};
inline constexpr std::array<std::string_view, 7> item_groups = {"owner",   "team",     "document", "state",
                                                                "service", "severity", "due-week"};
inline constexpr std::array<std::string_view, 15> item_columns = {
    "due",      "age",   "state", "owner", "team", "text",    "where",   "id",
    "document", "title", "kind",  "role",  "date", "service", "severity"};

// What a saved view in hindcast.toml may set.
std::span<const config::ViewKey> item_view_keys();

}  // namespace hindcast::app
