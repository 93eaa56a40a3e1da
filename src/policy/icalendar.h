// The events of an iCalendar file (RFC 5545), as holidays. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/calendar.h"

namespace hindcast::policy {

inline constexpr std::size_t holidays_max = 200'000;

// "line 12: …". A long name is cut: it is shown in one line beside a day.
Error wrong_line(std::size_t number, std::string_view what);
std::string holiday_name(std::string_view);

// Each day of each event, whose lengths, rules (RRULE), further days (RDATE) and exceptions (EXDATE) are
// honoured. What can't be: events of hours, changes of single events, rules of the hour, is an error that
// names the line. Cancelled events are none.
Result<std::vector<Holiday>> read_icalendar(std::string_view text);

}  // namespace hindcast::policy
