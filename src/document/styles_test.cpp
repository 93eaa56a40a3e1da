#include <doctest/doctest.h>

#include <string>

#include "document/document.h"

// Ways of writing that other programs and templates brought into documents.
using namespace hindcast;
using namespace hindcast::document;

namespace {

facts::Document read_text(std::string_view text, std::string_view path = "notes/queue.md") {
  return read({path, text}, builtin_forms());
}

std::string quoted(std::string_view name, const std::optional<facts::Quote>& quote) {
  return quote ? " " + std::string(name) + "=" + quote->text : "";
}

// "role line text" for every item, and what else it says.
std::string items(std::string_view text) {
  std::string out;
  for (const auto& item : read_text(text).items) {
    out.append(facts::word(item.role)).append(" ").append(std::to_string(item.line)).append(" ");
    if (item.ticked) out += *item.ticked ? "[x] " : "[ ] ";
    out += item.text;
    out += quoted("time", item.time) + quoted("owner", item.owner) + quoted("priority", item.priority);
    if (item.state != facts::ActionState::unknown) out.append(" ").append(facts::word(item.state));
    if (item.due) out.append(" due=").append(to_iso(item.due->date));
    out += "\n";
  }
  return out;
}

std::string fields(std::string_view text) {
  std::string out;
  for (const auto& field : read_text(text).fields)
    out.append(field.key).append("=").append(field.value).append(";");
  return out;
}

std::string sections(std::string_view text) {
  std::string out;
  for (const auto& section : read_text(text).sections)
    if (section.role != facts::SectionRole::none)
      out.append(facts::word(section.role)).append(" ").append(section.title).append(";");
  return out;
}

std::string date_of(std::string_view text, std::string_view path = "notes/queue.md") {
  const auto document = read_text(text, path);
  return document.date ? to_iso(document.date->date) + " from " + document.date->from : "none";
}

const std::string actions = "# Postmortem\n\n## Actions\n\n";

}  // namespace

TEST_CASE("what looks back has its own day before the days it tells") {
  const std::string_view text = "# Retrospective: our year\n\n## Timeline\n\n- 2031-11-28 Invitation\n";
  CHECK(date_of(text, "notes/2031-12-19-year.md") == "2031-12-19 from the file name");
  CHECK(date_of(text) == "2031-11-28 from the text");
  CHECK(date_of("# Outage of the pump\n\n## Timeline\n\n- 2031-11-28 14:05 It stops\n",
                "notes/2031-12-19-pump.md") == "2031-11-28 from the timeline");
}

TEST_CASE("a document that names no kind is of the kind that its sections tell") {
  const auto kind = [](std::string_view text) { return facts::word(read_text(text).kind); };
  const std::string lessons = "# The pump\n\n## What went well\n\n- Calm\n\n## Lessons\n\n- Oil it\n";
  CHECK(kind(lessons) == "retrospective");
  CHECK(kind(lessons + "\n## Timeline\n\n- 14:05 The pump stops\n") == "postmortem");
  CHECK(kind(lessons + "\n## Timeline\n\n- 3 May 2031: The pump is built\n") == "retrospective");
  CHECK(kind("---\nseverity: SEV3\n---\n" + lessons + "\n## Impact\n\nNo water.\n") == "postmortem");
  CHECK(kind("# The pump\n\n## Impact\n\nNo water.\n\n## Resolution\n\nA new pump.\n") == "postmortem");
  CHECK(kind("# The pump\n\n## Lessons\n\n- Oil it\n") == "lessons-learned");
  CHECK(kind("# The pump\n\n## Launch checklist\n\n- [ ] Oil\n") == "checklist");
  CHECK(kind("# The pump\n\n## Next steps\n\n- Oil it\n") == "other");
}

TEST_CASE(
    "an incident under the headings of lessons learned is a postmortem, unless the form asks for its story") {
  const std::string form =
      "# Weaving stood still\n\n## Summary\n\nIt did.\n\n## What Went Well\n\n- Calm\n\n"
      "## What Didn't Go Well\n\n- Slow\n\n## Action Items\n\n- [ ] Oil it\n\n"
      "## Knowledge Transfer\n\nOil.\n\n## Process Improvements\n\n- Oil\n";
  CHECK(read_text(form).kind == facts::DocumentKind::lessons_learned);
  const auto made = read_text(form + "\n## Timeline\n\n- 14:05 The loom stops\n");
  CHECK(made.kind == facts::DocumentKind::postmortem);
  CHECK(made.form.empty());
}

