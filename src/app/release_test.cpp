#include "app/release.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "app/testing_team.h"
#include "json/value.h"

using namespace hindcast;
using namespace hindcast::app;
using gate::AnswerKind;
using gate::RecordState;

namespace {

constexpr Date today{2024, 3, 18};
constexpr std::string_view outage =
    "# Postmortem: orders went missing\n\n**Date**: 2023-09-08\n\n## Pre-release checklist\n\n"
    "- [ ] Has every new query an index?\n- [ ] Are retries bounded?\n";

// A folder with one postmortem, and the record of a release.
struct Team {
  testing::Team files;
  Configuration configuration;

  Team() { write("outage.md", std::string(outage)); }
  std::string path(const std::string& name) const { return files.at(name); }
  void write(const std::string& name, const std::string& text) const { files.write(name, text); }
  std::string read(const std::string& name) const { return files.text_of(name); }

  // What a gate reports of this folder for a commit.
  GateReport report(GateWish& wish, std::string commit = "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee") const {
    wish.paths = {files.root()};
    wish.runs_guards = false;
    wish.today = today;
    GateReport out = run_gate(configuration, wish);
    out.change.commit = std::move(commit);
    out.rules.commit = out.change.commit;
    return out;
  }
  Result<ReleaseChange> plan(const std::string& title = "storefront 53") const {
    GateWish wish;
    const auto now = report(wish);
    return plan_release(now, wish, {path("r.md"), title, today, "Hindcast test"}, configuration);
  }
  std::string begin() const {
    const auto change = plan();
    REQUIRE(change.ok());
    REQUIRE(apply_release(*change).ok());
    return read("r.md");
  }
  ReleaseFile open() const {
    auto file = open_release(path("r.md"), configuration);
    REQUIRE(file.ok());
    return *std::move(file);
  }
  gate::Rules rules() const { return rules_of(open().read.record, configuration, today); }
  std::string id(std::size_t i) const { return open().read.record.questions.at(i).id; }

