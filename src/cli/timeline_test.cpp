#include "cli/timeline.h"

#include <doctest/doctest.h>

namespace hindcast::cli {
namespace {

facts::Item event(std::string_view written, std::string_view start, std::string_view text,
                  std::string_view end = "") {
  facts::Item item;
  item.role = facts::ItemRole::event;
  item.time = facts::Quote{std::string(written), {}};
  item.start = start;
  item.end = end;
  item.text = text;
  return item;
}

std::string drawn(const std::vector<facts::Item>& items, Style style = {.columns = 40}) {
  return "\n" + without_trailing_spaces(timeline(items, style));
}

TEST_CASE("empty lines stand for the time between events, all for the same") {
  CHECK(drawn({event("14:00", "2024-02-12T14:00", "Refused"), event("14:01", "2024-02-12T14:01", "Alert"),
               event("14:03", "2024-02-12T14:03", "Paged"), event("14:06", "2024-02-12T14:06", "Fixed")}) ==
        R"(
Timeline  6 min; a line is 1 min
  2024-02-12
  14:00 ● Refused
        │
  14:01 ● Alert
        │
        │
  14:03 ● Paged
        │
        │
        │
  14:06 ● Fixed
)");
}

TEST_CASE("a gap too long for its share is broken and says how long it is") {
  CHECK(drawn({event("", "2024-02-12T14:00", "Refused"), event("", "2024-02-12T14:02", "Alert"),
               event("", "2024-02-12T14:04", "Paged"), event("", "2024-02-13T09:00:00Z", "Review")}) == R"(
Timeline  19 h; a line is 1 min
  2024-02-12
  14:00 ● Refused
        │
        │
  14:02 ● Alert
        │
        │
  14:04 ● Paged
        │
        ┊ 18 h 56 min
        │
  2024-02-13
  09:00 ● Review
)");
}

TEST_CASE("a time that cannot be read stands as written where the document has it") {
  CHECK(drawn({event("14:00", "2024-02-12T14:00", "Refused"), event("soon after", "", "Somebody noticed"),
               event("15:00", "2024-02-12T15:00", "Fixed", "2024-02-12T15:30")}) == R"(
Timeline  1 h; a line is 15 min
  2024-02-12
       14:00 ● Refused
  soon after ● Somebody noticed
             │
             │
             │
             │
       15:00 ● Fixed (until 15:30)
)");
}

TEST_CASE("times without a day are measured among themselves") {
  CHECK(drawn({event("9:00", "", "Deployed"), event("9:30", "", "Rolled back")}) == R"(
Timeline  30 min; a line is 10 min
  9:00 ● Deployed
       │
       │
       │
  9:30 ● Rolled back
)");
}

TEST_CASE("days alone make a timeline of days, and ASCII draws it too") {
  CHECK(drawn({event("1 March", "2024-03-01", "Warned"), event("3 March", "2024-03-03", "Happened")},
              {.columns = 40, .unicode = false}) == R"(
Timeline  2 days; a line is 12 h
  2024-03-01
  * Warned
  |
  |
  |
  |
  2024-03-03
  * Happened
)");
}

TEST_CASE("nothing is drawn without events") {
  CHECK(timeline({}, {}) == "");
}

TEST_CASE("durations use their two largest units") {
  CHECK(duration(45) == "45 s");
  CHECK(duration(60) == "1 min");
  CHECK(duration(12'480) == "3 h 28 min");
  CHECK(duration(90'000) == "1 day 1 h");
  CHECK(duration(172'800) == "2 days");
}

}  // namespace
}  // namespace hindcast::cli
