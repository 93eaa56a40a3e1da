#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

std::string found(std::string_view rule, std::string_view lines) {
  return findings_of(rule,
                     "# Postmortem: Tram 7\n\nDate: 2031-05-05\n\n## Timeline\n\n" + std::string(lines));
}

// --- impossible-date ---

TEST_CASE("a day that no calendar has is found, in numbers and in words") {
  CHECK(found("impossible-date", "Resolved 2031-02-29, reported 2031-04-31\n") == "2031-02-29\n2031-04-31\n");
  CHECK(found("impossible-date", "On April 31 and again on 31 June 2031\n") == "April 31\n31 June 2031\n");
  CHECK(found("impossible-date", "On 2031-13-05\n") == "2031-13-05\n");
  CHECK(found("impossible-date", "On 2028-02-29, February 29 and March 31\n") == "");
}

TEST_CASE("a year with a digit too many is no year") {
  CHECK(found("impossible-date", "At 22031-05-05 08:10 and until 20311-05-06.\n") ==
        "22031-05-05\n20311-05-06\n");
  CHECK(found("impossible-date", "Ticket 54321-05-05, part 20311-50-60, file 20311-05-06_log\n") == "");
}

TEST_CASE("a weekday that the day was not is found") {
  CHECK(found("impossible-date", "Met on Monday, May 6, 2031\n") == "Monday, May 6, 2031\n");
  CHECK(messages_of("impossible-date", "# A\n\nMet on 2031-05-05 (Tue)\n") == "that day was a Monday\n");
  CHECK(found("impossible-date", "Met on Tuesday, May 6, 2031, and on Monday\n") == "");
}

TEST_CASE("numbers that are no dates are left alone") {
  CHECK(found("impossible-date", "CVE-2031-02-31, v2031-02-31-rc1, 30 of 31 trams, `2031-02-30-report`\n") ==
        "");
}

// --- timeline-out-of-order ---

TEST_CASE("an entry that is earlier than the one before it is found") {
  CHECK(found("timeline-out-of-order", "- 09:10 Alarm\n- 09:40 Fix\n- 09:25 Review\n- 10:00 End\n") ==
        "09:25\n");
  CHECK(found("timeline-out-of-order",
              "- Plan: May 3, 2031\n- Build: May 20, 2031\n- Test: April 26-30, 2031\n"
              "- Launch: May 25, 2031\n") == "April 26-30, 2031\n");
}

TEST_CASE("one minute is enough, and seconds that only one of the two tells are not") {
  CHECK(found("timeline-out-of-order", "- 09:10 Alarm\n- 09:09 Page\n- 09:25 Fix\n- 10:00 End\n") ==
        "09:09\n");
  CHECK(found("timeline-out-of-order", "- 09:10 Alarm\n- 09:20:40 Page\n- 09:20 Call\n- 10:00 End\n") == "");
}

TEST_CASE("a list whose entries have day and clock is a timeline under any label") {
  const auto context = [](std::string_view third) {
    return findings_of("timeline-out-of-order",
                       "# Incident\n\n- **Context**:\n  - 2031-05-05 08:10: The points froze\n"
                       "  - 2031-05-05 08:30: Heaters on\n  - " +
                           std::string(third) + "\n  - 2031-05-05 09:10: Moving\n\n- **Resolution**: Heat\n");
  };
  CHECK(context("2031-05-05 08:20: Called the depot") == "2031-05-05 08:20\n");
  CHECK(context("2030-05-05 08:40: Called the depot") == "2030-05-05 08:40\n");
  CHECK(context("2031-05-05 08:40: Called the depot") == "");
  CHECK(context("The depot was closed") == "");
}

TEST_CASE("a day alone is set against the day of a clock time") {
  CHECK(found("timeline-out-of-order",
              "- Detected 2031-01-04 (time unknown)\n- Declared 2030-01-05 08:56\n- Repaired 2031-02-01 "
              "10:30\n") == "2030-01-05 08:56\n");
  CHECK(found("timeline-out-of-order",
              "- Detected 2031-01-04 (time unknown)\n- Declared 2031-01-04 08:56\n- Repaired 2031-02-01 "
              "10:30\n") == "");
}

