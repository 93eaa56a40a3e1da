#include "policy/calendar.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/assert.h"
#include "base/text.h"

namespace hindcast::policy {
namespace {

constexpr int days_max = 36'500, working_days_max = 3'650;
constexpr Date last_day{9999, 12, 31};

int days_in_month(int year, int month) {
  Date day{year, month, 31};
  while (!is_valid(day))
    --day.day;
  return day.day;
}

Date plus_days(Date start, std::int64_t days) {
  return date_from_days(std::min(days_from_epoch(start) + days, days_from_epoch(last_day)));
}

Date plus_months(Date start, int months) {
  const int all = start.year * 12 + start.month - 1 + months;
  if (all / 12 > last_day.year) return last_day;
  Date made{all / 12, all % 12 + 1, 1};
  made.day = std::min(start.day, days_in_month(made.year, made.month));
  return made;
}

struct UnitWord {
  std::string_view word;
  Unit unit;
  int most;
};
constexpr std::array<UnitWord, 8> unit_words = {{{"day", Unit::days, days_max},
                                                 {"working day", Unit::working_days, working_days_max},
                                                 {"business day", Unit::working_days, working_days_max},
                                                 {"workday", Unit::working_days, working_days_max},
                                                 {"week", Unit::weeks, 5'200},
                                                 {"month", Unit::months, 1'200},
                                                 {"quarter", Unit::months, 400},
                                                 {"year", Unit::years, 100}}};

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto small = lower(trimmed(text));
  std::string_view rest = small;
  int count = 0;
  if (rest.starts_with("a ") || rest.starts_with("one ")) {
    count = 1;
    rest.remove_prefix(rest.find(' '));
  } else {
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (read.ec != std::errc() || count < 0) count = -1;
    rest.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(read.ptr - rest.data()));
  }
  rest = trimmed(rest);
  if (rest.ends_with('s') && rest.size() > 1) rest.remove_suffix(1);
  if (rest == "hour" || rest == "minute")
    return Error{ErrorCode::invalid, "days are the smallest that is counted"};
  for (const auto& one : unit_words) {
    if (count < 0 || rest != one.word) continue;
    if (count > one.most) return Error{ErrorCode::invalid, "that is more than a hundred years"};
    return Duration{one.word == "quarter" ? count * 3 : count, one.unit};
  }
  return Error{ErrorCode::invalid, "write it as '30 days', '5 working days', '2 weeks' or '1 month'"};
}

std::string to_text(Duration duration) {
  constexpr std::array<std::string_view, 5> words = {"day", "working day", "week", "month", "year"};
  auto text = std::to_string(duration.count) + " ";
  text.append(words[static_cast<std::size_t>(duration.unit)]);
  return duration.count == 1 ? text : text + "s";
}

int weekday(Date day) {
  const auto place = (days_from_epoch(day) + 3) % 7;  // 1970 began on a Thursday
  return static_cast<int>(place < 0 ? place + 7 : place);
}

std::optional<int> weekday_of(std::string_view word) {
  constexpr std::array<std::string_view, 7> words = {"monday", "tuesday",  "wednesday", "thursday",
                                                     "friday", "saturday", "sunday"};
  const auto found = std::find(words.begin(), words.end(), lower(word));
  if (found == words.end()) return std::nullopt;
  return static_cast<int>(found - words.begin());
}

Calendar::Calendar(const std::vector<int>& free_weekdays, std::vector<Holiday> holidays)
    : holidays_(std::move(holidays)) {
  for (const int day : free_weekdays)
    free_ = static_cast<std::uint8_t>(free_ | 1U << static_cast<unsigned>(day));
  HC_ASSERT(free_ != 0x7F);
  std::stable_sort(holidays_.begin(), holidays_.end(),
                   [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
}

std::string_view Calendar::holiday(Date day) const {
  const auto found = std::lower_bound(holidays_.begin(), holidays_.end(), day,
                                      [](const Holiday& one, Date sought) { return one.day < sought; });
  if (found == holidays_.end() || found->day != day) return {};
  return found->name.empty() ? std::string_view("holiday") : std::string_view(found->name);
}

bool Calendar::is_working(Date day) const {
  return (free_ >> static_cast<unsigned>(weekday(day)) & 1U) == 0 && holiday(day).empty();
}

Date Calendar::after(Date start, Duration duration) const {
  switch (duration.unit) {
    case Unit::days:
      return plus_days(start, duration.count);
    case Unit::weeks:
      return plus_days(start, std::int64_t{7} * duration.count);
    case Unit::months:
      return plus_months(start, duration.count);
    case Unit::years:
      return plus_months(start, 12 * duration.count);
    case Unit::working_days:
      break;
  }
  Date day = start;
  for (int left = duration.count; left > 0 && day < last_day;) {
    day = plus_days(day, 1);
    if (is_working(day)) --left;
  }
  return day;
}

}  // namespace hindcast::policy
