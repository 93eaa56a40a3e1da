#include "gate/record.h"

#include <doctest/doctest.h>

#include <string>

#include "base/sha256.h"
#include "document/document.h"

using namespace hindcast;
using namespace hindcast::gate;

namespace {

constexpr std::string_view at = "releases/53.md";

Origin origin() {
  Origin out;
  out.document = "postmortems/orders.md";
  out.slug = "orders";
  out.title = "Orders went missing";
  out.date = Date{2023, 9, 8};
  out.item = "orders#x7k2p";
  out.line = 41;
  out.role = facts::ItemRole::check;
  out.sentence = "Does every new query have the index that it needs?";
  out.why = "path db/0064_orders.sql";
  return out;
}

Question question(std::string id, std::string text) {
  Question out;
  out.id = std::move(id);
  out.text = std::move(text);
  out.origins = {origin()};
  out.why = "nobody has answered";
  return out;
}

Record release() {
  Record out;
  out.title = "storefront 53";
  out.date = Date{2024, 3, 18};
  out.commit = "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee";
  out.tool = "Hindcast 0.5.0";
  out.questions = {question("x7k2p", "Every new query has the index that it needs"),
                   question("b2d9q", "Retries are bounded")};
  return out;
}

Answer attested(std::string who) {
  Answer out;
  out.kind = AnswerKind::attested;
  out.who = std::move(who);
  out.when = Date{2024, 3, 17};
  out.evidence = "https://ci.example/run/12_a";
  out.commit = "4be1c0f";
  return out;
}

std::string findings(std::string_view text) {
  std::string out;
  for (const RecordFinding& one : read_record(text, at).findings)
    out += std::to_string(one.line) + (one.is_error ? ": " : "? ") + one.message + "\n";
  return out;
}

// A record whose only question has these bullets.
std::string asking(std::string_view bullets) {
  return "---\nhindcast-record: 1\nkind: release\n---\n# Release: r\n### `x7k2p` Why?\n\n" +
         std::string(bullets);
}

std::string edited(std::string_view text, const Record& wanted) {
  const auto edits = record_edits(text, at, wanted);
  return edits ? apply_edits(text, *edits) : "refused: " + edits.error().message;
}

}  // namespace

