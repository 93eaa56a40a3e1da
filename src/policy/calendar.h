// Days that count: durations as a team writes them, working days, holidays. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::policy {

enum class Unit : std::uint8_t { days, working_days, weeks, months, years };

struct Duration {
  int count = 0;
  Unit unit = Unit::days;
  bool operator==(const Duration&) const = default;
};
// "30 days", "5 working days" (or business days), "2 weeks", "1 month", "a year". The error says what would
// be right. At most 100 years, and 3,650 working days.
Result<Duration> parse_duration(std::string_view);
std::string to_text(Duration);

struct Holiday {
  Date day;
  std::string name;
  bool operator==(const Holiday&) const = default;
};
// A file of holidays: a day a line, "2024-05-01 Labour Day", with # before remarks; or an iCalendar file,
// whose events are holidays on each of their days and come round by their rules until 2199. What can't be
// honoured is an error that names the line, as are more than 200,000 days. Long names are cut.
Result<std::vector<Holiday>> read_holidays(std::string_view text);

// 0 is Monday.
int weekday(Date);
// "monday"; nothing for another word. Letter case aside.
std::optional<int> weekday_of(std::string_view word);

class Calendar {
 public:
  Calendar() : Calendar({5, 6}, {}) {}
  // Weekdays on which nobody works. REQUIRES: not all seven
  Calendar(const std::vector<int>& free_weekdays, std::vector<Holiday>);

  bool is_working(Date) const;
  // The holiday's name, "" on a day that is none.
  std::string_view holiday(Date) const;
  // The day that is `duration` after `start`. Months end with their last day: a month after 31 January is the
  // last day of February. No working days at all after a free day is that day.
  Date after(Date start, Duration) const;

 private:
  std::uint8_t free_ = 0;          // a bit for each weekday
  std::vector<Holiday> holidays_;  // by day
};

}  // namespace hindcast::policy
