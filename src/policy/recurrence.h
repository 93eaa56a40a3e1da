// How an event of a calendar file comes round: a rule of RFC 5545, 3.3.10, by whole days. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::policy {

enum class Frequency : std::uint8_t { daily, weekly, monthly, yearly };

struct RuleWeekday {
  int weekday = 0;  // 0 is Monday
  int nth = 0;      // of its month or year, from the end when negative; 0: each
};

// A day meets a rule when it meets each list that is not empty.
struct Recurrence {
  Frequency frequency = Frequency::yearly;
  int interval = 1;
  int count = 0;  // 0: without an end
  std::optional<Date> until;
  std::vector<int> months, month_days;  // a day of a month counts from the end when negative
  std::vector<RuleWeekday> weekdays;
  std::vector<int> positions;  // among the days that a period has; from the end when negative
  int week_start = 0;
};

// "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH". The error says what is wrong or not understood: a rule is taken whole
// or not at all.
Result<Recurrence> parse_recurrence(std::string_view rule);

// A rule without an end ends with this year, which no policy's day reaches.
inline constexpr int last_recurring_year = 2199;

// The days of the rule from `start` on, in order. What `start` says holds where the rule is silent: a yearly
// rule that names no day means the day and month of `start`. `steps` is how many days and periods may be
// looked at; what was needed is taken off, and nothing comes back when there are too few.
std::optional<std::vector<Date>> occurrences(Recurrence, Date start, std::int64_t& steps);

// "20240501" and "20240501T083000Z", whose time is checked and left aside.
std::optional<Date> basic_date(std::string_view);

}  // namespace hindcast::policy
