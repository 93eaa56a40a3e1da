#include "policy/recurrence.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "policy/calendar.h"

namespace hindcast::policy {
namespace {

constexpr int number_max = 9'999;  // of counts and intervals

Error wrong(std::string_view what, std::string_view part) {
  std::string message(what);
  return {ErrorCode::invalid, message.append(" `").append(first_bytes(part, 60)).append("`")};
}

// The text before the next `mark`, which is taken away with it.
std::string_view next_part(std::string_view& text, char mark) {
  const auto part = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::optional<int> number(std::string_view text, int least, int most) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < least || value > most) return std::nullopt;
  return value;
}

// Counted from either end, so that none is 0.
std::optional<int> place(std::string_view text, int most) {
  const auto value = number(text, -most, most);
  return value == 0 ? std::nullopt : value;
}

std::optional<int> short_weekday(std::string_view text) {
  constexpr std::array<std::string_view, 7> words = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<int>(found - words.begin());
}

// "TH", "4TH", "-1MO".
std::optional<RuleWeekday> rule_weekday(std::string_view text) {
  const auto letters = text.size() - std::min<std::size_t>(text.size(), 2);
  const auto weekday = short_weekday(text.substr(letters));
  const auto nth = letters == 0 ? std::optional(0) : place(text.substr(0, letters), 53);
  if (!weekday || !nth) return std::nullopt;
  return RuleWeekday{*weekday, *nth};
}

std::optional<Frequency> frequency_of(std::string_view text) {
  constexpr std::array<std::string_view, 4> words = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Frequency>(found - words.begin());
}

template <typename T, typename Read>
bool put(T& to, std::string_view value, Read read) {
  const auto got = read(value);
  if (got) to = *got;
  return got.has_value();
}

template <typename T, typename Read>
bool put_all(std::vector<T>& to, std::string_view values, Read read) {
  do {
    const auto got = read(next_part(values, ','));
    if (!got) return false;
    to.push_back(*got);
  } while (!values.empty());
  return true;
}

// False for a name or a value that is not understood.
bool put_part(Recurrence& rule, std::string_view name, std::string_view value) {
  const auto positive = [](std::string_view text) { return number(text, 1, number_max); };
  const auto month = [](std::string_view text) { return number(text, 1, 12); };
  const auto month_day = [](std::string_view text) { return place(text, 31); };
  const auto year_day = [](std::string_view text) { return place(text, 366); };
  if (name == "FREQ") return put(rule.frequency, value, frequency_of);
  if (name == "INTERVAL") return put(rule.interval, value, positive);
  if (name == "COUNT") return put(rule.count, value, positive);
  if (name == "UNTIL") return put(rule.until, value, basic_date), rule.until.has_value();
  if (name == "BYMONTH") return put_all(rule.months, value, month);
  if (name == "BYMONTHDAY") return put_all(rule.month_days, value, month_day);
  if (name == "BYDAY") return put_all(rule.weekdays, value, rule_weekday);
  if (name == "BYSETPOS") return put_all(rule.positions, value, year_day);
  if (name == "WKST") return put(rule.week_start, value, short_weekday);
  return false;
}

struct Days {
  std::int64_t first = 0, last = 0;
};

Days month_of(Date day) {
  const int next = day.month % 12 + 1;
  return {days_from_epoch({day.year, day.month, 1}),
          days_from_epoch({day.year + day.month / 12, next, 1}) - 1};
}

// The year, month, week or day that is `round` intervals after the one of `start`; nothing after the last
// year.
std::optional<Days> period(const Recurrence& rule, Date start, std::int64_t round) {
  const auto by = round * rule.interval;
  const auto limit = days_from_epoch({last_recurring_year, 12, 31});
  Days made;
  if (rule.frequency == Frequency::yearly) {
    if (start.year + by > last_recurring_year) return std::nullopt;
    const int year = start.year + static_cast<int>(by);
    made = {days_from_epoch({year, 1, 1}), days_from_epoch({year, 12, 31})};
  } else if (rule.frequency == Frequency::monthly) {
    const auto months = start.year * 12 + start.month - 1 + by;
    if (months / 12 > last_recurring_year) return std::nullopt;
    made = month_of({static_cast<int>(months / 12), static_cast<int>(months % 12) + 1, 1});
  } else {
    const bool is_weekly = rule.frequency == Frequency::weekly;
    const auto back = is_weekly ? (weekday(start) - rule.week_start + 7) % 7 : 0;
    made.first = days_from_epoch(start) - back + by * (is_weekly ? 7 : 1);
    made.last = made.first + (is_weekly ? 6 : 0);
  }
  if (made.first > limit) return std::nullopt;
  return Days{std::max(made.first, days_from_epoch({0, 1, 1})), std::min(made.last, limit)};
}

template <typename T>
bool is_among(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The place of a day among those of its weekday, from either end.
bool is_nth(const RuleWeekday& wanted, Date date, std::int64_t day, Days within) {
  if (weekday(date) != wanted.weekday) return false;
  const auto nth = wanted.nth > 0 ? (day - within.first) / 7 + 1 : -((within.last - day) / 7 + 1);
  return wanted.nth == 0 || wanted.nth == nth;
}

bool meets(const Recurrence& rule, Date date, std::int64_t day, Days year) {
  const auto month = month_of(date);
  const int from_end = date.day - static_cast<int>(month.last - month.first) - 2;
  if (!rule.month_days.empty() && !is_among(rule.month_days, date.day) &&
      !is_among(rule.month_days, from_end))
    return false;
  const bool is_of_year = rule.frequency == Frequency::yearly && rule.months.empty();
  const auto is_day = [&](const RuleWeekday& one) {
    return is_nth(one, date, day, is_of_year ? year : month);
  };
  return rule.weekdays.empty() || std::any_of(rule.weekdays.begin(), rule.weekdays.end(), is_day);
}

// The days of one period that meet the rule. Months that it does not name are stepped over.
std::vector<std::int64_t> days_of(const Recurrence& rule, Days period, std::int64_t& steps) {
  std::vector<std::int64_t> days;
  for (auto day = period.first; day <= period.last && steps > 0; ++day, --steps) {
    const Date date = date_from_days(day);
    if (!rule.months.empty() && !is_among(rule.months, date.month)) {
      day = month_of(date).last;
    } else if (meets(rule, date, day, period)) {
      days.push_back(day);
    }
  }
  if (rule.positions.empty()) return days;
  std::vector<std::int64_t> chosen;
  const auto size = static_cast<std::int64_t>(days.size());
  for (std::int64_t i = 0; i < size; ++i)
    if (is_among(rule.positions, static_cast<int>(i + 1)) ||
        is_among(rule.positions, static_cast<int>(i - size)))
      chosen.push_back(days[static_cast<std::size_t>(i)]);
  return chosen;
}

void complete(Recurrence& rule, Date start) {
  if (!rule.month_days.empty() || !rule.weekdays.empty() || rule.frequency == Frequency::daily) return;
  if (rule.frequency == Frequency::weekly) {
    rule.weekdays.push_back({weekday(start), 0});
    return;
  }
  rule.month_days.push_back(start.day);
  if (rule.frequency == Frequency::yearly && rule.months.empty()) rule.months.push_back(start.month);
}

}  // namespace

std::optional<Date> basic_date(std::string_view value) {
  if (value.size() < 8) return std::nullopt;
  std::string iso(value.substr(0, 4));
  iso.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
  auto clock = value.substr(8);
  if (clock.ends_with('Z')) clock.remove_suffix(1);
  const bool is_clock = clock.size() == 7 && clock[0] == 'T' && number(clock.substr(1), 0, 235'960);
  if (value.size() > 8 && !is_clock) return std::nullopt;
  return parse_iso_date(iso);
}

Result<Recurrence> parse_recurrence(std::string_view rule) {
  Recurrence read;
  bool has_frequency = false;
  for (auto rest = rule; !rest.empty();) {
    const auto part = next_part(rest, ';');
    auto value = part;
    const auto name = next_part(value, '=');
    if (!put_part(read, name, value)) return wrong("a rule of days is not understood at", part);
    has_frequency = has_frequency || name == "FREQ";
  }
  if (!has_frequency) return wrong("no FREQ in the rule", rule);
  const bool is_short = read.frequency == Frequency::daily || read.frequency == Frequency::weekly;
  for (const auto& day : read.weekdays)
    if (is_short && day.nth != 0)
      return wrong("only a month or a year has a first and a last weekday:", rule);
  return read;
}

std::optional<std::vector<Date>> occurrences(Recurrence rule, Date start, std::int64_t& steps) {
  complete(rule, start);
  const auto first = days_from_epoch(start);
  std::vector<Date> made;
  for (std::int64_t round = 0; steps > 0; ++round, --steps) {
    const auto days = period(rule, start, round);
    if (!days) return made;
    for (const auto day : days_of(rule, *days, steps)) {
      if (day < first) continue;
      const Date date = date_from_days(day);
      if (rule.until && date > *rule.until) return made;
      made.push_back(date);
      if (made.size() == static_cast<std::size_t>(rule.count)) return made;
    }
  }
  return std::nullopt;
}

}  // namespace hindcast::policy
