// Time zones by name, from the system's database.
#pragma once

#include <string>

#include "base/result.h"
#include "base/zone.h"

namespace hindcast::disk {

// "Europe/Berlin", with its changes from 1970 to 2100; `not_found` for a name that the database does not
// have. Sets the process's TZ for a moment: REQUIRES: no other thread runs.
Result<Zone> load_zone(const std::string& name);

}  // namespace hindcast::disk
