#include "document/form.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace hindcast::document {
namespace {

const FormSection& section(const Form& form, std::string_view title) {
  static const FormSection none;
  for (const FormSection& one : form.sections)
    if (one.title == title) return one;
  FAIL("no section " << title);
  return none;
}

std::string fields(const std::vector<FormField>& list) {
  static constexpr std::string_view types[] = {"text", "enumeration", "date", "pending"};
  std::string out;
  for (const FormField& one : list) {
    out += (out.empty() ? "" : "; ") + one.key + " " + std::string(types[static_cast<int>(one.slot.type)]);
    for (const std::string& choice : one.slot.choices)
      out += "|" + choice;
  }
  return out;
}

std::string columns(const FormTable& table) {
  std::string out;
  for (const FormColumn& one : table) {
    out += (out.empty() ? "" : "; ") + one.title + "=" + one.slot.text;
    for (const std::string& choice : one.slot.choices)
      out += "|" + choice;
  }
  return out;
}

std::string titles(const Form& form) {
  std::string out;
  for (const FormSection& one : form.sections)
    out += (out.empty() ? "" : "; ") + one.title;
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& one : list)
    out += (out.empty() ? "" : "; ") + one;
  return out;
}

std::string rules(std::string_view text) {
  std::string out;
  for (const FormFinding& one : check_form(compile_form("x", text)))
    out += (out.empty() ? "" : " ") + one.rule;
  return out;
}

TEST_CASE("metadata lines, a small table, a quote and a list before the sections are fields") {
  CHECK(fields(compile_form("x", "# T\n**Date**: YYYY-MM-DD\n**Phase:** [Build | Run]\nOwner: [name]\n")
                   .fields) == "Date date; Phase enumeration|Build|Run; Owner text");
  CHECK(fields(compile_form("x", "# T\n\n| | |\n|-|-|\n| **Level** | [P1 / P2] |\n| By | |\n").fields) ==
        "Level enumeration|P1|P2; By text");
  CHECK(fields(compile_form("x", "# T\n\n> **Level**: 🔴 Hot | 🔵 Cold\n> **Day**: DD/MM/YYYY\n").fields) ==
        "Level enumeration|🔴 Hot|🔵 Cold; Day date");
  CHECK(fields(compile_form("x", "# T\n\n- Severity: P1/P2\n- Users hit: TBD\n").fields) ==
        "Severity enumeration|P1|P2; Users hit pending");
  CHECK(fields(compile_form("x", "# T\n\n**Seen after:** [time] · **Fixed after:** [time]\n").fields) ==
        "Seen after text; Fixed after text");
}

TEST_CASE("a field's value may go on over lines, up to the next field") {
  Form form = compile_form("x", "# T\n**Scope:** [which systems\nfelt it]\n**Day:** <date>\n");
  REQUIRE(form.fields.size() == 2);
  CHECK(form.fields[0].slot.text == "[which systems\nfelt it]");
  CHECK(form.fields[1].slot.type == SlotType::date);
}

TEST_CASE("a table's header is its columns, its first sample row their slots") {
  std::string text =
      "# T\n## Actions\n| What | Who | Kind (Fix/Prevent) |\n|-|-|-|\n| [Action] | <name> | |\n";
  CHECK(columns(section(compile_form("x", text), "Actions").columns) ==
        "What=[Action]; Who=<name>; Kind (Fix/Prevent)=|Fix|Prevent");
  text = "# T\n## Actions\n| What | Type | State |\n|-|-|-|\n| [a] | Fix \\| Prevent | [Open/Done] |\n";
  CHECK(columns(section(compile_form("x", text), "Actions").columns) ==
        "What=[a]; Type=Fix \\| Prevent|Fix|Prevent; State=[Open/Done]|Open|Done");
  text = "# T\n## Plan\n| A | B |\n|-|-|\n| [a] | [b] |\n\n| C |\n|-|\n| [c] |\n";
  Form two = compile_form("x", text);
  REQUIRE(section(two, "Plan").more_tables.size() == 1);
  CHECK(columns(section(two, "Plan").more_tables[0]) == "C=[c]");
}

