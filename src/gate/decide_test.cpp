#include "gate/decide.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hindcast::gate {
namespace {

using facts::Verdict;

const Rules rules = {.today = {2031, 5, 10}, .commit = "abcdef0123456789", .same_commits = {"1111111000"}};

// "missing: nobody has answered"
std::string judged(Answer answer, std::vector<std::string> guards = {}, std::vector<GuardResult> results = {},
                   const Rules& by = rules) {
  Question question;
  question.answer = std::move(answer);
  question.guards = std::move(guards);
  question.results = std::move(results);
  judge(question, by);
  return std::string(word(question.verdict)) + ": " + question.why;
}

Answer attested(std::string commit) {
  return {.kind = AnswerKind::attested,
          .who = "Ada",
          .evidence = "run 7",
          .commit = std::move(commit),
          .when = Date{2031, 5, 9}};
}
Answer waived(Date until) {
  return {
      .kind = AnswerKind::waived, .who = "Ada", .approver = "Bo", .reason = "no users yet", .until = until};
}
GuardResult ran(std::string guard, Verdict verdict, bool may_block = true) {
  GuardResult result;
  result.guard = std::move(guard);
  result.verdict = verdict;
  result.summary = "3 looked at";
  result.may_block = may_block;
  return result;
}

}  // namespace

TEST_CASE("no answer is missing, never a pass") {
  CHECK(judged({}) == "missing: nobody has answered");
  CHECK(judged({}, {"env-sync"}) == "missing: guard env-sync did not run");
}

TEST_CASE("a place that evidence or a reason was meant to be written to is neither") {
  const auto attested = [](std::string evidence) {
    return judged(
        {.kind = AnswerKind::attested, .who = "Ada", .evidence = std::move(evidence), .commit = "abcdef0"});
  };
  for (const auto* nothing : {"TODO", "todo.", "tbd", "none", "-", "n/a", "N/A.", "???", "…", "[link]",
                              "<evidence>", "LINK", "pending", "未定"})
    CHECK(attested(nothing) == "missing: attested without evidence");
  for (const auto* said :
       {"<https://ci.example/7>", "run 7", "[run 7](https://ci.example/7)", "none of 40 probes failed", "x"})
    CHECK(attested(said).starts_with("pass"));
  CHECK(judged({.kind = AnswerKind::not_applicable, .who = "Ada", .reason = "TBD"}) ==
        "missing: said to be not applicable without a reason");
}

TEST_CASE("an attestation counts for this commit, with a name and evidence") {
  CHECK(judged(attested("abcdef0")) == "pass: attested by Ada on 2031-05-09: run 7");
  CHECK(judged(attested("ABCDEF0123456789")) == "pass: attested by Ada on 2031-05-09: run 7");
  CHECK(judged(attested("1111111")).starts_with("pass"));
  CHECK(judged(attested("abcdef1")) == "missing: attested for another commit");
  CHECK(judged(attested("abc")) == "missing: attested for another commit");
  CHECK(judged(attested("")) == "missing: attested without saying for which commit");
  CHECK(judged(attested("abcdef0"), {}, {}, {.today = rules.today}) ==
        "missing: attested for a commit, and nobody said which one is released");
  CHECK(judged(attested(""), {}, {}, {.today = rules.today}).starts_with("pass"));
  CHECK(judged({.kind = AnswerKind::attested, .who = " ", .evidence = "run 7", .commit = "abcdef0"}) ==
        "missing: attested without saying by whom");
  CHECK(judged({.kind = AnswerKind::attested, .who = "Ada", .commit = "abcdef0"}) ==
        "missing: attested without evidence");
}

TEST_CASE("a waiver holds up to its last day, and is always told as one") {
  CHECK(judged(waived({2031, 5, 10})) == "waived: waived until 2031-05-10 by Bo: no users yet");
  CHECK(judged(waived({2031, 5, 9})) == "missing: the waiver ended on 2031-05-09");
  CHECK(judged({.kind = AnswerKind::waived, .approver = "Bo", .reason = "x"}) ==
        "missing: waived without a last day");
  CHECK(judged({.kind = AnswerKind::waived, .reason = "x", .until = rules.today}) ==
        "missing: waived without an approver");
  CHECK(judged({.kind = AnswerKind::waived, .approver = "Bo", .until = rules.today}) ==
        "missing: waived without a reason");
  CHECK(judged(waived({2031, 5, 10}), {"g"}, {ran("g", Verdict::fail)}).starts_with("waived"));
}

TEST_CASE("nobody approves a waiver of their own, unless the policy says so") {
  const auto by = [](std::string who, std::string approver, bool may_waive_alone = false) {
    auto answer = waived({2031, 5, 10});
    answer.who = std::move(who);
    answer.approver = std::move(approver);
    auto own = rules;
    own.may_waive_alone = may_waive_alone;
    return judged(answer, {}, {}, own).substr(0, 7);
  };
  CHECK(by("Ada", "Bo") == "waived:");
  CHECK(by("Ada", "Ada") == "missing");
  CHECK(by("Ada Stone", " @ada stone ") == "missing");
  CHECK(by("Ada", "Ada", true) == "waived:");
  CHECK(by("", "Bo") == "missing");
  CHECK(by(" ", "Bo", true) == "waived:");
  CHECK(by("Ada Stone <ada@example.org>", "ada@example.org") == "missing");
  CHECK(by("-", "Bo") == "missing");
  CHECK(by("Ada", "--", true) == "missing");
}

TEST_CASE("not applicable needs a reason") {
  CHECK(judged({.kind = AnswerKind::not_applicable}) ==
        "missing: said to be not applicable without a reason");
  CHECK(judged({.kind = AnswerKind::not_applicable, .who = "Ada", .reason = "no database"}) ==
        "pass: not applicable by Ada: no database");
}

