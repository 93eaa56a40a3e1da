#include "base/time.h"

#include <doctest/doctest.h>

using namespace hindcast;

TEST_CASE("an ISO date reads and prints as itself") {
  CHECK(to_iso(*parse_iso_date("2025-05-04")) == "2025-05-04");
  CHECK(to_iso(date_from_days(days_from_epoch({2025, 5, 5}) + 30)) == "2025-06-04");
}

TEST_CASE("what is no day of the calendar is no date") {
  for (auto text :
       {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "2025-01-01 ", "20250101", "yyyy-mm-dd"})
    CHECK_FALSE(parse_iso_date(text).has_value());
  CHECK(parse_iso_date("2024-02-29").has_value());
}

TEST_CASE("a moment is shown to the second, before 1970 too") {
  CHECK(to_iso_time(0) == "1970-01-01T00:00:00Z");
  CHECK(to_iso_time(start_of({2024, 3, 10}) + 30'599'999) == "2024-03-10T08:29:59Z");
  CHECK(to_iso_time(-1'000) == "1969-12-31T23:59:59Z");
  CHECK(date_of(start_of({2024, 2, 29}) + 86'399'999) == Date{2024, 2, 29});
}
