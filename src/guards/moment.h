// Durations as people write them, and moments as machines do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace hindcast::guards {

// "500 ms", "90 s", "10 min", "2 hours", "7 days" in milliseconds; nothing for all else.
std::optional<std::int64_t> duration_ms(std::string_view);
// "2 d 3 h", "5 min", "40 s", "70 ms": the two largest units. Negative ones are as long.
std::string duration_words(std::int64_t ms);

// "2030-03-10T08:30:00Z" (also with a blank, fractions, an offset), "Sun, 10 Mar 2030 08:30:00 GMT", and
// seconds, milliseconds, microseconds or nanoseconds since 1970 as a number of 9 digits or more. A moment
// without a zone is none: nobody knows when it was.
std::optional<Timestamp> moment(std::string_view);

// Why what was made then tells nothing of now: "was made 40 d ago, more than 30 days", "does not say when it
// was made", "was made in days to come"; "" where it is young enough. `max_age` is a duration.
std::string why_outdated(std::string_view made, std::string_view max_age, Timestamp now);

}  // namespace hindcast::guards