TEST_CASE("of several guards the worst counts, and one that may not block yet only warns") {
  CHECK(judged({}, {"a"}, {ran("a", Verdict::pass)}) == "pass: guard a: 3 looked at");
  CHECK(judged({}, {"a", "b"}, {ran("a", Verdict::pass), ran("b", Verdict::fail)}) ==
        "fail: guard b: 3 looked at");
  CHECK(judged({}, {"a", "b"}, {ran("a", Verdict::pass)}) == "missing: guard b did not run");
  CHECK(judged({}, {"a"}, {ran("a", Verdict::fail, false)}) ==
        "warn: guard a: 3 looked at (fail; it may not block yet)");
  CHECK(judged({}, {"a"}, {ran("a", Verdict::pass, false)}) == "pass: guard a: 3 looked at");
  CHECK(judged({.kind = AnswerKind::guard, .guard = "c"}) == "missing: guard c did not run");
}

TEST_CASE("a guard that may not block and told nothing is no answer: naming one disarms no question") {
  for (const auto verdict : {Verdict::missing, Verdict::inconclusive, Verdict::error}) {
    CHECK(judged({}, {"a"}, {ran("a", verdict, false)}).starts_with("missing: guard a: 3 looked at"));
    CHECK(judged(attested("abcdef0"), {"a"}, {ran("a", verdict, false)}).starts_with("pass: attested"));
  }
}

TEST_CASE("a person's word answers for a guard that did not run, and never overrules one that did") {
  CHECK(judged(attested("abcdef0"), {"a"}).starts_with("pass: attested"));
  CHECK(judged(attested("abcdef0"), {"a"}, {ran("a", Verdict::fail)}) == "fail: guard a: 3 looked at");
  CHECK(judged(attested("abcdef0"), {"a"}, {ran("a", Verdict::inconclusive)}).starts_with("inconclusive"));
  CHECK(judged(attested("abcdef1"), {"a"}, {ran("a", Verdict::pass)}) == "pass: guard a: 3 looked at");
  CHECK(judged(attested("abcdef1"), {"a"}) == "missing: attested for another commit; guard a did not run");
}

TEST_CASE("which verdicts stop a release is the policy's, and what is only told stops none") {
  Question question;
  judge(question, rules);
  CHECK(blocks(question, rules));
  CHECK_FALSE(blocks(question, {.blocks = {Verdict::fail}}));
  question.is_blocking = false;
  CHECK_FALSE(blocks(question, rules));
  CHECK(decide(std::vector{question}, rules).may_go);
  question.is_blocking = true;
  const auto decision = decide(std::vector{question}, rules);
  CHECK_FALSE(decision.may_go);
  CHECK(decision.by_verdict[static_cast<std::size_t>(Verdict::missing)] == 1);
}

TEST_CASE("what a guard caught stands before all else, also where it may not block yet") {
  std::vector<Question> questions(4);
  for (const auto* id : {"old", "none", "warned", "caught"})
    questions[static_cast<std::size_t>(id[0] == 'o' ? 0 : id[0] == 'n' ? 1 : id[0] == 'w' ? 2 : 3)].id = id;
  questions[1].guards = {"a"};
  questions[1].results = {ran("a", Verdict::missing, false)};
  questions[2].guards = {"a"};
  questions[2].results = {ran("a", Verdict::fail, false)};
  questions[3].guards = {"a"};
  questions[3].results = {ran("a", Verdict::fail)};
  for (auto& question : questions)
    judge(question, rules);
  sort_by_urgency(questions, rules);
  std::string order;
  for (const auto& question : questions)
    order += question.id + " ";
  CHECK(order == "caught warned old none ");
  CHECK_FALSE(has_caught(questions[2]));
  // Waived, it is no news any more.
  questions[0].answer = waived({2031, 5, 11});
  judge(questions[0], rules);
  CHECK_FALSE(has_caught(questions[0]));
}

TEST_CASE("findings are told with their verdict, and of several guards with its name") {
  Question question;
  question.results = {ran("a", Verdict::pass), ran("b", Verdict::fail)};
  question.results[0].findings = {"all is well"};
  question.results[1].findings = {"x.env:1: is stale", "y.env:2: is stale"};
  CHECK(findings_of(question, 9) ==
        std::vector<std::string>{"fail: x.env:1: is stale", "fail: y.env:2: is stale"});
  question.results.push_back(ran("c", Verdict::inconclusive));
  question.results[2].findings = {"no date"};
  CHECK(findings_of(question, 9).back() == "inconclusive, c: no date");
  question.results[2].findings[0] = "warn: x.env:9: is undeclared";
  CHECK(findings_of(question, 9).back() == "warn, c: x.env:9: is undeclared");
  question.results[2].findings[0] = "no date";
  CHECK(findings_of(question, 2) == std::vector<std::string>{"fail, b: x.env:1: is stale", "and 2 more"});
  CHECK(findings_of(question, 0).empty());
}

TEST_CASE("what blocks stands first, then what was waived, then what passed") {
  std::vector<Question> questions(4);
  questions[0].text = "passed", questions[0].verdict = Verdict::pass;
  questions[1].text = "waived", questions[1].verdict = Verdict::waived;
  questions[2].text = "missing", questions[2].verdict = Verdict::missing;
  questions[3].text = "failed", questions[3].verdict = Verdict::fail;
  sort_by_urgency(questions, rules);
  std::string order;
  for (const auto& question : questions)
    order.append(question.text).append(" ");
  CHECK(order == "failed missing waived passed ");
}

}  // namespace hindcast::gate