TEST_CASE("the labelled sub-points of a sample item are a record") {
  std::string text =
      "# T\n## Problems\n1. [Problem 1]\n   - Cause...\n   - **Cost**: [how much]\n   - [more]\n";
  CHECK(joined(section(compile_form("x", text), "Problems").record) == "Cause; Cost");
}

TEST_CASE("guidance is remembered exactly: brackets, italics, comments, quotes, instructions") {
  Form form = compile_form(
      "x",
      "# T\n\n*Keep it short.*\n\n## Impact\n<!-- Numbers, not words -->\n\n[Who was hit and how "
      "badly]\n\n> Quote customers.\n\nDescribe the cost.\n\nThe product is called Lantern.\n");
  CHECK(joined(form.guidance) == "*Keep it short.*");
  CHECK(joined(section(form, "Impact").guidance) ==
        "<!-- Numbers, not words -->; [Who was hit and how badly]; Quote customers.; Describe the cost.");
  for (Span at : section(form, "Impact").guidance_at)
    CHECK(at.begin > section(form, "Impact").heading.end);
}

TEST_CASE("points that continue an instruction are guidance, points under an examples label are neither") {
  Form form = compile_form(
      "x",
      "# T\n## Place\n[Say where it broke, including:]\n- The part that failed\n\n**Examples:**\n"
      "- [ ] [Is the index there?]\n- The queue overflowed\n");
  CHECK(joined(section(form, "Place").guidance) == "[Say where it broke, including:]; The part that failed");
  CHECK(joined(section(form, "Place").examples) == "Examples");
  CHECK_FALSE(section(form, "Place").has_checks);
}

TEST_CASE("a fence of slots and arrows asks for a causal chain, and so do whys in a row") {
  CHECK(section(compile_form("x", "# T\n## Chain\n```\n[Symptom]\n  ↓\n[Cause]\n```\n"), "Chain").has_chain);
  CHECK(section(compile_form("x", "# T\n## Whys\n1. **Why?** <first>\n2. **Why?** <second>\n"), "Whys")
            .has_chain);
  CHECK_FALSE(section(compile_form("x", "# T\n## Log\n```\n[line]\n```\n"), "Log").has_chain);
  CHECK(section(compile_form("x", "# T\n## Code\n```sh\nfor [x]; do\n```\n"), "Code").slots.empty());
}

TEST_CASE("sections are required unless words, a remark or front matter say otherwise") {
  Form form = compile_form(
      "x",
      "---\nhindcast:\n  kind: postmortem\n  optional: [Luck]\n---\n# T\n## Cause\n## Luck\n"
      "## Annex (optional)\n## Cost\n[Numbers, if applicable]\n## Log\n<!-- hindcast: required=false "
      "role=timeline -->\n### [Entry]\n");
  CHECK(form.kind == facts::DocumentKind::postmortem);
  CHECK(section(form, "Cause").required);
  for (std::string_view title : {"Luck", "Annex (optional)", "Cost", "Log", "[Entry]"})
    CHECK_FALSE(section(form, title).required);
  CHECK(section(form, "Log").role == facts::SectionRole::timeline);
  CHECK(section(form, "[Entry]").repeats);
  CHECK(form.fields.empty());
}

TEST_CASE("roles come from the lexicon of headings, a remark has the last word") {
  Form form = compile_form("x", "# T\n## 3. 🔥 Root Cause\n## Follow-ups\n<!-- hindcast: role=none -->\n");
  CHECK(form.sections[0].role == facts::SectionRole::cause);
  CHECK(form.sections[1].role == facts::SectionRole::none);
}

TEST_CASE("a list under a wish to choose is an enumeration") {
  Form form = compile_form("x", "# T\n## Cause\nChoose the main one:\n\n- a missing test\n- a vague task\n");
  REQUIRE(form.sections[0].slots.size() == 1);
  CHECK(joined(form.sections[0].slots[0].choices) == "a missing test; a vague task");
}

TEST_CASE("the title is the heading above the sections, of two the one with a slot") {
  CHECK(compile_form("x", "# Guide\n# {{ name }}\n## Summary\n").title == "{{ name }}");
  CHECK(compile_form("x", "## Report: [Name]\n### Summary\n### Impact\n").title == "Report: [Name]");
  CHECK(compile_form("x", "# Summary\n# Impact\n").title == "");
  CHECK(titles(compile_form("x", "# Summary\n# Impact\n")) == "Summary; Impact");
}

