#include "document/dates.h"

#include "document/calendar.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using calendar::Written;

// Two dates with nothing but a range mark between them are one range: "April 28 - May 2, 2025".
void join_ranges(std::string_view text, std::vector<Written>& dates, std::vector<Written>& lasts) {
  std::vector<Written> joined;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    joined.push_back(dates[i]);
    lasts.push_back(dates[i]);
    if (dates[i].last_day != 0 || i + 1 == dates.size()) continue;
    if (calendar::after_range_mark(text, dates[i].end) != dates[i + 1].begin) continue;
    Written& first = joined.back();
    const Written& last = dates[++i];
    if (first.year == 0 && last.year != 0) first.year = last.year - (last.month < first.month ? 1 : 0);
    first.end = last.end;
    lasts.back() = last;
  }
  dates = std::move(joined);
}

std::optional<Date> resolved(const Written& date, int day, const DateContext& context) {
  if (date.year != 0)
    return is_valid({date.year, date.month, day}) ? std::optional(Date{date.year, date.month, day})
                                                  : std::nullopt;
  if (!context.near) return std::nullopt;
  return calendar::nearest(date.month, day, *context.near);
}

// What "nn/nn/yyyy" around its first mark, at `at`, tells of the order; nothing where both could be a month.
// REQUIRES: a digit stands before `at`.
std::optional<DateOrder> order_around(std::string_view text, std::size_t at) {
  const bool is_wide = at >= 2 && scan::is_digit(static_cast<unsigned char>(text[at - 2]));
  if (at >= 3 && is_wide && scan::is_digit(static_cast<unsigned char>(text[at - 3]))) return std::nullopt;
  const calendar::Number first = calendar::number_at(text, at - (is_wide ? 2 : 1));
  const calendar::Number second = calendar::number_at(text, at + 1);
  if (second.width == 0 || second.width > 2 || second.end >= text.size()) return std::nullopt;
  if (text[second.end] != text[at] || calendar::number_at(text, second.end + 1).width != 4)
    return std::nullopt;
  if (first.value > 12 && first.value <= 31 && second.value <= 12) return DateOrder::day_first;
  if (second.value > 12 && second.value <= 31 && first.value <= 12) return DateOrder::month_first;
  return std::nullopt;
}

}  // namespace

DateOrder date_order(std::string_view text, std::string_view language) {
  const bool is_english = language == "en" || language.empty();
  for (const char mark : {'/', '-'})
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1))
      if (at > 0 && scan::is_digit(static_cast<unsigned char>(text[at - 1])))
        if (const auto order = order_around(text, at)) return *order;
  return is_english ? DateOrder::month_first : DateOrder::day_first;
}

std::vector<FoundDate> find_dates(std::string_view text, const DateContext& context) {
  std::vector<Written> dates, lasts;
  std::size_t floor = 0;
  for (std::size_t at = digits.find(text); at < text.size(); at = digits.find(text, at)) {
    const auto date = calendar::date_around(text, at, floor, context.order);
    if (date) {
      dates.push_back(*date);
      floor = at = date->end;
      continue;
    }
    while (at < text.size() && scan::is_digit(static_cast<unsigned char>(text[at])))
      ++at;
  }
  if (dates.empty()) return {};
  join_ranges(text, dates, lasts);
  std::vector<FoundDate> found;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const auto first = resolved(dates[i], dates[i].day, context);
    if (!first) continue;
    DateContext after = context;
    after.near = *first;
    auto last = resolved(lasts[i], lasts[i].last_day != 0 ? lasts[i].last_day : lasts[i].day, after);
    if (!last || *last < *first) last = first;
    found.push_back({*first,
                     *last,
                     dates[i].year != 0,
                     {static_cast<std::uint32_t>(dates[i].begin), static_cast<std::uint32_t>(dates[i].end)}});
  }
  return found;
}

std::optional<FoundDate> first_date(std::string_view text, const DateContext& context) {
  const auto dates = find_dates(text, context);
  if (dates.empty()) return std::nullopt;
  return dates.front();
}

}  // namespace hindcast::document