TEST_CASE("emphasis beside what is cut out of an action goes, and stars of paths stay") {
  CHECK(items(actions + "- Fix *it* @ada\n") == "action 5 Fix it owner=@ada\n");
  CHECK(items(actions + "- Watch jobs/*/x (P1)\n") == "action 5 Watch jobs/*/x priority=P1\n");
  CHECK(items(actions + "- Renew *.mill.example\n") == "action 5 Renew *.mill.example\n");
}

TEST_CASE("a table of one row under keys states fields") {
  CHECK(
      fields(
          "# Outage\n\n| Date | **Severity** | Duration |\n|---|---|---|\n| 2031-09-09 | Sev 1 | 3 h |\n") ==
      "Date=2031-09-09;Severity=Sev 1;Duration=3 h;");
  CHECK(fields("# Outage\n\n| Date | Event |\n|---|---|\n| 2031-09-09 | The belt tears |\n") == "");
  CHECK(fields("# Outage\n\n| Action | Owner | Due |\n|---|---|---|\n| Buy a belt | Ada | 2031-09-09 |\n") ==
        "");
}

TEST_CASE("lines and bullets that are all keys and values are fields, known keys or not") {
  CHECK(fields("# Outage\n\nDate: 2031-09-09\nTags: belts, wheels\n") ==
        "Date=2031-09-09;Tags=belts, wheels;");
  CHECK(fields("# Outage\n\n- Date: 2031-09-09\n- Duration: 45 min\n") == "Date=2031-09-09;Duration=45 min;");
  CHECK(fields("# Outage\n\n- Belts: tear\n- Wheels: stop\n") == "");
  CHECK(fields("# Outage\n\nThe wheel stopped.\nReason: a belt\n") == "");
}

TEST_CASE("headings and summaries in HTML open sections, and details close them") {
  CHECK(sections(
            "# Outage\n\n<h2>Impact</h2>\n\nNone.\n\n<h2 id=\"a\"><b>Action items</b></h2>\n\n- Oil it\n") ==
        "impact Impact;actions Action items;");
  CHECK(items("# Outage\n\n## Action items\n\n- Oil it\n\n<details>\n<summary>Timeline</summary>\n\n"
              "- 14:05 It stops\n\n</details>\n\n- Paint it\n") ==
        "action 5 Oil it\nevent 10 It stops time=14:05\naction 14 Paint it\n");
  CHECK(read_text("<h1>The wheel</h1>\n\nIt stopped.\n").title.text == "The wheel");
}

TEST_CASE(
    "a timeline may be lines under a label, a list of definitions, or stand under a day with a remark") {
  CHECK(items("# Outage\n\nTimeline:\n09:10 It stops\n10:02 It runs\n") ==
        "event 4 It stops time=09:10\nevent 5 It runs time=10:02\n");
  CHECK(items("# Outage\n\n## Timeline\n\n09:00 CET\n: It stops\n\n09:25 CET\n: It runs\n") ==
        "event 5 It stops time=09:00 CET\nevent 8 It runs time=09:25 CET\n");
  CHECK(items("# Outage\n\n## Timeline\n\n2031-10-21 (*all times UTC*)\n\n* 14:51 It stops\n") ==
        "event 7 It stops time=14:51\n");
}

TEST_CASE("the day that the story tells comes before the one it was written on") {
  CHECK(date_of("# Outage\n\nCreated: 2031-02-03\n\nOn 2031-02-01 it stopped.\n\n## Timeline\n\n- 09:00 It "
                "stops\n") == "2031-02-01 from the timeline");
}

