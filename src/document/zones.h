// Time zones as people write them behind a clock, and which one a clock without any is in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace hindcast::document {

inline constexpr int kNoZone = 100'000;  // local time: nothing says which, or a name that is several ("CST")

// The end of the zone that stands at `at`, a blank in front of it or brackets around it: "UTC", " PST",
// "+09:00", "UTC+2"; sets the minutes that it is ahead of UTC. `at` where there is none.
std::size_t after_zone(std::string_view text, std::size_t at, int& minutes);

// "Z", "-08:00"; nothing for kNoZone.
void append_offset(int minutes, std::string& out);

// People name a zone once. Where some events of a document tell theirs and others don't, these are in the one
// named last before them, by an event or by the words between their heading and the first of them ("Timeline
// (UTC)", "all times in UTC"), or else in the first that an event names. Changes `start` and `end` alone.
void share_zones(std::string_view text, const std::vector<facts::Section>&, std::vector<facts::Item>&);

}  // namespace hindcast::document
