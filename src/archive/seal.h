// What makes a change to an old event visible.
#pragma once

#include <string>
#include <string_view>

#include "archive/records.h"

namespace hindcast::archive {

// SHA-256 over the seal of the event before and everything that this one says.
std::string seal_of(std::string_view before, const Event&);
std::string hex_of(std::string_view digest);

}  // namespace hindcast::archive