TEST_CASE("what names an action, its ticket or its person in other programs' ways") {
  CHECK(items(actions + "- Oil it - [LOOM-12](https://t.example/12)\n") == "action 5 Oil it\n");
  CHECK(items(actions + "- Oil it as in [LOOM-12](https://t.example/12)\n") ==
        "action 5 Oil it as in LOOM-12\n");
  CHECK(items(actions + "- [ ] Oil it — @Ada Quill\n") == "action 5 [ ] Oil it owner=@Ada Quill open\n");
  CHECK(items(actions + "1. **Title**: Oil it\n   **Owner**: Ada\n") == "action 5 Oil it owner=Ada\n");
  CHECK(items(actions + "- 油をさす（担当：佐々木、期限：2031/5/15、完了）\n") ==
        "action 5 油をさす owner=佐々木 done due=2031-05-15\n");
}

TEST_CASE("a table without a column of states may end its rows with them") {
  CHECK(items(actions + "| Action | Owner | Bug |\n|---|---|---|\n| Oil it | ada | BUG-1 **DONE** |\n| Paint "
                        "it | bo | to be "
                        "done |\n") == "action 7 Oil it owner=ada done\naction 8 Paint it owner=bo\n");
  CHECK(items(actions + "| Action | Owner | Done? |\n|---|---|---|\n| Oil it | ada | No |\n") ==
        "action 7 Oil it owner=ada open\n");
}

TEST_CASE("a pointer to an issue is no part of an action, and words behind a link are") {
  CHECK(items(actions + "- Oil it ([issue][oil])\n\n[oil]: https://t.example/1\n") == "action 5 Oil it\n");
  CHECK(items(actions + "- Oil it [Issue](https://t.example/1)\n") == "action 5 Oil it\n");
  CHECK(items(actions + "- Do what the [issue](https://t.example/1) says (twice a day)\n") ==
        "action 5 Do what the issue says (twice a day)\n");
}

TEST_CASE("bars in code part no cells of an item's row") {
  const std::string table = actions + "| # | Action | Owner | Status |\n|---|---|---|---|\n";
  CHECK(items(table + "| 1 | Drop `|| true` from it | Ada | Done |\n") ==
        "action 7 Drop `|| true` from it owner=Ada done\n");
  CHECK(items(table + "| 1 | Drop `x` from it | Ada | Done |\n") ==
        "action 7 Drop `x` from it owner=Ada done\n");
  CHECK(items(table + "| 1 | Drop ` from it | Ada | Done |\n") == "action 7 Drop ` from it owner=Ada done\n");
}

TEST_CASE("headings in words that few teams choose") {
  CHECK(sections("# Outage\n\n## Action Taken\n\nx\n\n## Future measures\n\n- x\n\n## Atendees\n\n- "
                 "Ada\n\n## How We'll "
                 "Prevent This\n\n- x\n") ==
        "resolution Action Taken;actions Future measures;participants Atendees;actions How We'll Prevent "
        "This;");
}

TEST_CASE("N/A in the place of an item is none") {
  CHECK(items(actions + "- N/A\n- n/a.\n\n## Lessons learned\n\n- N/A\n") == "");
  CHECK(items(actions + "| Action | Owner |\n|---|---|\n| N/A | N/A |\n") == "");
}

TEST_CASE("what happened is no summary inside of an analysis, be it a heading or a label") {
  CHECK(sections("# Outage\n\n## Root causes\n\n### The belt\n\n**What happened**: it tore.\n\n**Fix**: a "
                 "new one.\n") == "cause Root causes;resolution Fix;");
  CHECK(sections("# Outage\n\n**What happened**: it tore.\n") == "summary What happened;");
}

TEST_CASE("an incident's retrospective is a postmortem, and a template of issues may be anything") {
  const auto kind = [](std::string_view text, std::string_view path) {
    return facts::word(read_text(text, path).kind);
  };
  CHECK(kind("# Incident retrospective: the pump\n", "a.md") == "postmortem");
  CHECK(kind("# Retrospective: our year\n", "a.md") == "retrospective");
  CHECK(kind("# Painting the mill: lessons\n\nNone.\n", "a.md") == "other");
  CHECK(kind("# Painting lessons\n\nNone.\n", "a.md") == "lessons-learned");
  CHECK(kind("# Postmortem: the pump and its lessons\n", "a.md") == "postmortem");
  CHECK(kind("# Paint the mill\n\n- [ ] Door\n", "checklists/ISSUE_TEMPLATE/paint.md") == "checklist");
  CHECK(kind("# Paint the mill\n\n- [ ] Door\n", "issues/paint.md") == "issue");
}
