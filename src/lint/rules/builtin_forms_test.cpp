// The rules on documents that were begun with `hindcast new` and filled in half by hand: no document of the
// corpus follows a built-in form, so these are where such rules are seen to fire.
#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "document/form.h"
#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

using Changes = std::vector<std::pair<std::string_view, std::string_view>>;

// What `hindcast new FORM "Parcels were sent twice"` writes, with these places changed by hand.
std::string begun(std::string_view form, const Changes& changes) {
  std::string text;
  for (const auto& one : document::builtin_forms())
    if (one.name == form) text = document::start_document(one, "Parcels were sent twice", Date{2031, 5, 5});
  for (const auto& change : changes) {
    const auto at = text.find(change.first);
    REQUIRE_MESSAGE(at != std::string::npos, change.first);
    text.replace(at, change.first.size(), change.second);
  }
  return text;
}

// Without what stands from `from` up to `to`: a section that its writer took out.
std::string without(std::string text, std::string_view from, std::string_view to) {
  const auto begin = text.find(from);
  REQUIRE(begin != std::string::npos);
  const auto end = text.find(to, begin);
  REQUIRE(end != std::string::npos);
  return text.erase(begin, end - begin);
}

constexpr std::string_view action_row =
    "| [Action with a checkable outcome] | [Owner] | [High/Medium/Low] | [Open/In Progress/Done] |";

std::string with_row(std::string_view row) {
  return begun("postmortem", {{action_row, row}});
}

TEST_CASE("a section that was taken out of the form is missing, and an optional one is not") {
  const auto whole = begun("postmortem", {});
  CHECK(messages_of("missing-section", whole) == "");
  CHECK(messages_of("missing-section", without(whole, "## Resolution", "## Action Items")) ==
        "no section `Resolution`, which the form postmortem asks for\n");
  CHECK(messages_of("missing-section", without(whole, "### Business Impact", "### Technical Impact")) == "");
  CHECK(messages_of("missing-section",
                    without(begun("retrospective", {}), "## Key Metrics", "## Participants")) ==
        "no section `Key Metrics`, which the form retrospective asks for\n");
  CHECK(messages_of("missing-section", without(begun("lessons-learned", {}), "## Knowledge Transfer",
                                               "## Process Improvements")) ==
        "no section `Knowledge Transfer`, which the form lessons-learned asks for\n");
}

TEST_CASE("the state of an action is one of the form's") {
  CHECK(findings_of("action-state-unknown", with_row("| Print labels once | Ada | High | Brewing |")) ==
        "Brewing\n");
  CHECK(messages_of("action-state-unknown", with_row("| Print labels once | Ada | High | Closed |")) ==
        "`Closed` is not a state of the form; it has open, in progress, done\n");
  CHECK(findings_of("action-state-unknown", with_row("| Print labels once | Ada | High | In progress |")) ==
        "");
  CHECK(findings_of("action-state-unknown",
                    begun("lessons-learned",
                          {{"| [Action 1] | [Name] | [High/Medium/Low] | [Todo/In Progress/Done] |",
                            "| Print labels once | Ada | High | Open |"}})) == "Open\n");
}

TEST_CASE("the priority of an action is one of the form's") {
  CHECK(messages_of("action-priority-unknown", with_row("| Print labels once | Ada | Urgent | Open |")) ==
        "`Urgent` is not a priority of the form; it has high, medium, low\n");
  CHECK(findings_of("action-priority-unknown", with_row("| Print labels once | Ada | medium | Open |")) ==
        "");
}

TEST_CASE("an action that is declined says why") {
  CHECK(findings_of("declined-without-reason", with_row("| Print labels once | Ada | High | Won't do |")) ==
        "Won't do\n");
  CHECK(findings_of("declined-without-reason",
                    with_row("| Print labels once, replaced by the new printer | Ada | High | Won't do |")) ==
        "");
}

TEST_CASE("the priority actions are two or three of the table") {
  const auto chosen = [](std::string_view list) {
    return messages_of("priority-actions",
                       begun("postmortem", {{action_row,
                                             "| Print labels once | Ada | High | Open |\n"
                                             "| Refuse a second label | Bo | High | Open |"},
                                            {"[The two or three that remove the root cause]", list}}));
  };
  CHECK(chosen("\n\n- Print labels once\n- Refuse a second label\n") == "");
  CHECK(chosen("\n\n- Print labels once\n") ==
        "1 priority action; choose the two or three that remove the root cause\n");
  CHECK(chosen("\n\n- Print labels once\n- Move the warehouse\n") ==
        "this priority action stands nowhere among the actions\n");
}

