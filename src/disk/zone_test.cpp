#include "disk/zone.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace hindcast::disk {
namespace {

constexpr Timestamp hour = 3'600'000;

std::string day(Timestamp at, const std::string& zone) {
  const auto found = load_zone(zone);
  return found.ok() ? to_iso(found->day(at)) : found.error().message;
}

}  // namespace

TEST_CASE("the day begins where the team is") {
  const auto midnight = start_of({2024, 3, 10});
  CHECK(day(midnight, "UTC") == "2024-03-10");
  CHECK(day(midnight, "America/Los_Angeles") == "2024-03-09");
  CHECK(day(midnight + 15 * hour, "Asia/Tokyo") == "2024-03-11");
  CHECK(day(midnight - 1, "UTC") == "2024-03-09");
}

TEST_CASE("summer time is kept, also in years to come") {
  CHECK(day(start_of({2024, 7, 1}) - 2 * hour, "Europe/Berlin") == "2024-07-01");
  CHECK(day(start_of({2024, 1, 1}) - 2 * hour, "Europe/Berlin") == "2023-12-31");
  CHECK(day(start_of({2061, 7, 1}) - 2 * hour, "Europe/Berlin") == "2061-07-01");
}

TEST_CASE("a day that clocks begin at one o'clock begins then") {
  const auto beirut = load_zone("Asia/Beirut");
  REQUIRE(beirut.ok());
  CHECK(to_iso_time(beirut->start({2021, 3, 28})) == "2021-03-27T22:00:00Z");
  CHECK(to_iso_time(beirut->start({2021, 3, 29})) == "2021-03-28T21:00:00Z");
}

TEST_CASE("a zone that is none is refused, and the process keeps its own") {
  ::setenv("TZ", "Asia/Tokyo", 1);
  CHECK(day(0, "Europe/Berln") ==
        "there is no time zone 'Europe/Berln' on this machine; did you mean 'Europe/Berlin'?");
  CHECK(day(0, "tokyo") == "there is no time zone 'tokyo' on this machine; did you mean 'Asia/Tokyo'?");
  CHECK(day(0, "Europe") == "there is no time zone 'Europe' on this machine; write it as 'Europe/Berlin'");
  CHECK(day(0, "Europe/Berlin") == "1970-01-01");
  CHECK(std::string(std::getenv("TZ")) == "Asia/Tokyo");
  ::unsetenv("TZ");
}

}  // namespace hindcast::disk