TEST_CASE("a timeline that runs past midnight, tells the newest first or has stretches of time is in order") {
  CHECK(found("timeline-out-of-order", "- 22:10 Alarm\n- 23:40 Fix\n- 00:25 Review\n- 01:00 End\n") == "");
  CHECK(found("timeline-out-of-order", "- 12:10 End\n- 11:40 Fix\n- 11:25 Review\n- 11:00 Alarm\n") == "");
  CHECK(found("timeline-out-of-order",
              "- 09:00 Alarm\n- 09:10 Page\n- 09:05-09:30 Restarts\n- 09:40 End\n") == "");
}

TEST_CASE("named times of one day keep the order of their names") {
  CHECK(found("timeline-out-of-order",
              "- Detected 2031-05-05 09:29\n- Repaired 2031-05-05 10:46\n"
              "- Declared 2031-05-05 09:31\n- Resolved 2031-05-05 11:00\n") == "");
}

TEST_CASE("times with different zones are compared as the moments that they are, or not at all") {
  CHECK(found("timeline-out-of-order",
              "- 2031-05-05T09:10Z Alarm\n- 2031-05-05T10:20+02:00 Call\n- 10:00Z Fix\n"
              "- 10:30Z End\n") == "2031-05-05T10:20+02:00\n");
}

// --- timeline-range-backwards ---

TEST_CASE("a range that runs past midnight is one only while the next entry lets it") {
  CHECK(found("timeline-range-backwards", "- 14:20-2:00 Restarts\n- 17:18 Release\n") == "14:20-2:00\n");
  CHECK(found("timeline-range-backwards", "- 22:20-2:00 Restarts\n- 23:18 Release\n") == "");
  CHECK(found("timeline-range-backwards", "- 14:20-2:00 Restarts\n- 2031-05-06 03:18 Release\n") == "");
  CHECK(found("timeline-range-backwards", "- 14:20-16:00 Restarts\n- 15:18 Release\n") == "");
}

// --- duration-disagrees ---

std::string durations(std::string_view text) {
  return messages_of("duration-disagrees",
                     "# Postmortem: Tram 7\n\n**Date**: 2031-05-05\n**Duration**: " + std::string(text));
}
constexpr std::string_view morning = "\n## Timeline\n\n- 08:10 Frozen\n- 08:30 Heaters on\n- 09:10 Moving\n";

TEST_CASE("a duration that no two times of the day are apart is found") {
  CHECK(durations("2 hours 30 minutes\n" + std::string(morning)) ==
        "no two times in this document are 2 h 30 min apart\n");
  CHECK(durations("1h\n" + std::string(morning)) == "");
  CHECK(durations("about 50 minutes\n" + std::string(morning)) == "");
  CHECK(durations("5h (in opening hours)\n" + std::string(morning)) == "");
}

TEST_CASE("a port of an address is no clock, and a clock past noon makes all of them run through the day") {
  const std::string frozen = "\n## Timeline\n\n- 09:33 Frozen\n- 10:11 Heaters on\n- 16:07 Moving\n";
  CHECK(durations("12h\n" + frozen) == "no two times in this document are 12 h apart\n");
  CHECK(durations("6h 34m\n" + frozen) == "");
  CHECK(durations("3h\n" + std::string(morning) + "\nThe host 10.0.0.11:07 did not answer.\n") ==
        "no two times in this document are 3 h apart\n");
  CHECK(durations("3h\n" + std::string(morning) + "\nIt was noticed at 11:07 already.\n") == "");
  CHECK(durations("12h\n" + std::string(morning) + "\nThe last tram came at 8:12 p.m. only.\n") == "");
}

TEST_CASE("fields that name the zone and entries that don't are in one zone") {
  const std::string days =
      "**Started**: 2031-05-05 08:10 UTC\n\n## Timeline\n\n- 2031-05-05 08:10 Frozen\n- 2031-05-06 09:10 "
      "Moving\n";
  CHECK(durations("4 days\n" + days) == "the times in this document span at most 33 h 10 min\n");
  CHECK(durations("24 hours\n" + days) == "");
}

