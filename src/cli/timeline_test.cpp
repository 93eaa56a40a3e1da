#include "cli/timeline.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

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
  facts::Document document;
  document.items = items;
  return "\n" + without_trailing_spaces(timeline(document, style));
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

TEST_CASE("a day without a clock is not measured beside clocks of that day") {
  CHECK(drawn({event("", "2024-02-12T12:30", "Seen"), event("", "2024-02-12", "Declared"),
               event("", "2024-02-12T12:40", "Mended")}) == R"(
Timeline  10 min; a line is 5 min
  2024-02-12
  12:30 ● Seen
        ● Declared
        │
        │
  12:40 ● Mended
)");
}

TEST_CASE("an entry that goes back is not counted twice") {
  CHECK(drawn({event("", "2024-02-12T12:30", "Seen"), event("", "2024-02-12T12:40", "Mended"),
               event("", "2024-02-12T12:30", "Alert, found later"), event("", "2024-02-12T12:50", "Closed")})
            .find("Timeline  20 min;") == 1);
}

TEST_CASE("a section that goes back in time has a timeline of its own") {
  facts::Document document;
  for (const auto& [line, start, text] :
       std::vector<std::tuple<std::uint32_t, const char*, const char*>>{{3, "2024-02-12T09:00", "Started"},
                                                                        {4, "2024-02-12T09:02", "Ended"},
                                                                        {7, "2024-02-11T18:00", "Deployed"},
                                                                        {10, "2024-02-12T09:00", "Alert"}}) {
    document.items.push_back(event("", start, text));
    document.items.back().line = line;
  }
  for (const auto& [line, title] :
       std::vector<std::pair<std::uint32_t, const char*>>{{2, "Key events"}, {6, "Story"}, {9, "Next day"}}) {
    document.sections.emplace_back();
    document.sections.back().line = line;
    document.sections.back().title = title;
  }
  CHECK("\n" + without_trailing_spaces(timeline(document, {.columns = 40})) == R"(
Timeline: Key events
  2 min; a line is 1 min
  2024-02-12
  09:00 ● Started
        │
        │
  09:02 ● Ended

Timeline: Story  15 h; a line is 4 h
  2024-02-11
  18:00 ● Deployed
        │
        │
        │
  2024-02-12
  09:00 ● Alert
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