TEST_CASE("a worked document in a fence does not confuse its template") {
  std::string worked =
      "```markdown\n# Lessons: Kite\n## Summary\nIt flew.\n## Extra\n| A |\n|-|\n| b |\n```\n";
  Form form = compile_form(
      "x", "# Lessons: [Name]\n## Summary\n[What happened then]\n\n**Example usage**:\n\n" + worked);
  CHECK(titles(form) == "Summary");
  CHECK(form.embedded.size() == 1);
  CHECK(form.sections[0].columns.empty());
  CHECK(form.lines_before == 0);
}

TEST_CASE("a template in the fence of a guide is found, with the lines before it") {
  std::string text =
      "# How to write\n\nWrite soon.\n\n```md\n# PM: [Name]\n## Cause\n[Why]\n## Impact\n[Who]\n```\n";
  Form form = compile_form("x", text);
  CHECK(form.title == "PM: [Name]");
  CHECK(form.lines_before == 5);
  CHECK(titles(form) == "Cause; Impact");
}

TEST_CASE("a check of a template names what can't be meant") {
  CHECK(rules("# T [Name]\n## A\n[one\n") == "slot-never-closed");
  CHECK(rules("# T\n## A\n[High/]\n") == "enumeration-with-one-choice");
  CHECK(rules("# T\n## A\n## B\n## A\n") == "duplicate-section");
  CHECK(rules("# T\n## A\n### X\n## B\n### X\n") == "");
  CHECK(rules("# T\n## A\n| x | x | |\n|-|-|-|\n| [a] | [b] | [c] |\n") ==
        "duplicate-column column-without-title");
  CHECK(rules("# T\n## A\n[name]\n\n| a | b | c |\n|-|-|-|\n| d | e | f |\n") == "table-without-slots");
  CHECK(rules("# T\n## A\n<!-- hindcast: colour=red -->\n") == "unknown-hindcast-key");
  CHECK(rules("# T\n## A\n<!-- hindcast: role=hero -->\n") == "unknown-hindcast-value");
  CHECK(rules("---\nhindcast:\n  optional: [Z]\n---\n# T\n## A\n") == "unknown-section");
  CHECK(rules("# T\n**A:** [a]\n**A:** [b]\n") == "duplicate-field");
  CHECK(rules("# T\n## A\nIt rained.\n") == "nothing-to-fill");
  CHECK(rules("") == "no-sections");
  CHECK(rules("# T [name]\n## A\n<!-- forgotten\n") == "comment-never-closed");
}

TEST_CASE("a started document is the template with title and days filled and remarks gone") {
  Form form =
      compile_form("x",
                   "---\nhindcast:\n  kind: postmortem\n---\n# PM: [Title]\n**Date**: YYYY-MM-DD\n**Due**: "
                   "YYYY-MM-DD\n\n## Cause\n<!-- hindcast: role=cause -->\n[Why]  \n");
  CHECK(start_document(form, "Lamp out", {2026, 3, 9}) ==
        "# PM: Lamp out\n**Date**: 2026-03-09\n**Due**: YYYY-MM-DD\n\n## Cause\n[Why]  \n");
}

TEST_CASE("a title without a slot is added to, one that only stands for a title is replaced, none is made") {
  CHECK(start_document(compile_form("x", "# Review\n## A\n"), "Kite", {}) == "# Review: Kite\n## A\n");
  CHECK(start_document(compile_form("x", "# ISSUE NAME\n## A\n"), "Kite", {}) == "# Kite\n## A\n");
  CHECK(start_document(compile_form("x", "## A\n## B\n"), "Kite", {}) == "# Kite\n\n## A\n## B\n");
  CHECK(start_document(compile_form("x", "---\ntitle: \"[Name]\"\nday: DD.MM.YYYY\n---\n## A\n## B\n"),
                       "A \"b\"",
                       {2026, 3, 9}) == "---\ntitle: \"A \\\"b\\\"\"\nday: 09.03.2026\n---\n## A\n## B\n");
}

}  // namespace
}  // namespace hindcast::document
