#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "document/document.h"

using namespace hindcast;
using namespace hindcast::document;

namespace {

facts::Document read_text(std::string_view text, std::string_view path = "notes/queue.md") {
  return read({path, text}, builtin_forms());
}

// "role line-end Title" for every section that has a role.
std::string sections(std::string_view text) {
  std::string out;
  for (const auto& section : read_text(text).sections) {
    if (section.role == facts::SectionRole::none) continue;
    out += std::string(facts::word(section.role)) + " " + std::to_string(section.line) + "-" +
           std::to_string(section.end_line) + " " + section.title + "\n";
  }
  return out;
}

std::string quoted(std::string_view name, const std::optional<facts::Quote>& quote) {
  return quote ? " " + std::string(name) + "=" + quote->text : "";
}

// "role line text" for every item, and what else it says.
std::string items(std::string_view text) {
  std::string out;
  for (const auto& item : read_text(text).items) {
    out += std::string(facts::word(item.role)) + " " + std::to_string(item.line) + " ";
    if (item.ticked) out += *item.ticked ? "[x] " : "[ ] ";
    out += item.text + quoted("time", item.time) + quoted("value", item.value) + quoted("owner", item.owner) +
           quoted("team", item.team) + quoted("priority", item.priority);
    if (item.state != facts::ActionState::unknown) out += " " + std::string(facts::word(item.state));
    if (item.due) out += " due=" + to_iso(item.due->date);
    out += "\n";
  }
  return out;
}

std::string date_of(std::string_view text, std::string_view path = "notes/queue.md") {
  const auto document = read_text(text, path);
  return document.date ? to_iso(document.date->date) + " from " + document.date->from : "none";
}

}  // namespace

TEST_CASE("a clock without a zone is in the one that its neighbours name") {
  const auto starts = [](std::string_view heading, std::string_view events) {
    std::string out;
    const auto text = "# Outage on 2024-02-12\n\n## " + std::string(heading) + "\n\n" + std::string(events);
    for (const auto& item : read_text(text).items)
      if (item.role == facts::ItemRole::event) out += item.start.substr(10) + ";";
    return out;
  };
  CHECK(starts("Timeline", "- 17:04 PST a\n- 17:07 b\n- 18:01 UTC c\n- 18:02 d\n") ==
        "T17:04-08:00;T17:07-08:00;T18:01Z;T18:02Z;");
  CHECK(starts("Timeline", "- 17:04 a\n- 17:07-17:09 JST b\n") == "T17:04+09:00;T17:07+09:00;");
  CHECK(starts("Timeline (UTC)", "- 17:04 a\n- 09:06 PST b\n") == "T17:04Z;T09:06-08:00;");
  CHECK(starts("Timeline", "- 17:04 UTC a\n- 09:06 PT b\n- 09:07 c\n") == "T17:04Z;T09:06;T09:07;");
  CHECK(starts("Timeline (UTC)", "- 17:04 a\n- 17:06 b\n") == "T17:04;T17:06;");
}

TEST_CASE("a document is read by a form of its own kind only") {
  constexpr std::string_view headings =
      "## Summary\nIt broke.\n## What Went Well\n- a\n## What Didn't Go Well\n- b\n## Action Items\n";
  auto read_by = [&](std::string_view title) {
    std::string text = "# " + std::string(title) + "\n" + std::string(headings);
    return document::read({.path = "a.md", .text = text}, document::builtin_forms()).form;
  };
  CHECK(read_by("Lessons Learned: Queue outage") == "lessons-learned");
  CHECK(read_by("Postmortem: Queue outage") == "");
}

TEST_CASE("a day by which an action is due dates no document") {
  CHECK(date_of("# Queue outage\n## Action items\n- [ ] Add a limit by 2024-05-01\n") == "none");
}

TEST_CASE("sections are headings, bold lines and labels that announce a role") {
  CHECK(sections("# Queue outage\n"
                 "## Summary\n"
                 "It broke.\n"
                 "\n"
                 "**Root cause**\n"
                 "\n"
                 "A full disk.\n"
                 "## Background\n"
                 "**Impact**: all orders\n"
                 "**Severity**: 2\n") ==
        "summary 2-7 Summary\n"
        "cause 5-7 Root cause\n"
        "impact 9-9 Impact\n");
}