TEST_CASE("a fresh record is a page that a person reads") {
  Record one = release();
  one.questions.resize(1);
  CHECK(write_record(one, at) ==
        R"(---
hindcast-record: 1
kind: release
date: 2024-03-18
state: open
commit: 4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee
tool: Hindcast 0.5.0
---

# Release: storefront 53

## Questions

Each of these needs an answer before this goes out. Write one behind "Answer", or let
`hindcast release` do it: `attested` (add By, Commit and Evidence), `not applicable` (By, Reason),
`waived` (By, Approver, Reason, and Until, the last day on which it holds), or leave it to a guard.

### `x7k2p` Every new query has the index that it needs

- **From:** [Orders went missing](../postmortems/orders.md#L41) of 2023-09-08, check orders#x7k2p: )"
        R"("Does every new query have the index that it needs?" (path db/0064_orders.sql)
- **Verdict:** missing, nobody has answered
- **Answer:**
)");
}

TEST_CASE("what was written is read back") {
  Record one = release();
  one.state = RecordState::released;
  one.decided = Date{2024, 3, 19};
  one.decided_by = "Ada \"the\" Stone: ok";
  one.decision = "true";
  one.services = {"basket", "till, old"};
  one.paths = {"db\\x", "a,b"};
  one.questions[0].answer = attested("Ada Stone");
  one.questions[0].guards = {"env-sync"};
  GuardResult result;
  result.guard = "env-sync";
  result.verdict = facts::Verdict::fail;
  result.summary = "1 stale (of 3), \"bad\"";
  result.findings = {"env/staging.env:12: PRICE_FEED_URL is stale", "- --- | ---"};
  result.level = "namespaces, (all)";
  result.definition = "sha256:12";
  result.may_block = true;
  result.started_ms = 1710664200000;
  result.lasted_ms = 812;
  one.questions[0].results = {result};
  one.questions[1].is_blocking = false;
  one.gone = {question("k3k3k", "No longer asked")};
  const ReadRecord read = read_record(write_record(one, at), at);
  CHECK(read.is_sound());
  CHECK(says_same(read.record, one));
  CHECK(read.record.questions[0].origins[0].document == "postmortems/orders.md");
  CHECK(read.record.questions[0].origins[0].slug == "orders");
  CHECK(read.record.questions[0].answer.evidence == "https://ci.example/run/12_a");
  CHECK(read.record.questions[0].results[0].findings[1] == "- --- | ---");
  CHECK(read.record.questions[0].results[0].started_ms == 1710664200000);
  CHECK(read.record.gone.size() == 1);
  CHECK(read.record.services == std::vector<std::string>{"basket", "till, old"});
}

TEST_CASE("no words of a document become an answer") {
  const std::string attacks[] = {
      "x\n\n- **Answer:** attested\n- **By:** Mallory",
      "x\r- **Answer:** attested",
      "**Answer:** attested",
      "`\n### `b2d9q` y",
      "\"\n- **Answer:** waived",
      "--> <!-- \n<details>\n\n- **Answer:** attested\n",
      "``` \n```\n- **Answer:** attested",
      "\xE2\x80\xA8- **Answer:** attested",
      "\" (x)\n- **Answer:** attested",
      "](evil) **Answer:** attested \\",
      "| a | b |\n|---|---|\n",
      "- [x] # 1. > +",
      "\\",
      "a\\",
      "trailing #",
      "---",
      "\xFF\xFE\x00",
      "&lt;b&gt; $x$ ~~y~~ _z_ a_b",
  };
  for (const std::string& attack : attacks) {
    CAPTURE(attack);
    Record one = release();
    one.title = attack;
    for (Question& each : one.questions) {
      each.text = attack;
      each.why = attack;
      each.guards = {attack};
      Origin& from = each.origins[0];
      from.document = from.title = from.item = from.sentence = from.why = attack;
      GuardResult result;
      result.guard = result.summary = result.level = attack;
      result.findings = {attack, attack};
      each.results = {result};
    }
    const std::string text = write_record(one, at);
    const ReadRecord read = read_record(text, at);
    CHECK(findings(text) == "");
    CHECK(says_same(read.record, as_written(one)));
    for (const Question& each : read.record.questions)
      CHECK(each.answer.kind == AnswerKind::none);
    CHECK(read.record.questions.size() == 2);
  }
}

TEST_CASE("the same words as an attack, written without care, would be an answer") {
  // What the test before this one would see if the writer put the words of a document as they are.
  Record one = release();
  std::string text = write_record(one, at);
  const std::string sentence = "Every new query has the index that it needs";
  text.replace(text.find(sentence), sentence.size(), "x\n\n- **Answer:** attested\n- **By:** Mallory");
  const ReadRecord read = read_record(text, at);
  CHECK(read.record.questions[0].answer.who == "Mallory");
  CHECK_FALSE(says_same(read.record, as_written(one)));
}

TEST_CASE("a record that leads out of the repository is refused with its line") {
  const auto linked = [](std::string_view to) {
    return findings(asking("- **From:** [x](" + std::string(to) + "#L1), check s#da90v: \"secret\"\n"));
  };
  constexpr std::string_view why = " leads out of the repository; a record is about documents in it alone\n";
  CHECK(linked("../postmortems/orders.md") == "");
  CHECK(linked("../../orders.md") == "8: `../orders.md`" + std::string(why));
  CHECK(linked("%2e%2e/%2E%2E/orders.md") == "8: `../orders.md`" + std::string(why));
  CHECK(linked("a/../../../orders.md") == "8: `../orders.md`" + std::string(why));
  CHECK(linked("/etc/motd") == "8: `/etc/motd`" + std::string(why));
  const auto about = [](std::string_view documents) {
    return findings("---\nhindcast-record: 1\nkind: release\ndocuments: \"" + std::string(documents) +
                    "\"\n---\n# Release: r\n");
  };
  CHECK(about("docs, ./x/../y, ..z") == "");
  CHECK(about("docs, ../other") == "4: documents: `../other`" + std::string(why));
  CHECK(about("x/../..") == "4: documents: `x/../..`" + std::string(why));
  CHECK(about("/etc") == "4: documents: `/etc`" + std::string(why));
}

TEST_CASE("what is not understood is told with its line") {
  CHECK(findings(asking("- **Verdict:** fine\n")) ==
        "8: `fine` begins with no verdict; they are pass, waived, warn, missing, inconclusive, fail and "
        "error\n");
  CHECK(findings(asking("- **Answer:** sure\n")) ==
        "8: `sure` is no answer; write attested, not applicable, waived or guard\n");
  CHECK(findings(asking("- **Answer:** Not-Applicable\n")) == "");
  CHECK(findings(asking("- **When:** yesterday\n")) == "8: `yesterday` is no day; write YYYY-MM-DD\n");
  CHECK(findings(asking("- **Until:** 2024-02-30\n")) == "8: `2024-02-30` is no day; write YYYY-MM-DD\n");
  CHECK(findings(asking("- **By:** a\n- **By:** b\n")) == "9: `By` stands a second time under `x7k2p`\n");
  CHECK(findings(asking("- **Aprover:** a\n")) == "8? nobody reads `Aprover`; did you mean Approver?\n");
  CHECK(findings(asking("**Answer:** attested\n")) ==
        "8? `Answer` counts only as a bullet of its own right under a question\n");
  CHECK(findings(asking("### `x7k2p` Twice\n")) == "8: `x7k2p` is asked in line 6 already\n");
  CHECK(findings(asking("- **From:** somewhere\n")) ==
        "8: this origin is not understood; write [title](file#L12), check id: \"its words\"\n");
  CHECK(findings(asking("## Notes\n\n- **Answer:** attested\n")) ==
        "10: `Answer` stands under no question\n");
  CHECK(findings(asking("### `two words` y\n")) == "8: ``two words` y` begins with no question's id\n");
  CHECK(findings("---\nhindcast-record: 1\nkind: release\nstate: done\ndate: soon\n---\n# Release: r\n") ==
        "4: state: `done` is no state; write open, released or stopped\n"
        "5: date: `soon` is no day; write YYYY-MM-DD\n");
  CHECK(findings("---\nhindcast-record: 2\n---\n# Release: r\n") ==
        "2: hindcast-record: records of version `2` are not known here; a newer Hindcast reads them\n");
  CHECK(findings("# Release: r\n") ==
        "1: this is no release record: no front matter says `hindcast-record: 1`\n");
  CHECK(findings("---\nhindcast-record: 1\n---\n") == "1: there is no title; write `# Release: NAME`\n");
}

TEST_CASE("a person writes as people write") {
  const auto read = read_record(asking("Some words first.\n\n"
                                       "* **answer**: Attested\n"
                                       "* **By:** @ada,\n  and Juno\n"
                                       "* **Evidence:** see [run 12](https://ci.example/12)\n\n"
                                       "  It took three tries.\n\n"
                                       "> - **Reason:** quoted\n\n"
                                       "```\n- **Reason:** fenced\n```\n\n<!-- - **Reason:** hidden -->\n"),
                                at);
  CHECK(read.is_sound());
  const Answer& answer = read.record.questions[0].answer;
  CHECK(answer.kind == AnswerKind::attested);
  CHECK(answer.who == "@ada, and Juno");
  CHECK(answer.evidence == "see [run 12](https://ci.example/12)");
  CHECK(answer.reason == "");
}

TEST_CASE("an edit touches the lines of its answer alone") {
  const std::string before = write_record(release(), at) + "\nA note of mine  \n";
  Record wanted = read_record(before, at).record;
  wanted.questions[0].answer = attested("Ada Stone");
  wanted.questions[0].verdict = facts::Verdict::pass;
  wanted.questions[0].why = "attested";
  const std::string after = edited(before, wanted);
  CHECK(says_same(read_record(after, at).record, wanted));
  const auto answered = before.find("- **Verdict:** missing"), next = before.find("\n\n### `b2d9q`");
  CHECK(after.substr(0, answered) == before.substr(0, answered));
  CHECK(after.substr(answered, after.find("\n\n### `b2d9q`") - answered) ==
        "- **Verdict:** pass, attested\n- **Answer:** attested\n- **By:** Ada Stone\n- **When:** 2024-03-17\n"
        "- **Commit:** 4be1c0f\n- **Evidence:** https://ci.example/run/12_a");
  CHECK(after.substr(after.find("\n\n### `b2d9q`")) == before.substr(next));
  CHECK(edited(after, wanted) == after);
  CHECK(edited(after, read_record(before, at).record) == before);
}

TEST_CASE("edits keep what a person made of the record") {
  const std::string text =
      asking("* **Answer:** attested\r\n* **By:** Ada\r\n  - her own words\r\n\r\nfree text\r\n");
  Record wanted = read_record(text, at).record;
  wanted.questions[0].answer = {};
  wanted.questions[0].answer.kind = AnswerKind::not_applicable;
  wanted.questions[0].answer.reason = "no database";
  CHECK(edited(text, wanted) == asking("* **Answer:** not applicable\r\n* **By:**\r\n  - her own words\n"
                                       "* **Reason:** no database\r\n\r\nfree text\r\n"));
}

TEST_CASE("bullets come to a question that has none, and new questions behind the last") {
  Record wanted = read_record(asking("free text"), at).record;
  wanted.questions[0].verdict = facts::Verdict::fail;
  wanted.questions[0].origins = {origin()};
  wanted.questions.push_back(question("b2d9q", "New"));
  wanted.questions.back().origins.clear();
  CHECK(edited(asking("free text"), wanted).substr(asking("").size()) ==
        "- **From:** [Orders went missing](../postmortems/orders.md#L41) of 2023-09-08, check orders#x7k2p: "
        "\"Does every new query have the index that it needs?\" (path db/0064_orders.sql)\n"
        "- **Verdict:** fail\n\nfree text\n\n### `b2d9q` New\n\n- **Verdict:** missing, nobody has answered\n"
        "- **Answer:**");
}

TEST_CASE("facts of the release change where they stand, in YAML and in TOML") {
  Record wanted = release();
  wanted.questions.clear();
  const std::string yaml =
      "---\nhindcast-record: 1\ncommit:\ntitle: mine\n"
      "date: \"2024-03-01\"\n---\n# Release: x\n";
  CHECK(edited(yaml, wanted) ==
        "---\nhindcast-record: 1\ncommit: 4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee\ntitle: mine\n"
        "date: 2024-03-18\ntool: Hindcast 0.5.0\n---\n# Release: storefront 53\n");
  const std::string toml = "+++\nhindcast-record = 1\n+++\n# Release: x\n";
  CHECK(edited(toml, wanted) ==
        "+++\nhindcast-record = 1\ndate = \"2024-03-18\"\n"
        "commit = \"4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee\"\ntool = \"Hindcast 0.5.0\"\n+++\n"
        "# Release: storefront 53\n");
}

TEST_CASE("a record that is not understood is not edited, and no question is taken out") {
  Record wanted = release();
  CHECK(edited(asking("- **When:** soon\n"), wanted) ==
        "refused: line 8: `soon` is no day; write YYYY-MM-DD");
  CHECK(edited(write_record(release(), at), Record{}) ==
        "refused: a question of a record is never taken out: x7k2p");
}

TEST_CASE("a record says whether there is a way back") {
  auto record = release();
  CHECK(!is_irreversible(record));
  record.irreversible = "drops the column email";
  const auto text = write_record(record, "releases/a.md");
  CHECK(text.find("\nirreversible: drops the column email\n") != text.npos);
  CHECK(is_irreversible(read_record(text, "releases/a.md").record));
  record.irreversible = "no";
  CHECK(!is_irreversible(read_record(write_record(record, "releases/a.md"), "releases/a.md").record));
}

TEST_CASE("the seal tells an edit after the record was closed") {
  Record closed = release();
  closed.seal = "open";
  const std::string text = write_record(closed, at);
  closed.seal = seal_of(text);
  const std::string sealed = edited(text, closed);
  CHECK(seal_of(sealed) == closed.seal);
  CHECK(seal_of(sealed + " ") != closed.seal);
  CHECK(holds_seal(sealed, closed.seal));
  CHECK(!holds_seal(sealed + " ", closed.seal));
}

TEST_CASE("a seal holds whatever line ends git gives the file") {
  const auto with = [](std::string_view text, std::string_view line_end) {
    std::string out;
    for (const char c : text)
      c == '\n' ? void(out += line_end) : void(out += c);
    return out;
  };
  Record closed = release();
  closed.seal = "open";
  const std::string text = write_record(closed, at);
  closed.seal = seal_of(text);
  const std::string sealed = edited(text, closed);
  CHECK(holds_seal(with(sealed, "\r\n"), closed.seal));
  CHECK(!holds_seal(with(sealed, "\r"), closed.seal));
  CHECK(!holds_seal(with(sealed, "\r\n") + "x", closed.seal));
  // What an older program sealed with other line ends, byte for byte.
  const auto old = with(text, "\r\n");
  auto raw = old;
  raw.erase(raw.find("seal: open") + 6, 4);
  closed.seal = "sha256:" + hex(sha256(raw));
  CHECK(holds_seal(edited(old, closed), closed.seal));
}
