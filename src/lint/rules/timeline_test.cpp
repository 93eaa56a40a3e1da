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

}  // namespace
}  // namespace hindcast::lint