TEST_CASE("a label's section ends before the next label, whether that has a role or not") {
  CHECK(sections("# Queue outage\n"
                 "- **Impact**:\n"
                 "  - orders lost\n"
                 "  - mails late\n"
                 "\n"
                 "- **Time to repair**: 2h\n"
                 "- **Resolution**: disk replaced\n") ==
        "impact 2-4 Impact\n"
        "resolution 7-7 Resolution\n");
}

TEST_CASE("categories under the actions are no sections of their own") {
  CHECK(sections("## Action items\n### Detection\n- add alert\n### Process improvements\n- meet\n") ==
        "actions 1-5 Action items\n");
}

TEST_CASE("actions come from bullets, boxes, numbers and tables") {
  CHECK(items("## Action items\n"
              "- Rotate the keys\n"
              "- [x] Add an alert\n"
              "- [ ] Test the restore\n"
              "1. Write the runbook\n"
              "   - it explains the restore\n") ==
        "action 2 Rotate the keys\n"
        "action 3 [x] Add an alert done\n"
        "action 4 [ ] Test the restore open\n"
        "action 5 Write the runbook\n");
  CHECK(items("## Next steps\n"
              "| # | Task | Owner | Due |\n"
              "|---|---|---|---|\n"
              "| 1 | Rotate the **keys** | Ada | 2031-05-04 |\n"
              "| 2 | [Action 2] | [Name] | |\n") == "action 4 Rotate the keys owner=Ada due=2031-05-04\n");
}

TEST_CASE("a due date keeps its words, and a due column that names no day does too") {
  const auto document = read_text(
      "## Actions\n| Task | Due |\n|---|---|\n| Rotate keys | **next** sprint |\n| Add alert | TBD |\n"
      "| Test | Q3 2031 |\n\n- Mend the pump by May 10, 2031\n");
  REQUIRE(document.items.size() == 4);
  CHECK(document.items[0].due_text->text == "next sprint");
  CHECK_FALSE(document.items[0].due);
  CHECK_FALSE(document.items[1].due_text);
  CHECK(document.items[2].due_text->text == "Q3 2031");
  CHECK(to_iso(document.items[2].due->date) == "2031-09-30");
  CHECK(document.items[3].due_text->text == "by May 10, 2031");
}

TEST_CASE("bullets and lines under an action that are but labels say who, when and how far") {
  const auto told = [](const std::string& text) {
    std::string out;
    for (const auto& item : read_text("# Outage\n\n**Date**: 2031-05-05\n\n## Action items\n\n" + text).items)
      out += item.text + "|" + (item.owner ? item.owner->text : "") + "|" +
             std::string(facts::word(item.state)) + "|" + (item.due ? to_iso(item.due->date) : "") + "|" +
             (item.due_text ? item.due_text->text : "") + "\n";
    return out;
  };
  CHECK(told("- **Mend the pump**: soon\n  - **Owner:** Ada\n  - Due: next sprint\n  - Ask Bo first\n") ==
        "Mend the pump: soon|Ada|unknown||next sprint\n");
  CHECK(told("- [ ] Mend the pump\n  - Status: Blocked\n- [x] Paint it\n  - Status: Open\n") ==
        "Mend the pump||blocked||\nPaint it||done||\n");
  CHECK(told("1. Mend the pump\n   Owner: Ada\n   Deadline: May 10\n") ==
        "Mend the pump|Ada|unknown|2031-05-10|May 10\n");
  CHECK(told("### Mend the pump\n\n- **Owner**: Ada\n- **Status**: Done\n- A new seal.\n\n### Paint it\n\n"
             "**Owner**: Bo\n**Due**: 2031-06-01\n\nIn green.\n") ==
        "Mend the pump|Ada|done||\nPaint it|Bo|unknown|2031-06-01|2031-06-01\n");
  CHECK(told("### Platform\n\n- **Owner**: Ada\n- Mend the pump\n") == "Mend the pump||unknown||\n");
}

