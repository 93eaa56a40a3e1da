#include "policy/policy.h"

#include <doctest/doctest.h>

namespace hindcast::policy {
namespace {

using facts::ActionState;
using facts::DocumentKind;
using facts::ItemRole;

constexpr Date day_of_outage{2024, 2, 12}, today{2024, 3, 20};

Thing action(std::string text, ActionState state) {
  Thing thing;
  thing.role = ItemRole::action;
  thing.text = std::move(text);
  thing.line = 9;
  thing.state = state;
  return thing;
}

Subject postmortem(std::vector<Thing> things = {}) {
  Subject subject;
  subject.path = "outage.md";
  subject.title = "Postmortem: outage";
  subject.kind = DocumentKind::postmortem;
  subject.date = day_of_outage;
  subject.severity = "SEV-1";
  subject.services = {"checkout"};
  subject.things = std::move(things);
  return subject;
}

Policy policy(std::string_view within, Must must = Must::done) {
  Policy made;
  made.name = "p";
  made.must = must;
  made.within = *parse_duration(within);
  return made;
}

// How it stands with each thing, and what is said of it.
std::string judged(const Policy& asked, const std::vector<Subject>& subjects, Date on = today) {
  std::string out;
  for (const auto& verdict : judge({&asked, 1}, subjects, Calendar(), on)) {
    out.append(word(verdict.standing)).append(": ").append(explanation(asked, verdict, on));
    if (verdict.thing != nothing) out += " [" + subjects[verdict.subject].things[verdict.thing].text + "]";
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("an action that is not done after its days is overdue, and one that is done was kept") {
  const auto outage = postmortem({action("a", ActionState::open), action("b", ActionState::done)});
  CHECK(judged(policy("30 days"), {outage}) ==
        "overdue: must be done within 30 days of the document's date, 2024-02-12: that was 2024-03-13, 7 "
        "days ago"
        " [a]\n"
        "kept: must be done within 30 days of the document's date, 2024-02-12 [b]\n");
}

TEST_CASE("the last day is still in time") {
  const auto outage = postmortem({action("a", ActionState::open)});
  CHECK(judged(policy("30 days"), {outage}, {2024, 3, 13}) ==
        "waiting: must be done within 30 days of the document's date, 2024-02-12: by 2024-03-13 [a]\n");
}

TEST_CASE("a policy counts on after the document is closed") {
  auto outage = postmortem({action("a", ActionState::open)});
  outage.is_closed = outage.is_reviewed = true;
  CHECK(judged(policy("30 days"), {outage}).substr(0, 7) == "overdue");
}

TEST_CASE("without a day to count from nothing can be told, and nothing is kept") {
  auto outage = postmortem({action("a", ActionState::open), action("b", ActionState::done)});
  outage.date.reset();
  CHECK(judged(policy("30 days"), {outage}) ==
        "undecidable: the document names no date to count from [a]\n"
        "kept: must be done within 30 days of the document's date [b]\n");
}

TEST_CASE("a policy for a severity is about no other, and says when nobody knows") {
  auto asked = policy("30 days");
  asked.applies.severities = {"1"};
  auto minor = postmortem({action("a", ActionState::open)}), silent = minor, critical = minor;
  minor.severity = "SEV2";
  silent.severity = "";
  critical.severity = "Critical";
  CHECK(judged(asked, {minor}) == "");
  CHECK(judged(asked, {silent}) == "unscoped: the document states no severity\n");
  CHECK(judged(asked, {critical}).substr(0, 7) == "overdue");
}

TEST_CASE("kind, service, label, priority and words narrow a policy down") {
  auto outage = postmortem({action("Rotate the keys", ActionState::open)});
  outage.labels = {"Security"};
  outage.things[0].priority = "High";
  const auto is_meant = [&](auto&& narrow) {
    auto asked = policy("1 day");
    narrow(asked.applies);
    return !judged(asked, {outage}).empty();
  };
  CHECK(is_meant([](Match& match) { match.services = {"Checkout"}; }));
  CHECK(!is_meant([](Match& match) { match.services = {"search"}; }));
  CHECK(is_meant([](Match& match) { match.labels = {"security"}; }));
  CHECK(is_meant([](Match& match) { match.priorities = {"high"}; }));
  CHECK(!is_meant([](Match& match) { match.priorities = {"low"}; }));
  CHECK(is_meant([](Match& match) { match.texts = {"backup", "KEYS"}; }));
  CHECK(!is_meant([](Match& match) { match.kinds = {DocumentKind::retrospective}; }));
}

TEST_CASE("a review in working days, with or without a day of its own") {
  auto asked = policy("5 working days", Must::reviewed);
  auto outage = postmortem();
  CHECK(judged(asked, {outage}) ==
        "overdue: must be reviewed within 5 working days of the document's date, 2024-02-12: that was "
        "2024-02-19, "
        "30 days ago\n");
  outage.review = Date{2024, 2, 16};
  CHECK(judged(asked, {outage}).substr(0, 5) == "kept:");
  outage.review = Date{2024, 3, 1};
  CHECK(judged(asked, {outage}).substr(0, 5) == "late:");
  outage.review = Date{2024, 4, 1};  // is planned
  CHECK(judged(asked, {outage}).substr(0, 8) == "overdue:");
  outage.is_reviewed = true;
  CHECK(judged(asked, {outage}).substr(0, 5) == "kept:");
}

TEST_CASE("metrics are filled in two weeks after the launch") {
  auto asked = policy("2 weeks", Must::filled);
  asked.from = Start::launch_date;
  Thing metric;
  metric.role = ItemRole::metric;
  metric.text = "Adoption";
  auto launch = postmortem({metric});
  CHECK(judged(asked, {launch}) ==
        "undecidable: the document names no launch date to count from [Adoption]\n");
  launch.launch = Date{2024, 3, 1};
  CHECK(
      judged(asked, {launch}) ==
      "overdue: must be filled in within 2 weeks of the launch, 2024-03-01: that was 2024-03-15, 5 days ago "
      "[Adoption]\n");
  launch.things[0].is_filled = true;
  CHECK(judged(asked, {launch}).substr(0, 5) == "kept:");
}

TEST_CASE("feedback closes on the day that the document states") {
  auto asked = policy("0 days", Must::closed);
  asked.from = Start::stated_day;
  asked.applies.roles = {ItemRole::deadline};
  asked.applies.texts = {"feedback"};
  Thing deadline;
  deadline.role = ItemRole::deadline;
  deadline.text = "Feedback by March 10";
  deadline.due = Date{2024, 3, 10};
  auto launch = postmortem({deadline});
  CHECK(
      judged(asked, {launch}) ==
      "overdue: must be closed on the stated day: that was 2024-03-10, 10 days ago [Feedback by March 10]\n");
  launch.is_closed = true;
  CHECK(judged(asked, {launch}).substr(0, 5) == "kept:");
}

TEST_CASE("a duty after each launch is answered by the document itself or a later one") {
  auto asked = policy("30 days");
  asked.from = Start::launch_date;
  asked.applies.kinds = {DocumentKind::retrospective};
  asked.evidence.emplace().texts = {"penetration test"};
  auto launch = postmortem({action("Follow-up penetration testing", ActionState::open)});
  launch.kind = DocumentKind::retrospective;
  launch.launch = Date{2024, 2, 1};
  auto report = postmortem();
  report.path = "report.md";
  report.title = "Penetration test of the shop";
  report.date = Date{2024, 1, 20};
  const std::string overdue =
      "overdue: something with `penetration test` must be there within 30 days of the launch, 2024-02-01: "
      "that was "
      "2024-03-02, 18 days ago\n";
  CHECK(judged(asked, {launch}) == overdue);
  CHECK(judged(asked, {launch, report}) == overdue);  // of before
  report.date = Date{2024, 2, 20};
  CHECK(judged(asked, {launch, report}) ==
        "kept: something with `penetration test` must be there within 30 days of the launch, 2024-02-01: "
        "answered "
        "by 2024-02-20 in report.md\n");
  report.date = Date{2024, 3, 10};
  CHECK(judged(asked, {launch, report}).substr(0, 5) == "late:");
  launch.things[0].state = ActionState::done;
  CHECK(judged(asked, {launch}).substr(0, 5) == "kept:");
}

TEST_CASE("a launch's own report in its title is no answer, a later one of another document is") {
  auto asked = policy("30 days");
  asked.evidence.emplace().texts = {"test"};
  auto launch = postmortem();
  launch.title = "Launch of the test shop";
  auto report = launch;
  report.path = "report.md";
  report.date = Date{2024, 2, 12};
  CHECK(judged(asked, {launch}).substr(0, 8) == "overdue:");
  CHECK(judged(asked, {launch, report})
            .find("kept: something with `test` must be there within 30 days of the "
                  "document's date, 2024-02-12: answered by 2024-02-12 in report.md") == 0);
  report.date.reset();
  CHECK(judged(asked, {launch, report}).substr(0, 8) == "overdue:");  // nobody knows when
}

TEST_CASE("what comes round every month is asked of each month") {
  auto asked = policy("0 days");
  asked.every = Every::month;
  asked.evidence.emplace().texts = {"security scan"};
  auto scan = postmortem();
  scan.title = "Security scan";
  scan.path = "scan.md";
  const auto on = [&](Date day) {
    scan.date = day;
    return judged(asked, {scan});
  };
  CHECK(judged(asked, {}) ==
        "overdue: nothing shows that it was done in February 2024, due 2024-02-29, 20 days ago\n");
  CHECK(on({2024, 1, 12}) ==
        "overdue: nothing shows that it was done in February 2024; last 2024-01-12 in scan.md, due "
        "2024-02-29, 20 "
        "days ago\n");
  CHECK(on({2024, 2, 29}).substr(0, 8) == "waiting:");
  CHECK(on({2024, 3, 1}).substr(0, 5) == "kept:");
  asked.since = Date{2024, 2, 15};
  CHECK(judged(asked, {}).substr(0, 8) == "waiting:");
  asked.since.reset();
  asked.within = *parse_duration("15 working days");  // grace: until 21 March
  CHECK(judged(asked, {}).substr(0, 8) == "waiting:");
}

TEST_CASE("what comes round in days counts from the last time") {
  auto asked = policy("0 days");
  asked.every = Every::rolling;
  asked.rolling = *parse_duration("30 days");
  asked.evidence.emplace().texts = {"drill"};
  auto drill = postmortem({action("Recovery drill", ActionState::done)});
  CHECK(judged(asked, {}) == "overdue: no document shows that it was ever done\n");
  CHECK(judged(asked, {drill}).substr(0, 7) == "overdue");  // 12 February
  drill.date = Date{2024, 3, 1};
  CHECK(judged(asked, {drill}).substr(0, 4) == "kept");
  drill.things[0].state = ActionState::open;
  CHECK(judged(asked, {drill}).substr(0, 7) == "overdue");
}

TEST_CASE("templates owe nothing, and a release record cites what others owe") {
  auto form = postmortem({action("a", ActionState::open)}), release = form;
  form.is_template = true;
  release.kind = DocumentKind::release;
  CHECK(judged(policy("30 days"), {form, release}) == "");
}

TEST_CASE("a policy can be read aloud") {
  auto asked = policy("30 days");
  asked.applies.severities = {"1"};
  asked.applies.kinds = {DocumentKind::postmortem};
  CHECK(sentence(asked) ==
        "each action of a postmortem of severity 1 must be done within 30 days of the document's date");
  asked = policy("5 working days", Must::reviewed);
  CHECK(sentence(asked) == "each document must be reviewed within 5 working days of the document's date");
  asked = policy("0 days");
  asked.every = Every::month;
  asked.evidence.emplace().texts = {"security scan"};
  CHECK(sentence(asked) == "something with `security scan` must be there every month");
}

}  // namespace hindcast::policy
