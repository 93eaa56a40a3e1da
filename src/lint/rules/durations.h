// Lengths of time as people write them: "4-hour", "1h 12m", "2 hours and 30 minutes", "2時間30分".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hindcast::lint {

struct Duration {
  double minutes = 0;
  double step = 0;  // minutes of the smallest unit that is named: how exact it is meant to be
  std::size_t begin = 0, end = 0;
};

// The first one in `text` at or after `from`. Seconds count; weeks, months and years are never exact and give
// nothing.
std::optional<Duration> find_duration(std::string_view text, std::size_t from = 0);

// "1 h 12 min", "45 min", "2 days".
std::string words(double minutes);

}  // namespace hindcast::lint
