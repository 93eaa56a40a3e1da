// Files of holidays: lines of a day and a name, or iCalendar (RFC 5545).
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "policy/calendar.h"

namespace hindcast::policy {
namespace {

constexpr std::size_t holidays_max = 100'000;
constexpr int years_ahead = 60;  // of a yearly event without an end
constexpr std::int64_t event_days_max = 366;

Error wrong(std::size_t line, std::string_view what) {
  auto message = "line " + std::to_string(line) + ": ";
  message.append(what);
  return {ErrorCode::invalid, std::move(message)};
}

std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Result<std::vector<Holiday>> read_lines(std::string_view text) {
  std::vector<Holiday> holidays;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto line = next_line(text);
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto day = parse_iso_date(line.substr(0, 10));
    const bool is_apart = line.size() == 10 || (line.size() > 10 && !(line[10] >= '0' && line[10] <= '9'));
    if (!day || !is_apart) return wrong(number, "no day; write it as '2024-05-01 Labour Day'");
    if (holidays.size() == holidays_max) return wrong(number, "more than 100,000 holidays");
    auto name = line.substr(10);
    while (!name.empty() && (name[0] == ' ' || name[0] == '\t' || name[0] == ',' || name[0] == ':'))
      name.remove_prefix(1);
    holidays.push_back({*day, std::string(name)});
  }
  return holidays;
}

// "20240501", the clock that may follow aside.
std::optional<Date> basic_date(std::string_view value) {
  if (value.size() < 8) return std::nullopt;
  std::string iso(value.substr(0, 4));
  iso.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
  return parse_iso_date(iso);
}

std::string unescaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      out += value[i] == 'n' || value[i] == 'N' ? ' ' : value[i];
    } else {
      out += value[i];
    }
  }
  return out;
}

struct Event {
  std::optional<Date> begin, end;  // `end` is the first day that is none any more
  std::string name;
  bool is_yearly = false;
  std::optional<Date> until;
  int count = 0;  // of years; 0: without an end
};

void read_rule(std::string_view rule, Event& event) {
  while (!rule.empty()) {
    const auto part = rule.substr(0, rule.find(';'));
    rule.remove_prefix(std::min(part.size() + 1, rule.size()));
    const auto value = part.substr(std::min(part.find('=') + 1, part.size()));
    if (part == "FREQ=YEARLY") event.is_yearly = true;
    if (part.starts_with("UNTIL=")) event.until = basic_date(value);
    if (part.starts_with("COUNT="))
      (void)std::from_chars(value.data(), value.data() + value.size(), event.count);
  }
}

void add_days(const Event& event, std::vector<Holiday>& holidays) {
  const auto length = event.end ? days_from_epoch(*event.end) - days_from_epoch(*event.begin) : 1;
  const int years =
      event.is_yearly ? (event.count > 0 ? std::min(event.count, years_ahead) : years_ahead) : 1;
  for (int year = 0; year < years; ++year) {
    const Date begin{event.begin->year + year, event.begin->month, event.begin->day};
    if (!is_valid(begin) || begin.year > 9998) continue;  // 29 February
    if (event.until && begin > *event.until) break;
    for (std::int64_t i = 0; i < std::clamp<std::int64_t>(length, 1, event_days_max); ++i)
      if (holidays.size() < holidays_max)
        holidays.push_back({date_from_days(days_from_epoch(begin) + i), event.name});
  }
}

Result<std::vector<Holiday>> read_calendar(std::string_view text) {
  std::vector<Holiday> holidays;
  std::optional<Event> event;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto at = number;
    std::string line(next_line(text));
    while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) {  // folded
      line += next_line(text).substr(1);
      ++number;
    }
    const std::string_view all = line;
    const auto colon = all.find(':');
    if (colon == all.npos) continue;
    const auto name = all.substr(0, std::min(all.find(';'), colon)), value = all.substr(colon + 1);
    if (all == "BEGIN:VEVENT") {
      event.emplace();
    } else if (all == "END:VEVENT" && event) {
      if (!event->begin) return wrong(at, "the event that ends here has no day");
      add_days(*event, holidays);
      event.reset();
    } else if (event) {
      if (name == "DTSTART") event->begin = basic_date(value);
      if (name == "DTEND") event->end = basic_date(value);
      if (name == "SUMMARY") event->name = unescaped(value);
      if (name == "RRULE") read_rule(value, *event);
    }
  }
  return holidays;
}

}  // namespace

Result<std::vector<Holiday>> read_holidays(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text.starts_with("BEGIN:VCALENDAR") ? read_calendar(text) : read_lines(text);
}

}  // namespace hindcast::policy