TEST_CASE("under a legend only a table of actions yields items") {
  CHECK(items("## アクションアイテム\n"
              "### カテゴリの説明\n"
              "- 予防: 再発防止策\n\n"
              "| # | アクション | 担当 | 期限 |\n"
              "|---|---|---|---|\n"
              "| 1 | アラートを追加 | 運用チーム | 2031-06-01 |\n") ==
        "action 7 アラートを追加 owner=運用チーム due=2031-06-01\n");
}

TEST_CASE("an action's own words tell its state where no mark does") {
  CHECK(items("## Action items\n"
              "- Rotate the keys; deferred to the next release.\n"
              "- Replace the disk. Completed as of 2031-05-06.\n"
              "- Test the restore, PR exists\n") ==
        "action 2 Rotate the keys open\n"
        "action 3 Replace the disk. done\n"
        "action 4 Test the restore, PR exists in_progress\n");
}

TEST_CASE("numbered sub-headings are actions, the steps under them are not") {
  CHECK(items("## Prevention measures\n"
              "### 1. Validate the environment\n"
              "- read the file\n"
              "### 2. Release checklist\n"
              "- [ ] keys set\n") ==
        "action 2 Validate the environment\n"
        "action 4 Release checklist\n"
        "check 5 [ ] keys set\n");
}

TEST_CASE("sentences of an action section count when they promise or order something") {
  CHECK(items("## Prevention\n"
              "The disk was full. We will add an alert\n"
              "for it. Disks are cheap.\n") == "action 2 We will add an alert for it.\n");
  CHECK(items("## Prevention\nAdd an alert.\nHire an archivist.\n") ==
        "action 2 Add an alert.\naction 3 Hire an archivist.\n");
}

TEST_CASE("a team in the heading over actions is their team") {
  CHECK(items("## Action items\n### Storage Team\n- [ ] Test the restore\n") ==
        "action 3 [ ] Test the restore team=Storage Team open\n");
}

TEST_CASE("a timeline is rows, bullets, headings or lines that carry a time") {
  CHECK(items("## Timeline\n| Time | Event |\n|---|---|\n| 14:05 | disk full |\n| HH:mm | event |\n") ==
        "event 4 disk full time=14:05\n");
  CHECK(items("## Timeline\n- **2031-05-04 14:05**: disk full\n- Resolved 2031-05-04 15:00\n- no time\n") ==
        "event 2 disk full time=2031-05-04 14:05\n"
        "event 3 Resolved 2031-05-04 15:00 time=2031-05-04 15:00\n");
  CHECK(items("## Timeline\n### 14:05\n\nDisk full.\n\n## 14:20\n\nDisk replaced.\n") ==
        "event 2 Disk full. time=14:05\n"
        "event 6 Disk replaced. time=14:20\n");
  CHECK(items("## Timeline\n14:05 - disk full\n14:20 - disk replaced\n") ==
        "event 2 disk full time=14:05\n"
        "event 3 disk replaced time=14:20\n");
}

TEST_CASE("what an action orders tells no state of its own, what is said beside it does") {
  CHECK(items("## Action items\n"
              "- Alert when a backup was completed with errors\n"
              "- Avoid errors by waiting for disks to stop\n"
              "- Page us, once the copy has been completed\n"
              "- Replace the disk, which waits. The order has been completed\n"
              "- Replace the disk, currently blocked by the vendor\n"
              "- Waiting for the vendor: replace the disk\n") ==
        "action 2 Alert when a backup was completed with errors\n"
        "action 3 Avoid errors by waiting for disks to stop\n"
        "action 4 Page us, once the copy has been completed\n"
        "action 5 Replace the disk, which waits. The order has been completed done\n"
        "action 6 Replace the disk, currently blocked by the vendor blocked\n"
        "action 7 Waiting for the vendor: replace the disk blocked\n");
}

TEST_CASE("a heading that is but a time is told by the first bullet under it") {
  CHECK(items("## Timeline\n### 2031-05-04 14:05\n- disk full\n- no space for logs\n") ==
        "event 2 disk full time=2031-05-04 14:05\n");
}

