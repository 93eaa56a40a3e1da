#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

std::string vague(std::string_view check) {
  return findings_of(
      "check-undecidable",
      "# Release checklist\n\nThese are the things that we look at before every release.\n\n- [ ] " +
          std::string(check) + "\n");
}

// --- check-undecidable ---

TEST_CASE("a word that leaves the answer to whoever is asked is found") {
  CHECK(vague("Is the monitoring adequate?") == "adequate\n");
  CHECK(vague("Timeouts are set appropriately") == "appropriately\n");
}

TEST_CASE("a condition, a known group and a word that is explained leave nothing open") {
  CHECK(vague("Ask the depot for a key if needed") == "");
  CHECK(vague("Approved by the appropriate owners") == "");
  CHECK(vague("Brakes are escaped appropriately for their context") == "");
  CHECK(vague("Disk space is sufficient: 40 GiB") == "");
  CHECK(vague("The log is reasonably short - one page at most") == "");
  CHECK(vague("The depot is told. If it is closed, tell the tram line as appropriate.") == "");
  CHECK(vague("The heaters warm most of the points (>90 % if possible)") == "");
}

// --- check-without-text ---

TEST_CASE("a box without a word is found, in any list") {
  CHECK(findings_of("check-without-text", "# A\n\n- [ ]\n- [x] Alarm rings\n  - [ ] \n") == "- [ ]\n- [ ]\n");
}

// --- ticked-without-evidence ---

TEST_CASE("a ticked check wants a link, a number, a name or a remark") {
  CHECK(
      findings_of("ticked-without-evidence",
                  "# Release checklist\n\n- [x] Alarm rings\n- [x] Alarm rings (Ada)\n- [x] Rang twice, see "
                  "[log](log.txt)\n- [ ] Copies exist\n") == "[x]\n");
}

TEST_CASE(
    "work, tests, what the page itself shows and a section of results need no evidence beside the box") {
  const auto ticked = [](std::string_view rest) {
    return findings_of("ticked-without-evidence",
                       "# Release checklist\n\n- [x] Alarm rings\n" + std::string(rest));
  };
  CHECK(ticked("- [x] This list exists\n- [x] Fix the bell\n- [x] Tests ring the bell\n") == "[x]\n");
  CHECK(ticked("\n## Test results\n\nAll bells rang.\n") == "");
}

// --- impact and people ---

TEST_CASE("an impact without a word that counts is found") {
  const auto impact = [](std::string_view text) {
    return findings_of("impact-without-measure", "# Postmortem: Tram\n\n## Impact\n\n" + std::string(text) +
                                                     "\n\n## Root cause\n\nThe points froze.\n");
  };
  CHECK(impact("Passengers could not travel and were unhappy with it.") == "## Impact\n");
  CHECK(impact("Trams of the class t4g could not run, said one of the alarms.") == "## Impact\n");
  CHECK(impact("One tram of the class t4g could not run for a while.") == "");
  CHECK(impact("Trams of the class t4g could not run: 12 stood still.") == "");
  CHECK(impact("Half of the passengers could not travel that morning.") == "");
  CHECK(impact("Passengers could not travel between 08:10 and 09:10.") == "");
  CHECK(impact("None.") == "");
  CHECK(impact("- [What people using the product noticed]") == "");
}

TEST_CASE("a duration in a field of its own measures the impact") {
  CHECK(findings_of("impact-without-measure",
                    "# Postmortem: Tram\n\n**Duration**: 1h\n\n## Impact\n\nPassengers could not travel and "
                    "were unhappy.\n") == "");
}

TEST_CASE("a scope that names nobody is found") {
  CHECK(findings_of("impact-scope-unnamed", "# Postmortem\n\n**Affected services:** Various services.\n") ==
        "Various services.\n");
  CHECK(findings_of("impact-scope-unnamed", "# Postmortem\n\n**Affected services:** Line 7\n") == "");
}

TEST_CASE("a participant is mentioned by the first name too") {
  CHECK(findings_of("participant-never-mentioned",
                    "# Retrospective\n\nAda led it.\n\n## Participants\n\n- Ada Lindgren\n- @bosse\n") ==
        "- @bosse\n");
}

}  // namespace
}  // namespace hindcast::lint
