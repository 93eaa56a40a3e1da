// Which day it is where a team works.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::disk {

// The calendar day at `at` in a zone of the system's time zone database, such as "Europe/Berlin"; `not_found`
// for a name that it does not have. Sets the process's TZ for a moment: REQUIRES: no other thread runs.
Result<Date> day_in_zone(Timestamp at, const std::string& zone);

}  // namespace hindcast::disk