TEST_CASE("a heading that is but a time over a log is told by what follows the log, or by its first line") {
  CHECK(items("## Timeline\n### 14:05\n```\n\nENOSPC on loom-3\n```\nDisk full.\n") ==
        "event 2 Disk full. time=14:05\n");
  CHECK(items("## Timeline\n### 14:05\n```\n\nENOSPC on loom-3\n```\n### 14:20\n> Disk replaced.\n") ==
        "event 2 ENOSPC on loom-3 time=14:05\nevent 7 Disk replaced. time=14:20\n");
}

TEST_CASE("a box with a dash is an action that nobody will do") {
  CHECK(items("## Action items\n- [-] Rotate the keys\n") == "action 2 Rotate the keys wont_do\n");
}

TEST_CASE("findings are no lessons") {
  CHECK(items("## Key findings\n| Table | Rows |\n|---|---|\n| orders | 12 |\n") == "");
}

TEST_CASE("a heading may give the severity") {
  const auto severity = [](std::string_view text) {
    const auto document = read_text(text);
    return document.severity ? document.severity->text : "none";
  };
  CHECK(severity("# Outage\n### Severity: MEDIUM\nSome.\n") == "MEDIUM");
  CHECK(severity("---\nseverity: \"SEV1\"\n---\n# Outage\n") == "SEV1");  // the quotes are YAML's
  CHECK(severity("# Outage\n### Severity levels: how to choose\n") == "none");
}

TEST_CASE("a heading that is but a day stands over the entries of that day") {
  CHECK(items("## Timeline\n### 2031-05-04\n- 14:05 disk full\n") == "event 3 disk full time=14:05\n");
  CHECK(items("## Timeline\n### 2031-05-04\n#### 14:05\nDisk full.\n") == "event 3 Disk full. time=14:05\n");
  CHECK(items("## Timeline\n### 2031-05-04\n- disk full\n") == "event 2 disk full time=2031-05-04\n");
  const auto document = read_text("## Timeline\n### 2031-05-04\n- 14:05 disk full\n");
  REQUIRE(document.items.size() == 1);
  CHECK(document.items[0].start == "2031-05-04T14:05");
}

TEST_CASE("boxes are items wherever they stand, but not in fences and comments") {
  CHECK(items("# Release checklist\n"
              "- [ ] Keys set\n"
              "```\n- [ ] in a fence\n```\n"
              "<!-- - [ ] in a comment -->\n"
              "> - [x] quoted\n") == "check 2 [ ] Keys set\ncheck 7 [x] quoted\n");
  CHECK(items("## What went well\n- [ ] quick rollback\n") == "observation 2 [ ] quick rollback\n");
  CHECK(items("## Checklist\n- [ ] restore tested\n\n**Examples:**\n- [ ] is the index there?\n") ==
        "check 2 [ ] restore tested\nexample 5 [ ] is the index there?\n");
}

TEST_CASE("metrics have a name and a value, and a value to come is kept") {
  CHECK(items("## Key metrics\n- Orders lost: 12\n- **Repair time**: TBD\n") ==
        "metric 2 Orders lost value=12\nmetric 3 Repair time value=TBD\n");
}

TEST_CASE("lessons, participants and improvements are items of their own") {
  CHECK(items("## Lessons learned\n1. Disks fill up\n") == "lesson 2 Disks fill up\n");
  CHECK(items("## Participants\n- @ada\n- Ben\n") == "participant 2 @ada\nparticipant 3 Ben\n");
  CHECK(items("## Process improvements\n1. **Reviews**:\n   - review the disks\n") ==
        "improvement 3 review the disks\n");
}

TEST_CASE("a sentence that asks for something by a day is a deadline, not an action") {
  const auto document = read_text(
      "# Queue launch on May 5, 2031\n"
      "## Next steps\n"
      "Please send feedback by May 10.\n");
  REQUIRE(document.items.size() == 1);
  CHECK(document.items[0].role == facts::ItemRole::deadline);
  CHECK(to_iso(document.items[0].due->date) == "2031-05-10");
}

TEST_CASE("items stand in the order of the text, whatever they are") {
  CHECK(items("# Launch on May 5, 2031\n## Next steps\nPlease vote by May 10.\nWe will add an alert.\n") ==
        "deadline 3 Please vote by May 10. due=2031-05-10\n"
        "action 4 We will add an alert.\n");
}

