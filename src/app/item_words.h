// The words by which lists of items are ordered, divided and laid out: the command line and saved views take
// the same ones.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "app/items.h"
#include "base/result.h"
#include "base/time.h"
#include "config/config.h"

namespace hindcast::app {

inline constexpr std::array<std::string_view, 11> item_sorts = {
    "due", "age", "owner", "team", "state", "service", "severity", "priority", "kind", "file", "text"};
inline constexpr std::array<std::string_view, 7> item_groups = {"owner",   "team",     "document", "state",
                                                                "service", "severity", "due-week"};
inline constexpr std::array<std::string_view, 15> item_columns = {
    "due",      "age",   "state", "owner", "team", "text",    "where",   "id",
    "document", "title", "kind",  "role",  "date", "service", "severity"};

// "overdue", "none", "before:2024-03-01", "14d"; "" asks for nothing. The error says what was written and
// what may be.
struct DueAsked {
  DueFilter filter = DueFilter::any;
  Date day;  // with `before` and `within`
};
Result<DueAsked> due_asked(std::string_view words, Date today);

// What a saved view in hindcast.toml may set.
std::span<const config::ViewKey> item_view_keys();

}  // namespace hindcast::app
