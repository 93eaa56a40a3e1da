// Time as a value. Pure modules take `Date today`; only main/ asks the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hindcast {

// A day of the proleptic Gregorian calendar. Comparison is chronological.
struct Date {
  int year = 1970;  // 0..9999
  int month = 1;    // 1..12
  int day = 1;      // 1..31, valid for the month
  auto operator<=>(const Date&) const = default;
};

// True when the three numbers name a day that exists.
bool is_valid(Date);

// Days since 1970-01-01 and back. REQUIRES: is_valid(date); result year within 0..9999.
std::int64_t days_from_epoch(Date);
Date date_from_days(std::int64_t days);

// Exactly "YYYY-MM-DD"; nothing when the text is anything else or no such day.
std::optional<Date> parse_iso_date(std::string_view);
std::string to_iso(Date);

// Milliseconds since 1970-01-01 in UTC, where a day is too coarse.
using Timestamp = std::int64_t;
Timestamp start_of(Date);
Date date_of(Timestamp);
// "2024-03-10T08:30:00Z", to the second. REQUIRES: a year within 0..9999
std::string to_iso_time(Timestamp);

// This moment, and its calendar day in UTC. Only main/ calls them.
Timestamp now_utc();
Date today_utc();
// Milliseconds that only count up, from wherever they began.
std::int64_t steady_ms();

}  // namespace hindcast