TEST_CASE("a causal chain is read out of the fence that draws it") {
  const auto document = read_text(
      "# Queue outage\n## Root cause\n### Causal chain\n"
      "```\nOrders lost\n  ↓\nQueue full\n  ↓\nDisk full\n```\n");
  REQUIRE(document.causal_chain.size() == 3);
  CHECK(document.causal_chain[0].text == "Orders lost");
  CHECK(document.causal_chain[2].text == "Disk full");
}

TEST_CASE("a whole document in a fence is listed and yields no items") {
  const auto document = read_text(
      "# Guide\nWrite it so:\n```markdown\n# Queue outage\n## Action items\n- [ ] Rotate the keys\n```\n");
  CHECK(document.items.empty());
  REQUIRE(document.embedded.size() == 1);
  CHECK(document.embedded[0].title == "Queue outage");
  CHECK(document.embedded[0].line == 4);
  CHECK(document.embedded[0].end_line == 6);
}

TEST_CASE("the title is the first heading, else the front matter's, else the file's name") {
  CHECK(read_text("# Postmortem: queue outage\n").title.text == "Postmortem: queue outage");
  CHECK(read_text("---\ntitle: Queue outage\n---\n## Summary\n").title.text == "Queue outage");
  CHECK(read_text("text\n", "incidents/2031/queue_outage.md").title.text == "queue outage");
  CHECK(read_text("text\n", "sprints/sprint07/result.md").title.text == "sprint07 result");
}

TEST_CASE("a document's date says where it was found") {
  CHECK(date_of("# Outage on 2031-05-04\n") == "2031-05-04 from the title");
  CHECK(date_of("# Outage\n**Date**: 4 May 2031\n") == "2031-05-04 from field `Date`");
  CHECK(date_of("# Outage\n## Timeline\n- 2031-05-04 14:05 disk full\n") == "2031-05-04 from the timeline");
  CHECK(date_of("# Outage\n", "incidents/2031-05-04-queue.md") == "2031-05-04 from the file name");
  CHECK(date_of("# Outage\n## Timeline\n- 14:05 disk full\n", "incidents/2031/queue.md") == "none");
}

TEST_CASE("severity and fields come from labels and tables at the top") {
  const auto document = read_text("# Outage\n\n| Field | Value |\n|---|---|\n| **Severity** | SEV2 |\n");
  REQUIRE(document.severity);
  CHECK(document.severity->text == "SEV2");
  REQUIRE(document.fields.size() == 1);
  CHECK(document.fields[0].key == "Severity");
  CHECK(document.fields[0].line == 5);
}

// "key=value" for every field.
std::string fields(std::string_view text) {
  std::string out;
  for (const auto& field : read_text(text).fields)
    out += (out.empty() ? "" : ", ") + field.key + "=" + field.value;
  return out;
}

TEST_CASE("a table of two columns is fields only where its keys are some") {
  CHECK(fields("# Outage\n| | |\n|---|---|\n| Region | north |\n") == "Region=north");
  CHECK(fields("# Outage\n| Severity | 2 |\n|---|---|\n| Region | north |\n") == "Severity=2, Region=north");
  CHECK(fields("# Outage\n| Property | Value |\n|---|---|\n| Region | north |\n") == "Region=north");
  CHECK(fields("# Outage\n| Service | Errors |\n|---|---|\n| loom | 12 |\n| till | 3 |\n") == "");
  CHECK(fields("# Outage\n| | |\n|---|---|\n| 14:05 | disk full |\n| 14:20 | disk replaced |\n") == "");
  CHECK(fields("# Outage\n| What | Then |\n|---|---|\n| The disk was full. | We added one. |\n") == "");
}

TEST_CASE("two columns of times and what happened are a timeline under any heading") {
  CHECK(items("# Outage\n| | |\n|---|---|\n| 14:05 | disk full |\n| 14:20 | disk replaced |\n") ==
        "event 4 disk full time=14:05\nevent 5 disk replaced time=14:20\n");
  CHECK(
      items(
          "# Outage\n| Date | Event |\n|---|---|\n| 2031-05-04 | disk full |\n| 2031-05-05 | replaced |\n") ==
      "event 4 disk full time=2031-05-04\nevent 5 replaced time=2031-05-05\n");
  CHECK(items("# Outage\n| Date | Price |\n|---|---|\n| 2031-05-04 | 12 |\n| 2031-05-05 | 14 |\n") == "");
}

