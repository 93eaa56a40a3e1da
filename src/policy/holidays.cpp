// Files of holidays: lines of a day and a name, or iCalendar.
#include <algorithm>

#include "base/text.h"
#include "policy/calendar.h"
#include "policy/icalendar.h"

namespace hindcast::policy {
namespace {

Result<std::vector<Holiday>> read_lines(std::string_view text) {
  std::vector<Holiday> holidays;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto day = parse_iso_date(line.substr(0, 10));
    const bool is_apart = line.size() == 10 || (line.size() > 10 && !(line[10] >= '0' && line[10] <= '9'));
    if (!day || !is_apart) return wrong_line(number, "no day; write it as '2024-05-01 Labour Day'");
    if (holidays.size() == holidays_max) return wrong_line(number, "more than 200,000 holidays");
    auto name = line.substr(10);
    while (!name.empty() && (name[0] == ' ' || name[0] == '\t' || name[0] == ',' || name[0] == ':'))
      name.remove_prefix(1);
    holidays.push_back({*day, holiday_name(name)});
  }
  return holidays;
}

}  // namespace

Result<std::vector<Holiday>> read_holidays(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text.starts_with("BEGIN:VCALENDAR") ? read_icalendar(text) : read_lines(text);
}

}  // namespace hindcast::policy
