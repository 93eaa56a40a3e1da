#include "base/time.h"

#include <chrono>

#include "base/assert.h"

namespace hindcast {
namespace {

std::chrono::year_month_day calendar(Date date) {
  return std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
         std::chrono::day(static_cast<unsigned>(date.day));
}

// The number of `length` digits at `at`; -1 when they are not all digits.
int digits(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

bool is_valid(Date date) {
  return date.year >= 0 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         calendar(date).ok();
}

std::int64_t days_from_epoch(Date date) {
  HC_ASSERT(is_valid(date));
  return std::chrono::sys_days(calendar(date)).time_since_epoch().count();
}

Date date_from_days(std::int64_t days) {
  std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(days))};
  return {.year = int(ymd.year()), .month = int(unsigned(ymd.month())), .day = int(unsigned(ymd.day()))};
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  Date date{.year = digits(text, 0, 4), .month = digits(text, 5, 2), .day = digits(text, 8, 2)};
  if (!is_valid(date)) return std::nullopt;
  return date;
}

std::string to_iso(Date date) {
  std::string text = "0000-00-00";
  auto put = [&text](std::size_t at, int length, int value) {
    for (int i = length - 1; i >= 0; --i, value /= 10)
      text[at + static_cast<std::size_t>(i)] = char('0' + value % 10);
  };
  put(0, 4, date.year);
  put(5, 2, date.month);
  put(8, 2, date.day);
  return text;
}

namespace {
constexpr Timestamp day_ms = 86'400'000;
}  // namespace

Timestamp start_of(Date date) {
  return days_from_epoch(date) * day_ms;
}

Date date_of(Timestamp at) {
  return date_from_days(at >= 0 ? at / day_ms : -((day_ms - 1 - at) / day_ms));
}

std::string to_iso_time(Timestamp at) {
  const Date day = date_of(at);
  Timestamp seconds = (at - start_of(day)) / 1000;
  std::string text = to_iso(day) + "T00:00:00Z";
  for (std::size_t place : {std::size_t{17}, std::size_t{14}, std::size_t{11}}) {
    const Timestamp base = place == 11 ? 24 : 60, value = seconds % base;
    text[place] = static_cast<char>('0' + value / 10);
    text[place + 1] = static_cast<char>('0' + value % 10);
    seconds /= base;
  }
  return text;
}

std::int64_t steady_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Timestamp now_utc() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Date today_utc() {
  auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return date_from_days(now.time_since_epoch().count());
}

}  // namespace hindcast