TEST_CASE("a folder tells the kind where the file's name says no more than its title") {
  const auto kind = [](std::string_view path, std::string_view text) {
    return facts::word(read({.path = path, .text = text}, {}).kind);
  };
  CHECK(kind("postmortems/2031 - queue issue.md", "# Queue issue\n") == "postmortem");
  CHECK(kind("issues/2031 - queue issue.md", "# Queue issue\n") == "issue");
  CHECK(kind("postmortems/issue-template.md", "# What stopped\n") == "issue");
}

TEST_CASE("the sections tell the kind of a document whose title says no more than issue") {
  const auto kind = [](std::string_view text) { return facts::word(read_text(text).kind); };
  CHECK(kind("# Issue with the queue\n## Timeline\n- 14:05 full\n## Root cause\nA full disk.\n") ==
        "postmortem");
  CHECK(kind("# Queue issues in May\n## What went well\n- a\n## What went wrong\n- b\n") == "retrospective");
  CHECK(kind("# Issue: queue stops\n## Steps to reproduce\n- fill it\n## Acceptance criteria\n- [ ] it "
             "runs\n") == "issue");
  CHECK(kind("# Postmortem of the queue issue\n") == "postmortem");
}

TEST_CASE("every span lies on the bytes it speaks of") {
  const std::string text =
      "# Queue outage\n\n## Action items\n\n| Action | Owner |\n|---|---|\n| Rotate keys | Ada |\n- [x] Add "
      "alert\n";
  const auto document = read_text(text);
  const auto at = [&text](Span span) { return text.substr(span.begin, span.end - span.begin); };
  REQUIRE(document.items.size() == 2);
  CHECK(at(document.items[0].owner->at) == "Ada");
  CHECK(at(document.items[1].box) == "[x]");
  CHECK(at(document.items[1].span) == "- [x] Add alert");
  CHECK(at(document.title.at) == "# Queue outage");
}

TEST_CASE("equal texts get ids apart and an id can be pinned") {
  const auto document =
      read_text("## Action items\n- Test it\n- Test it\n- Test it <!-- hindcast:id=keys -->\n");
  REQUIRE(document.items.size() == 3);
  CHECK(document.items[1].id == document.items[0].id + ".2");
  CHECK(document.items[2].id == "keys");
}

TEST_CASE("odd bytes are read like any others") {
  CHECK(items("## Action items\r\n- Rotate \xff keys\r\n- Add\x00 alert") != "");
  CHECK(items("") == "");
  CHECK(items("\xef\xbb\xbf## Action items\n- Rotate keys") == "action 2 Rotate keys\n");
}

TEST_CASE("what a comment on an item's line says is neither its owner nor its due date") {
  CHECK(items("# Post\n\n## Action items\n\n- Fix it <!-- a note for the owner: nobody (until 2024-03-10) "
              "-->\n") == "action 5 Fix it\n");
  CHECK(items("# Post\n\n## Action items\n\n- Fix it @ada <!-- see (Bo) -->\n") ==
        "action 5 Fix it owner=@ada\n");
}

TEST_CASE("an item that is continued on another line is assigned like one that is not") {
  CHECK(items("# Postmortem\n\n## Actions\n\n- Test the pump — Ada Quill,\n  open, due 2031-05-10\n") ==
        "action 5 Test the pump owner=Ada Quill open due=2031-05-10\n");
  CHECK(items("# Postmortem\n\n## Actions\n\n1. Test the pump\n   — Ada Quill\n   — done\n") ==
        "action 5 Test the pump owner=Ada Quill done\n");
  CHECK(items("# Postmortem\n\n## Actions\n\n- [ ] Test the pump (Ada Quill,\r\n  in progress)\r\n") ==
        "action 5 [ ] Test the pump owner=Ada Quill in_progress\n");
}
