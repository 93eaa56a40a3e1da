// Points in time as the facts tell them, ready to be compared. Shared by the rules about dates and timelines.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace hindcast::lint {

struct Moment {
  std::int64_t seconds = 0;  // since 1970, as the clock on the wall where no zone is told
  bool has_clock = false;
  bool has_zone = false;  // then `seconds` is UTC
};

// "2025-10-31", "2025-10-31T21:33", "…T21:33:05Z", "…T21:33+09:00"; nothing for anything else.
std::optional<Moment> moment(std::string_view iso);

// How far `after` lies before `before`, in seconds; a day alone is set against the day of the other, give or
// take one where a zone may shift it. 0 where nothing can be told, and within one minute: "23:28" is told
// less exactly than "23:28:20", and no earlier.
std::int64_t seconds_back(const Moment& before, const Moment& after);

// True when the two can be set against each other: both have a zone or neither has one.
inline bool are_comparable(const Moment& a, const Moment& b) {
  return a.has_zone == b.has_zone && a.has_clock == b.has_clock;
}

}  // namespace hindcast::lint
