#include "linear/shape.h"

namespace hindcast::linear {
namespace {

std::vector<Shape> table_shapes() {
  const std::string actions = "## Action items\n\n| Action | Owner | Due | Status |\n|-|-|-|-|\n";
  return {
      {"a wide table with its rule",
       [](std::size_t bytes) {
         return "## Action items\n\n" + repeated("|a", bytes / 2) + "\n" + repeated("|-", bytes / 2) + "\n";
       }},
      {"wide headers of known columns over many short rows",
       [](std::size_t bytes) {
         return "## Action items\n\n" + repeated("|Owner", 9000) + "\n" + repeated("|-", 3000) + "\n" +
                repeated("|a\n", bytes);
       }},
      of("rows of actions", "| Patch it | @ada | 2031-05-04 | Done |\n", actions),
      of("rows of many owners", "| Patch | @a, @b, @c, @d (Ada) [Bob] | by May 10 | x |\n", actions),
      of("one cell of many owners", "@ada, ", actions + "| Patch | "),
      of("one cell of many dates", "2031-05-04, ", actions + "| Patch | @ada | "),
      of("one cell of many states", "done / open / ", actions + "| Patch | @ada | x | "),
      of("many tables", "| Action | Owner |\n|-|-|\n| a | b |\n\n", "## Action items\n\n"),
      of("rows of events", "| 2031-05-04 | 10:31 - 10:40 | a |\n",
         "## Timeline\n\n| Date | Time | Event |\n|-|-|-|\n"),
      of("rows of fields at the top", "| Severity | SEV-1 |\n", "# A\n\n| Field | Value |\n|-|-|\n"),
      of("cells of a retrospective", "| a | b | c |\n",
         "# Retrospective\n\n| Went well | Went badly | Action items |\n|-|-|-|\n"),
      of("rows of links", "| [a](http://a.b) | [Issue](http://a.b) |\n",
         "## Action items\n\n| Action | Ticket |\n|-|-|\n"),
  };
}

std::vector<Shape> section_shapes() {
  return {
      of("headings", "## Impact\n"),
      numbered("headings, each another", "## Part ", "\n"),
      of("headings of all levels", "# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
      of("headings under one that announces actions", "### Do this\n\nText\n\n", "## Action items\n\n"),
      numbered("numbered headings that are actions", "### ", ". Do this\n", "## Action items\n\n"),
      halves("a long heading over many actions", "very ", "- patch it\n", "\n\n", "## Action items: "),
      halves("a long team over many actions", "platform ", "- patch it\n", " team\n\n",
             "## Action items\n\n### "),
      halves("a long heading over paragraphs of actions", "very ", "We will patch it.\n\n", "\n\n",
             "## Action items: "),
      halves("a long title over many sections", "very ", "## Impact\n\na\n\n", "\n\n", "# Postmortem "),
      of("bold lines as headings", "**Impact**\n\ntext\n\n"),
      of("bold lines that are actions", "**Patch it**\n\ntext\n\n", "## Action items\n\n"),
      of("labels in one paragraph", "**Impact**: a\n"),
      of("labels that open lists", "**Action items:**\n\n- a\n\n"),
      of("labels in bullets", "- **Impact**: a\n"),
      of("labels over nested lists", "- **Action items**\n  - a\n"),
      of("headings that are times", "### 10:31 UTC\n\na\n\n", "## Timeline\n\n"),
      of("headings that are days", "### 2031-05-04\n\n- 10:31 a\n\n", "## Timeline\n\n"),
      of("sections that are left out", "### Legend\n\n- a\n\n", "## Appendix\n\n"),
      of("blank lines after every section", "## Impact\n\n\n\n\n\n\n\n"),
      halves("blank lines at the end of deep sections", "\n", "\n", "\n", "# a\n## b\n### c\n#### d\n"),
  };
}

std::vector<Shape> item_shapes() {
  const std::string actions = "## Action items\n\n";
  return {
      of("bullets that are actions", "- Patch the queue by May 10 (owner: Ada) [done]\n", actions),
      of("bullets that are all alike", "- a\n", actions),
      numbered("bullets, each another", "- patch ", "\n", actions),
      of("boxes", "- [ ] a\n- [x] b\n", actions),
      of("boxes on one line", "- [ ] ", actions, "a"),
      of("nested boxes", "- [ ] a\n  - [ ] b\n    - [ ] c\n      - [ ] d\n", actions),
      {"items of up to four thousand bytes, full of dates",
       [=](std::size_t bytes) {
         return actions + repeated("- " + repeated("by 10 May ", 3900) + "\n", bytes);
       }},
      {"items of up to four thousand bytes, full of owners",
       [=](std::size_t bytes) {
         return actions + repeated("- " + repeated("@ada (Bob) ", 3900) + "\n", bytes);
       }},
      {"items of up to two thousand bytes, full of sentences",
       [=](std::size_t bytes) { return actions + repeated("- " + repeated("a. ", 1900) + "\n", bytes); }},
      of("one item of many owners", "@ada ", actions + "- "),
      of("one item of many brackets", "(Ada) [Bob] ", actions + "- "),
      of("one item of open brackets", "[(", actions + "- "),
      halves("one item of nested brackets", "(", ")", "Ada", actions + "- "),
      of("one item of many dates", "by 2031-05-04 ", actions + "- "),
      of("one item of dates without a year", "by May 10, ", "Date: 2031-05-04\n\n" + actions + "- "),
      of("one item of durations", "in 30 days ", actions + "- "),
      of("one item of states", "done in progress blocked ", actions + "- "),
      of("one item of priorities", "P1 (high) ", actions + "- "),
      of("one item of links that never close", "[a](b ", actions + "- "),
      of("one item of links closed far away", "[a](b ", actions + "- ", "\n  )"),
      of("one item of lines of links that never close", "[a](b\n", actions + "- "),
      of("one item of tags that never close", "<a ", actions + "- "),
      of("one item of comments that never close", "<!-- ", actions + "- "),
      of("one item of ticks", "` `` ``` ", actions + "- "),
      of("one item of stars", "**a ", actions + "- "),
      of("one item of addresses", "http://a.b ", actions + "- "),
      of("one item of one address", "http://", actions + "- "),
      of("one item of pointers", "[Issue](a) ", actions + "- "),
      of("one item of issue numbers", "#1 ", actions + "- "),
      of("one item of slots", "[Name] <who> {{what}} ", actions + "- "),
      of("one item of digits", "1", actions + "- "),
      of("one item of blanks", " ", actions + "- a", "b"),
      of("ids pinned on one line", "<!-- hindcast:id=a --> ", actions + "- [ ] "),
      of("ids pinned alike", "- a <!-- hindcast:id=a -->\n", actions),
      numbered("ids pinned as others are counted", "- a <!-- hindcast:id=a.",
               " -->\n- a <!-- hindcast:id=a -->\n", actions),
      of("sentences with a deadline on one line", "Please reply by May 10. ",
         "Date: 2031-05-04\n\n" + actions),
      of("sentences that commit on one line", "We will patch it. ", actions),
      of("sentences that commit", "We will patch it.\n", actions),
      of("one sentence that never ends", "we will ", actions),
      of("metrics", "- Errors: 5 %\n", "## Metrics\n\n"),
      of("one metric of colons", "a: ", "## Metrics\n\n- "),
      of("one metric of links closed far away", "[a](b\n", "## Metrics\n\n- a: ", "c)"),
      of("participants", "- @ada, Bob (SRE)\n", "## Participants\n\n"),
  };
}

std::vector<Shape> story_shapes() {
  return {
      of("entries of a timeline", "- 10:31 a\n", "## Timeline\n\n"),
      of("entries of a timeline with ranges", "- 2031-05-04 10:31 - 2031-05-05 11:40 UTC: a\n",
         "## Timeline\n\n"),
      of("lines of a timeline", "10:31 a\n", "## Timeline\n\n"),
      of("lines after one entry", "more of it\n", "## Timeline\n\n10:31 a\n"),
      of("one entry of many times", "10:31 - 10:40 ", "## Timeline\n\n- "),
      of("one entry of range marks", "10:31 -", "## Timeline\n\n- "),
      of("one heading of times", "10:31 ", "## Timeline\n\n### "),
      of("months", "May ", "# Postmortem\n\n"),
      of("months and days", "May 10 ", "# Postmortem\n\n"),
      of("days with slashes", "10/11/", "# Postmortem\n\n"),
      of("ranges of days", "May 10 - ", "# Postmortem\n\n"),
      of("weekdays", "Monday, Tuesday, ", "# Postmortem\n\n"),
      of("years", "2031 ", "# "),
      of("chains in fences", "```\nA\n↓\nB\n```\n\n", "## Root cause\n\n"),
      of("one chain", "A\n↓\n", "## Root cause\n\n```\n"),
      of("one chain without arrows", "A\n", "## Root cause\n\n```\nB\n↓\n"),
      of("chains that break off", "```\n↓\n```\n", "## Root cause\n\n"),
      of("whys", "**Why 1?** because\n\n", "## Five whys\n\n"),
      of("whys in a list", "1. Why? Because\n", "## Five whys\n\n"),
      of("documents in fences", "```markdown\n# a\n## b\n```\n\n"),
      of("sections of a document in a fence", "## b\n", "```markdown\n# a\n"),
      {"fences of growing length",
       [](std::size_t bytes) {
         std::string text = "## Root cause\n\n";
         for (std::size_t length = 3; text.size() < bytes; ++length)
           text += std::string(length, '~') + "\nA\n->\nB\n";
         return text;
       }},
      of("keys in front matter", "a: b\n", "---\n", "---\n"),
      numbered("keys in front matter, each another", "key", ": b\n", "---\n"),
      of("titles in front matter", "title: a\n", "---\n", "---\n"),
      of("lists in front matter", "- a\n", "---\na:\n", "---\n"),
      of("brackets in front matter", "[", "---\na: ", "\n---\n"),
      of("bracketed lists in front matter", "a: [b, c, d]\n", "---\n", "---\n"),
      of("quotes in front matter", "a: \"b\\\n", "---\n", "---\n"),
      of("folded text in front matter", "  a\n", "---\na: >\n", "---\n"),
      of("tables in TOML", "[a.b.c]\nd = 1\n", "+++\n", "+++\n"),
      of("fields at the top", "**Severity**: SEV-1\n", "# A\n\n"),
      of("severities in the title", "SEV-1 P1 ", "# "),
      of("words of many languages", "障害 の 原因 причина cause ", "# A\n\n"),
      of("bytes that are no text", "\xff\xfe\xc3", "## Action items\n\n- "),
  };
}

}  // namespace

std::vector<Shape> document_shapes() {
  std::vector<Shape> shapes;
  for (auto make : {table_shapes, section_shapes, item_shapes, story_shapes})
    for (Shape& shape : make())
      shapes.push_back(std::move(shape));
  return shapes;
}

std::vector<Shape> template_shapes() {
  return {
      of("slots", "[Name] ", "# A\n\n## B\n\n"),
      numbered("slots, each another", "[Name ", "] ", "# A\n\n## B\n\n"),
      of("slots of all kinds", "[Name] <who> {{what}} ${where} {how} ____ ... YYYY-MM-DD TBD HH:MM ",
         "## A\n\n"),
      of("slots that never close", "[Name ", "## A\n\n"),
      of("braces that never close", "{{name ", "## A\n\n"),
      of("angles that never close", "<name ", "## A\n\n"),
      of("dollars that never close", "${name ", "## A\n\n"),
      halves("nested slots", "[a ", "]", "b", "## A\n\n"),
      of("choices in one slot", "High/", "## A\n\n**Level**: [", "Low]"),
      of("choices between bars", "High | ", "## A\n\n**Level**: [", "Low]"),
      of("one slot of dates", "YYYY-MM-DD ", "## A\n\n["),
      of("underscores", "_", "## A\n\nName: "),
      of("dots", ".", "## A\n\nName: "),
      of("fields with slots", "**Owner**: [Name]\n\n", "# A\n\n"),
      numbered("fields, each another", "**Name", "**: [a]\n\n", "# A\n\n## B\n\n"),
      numbered("points of a record, each another", "   - **Name", "**: [a]\n",
               "# A\n\n## B\n\n1. [Problem]\n"),
      {"a wide sample table, each column another",
       [](std::size_t bytes) {
         std::string columns, rule, cells;
         for (std::size_t i = 0; columns.size() + rule.size() + cells.size() < bytes; ++i) {
           columns += "|Name" + std::to_string(i);
           rule += "|-";
           cells += "|[a]";
         }
         return "# A\n\n## B\n\n" + columns + "\n" + rule + "\n" + cells + "\n";
       }},
      of("labels in lists", "- **Owner**: [Name]\n", "# A\n\n## B\n\n"),
      of("labels that never close", "**Owner: [Name]\n__Who\n", "# A\n\n## B\n\n"),
      of("labels with remarks", "**Owner** (the one who ", "# A\n\n## B\n\n"),
      of("sections with slots", "## Impact\n\n[What happened]\n\n", "# A\n\n"),
      numbered("sections, each another", "## Part ", "\n\n[a]\n\n", "# A\n\n"),
      halves("a long section over many", "very ", "### b\n\n", "\n\n", "# A\n\n## "),
      halves("a long title over many sections", "very ", "## b\n\n", "\n\n", "# "),
      of("titles of slots", "[Name] ", "# "),
      of("sample sections", "### [Problem 1]\n\n- **Impact**: [a]\n\n", "# A\n\n## B\n\n"),
      of("remarks", "<!-- hindcast: role=actions -->\n", "# A\n\n## B\n\n"),
      of("a remark for each section", "## B\n<!-- hindcast: role=none required=false -->\n\n", "# A\n\n"),
      of("settings in one remark", "role=actions ", "# A\n\n## B\n\n<!-- hindcast: ", " -->"),
      of("comments", "<!-- a --> ", "# A\n\n## B\n\n"),
      of("comments that never close", "<!-- a ", "# A\n\n## B\n\n"),
      of("optional sections in front matter", "Luck, ", "---\nhindcast:\n  optional: [",
         "Annex]\n---\n# A\n"),
      {"as many optional sections as sections",
       [](std::size_t bytes) {
         std::string names, sections;
         for (std::size_t i = 0; names.size() + sections.size() < bytes; ++i) {
           names += "Part" + std::to_string(i) + ", ";
           sections += "## Part" + std::to_string(i) + "\n\n[a]\n\n";
         }
         return "---\nhindcast:\n  optional: [" + names + "Annex]\n---\n# A\n\n" + sections;
       }},
      of("titles in front matter to fill", "title: [Name]\n", "---\n", "---\n# A\n"),
      of("dates in front matter to fill", "date: YYYY-MM-DD\n", "---\n", "---\n# A\n"),
      of("columns", "| [Name] ", "# A\n\n## B\n\n"),
      {"a wide sample table",
       [](std::size_t bytes) {
         return "# A\n\n## B\n\n" + repeated("|Owner", bytes / 3) + "\n" + repeated("|-", bytes / 9) + "\n" +
                repeated("|[Name]", bytes / 3) + "\n";
       }},
      of("rows of samples", "| [Name] | High/Low |\n", "# A\n\n## B\n\n| Owner | Level |\n|-|-|\n"),
      of("tables of fields", "| Owner | [Name] |\n", "# A\n\n| Field | Value |\n|-|-|\n"),
      of("sample tables", "| Owner | Level |\n|-|-|\n| [Name] | High/Low |\n\n", "# A\n\n## B\n\n"),
      of("sample items with points", "1. [Problem]\n   - Root cause...\n   - Impact...\n", "# A\n\n## B\n\n"),
      of("guidance", "> Describe what happened.\n\n", "# A\n\n## B\n\n"),
      of("sentences of guidance", "Describe what happened. ", "# A\n\n## B\n\n"),
      of("guidance in italics", "*Describe what happened* ", "# A\n\n## B\n\n"),
      of("lists that follow an instruction", "Choose the cause:\n\n- a\n- b\n\n", "# A\n\n## B\n\n"),
      of("examples", "**Examples:**\n\n- a\n\n", "# A\n\n## B\n\n"),
      of("whys to fill", "**Why 1?** [Because]\n\n", "# A\n\n## B\n\n"),
      of("chains to fill", "```\n[A]\n↓\n[B]\n```\n\n", "# A\n\n## Root cause\n\n"),
      of("templates in fences", "```markdown\n# [a]\n## b\n[c]\n```\n\n"),
      of("slots of a template in a fence", "[Name]\n", "# A\n\n```markdown\n# [a]\n## b\n"),
      of("boxes to tick", "- [ ] [What]\n", "# A\n\n## B\n\n"),
  };
}

}  // namespace hindcast::linear
