#include "app/item_words.h"

#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"
#include "facts/facts.h"

namespace hindcast::app {
namespace {

template <typename Value>
std::vector<std::string_view> words_up_to(Value last, std::vector<std::string_view> words = {}) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    words.push_back(facts::word(static_cast<Value>(i)));
  return words;
}

std::string due_problem(std::string_view value) {
  const auto asked = due_asked(value, {});
  return asked.ok() ? std::string() : asked.error().message;
}

std::string severity_problem(std::string_view value) {
  const auto meant = facts::severity_meant(value);
  return meant ? "unknown severity '" + std::string(value) + "'; did you mean '" + *meant + "'?"
               : std::string();
}

}  // namespace

Result<DueAsked> due_asked(std::string_view words, Date today) {
  constexpr std::string_view before = "before:";
  constexpr int days_max = 100'000;
  if (words.empty()) return DueAsked{};
  if (words == "overdue") return DueAsked{DueFilter::overdue, {}};
  if (words == "none") return DueAsked{DueFilter::none, {}};
  if (words.starts_with(before))
    if (const auto day = parse_iso_date(words.substr(before.size())))
      return DueAsked{DueFilter::before, *day};
  int days = 0;
  const auto end = words.data() + words.size() - 1;
  const auto read = std::from_chars(words.data(), end, days);
  if (words.back() == 'd' && read.ec == std::errc() && read.ptr == end && days >= 0 && days <= days_max)
    return DueAsked{DueFilter::within, date_from_days(days_from_epoch(today) + days)};
  std::string message("due cannot be '");
  message.append(first_bytes(words, 80))
      .append("'; choose overdue, none, before:YYYY-MM-DD, or days such as 14d");
  return Error{ErrorCode::invalid, std::move(message)};
}

std::span<const config::ViewKey> item_view_keys() {
  static const auto states = words_up_to(facts::ActionState::wont_do, {"all"});
  static const auto kinds = words_up_to(facts::DocumentKind::other);
  static const auto roles = words_up_to(facts::ItemRole::example);
  static const std::array<config::ViewKey, 12> keys = {{{"state", states, true},
                                                        {"owner", {}},
                                                        {"team", {}},
                                                        {"kind", kinds, true},
                                                        {"role", roles, true},
                                                        {"service", {}, true},
                                                        {"severity", {}, true, false, severity_problem},
                                                        {"due", {}, false, false, due_problem},
                                                        {"text", {}},
                                                        {"sort", item_sorts, true, true},
                                                        {"group_by", item_groups},
                                                        {"columns", item_columns, true}}};
  return keys;
}

}  // namespace hindcast::app
