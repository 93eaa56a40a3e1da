// Bringing a database to today's schema.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "archive/sqlite.h"

namespace hindcast::archive {

// "HC" and the file's kind, for file(1) and for us.
inline constexpr std::int64_t application_id = 0x48430001;

// The steps from nothing to today's schema; the n-th makes version n.
std::span<const std::string_view> schema_steps();

// Takes every missing step in one transaction, or none. A database that holds something is copied to
// "PATH.before-N" first, N being the version that is made, unless PATH is empty; one of that name is left of
// an attempt that was cut short, and replaced. `unsupported` when it is newer than the steps.
Status migrate(Database&, const std::string& path, std::span<const std::string_view> steps);

}  // namespace hindcast::archive