  std::string answer(std::size_t i, const gate::Answer& said) const {
    const auto file = open();
    const auto change = plan_answer(file, {id(i)}, said, rules());
    if (!change) return "refused: " + change.error().message;
    const auto done = apply_release(*change);
    return done ? "" : "not written: " + done.error().message;
  }
  std::string close(RecordState state = RecordState::released, std::string why = "") const {
    const auto change = plan_closing(open(), {state, "Ada", std::move(why)}, rules());
    if (!change) return change.error().message;
    return apply_release(*change).ok() ? "" : "not written";
  }
  // What does not hold, a line each, without what only git can tell.
  std::string wrong() const {
    GateWish wish;
    AskedAgain now;
    now.report = report(wish);
    now.why_not_run = "there is no guard";
    std::string out;
    for (const auto& finding : verify_release(open(), now, rules(), configuration, {}).findings)
      if (finding.message.find("repository") == std::string::npos)
        out += std::to_string(finding.line) + ": " + finding.message + "\n";
    return out;
  }
};

gate::Answer attested() {
  gate::Answer out;
  out.kind = AnswerKind::attested;
  out.who = "Ada";
  out.when = today;
  out.evidence = "https://ci.example/12";
  out.commit = "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee";
  return out;
}

gate::Answer waived(Date until) {
  gate::Answer out;
  out.kind = AnswerKind::waived;
  out.who = "Ada";
  out.approver = "Greta";
  out.reason = "no retries in this one";
  out.until = until;
  return out;
}

std::string changed(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a record is begun with what the gate asks") {
  const Team team;
  const auto text = team.begin();
  CHECK(text.find("# Release: storefront 53\n") != std::string::npos);
  CHECK(text.find(" Has every new query an index?\n") != std::string::npos);
  CHECK(text.find("[Postmortem: orders went missing](outage.md#L7) of 2023-09-08, check outage#") !=
        std::string::npos);
  CHECK(team.open().read.is_sound());
  CHECK(team.open().read.record.questions.size() == 2);
}

TEST_CASE("bringing a record up to date keeps answers, adds questions and marks those that are gone") {
  const Team team;
  team.begin();
  CHECK(team.answer(0, attested()) == "");
  CHECK(team.plan("")->is_nothing());
  const auto first = team.id(0), second = team.id(1);
  team.write("outage.md", changed(changed(std::string(outage), "Are retries bounded?", "Is there a switch?"),
                                  "2023-09-08", "2023-09-09"));
  const auto change = team.plan("");
  REQUIRE(change.ok());
  REQUIRE(apply_release(*change).ok());
  const auto& record = team.open().read.record;
  CHECK(record.title == "storefront 53");
  CHECK(record.questions.size() == 2);
  CHECK(record.questions[0].id == first);
  CHECK(record.questions[0].answer.who == "Ada");
  CHECK(record.questions[0].verdict == facts::Verdict::pass);
  CHECK(record.questions[1].text == "Is there a switch?");
  REQUIRE(record.gone.size() == 1);
  CHECK(record.gone[0].id == second);
}

TEST_CASE("a question that a person wrote into the record stays, and other words take an answer out") {
  const Team team;
  team.begin();
  CHECK(team.answer(0, attested()) == "");
  team.write(
      "r.md",
      changed(team.read("r.md"), "Has every new query an index?\n", "Is the sky blue?\n") +
          "\n### `mine` Did care hear of it?\n\n- **Answer:** not applicable\n- **Reason:** internal\n");
  CHECK(team.wrong().find("its words were changed; documents ask: Has every new query an index?") !=
        std::string::npos);
  REQUIRE(apply_release(*team.plan("")).ok());
  const auto& record = team.open().read.record;
  CHECK(record.questions.size() == 3);
  CHECK(record.questions[0].answer.kind == AnswerKind::none);
  CHECK(record.questions[2].id == "mine");
  CHECK(record.questions[2].verdict == facts::Verdict::pass);
}

TEST_CASE("an answer that would count for nothing is refused, and nothing is written") {
  const Team team;
  const auto text = team.begin();
  auto said = attested();
  said.evidence = "";
  CHECK(team.answer(0, said) == "refused: that would be no answer: attested without evidence");
  CHECK(team.answer(0, waived({2024, 3, 17})) ==
        "refused: that would be no answer: the waiver ended on 2024-03-17");
  const auto change = plan_answer(team.open(), {"nosuch"}, attested(), team.rules());
  REQUIRE_FALSE(change.ok());
  CHECK(change.error().message.find("asks no question `nosuch`") != std::string::npos);
  CHECK(team.read("r.md") == text);
}

TEST_CASE("a record that somebody changed meanwhile is refused and stays as it is") {
  const Team team;
  team.begin();
  const auto change = plan_answer(team.open(), {team.id(0)}, attested(), team.rules());
  REQUIRE(change.ok());
  team.write("r.md", team.read("r.md") + "mine\n");
  const auto theirs = team.read("r.md");
  const auto done = apply_release(*change);
  REQUIRE_FALSE(done.ok());
  CHECK(done.error().code == ErrorCode::conflict);
  CHECK(team.read("r.md") == theirs);
}

TEST_CASE("a release is closed when nothing stands in its way, and then stays as it is") {
  const Team team;
  team.begin();
  CHECK(team.close().find("2 questions stand in the way; answer or waive, or close it as stopped\n") == 0);
  CHECK(team.close(RecordState::stopped) == "a release that was stopped says why; give --reason");
  CHECK(team.answer(0, attested()) == "");
  CHECK(team.answer(1, waived({2024, 3, 18})) == "");
  CHECK(team.close() == "");
  const auto& record = team.open().read.record;
  CHECK(record.state == RecordState::released);
  CHECK(record.decided_by == "Ada");
  CHECK(record.seal.substr(0, 7) == "sha256:");
  CHECK(team.wrong() == "");
  CHECK(team.answer(0, attested()).find("is closed: released on 2024-03-18") != std::string::npos);
  CHECK(team.plan("").error().code == ErrorCode::conflict);
}

TEST_CASE("verifying finds what a record does not keep") {
  const Team team;
  team.begin();
  CHECK(team.answer(0, attested()) == "");
  CHECK(team.answer(1, waived({2024, 6, 30})) == "");
  const auto open = team.read("r.md");
  CHECK(team.wrong() == "");
  // Each is one lie that a person may write.
  team.write("r.md", changed(open, "**Commit:** 4be1c0ffee4be1c0", "**Commit:** aaaaaaaaaaaaaaaa"));
  CHECK(team.wrong().find("the verdict is missing, not pass: attested for another commit") !=
        std::string::npos);
  team.write("r.md", changed(open, "**Until:** 2024-06-30", "**Until:** 2024-03-17"));
  CHECK(team.wrong().find("the verdict is missing, not waived: the waiver ended on 2024-03-17") !=
        std::string::npos);
  team.write("r.md", changed(open, "\"Are retries bounded?\"", "\"Are tries bounded?\""));
  CHECK(team.wrong().find("outage.md says otherwise: \"Are retries bounded?\"") != std::string::npos);
  team.write("r.md", changed(open, "(outage.md#L8)", "(nothing.md#L8)"));
  CHECK(team.wrong().find("nothing.md is not there") != std::string::npos);
  team.write("r.md", changed(open, "- **Verdict:** waived", "- **Gone:** yes\n- **Verdict:** waived"));
  CHECK(team.wrong().find("it is asked, though the record says that it is gone") != std::string::npos);
  team.write("r.md", changed(open, "**When:** 2024-03-18", "**When:** today"));
  CHECK(team.wrong().find("`today` is no day; write YYYY-MM-DD") != std::string::npos);
  team.write("r.md", open);
  CHECK(team.close() == "");
  team.write("r.md", team.read("r.md") + "\nadded later\n");
  CHECK(team.wrong() == "1: it was changed after it was closed; git tells by whom\n");
  team.write("r.md", changed(open, "state: open", "state: released"));
  CHECK(team.wrong().find("it is closed without a seal") != std::string::npos);
}

TEST_CASE("nothing outside of the folder is read, whatever links lead there") {
  const testing::Team other;
  other.write("secret.md", changed(std::string(outage), "Are retries bounded?", "SECRET of another team?"));
  const Team team;
  team.begin();
  const auto open = team.read("r.md");
  std::filesystem::create_directory(team.path(".hindcast"));  // which no listing enters
  std::filesystem::create_symlink(other.at("secret.md"), team.path(".hindcast/link.md"));
  std::filesystem::create_directory_symlink(other.root(), team.path(".hindcast/linked"));
  for (const char* to : {".hindcast/link.md#L8", ".hindcast/linked/secret.md#L8"}) {
    CAPTURE(to);
    team.write("r.md", changed(open, "(outage.md#L8", "(" + std::string(to)));
    const auto wrong = team.wrong();
    CHECK(wrong.find("SECRET") == std::string::npos);
    CHECK(wrong != "");
  }
  team.write("r.md", changed(open, "(outage.md#L8", "(../../../../../../../../../etc/motd#L1"));
  CHECK_FALSE(team.open().read.is_sound());
  team.write("r.md", changed(open, "(outage.md#L8", "(.hindcast/link.md#L8"));
  CHECK(team.wrong().find(".hindcast/link.md: is a symbolic link that leads out") != std::string::npos);
}

TEST_CASE("a record is not begun with documents that lie outside of the folder") {
  const testing::Team other;
  other.write("outage.md", std::string(outage));
  const Team team;
  GateWish wish;
  const auto now = team.report(wish);
  wish.paths = {team.files.root(), other.root()};
  const auto change = plan_release(now, wish, {team.path("r.md"), "x", today, ""}, team.configuration);
  REQUIRE_FALSE(change.ok());
  CHECK(change.error().message.find("lies outside of") != std::string::npos);
}

TEST_CASE("a question that came is missing in the record") {
  const Team team;
  team.begin();
  team.write("outage.md", std::string(outage).append("- [ ] Is there a switch?\n"));
  CHECK(team.wrong().find("is asked today and is not in the record: Is there a switch?") !=
        std::string::npos);
}

TEST_CASE("a statement names the commit, the record's bytes and what became of each question") {
  const Team team;
  team.begin();
  CHECK(team.answer(0, attested()) == "");
  CHECK(team.answer(1, waived({2024, 6, 30})) == "");
  const auto text = release_in_toto(team.open(), team.rules());
  const auto tree = json::Tree::read(text);
  REQUIRE(tree.ok());
  const auto statement = tree->first();
  CHECK(statement["_type"].text() == "https://in-toto.io/Statement/v1");
  CHECK(statement["subject"].first()["digest"]["gitCommit"].text() ==
        "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee");
  CHECK(statement["subject"].first().next()["digest"]["sha256"].text().size() == 64);
  const auto predicate = statement["predicate"];
  CHECK(predicate["result"].text() == "WARNED");
  CHECK(predicate["passedTests"].first().text() == team.id(0) + ": Has every new query an index?");
  CHECK(predicate["warnedTests"].first().text() == team.id(1) + ": Are retries bounded?");
  CHECK_FALSE(predicate["failedTests"].first());
}
