// The words and number shapes of calendars, shared by what finds dates, event times and due dates. Every
// function looks a bounded way around `at`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "document/dates.h"

namespace hindcast::document::calendar {

// 0 beyond the end.
inline char char_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}
// The last two digits: "07".
void append_two(int value, std::string& out);

// A date as far as it is written.
struct Written {
  int year = 0;  // 0: none
  int month = 0, day = 0;
  int last_day = 0;  // of "26-30"; 0: no range
  std::size_t begin = 0, end = 0;
};

struct Number {
  int value = -1;         // -1: none
  std::size_t end = 0;    // after its digits
  std::size_t width = 0;  // digits
};
// 1 to 8 ASCII digits at `at`; none when there are more.
Number number_at(std::string_view text, std::size_t at);

struct MonthName {
  int month = 0;  // 0: no month's name
  std::size_t end = 0;
  bool is_doubtful = false;  // also a common word ("may", "set", "out"): needs a year or "de" beside it
};
MonthName month_at(std::string_view text, std::size_t at);
// 1 Monday … 7 Sunday, long or short, in any case but with a capital in English; 0 for no weekday.
struct Weekday {
  int day = 0;
  std::size_t end = 0;
};
Weekday weekday_at(std::string_view text, std::size_t at);

// The date whose first digit is at `at`; it may begin before, with a month's name or a weekday, but not
// before `floor`.
std::optional<Written> date_around(std::string_view text, std::size_t at, std::size_t floor, DateOrder order);
// The date that begins exactly at `at`.
std::optional<Written> date_at(std::string_view text, std::size_t at, DateOrder order);
// "04-12", "10/31", "05.04.": dates only where it is known that a date stands.
std::optional<Written> short_date_at(std::string_view text, std::size_t at, DateOrder order);

// After "-", "–", "~", "〜", "to", "bis", … with blanks around, else `at`.
std::size_t after_range_mark(std::string_view text, std::size_t at);

// The year that puts month and day nearest to `near`, and makes them valid.
std::optional<Date> nearest(int month, int day, Date near);
Date last_of_month(int year, int month);
Date plus_days(Date, int days);
Date plus_months(Date, int months);  // the 31st becomes the last day of a shorter month

}  // namespace hindcast::document::calendar
