#include <doctest/doctest.h>

#include "lint/rules/look.h"
#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

// --- leftover-template-text ---

std::string leftovers(std::string_view text) {
  return findings_of("leftover-template-text", text);
}

const std::string postmortem_head =
    "# Postmortem: Parcels\n\n## Issue Overview\n\n## Where It Went Wrong\n\n## Why It Went Wrong\n\n## "
    "Impact\n\n"
    "## Resolution\n\n";

TEST_CASE("places of the form that are still there are marked, whatever stands around them") {
  CHECK(leftovers(postmortem_head + "## Related Links\n\n- [Changes that caused or fixed it]\n") ==
        "[Changes that caused or fixed it]\n");
  CHECK(leftovers(postmortem_head + "**Impact scope:** [Who felt it?]\n") == "[Who felt it?]\n");
  CHECK(leftovers("# Lessons Learned: [Event or Phase Name]\n\n## Summary\n\n## What Went Well\n\n1. Help\n  "
                  " - Details...\n"
                  "\n## What Didn't Go Well\n\n## Action Items\n") == "[Event or Phase Name]\nDetails...\n");
}

TEST_CASE("a place inside a line that somebody began to fill is marked alone") {
  CHECK(leftovers(
            "# Tram Retrospective\n\n## Overview\n\n## What Went Well\n\n## What Could Have Gone Better\n\n"
            "## Timeline\n\n- Testing: [Date] at the depot\n\n## Participants\n\n- @ada\n") == "[Date]\n");
}

TEST_CASE("boxes of the causal chain that nobody filled are marked") {
  CHECK(leftovers(postmortem_head + "### Causal Chain\n\n```\nParcels lost\n  ↓\n[Root Cause]\n```\n") ==
        "[Root Cause]\n");
}

TEST_CASE("what the form says and a writer keeps on purpose is no leftover") {
  CHECK(leftovers(postmortem_head +
                  "## Pre-Release Checklist\n\n"
                  "**Before future releases, make sure of each of these:**\n\n- [ ] Printers are off\n") ==
        "");
}

TEST_CASE("without a form only a whole line of words in brackets is taken for a place to fill") {
  CHECK(leftovers("# Notes\n\n- [Link to the dashboard]\n") == "[Link to the dashboard]\n");
  CHECK(leftovers("# Notes\n\nReviewed by [Team Lead] in May\n") == "");
  CHECK(leftovers("# Notes\n\n- [Laughter]\n") == "");
  CHECK(leftovers("# Notes\n\nSee also [[The other outage]]\n") == "");
  CHECK(leftovers("# Notes\n\n- [The other outage](other.md)\n") == "");
  CHECK(leftovers("# Notes\n\n- [The other outage]\n\n[The other outage]: other.md\n") == "");
  CHECK(leftovers("# Notes\n\n`[Not a place]`\n\n    [Nor this one]\n") == "");
}

TEST_CASE(
    "without a form a place beside a variable, a clock of letters and a title of a form are left over") {
  CHECK(leftovers("# Notes\n\n1. {{ summary }} [link to github issue]\n") == "[link to github issue]\n");
  CHECK(leftovers("# Notes\n\n- [link to the dashboard]\n") == "[link to the dashboard]\n");
  CHECK(leftovers("# Notes\n\n- 2031-05-05 HH:mm The points froze\n- **HH:MM** - Heaters on\n") ==
        "HH:mm\nHH:MM\n");
  CHECK(leftovers("# ISSUE NAME\n\nThe points froze.\n") == "# ISSUE NAME\n");
}

TEST_CASE("a variable alone, a clock inside a sentence and a title of its own are somebody's text") {
  CHECK(leftovers("# Notes\n\n{{ summary }}\n\n- {{ summary }} and [a link](b.md)\n") == "");
  CHECK(leftovers("# Notes\n\nAll times are HH:mm in UTC.\n\n- HH:mmap is a tool\n") == "");
  CHECK(leftovers("# Notes\n\n| HH:MM | Event |\n|--|--|\n| 08:10 | The points froze |\n") == "");
  CHECK(leftovers("# Issue name clash in the tram register\n\nTwo trams had one name.\n") == "");
  CHECK(leftovers("# Notes\n\n- [laughter in the room]\n") == "");
}

