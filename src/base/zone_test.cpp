#include "base/zone.h"

#include <doctest/doctest.h>

namespace hindcast {
namespace {

constexpr Timestamp hour = 3'600'000;
// An hour ahead, two in the summer of 2024, which begins at midnight: that day begins at one.
const Zone summery({{0, hour}, {start_of({2024, 4, 1}) - hour, 2 * hour}, {start_of({2024, 9, 30}), hour}});

}  // namespace

TEST_CASE("a day begins when clocks show it") {
  CHECK(to_iso(Zone().day(start_of({2024, 3, 10}) - 1)) == "2024-03-09");
  CHECK(Zone().start({2024, 3, 10}) == start_of({2024, 3, 10}));
  CHECK(to_iso(summery.day(start_of({2024, 3, 10}) - hour)) == "2024-03-10");
  CHECK(summery.start({2024, 3, 10}) == start_of({2024, 3, 10}) - hour);
  CHECK(summery.start({2024, 6, 10}) == start_of({2024, 6, 10}) - 2 * hour);
  CHECK(summery.start({1931, 6, 10}) == start_of({1931, 6, 10}) - hour);
}

TEST_CASE("a day that has no midnight begins when clocks jump to it") {
  CHECK(summery.start({2024, 4, 1}) == start_of({2024, 4, 1}) - hour);
  CHECK(summery.end({2024, 3, 31}) == summery.start({2024, 4, 1}));
  CHECK(Zone().end({9999, 12, 31}) == start_of({9999, 12, 31}) + 24 * hour);
  CHECK(to_iso(summery.day(summery.start({2024, 4, 1}) - 1)) == "2024-03-31");
}

}  // namespace hindcast
