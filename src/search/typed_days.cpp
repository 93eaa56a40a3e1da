#include "search/typed_days.h"

namespace hindcast::search::typed {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Date last_of(int year, int month) {
  const Date next = month == 12 ? Date{year + 1, 1, 1} : Date{year, month + 1, 1};
  return next.year > 9999 ? Date{9999, 12, 31} : date_from_days(days_from_epoch(next) - 1);
}

// "2025", "2025-06", "2025-06-17".
std::optional<Days> days_of(std::string_view text) {
  const auto digits = [&](std::size_t from, std::size_t size) {
    for (auto i = from; i < from + size; ++i)
      if (!is_digit(text[i])) return -1;
    int number = 0;
    for (auto i = from; i < from + size; ++i)
      number = number * 10 + (text[i] - '0');
    return number;
  };
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const int year = digits(0, 4);
  if (year < 0) return std::nullopt;
  if (text.size() == 4) return Days{{year, 1, 1}, {year, 12, 31}};
  const int month = digits(5, 2);
  if (text[4] != '-' || month < 1 || month > 12) return std::nullopt;
  if (text.size() == 7) return Days{{year, month, 1}, last_of(year, month)};
  const auto day = parse_iso_date(text);
  if (!day) return std::nullopt;
  return Days{*day, *day};
}

constexpr Date first_day{0, 1, 1}, last_day{9999, 12, 31};

}  // namespace

std::optional<Days> range_of(std::string_view text) {
  const auto dots = text.find("..");
  if (dots != text.npos) {
    const auto from = text.substr(0, dots), to = text.substr(dots + 2);
    const auto first = from.empty() ? Days{first_day, first_day} : days_of(from);
    const auto last = to.empty() ? Days{last_day, last_day} : days_of(to);
    if (!first || !last || (from.empty() && to.empty())) return std::nullopt;
    return Days{first->first, last->last};
  }
  const bool is_more = !text.empty() && text[0] == '>', is_less = !text.empty() && text[0] == '<';
  if (!is_more && !is_less) return days_of(text);
  const bool or_equal = text.size() > 1 && text[1] == '=';
  const auto days = days_of(text.substr(or_equal ? 2 : 1));
  if (!days) return std::nullopt;
  const auto next_to = [](Date date, std::int64_t step) {
    const auto day = days_from_epoch(date) + step;
    return day < days_from_epoch(first_day) || day > days_from_epoch(last_day) ? date : date_from_days(day);
  };
  if (is_more) return Days{or_equal ? days->first : next_to(days->last, 1), last_day};
  return Days{first_day, or_equal ? days->last : next_to(days->first, -1)};
}

}  // namespace hindcast::search::typed
