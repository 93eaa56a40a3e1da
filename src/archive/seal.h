// What makes a change to an old event visible.
#pragma once

#include <string>
#include <string_view>

#include "archive/records.h"

namespace hindcast::archive {

// SHA-256 over the seal of the event before, everything that this one says, and what is known of the revision
// that it `made`, its text by the digest; null for an event that made none.
std::string seal_of(std::string_view before, const Event&, const Revision* made);
std::string hex_of(std::string_view digest);

}  // namespace hindcast::archive