TEST_CASE("an improvement is covered by an action") {
  const auto improving = [](std::string_view improvement) {
    return findings_of(
        "improvement-without-action",
        begun("postmortem",
              {{action_row, "| Print every label only once | Ada | High | Open |"},
               {"[A change to processes, tools or documentation that reaches beyond this incident]",
                improvement}}));
  };
  CHECK(improving("Rehearse the failover of the warehouse") == "1. Rehearse the failover of the warehouse\n");
  CHECK(improving("Printing of labels is watched everywhere") == "");
}

TEST_CASE("a pressing action wants a cause, and a cause an action") {
  const auto pressing = with_row("| Print labels once | Ada | High | Open |");
  CHECK(findings_of("priority-action-without-cause", pressing) == "");
  CHECK(findings_of("priority-action-without-cause",
                    without(pressing, "## Why It Went Wrong", "## Impact")) == "High\n");
  const auto cause =
      begun("postmortem", {{"[Why that was possible at all; keep asking why until a process or a "
                            "design answers]",
                            "The printer keeps no record of what it printed."}});
  CHECK(findings_of("cause-without-action", cause) == "");
  CHECK(messages_of("cause-without-action", cause.substr(0, cause.find("## Impact"))) ==
        "a cause is named and no action follows from it\n");
}

TEST_CASE("the question why the safeguards let it through has an answer") {
  const auto answered = [](std::string_view answer) {
    return findings_of(
        "safeguards-unanswered",
        begun("postmortem",
              {{"- [The test, alarm or review that should have caught it, and why it stayed silent]",
                answer}}));
  };
  CHECK(answered("- TBD") == "Why existing safeguards didn't prevent this:\n");
  CHECK(answered("- No test prints twice") == "");
}

TEST_CASE("the scope of the impact names somebody") {
  const auto scoped = [](std::string_view scope) {
    return findings_of("impact-scope-unnamed",
                       begun("postmortem", {{"[Services, features and users that felt it]", scope}}));
  };
  CHECK(scoped("Some users") == "Some users\n");
  CHECK(scoped("Everybody who ordered on the web") == "");
}

TEST_CASE("blame and verdicts are found beside the names of the form's own columns") {
  const auto told = [](std::string_view rule, std::string_view story) {
    return findings_of(rule,
                       begun("postmortem", {{action_row, "| Print labels once | Ada | High | Open |"},
                                            {"[The failure in one or two sentences, as an outsider would "
                                             "tell it]",
                                             story}}));
  };
  CHECK(told("person-and-fault", "Ada forgot to stop the printer before the move.") == "forgot to\n");
  CHECK(told("person-and-fault", "The printer was not stopped before the move.") == "");
  CHECK(told("verdict-on-people", "It was careless to move a printer that runs.") == "careless\n");
  CHECK(told("verdict-on-people", "The printer ran while it was moved.") == "");
}

TEST_CASE("a box of the checklist that was emptied has no text") {
  CHECK(findings_of("check-without-text",
                    begun("postmortem", {{"- [ ] [Check 1: what must hold so that this can't happen again]",
                                          "- [ ]"}})) == "- [ ]\n");
  CHECK(findings_of("check-without-text", begun("postmortem", {})) == "");
}

TEST_CASE("feedback on a retrospective is due before its meeting, and plans that moved say why") {
  const auto met = [](std::string_view rule, std::string_view days) {
    return findings_of(
        rule, begun("retrospective", {{"- Retrospective meeting: [Date]", days},
                                      {"[By when feedback is due, when the meeting is, and what will "
                                       "happen with the results]",
                                       "Please give feedback by May 13, 2031."}}));
  };
  CHECK(met("feedback-after-meeting", "- Retrospective meeting: May 12, 2031") == "by May 13, 2031\n");
  CHECK(met("feedback-after-meeting", "- Retrospective meeting: May 14, 2031") == "");
  CHECK(met("planned-not-actual", "- Planned opening: May 2, 2031\n- Actual opening: May 5, 2031") ==
        "May 5, 2031\n");
}

}  // namespace
}  // namespace hindcast::lint
