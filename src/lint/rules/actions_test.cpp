#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

std::string found(std::string_view rule, std::string_view actions) {
  return findings_of(rule,
                     "# Postmortem: Tram 7\n\nThe tram stood still because the points were frozen.\n\n"
                     "## Action items\n\n" +
                         std::string(actions));
}

// --- whose actions they are ---

TEST_CASE("an open action of the team's own wants an owner") {
  CHECK(found("action-without-owner", "- Add a heater\n- Add a lamp (Ada)\n- [x] Add a bell\n") ==
        "- Add a heater\n");
}

TEST_CASE("questions, what is told as done, roles and linked changes are nobody's open work") {
  CHECK(found("action-without-owner",
              "- Is the heater large enough\n- Raised a ticket with the supplier\n- We've told the depot\n"
              "- Reviewers should look at the plan\n"
              "- Add a lamp ([change](https://forge.example/trams/pull/7))\n- N/A\n") == "");
}

TEST_CASE("a heading that is an action has its owner somewhere below it, if anywhere") {
  CHECK(found("action-without-owner", "### 1. Add a heater\n\nAda will see to it.\n") == "");
}

TEST_CASE("what a section puts off or advises to others is not promised") {
  const std::string_view titles[] = {"Possible mitigations", "Best practices", "Next steps: out of scope",
                                     "What remains for the next session"};
  for (const auto title : titles)
    CHECK(findings_of("action-without-owner",
                      "# Retrospective\n\n## " + std::string(title) + "\n\n- Add a heater\n") == "");
}

TEST_CASE("standing checklists and index pages promise nothing") {
  CHECK(
      findings_of(
          "action-without-owner",
          "# Release checklist\n\n- [ ] Heaters on\n- [ ] Lamps on\n\n## Action items\n\n- Add a heater\n") ==
      "");
}

TEST_CASE("a heading or a first word that tells the time is when it is due") {
  CHECK(found("action-without-due-date", "- Add a heater\n") == "- Add a heater\n");
  CHECK(found("action-without-due-date", "### Short term (next week)\n\n- Add a heater\n") == "");
  CHECK(found("action-without-due-date", "- 3 months: look at the heaters again\n") == "");
}

// --- wording ---

TEST_CASE("a topic says nothing that somebody does") {
  CHECK(found("action-without-verb", "- Better monitoring of the points\n- Runbook for heaters\n") ==
        "- Better monitoring of the points\n- Runbook for heaters\n");
}

TEST_CASE("what may be a verb, a sentence and a topic with points below it say it") {
  CHECK(
      found("action-without-verb",
            "- Emphasize the new monitoring\n- Systematically cordon points\n- The points should be heated\n"
            "- Better monitoring\n  - Install a camera\n- Ice\n") == "");
}

TEST_CASE("an action that begins with looking and names no output is open-ended") {
  CHECK(found("action-open-ended",
              "- Evaluate other heaters\n- Discuss how the depot is told\n- Reflect on the winter\n"
              "- Find a way to warm the points\n- Spike into heated points\n- Investigating heaters\n") ==
        "Evaluate\nDiscuss\nReflect\nFind a way\nSpike\nInvestigating\n");
}

TEST_CASE("a question of yes or no ends when it is answered, and a linked change has come out") {
  CHECK(found("action-open-ended",
              "- Investigate if the heater is large enough\n- Assess whether we need lamps\n"
              "- Look into heaters (https://forge.example/trams/pull/7)\n- Evaluate heaters and write a "
              "report\n") == "");
  CHECK(found("action-open-ended", "- Look into if there is a way to warm the points\n") == "Look into\n");
}

TEST_CASE("an output that no list knows is overlooked") {
  CHECK(found("action-open-ended", "- Figure out tests for the heaters\n") ==
        "Figure out\n");  // known, and wrong
}

TEST_CASE("work without an end wants a rhythm, a number or a limit") {
  CHECK(found("action-unbounded", "- Salt the points more often\n- Check heaters regularly\n") ==
        "more often\nregularly\n");
  CHECK(
      found("action-unbounded",
            "- Salt the points more often, at least twice a night\n- Check heaters regularly: every 5 days\n"
            "- Going forward the plan is kept by the depot\n- Use heaters where possible\n") == "");
}

TEST_CASE("actions of which each asks to know or remember are weak, one or many") {
  CHECK(found("actions-all-weak", "- Emphasize the rules of the depot\n") == "## Action items\n");
  CHECK(found("actions-all-weak", "- Add a runbook for frozen points\n- Update the user guide\n") ==
        "## Action items\n");
  CHECK(found("actions-all-weak", "- The salt has been documented\n") == "## Action items\n");
  CHECK(found("actions-all-weak", "- Update the user guide\n- Add an alarm for frost\n") == "");
  CHECK(found("actions-all-weak", "- Create an admission policy that does not allow cold trams\n") == "");
  CHECK(found("actions-all-weak", "- Heated points\n") == "");
}

}  // namespace
}  // namespace hindcast::lint