TEST_CASE("over several days only a duration longer than all of them is found") {
  const std::string days = "\n## Timeline\n\n- 2031-05-05 08:10 Frozen\n- 2031-05-06 09:10 Moving\n";
  CHECK(durations("4 days\n" + days) == "the times in this document span at most 33 h 10 min\n");
  CHECK(durations("9h\n" + days) == "");
}

TEST_CASE("the delays of the problems add up to the delay of the summary") {
  const auto move = [](std::string_view total) {
    return findings_of("duration-disagrees",
                       "# Lessons\n\n## Summary\n\nA " + std::string(total) +
                           " delay.\n\n## What went wrong\n\n1. Keys\n   - Impact: 2-hour delay\n2. Lift\n"
                           "   - Impact: nobody came, 1 hour of debugging\n");
  };
  CHECK(move("3-hour") == "");
  CHECK(move("180-minute") == "");
  CHECK(move("4-hour") == "4-hour\n");
}

// --- the dates of one document ---

TEST_CASE("the day of a launch or a meeting is the timeline's, where that has only one") {
  const auto retro = [](std::string_view overview, std::string_view entries) {
    return messages_of("date-contradicts", "# Retrospective of May\n\n" + std::string(overview) +
                                               "\n\n## Timeline\n\n" + std::string(entries));
  };
  CHECK(retro("The meeting on May 14, 2031.", "- Meeting: May 12, 2031\n") ==
        "the timeline has another day for this: May 12, 2031\n");
  CHECK(retro("The launch on May 5, 2031.", "- Deployment: May 4-6, 2031\n") == "");
  CHECK(retro("The launch on May 3, 2031.",
              "- Launch in Ulm: May 5, 2031\n- Launch in Bonn: May 3, 2031\n") == "");
  CHECK(retro("The pre-launch on May 3, 2031.", "- Launch: May 5, 2031\n") == "");
}

TEST_CASE("the title's day is the date field's") {
  CHECK(messages_of("date-contradicts", "# Postmortem 2031-05-04\n\n**Date**: 2031-05-05\n") ==
        "the title has another day: 2031-05-04\n");
  CHECK(messages_of("date-contradicts", "# Postmortem 2031-05-04\n\n**Date**: 2031-05-04 to 2031-05-05\n") ==
        "");
}

TEST_CASE("the title of a postmortem is about the days of its timeline") {
  const auto titled = [](std::string_view day) {
    return messages_of(
        "date-contradicts",
        "# Postmortem " + std::string(day) +
            ", tram 7\n\n## Timeline\n\n- 2031-05-05 08:10 Frozen\n- 2031-05-05 09:10 Moving\n");
  };
  CHECK(titled("2031-01-27") == "the title has another day: 2031-01-27\n");
  CHECK(titled("2031-10-05") == "the title has another day: 2031-10-05\n");
  CHECK(titled("2031-05-04") == "");
  CHECK(titled("2031-05-20") == "");  // the day on which it was published
  CHECK(titled("05/01/2031") == "");  // the fifth of January, or the first of May
}

TEST_CASE("a named time is the timeline's own time of the same thing") {
  const auto resolved = [](std::string_view told) {
    return messages_of("date-contradicts",
                       "# Incident\n\n- **Key events**\n  - First detected: 2031-05-05 08:10\n"
                       "  - Resolved: 2031-05-05 09:10\n\n- **Context**:\n  - " +
                           std::string(told) + "\n\n- **Impact**: None\n");
  };
  CHECK(resolved("2031-05-05 10:10: Incident resolved") ==
        "the timeline has another time for this: `2031-05-05 10:10`\n");
  CHECK(resolved("2031-05-05 09:10: Incident resolved") == "");
  CHECK(resolved("2031-05-05 10:10: The heaters are on") == "");
}

