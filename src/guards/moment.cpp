#include "guards/moment.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace hindcast::guards {
namespace {

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

// So many digits as a number, taken from the front of `text`.
std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

// "08:30", "08:30:00" or "08:30:00.5" as milliseconds of a day.
std::optional<std::int64_t> time_of_day(std::string_view& text) {
  const auto h = digits(text, 2);
  if (!h || !take(text, ":")) return std::nullopt;
  const auto m = digits(text, 2);
  if (!m || *h > 23 || *m > 59) return std::nullopt;
  std::int64_t ms = *h * hour + *m * minute;
  if (!take(text, ":")) return ms;
  const auto s = digits(text, 2);
  if (!s || *s > 60) return std::nullopt;
  ms += *s * second;
  if (!take(text, ".") && !take(text, ",")) return ms;
  std::int64_t unit = 100;
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), unit /= 10)
    ms += unit * (text[0] - '0');
  return ms;
}

// "Z", "UTC", "+01:00", "-0530", "+01" as milliseconds ahead of UTC.
std::optional<std::int64_t> offset(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  const bool is_behind = text.starts_with('-');
  if (!is_behind && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto h = digits(text, 2);
  if (!h || *h > 23) return std::nullopt;
  std::int64_t ms = *h * hour;
  (void)take(text, ":");  // may stand there
  if (!text.empty()) {
    const auto m = digits(text, 2);
    if (!m || *m > 59 || !text.empty()) return std::nullopt;
    ms += *m * minute;
  }
  return is_behind ? -ms : ms;
}

std::optional<Timestamp> iso_moment(std::string_view text) {
  if (text.size() < 11) return std::nullopt;
  const auto date = parse_iso_date(text.substr(0, 10));
  if (!date || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  text.remove_prefix(11);
  const auto time = time_of_day(text);
  const auto zone = time ? offset(trimmed(text)) : std::nullopt;
  if (!zone) return std::nullopt;
  return start_of(*date) + *time - *zone;
}

// "Sun, 10 Mar 2030 08:30:00 GMT", as headers have it.
std::optional<Timestamp> header_moment(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto comma = text.find(", ");
  if (comma == text.npos || comma > 9) return std::nullopt;
  text.remove_prefix(comma + 2);
  const auto in_month = digits(text, 2);
  if (!in_month || !take(text, " ")) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), text.substr(0, 3));
  if (month == months.end()) return std::nullopt;
  text.remove_prefix(3);
  if (!take(text, " ")) return std::nullopt;
  const auto year = digits(text, 4);
  if (!year || !take(text, " ")) return std::nullopt;
  const Date date{*year, static_cast<int>(month - months.begin()) + 1, *in_month};
  const auto time = time_of_day(text);
  if (!is_valid(date) || !time || trimmed(text) != "GMT") return std::nullopt;
  return start_of(date) + *time;
}

std::optional<Timestamp> counted_moment(std::string_view text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view rest(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr));
  const bool is_number =
      read.ec == std::errc() && value >= 100'000'000 &&
      (rest.empty() || (rest[0] == '.' && rest.find_first_not_of("0123456789", 1) == rest.npos));
  if (!is_number) return std::nullopt;
  if (value < 100'000'000'000) return value * 1000;
  if (value < 100'000'000'000'000) return value;
  if (value < 100'000'000'000'000'000) return value / 1000;
  return value / 1'000'000;
}

}  // namespace

std::optional<std::int64_t> duration_ms(std::string_view text) {
  static constexpr std::pair<std::string_view, std::int64_t> units[] = {
      {"ms", 1},         {"s", second},     {"sec", second},    {"second", second},  {"seconds", second},
      {"m", minute},     {"min", minute},   {"minute", minute}, {"minutes", minute}, {"h", hour},
      {"hour", hour},    {"hours", hour},   {"d", day},         {"day", day},        {"days", day},
      {"week", 7 * day}, {"weeks", 7 * day}};
  constexpr std::int64_t count_max = 1'000'000'000;
  text = trimmed(text);
  std::int64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  if (read.ec != std::errc() || count < 0 || count > count_max) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  for (const auto& [unit, ms] : units)
    if (unit == text) return count * ms;
  return std::nullopt;
}

std::string duration_words(std::int64_t ms) {
  static constexpr std::pair<std::string_view, std::int64_t> units[] = {
      {" d", day}, {" h", hour}, {" min", minute}, {" s", second}, {" ms", 1}};
  // As far from zero as it may be, and still without a sign.
  std::uint64_t left = ms < 0 ? 0 - static_cast<std::uint64_t>(ms) : static_cast<std::uint64_t>(ms);
  std::string out;
  int parts = 0;
  for (const auto& [unit, size] : units) {
    const auto count = left / static_cast<std::uint64_t>(size);
    left %= static_cast<std::uint64_t>(size);
    if (parts == 1 && (count == 0 || size == 1)) break;
    if (count == 0) continue;
    out.append(parts == 0 ? "" : " ").append(std::to_string(count)).append(unit);
    if (++parts == 2) break;
  }
  return out.empty() ? "0 ms" : out;
}

std::optional<Timestamp> moment(std::string_view text) {
  text = trimmed(text);
  if (const auto found = iso_moment(text)) return found;
  if (const auto found = header_moment(text)) return found;
  return counted_moment(text);
}

std::string why_outdated(std::string_view made, std::string_view max_age, Timestamp now) {
  const auto allowed = duration_ms(max_age);
  const auto at = moment(made);
  if (!allowed) return "may have an age of which nobody can tell: `max_age` is no duration";
  if (!at) return trimmed(made).empty() ? "does not say when it was made" : "was made at no moment";
  if (*at > now + day) return "was made in days to come, at " + to_iso_time(*at);
  if (now - *at <= *allowed) return {};
  return "was made " + duration_words(now - *at) + " ago, more than " + std::string(max_age);
}

}  // namespace hindcast::guards