// --- value-to-come ---

TEST_CASE("a value that is still to come is found in lines, cells and front matter, in several languages") {
  CHECK(findings_of("value-to-come",
                    "---\nowner: TBD\n---\n# Post\n\n**Root cause:** tbd.\n\n- Uptime: (TBC)\n"
                    "\n| Check | Result |\n|--|--|\n| Load | **TBD** |\n| Umbau | noch offen |\n") ==
        "TBD\ntbd.\n(TBC)\nTBD\nnoch offen\n");
}

TEST_CASE("a question mark for a value and a promise of a whole section are still to come") {
  CHECK(findings_of("value-to-come",
                    "# Post\n\n**Severity**: ?\n\nAction items to be defined.\n\n"
                    "**Answer:** Further investigation needed\n") ==
        "?\nAction items to be defined.\nFurther investigation needed\n");
  CHECK(findings_of(
            "value-to-come",
            "# 障害報告\n\n| 対応 | 担当 | 期限 |\n|--|--|--|\n| 監視を追加する | 要アサイン | 要設定 |\n") ==
        "要アサイン\n要設定\n");
}

TEST_CASE("what has to be defined, and a row that is on hold, say it themselves") {
  CHECK(findings_of("value-to-come",
                    "# Post\n\nThe limits of the heaters need to be defined.\n\nWho owns it?\n") == "");
  CHECK(findings_of("value-to-come",
                    "# Post\n\n## Action items\n\n| Action | Due | Status |\n|--|--|--|\n"
                    "| Add heaters | TBD | Open |\n| Add lamps | TBD | On hold |\n") == "TBD\n");
}

TEST_CASE("a sentence about what is to come is left alone") {
  CHECK(findings_of("value-to-come", "# Post\n\nThe date was TBD for a week.\n\n- State: Todo\n") == "");
}

// --- empty-section ---

TEST_CASE("a heading over nothing is found, over other headings or a comment's neighbour it is not") {
  CHECK(findings_of("empty-section",
                    "# Post\n\n## Cause\n\n---\n\n## Impact\n\n### Users\n\nNone\n\n## Links") ==
        "## Cause\n## Links\n");
}

TEST_CASE("a sentence in large letters is no empty section") {
  CHECK(findings_of("empty-section",
                    "# Post\n\n###### Thanks to Ada and Bo for reading this twice.\n\n## End\n\nBye\n") ==
        "");
}

// Wrong, and known: the headings behind it are its parts, but nothing in the document says so.
TEST_CASE("a heading over parts of its own level is taken for an empty one") {
  CHECK(findings_of("empty-section", "# Post\n\n### Outlook\n\n### Trams as a habit\n\nWe ride.\n") ==
        "### Outlook\n");
}

// --- missing-section ---

TEST_CASE("a section counts as there by its title or by its role") {
  const std::string start =
      "# Lessons Learned: Tram\n\n## Summary\n\n## What Went Well\n\n## Action Items\n\n";
  CHECK(messages_of("missing-section", start + "## What Didn't Go Well\n\n## Knowledge Transfer\n") == "");
  CHECK(messages_of("missing-section", start + "## What went wrong\n\n## Lessons learnt\n") == "");
  CHECK(messages_of("missing-section", start + "## What went wrong\n") ==
        "no section `Knowledge Transfer`, which the form lessons-learned asks for\n");
}

// --- documents that lack things on purpose ---

TEST_CASE("a file that is a template by its name is left alone") {
  CHECK(is_template_file("docs/templates/incident.md"));
  CHECK(is_template_file("PM-Template.md"));
  CHECK(is_template_file(".github/ISSUE_TEMPLATE/retro.md"));
  CHECK_FALSE(is_template_file("templates/2031/05/incident.md"));
  CHECK_FALSE(is_template_file("incident.md"));
}

TEST_CASE("where nearly every section is empty the writer knows") {
  CHECK(findings_of("empty-section", "# Post\n\n## A\n\n## B\n\n## C\n\n## D\n\n## E\n\nYes\n") == "");
}

}  // namespace
}  // namespace hindcast::lint