TEST_CASE("an end before its start is found in fields and in lists of named times") {
  CHECK(findings_of(
            "end-before-start",
            "# A\n\n| | |\n|--|--|\n| 発生日時 | 2031-05-05 08:10 |\n| 復旧日時 | 2031-05-05 07:10 |\n") ==
        "2031-05-05 07:10\n");
  CHECK(found("end-before-start", "- Detected 2031-05-05 09:29\n- Resolved 2031-05-04 10:46\n") ==
        "2031-05-04 10:46\n");
  CHECK(found("end-before-start", "- Detected 2031-05-05 09:29\n- Resolved 2031-05-05\n") == "");
  CHECK(found("end-before-start",
              "- First detected 2031-05-05 (time unknown)\n- Resolved 2030-06-01 10:30\n") ==
        "2030-06-01 10:30\n");
}

TEST_CASE("a year that is written anywhere is enough") {
  CHECK(findings_of("date-without-year", "# A\n\n## Timeline\n\n- May 5, 08:10 Frozen\n") ==
        "May 5, 08:10\n");
  CHECK(findings_of("date-without-year", "# A\n\n2031-05-05\n\n## Timeline\n\n- May 5, 08:10 Frozen\n") ==
        "");
}

TEST_CASE("feedback is due before the meeting, wherever the meeting's day stands") {
  const std::string late =
      "## Timeline\n\n- Meeting: May 12, 2031\n\n## Next Steps\n\nPlease give feedback by May ";
  CHECK(findings_of("feedback-after-meeting", "# Retrospective\n\n" + late + "13.\n") == "by May 13\n");
  CHECK(findings_of("feedback-after-meeting", "# Retrospective\n\n" + late + "12.\n") == "");
}

TEST_CASE("a zone that is named anywhere is enough") {
  const std::string_view zones[] = {"All times are UTC", "Times in JST.", "local time of Ulm"};
  CHECK(findings_of("timeline-without-zone", morning) == "08:10\n");
  for (const auto zone : zones)
    CHECK(findings_of("timeline-without-zone", std::string(zone) + std::string(morning)) == "");
}

TEST_CASE("a zone has words of its own in other languages") {
  const std::string_view times =
      "# Störung der Linie 7\n\nDie Weichen waren eingefroren und die Bahn stand still.\n\n## Zeitverlauf\n\n"
      "- 08:10 Weichen eingefroren\n- 08:30 Heizung eingeschaltet\n- 09:10 Die Bahn ist wieder auf der "
      "Strecke\n";
  CHECK(findings_of("timeline-without-zone", times) == "08:10\n");
  CHECK(findings_of("timeline-without-zone", std::string(times) + "\nAlle Zeiten in Ortszeit.\n") == "");
}

TEST_CASE("words in capitals and what stands in code are no zone") {
  const std::string_view others[] = {"We GET, POST, SET, TEST and MUST LIST the COST of each HOST.",
                                     "An abstract syntax tree (AST) and a CAT of ART",
                                     "~~~\n08:10 UTC boot\n~~~"};
  for (const auto other : others)
    CHECK(findings_of("timeline-without-zone", std::string(other) + "\n" + std::string(morning)) ==
          "08:10\n");
  const std::string_view zones[] = {"It began at 08:10 ET.", "Time (AST)", "All times in ICT",
                                    "Times are Asia/Tokyo",  "Time (utc)", "Central European Time"};
  for (const auto zone : zones)
    CHECK(findings_of("timeline-without-zone", std::string(zone) + "\n" + std::string(morning)) == "");
}

TEST_CASE("a plan that was not kept is found in columns and in lists") {
  CHECK(messages_of("planned-not-actual",
                    "| Step | Geplant | Tatsächlich |\n|--|--|--|\n| Test | 2031-05-02 | 2031-05-01 |\n") ==
        "planned for 2031-05-02, 1 day early: say why\n");
  CHECK(found("planned-not-actual", "- Planned launch: May 2, 2031\n- Actual launch: May 5, 2031\n") ==
        "May 5, 2031\n");
  CHECK(found("planned-not-actual", "- Planned launch: May 2, 2031\n- Actual tests: May 5, 2031\n") == "");
}

}  // namespace
}  // namespace hindcast::lint
