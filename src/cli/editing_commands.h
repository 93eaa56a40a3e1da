// What the table of commands says of `set`, `tick`, `untick` and `add action`. A part of commands.cpp, which
// alone includes it.
#pragma once

#include <array>

#include "cli/archive_commands.h"
#include "cli/checking_commands.h"

namespace hindcast::cli {

inline constexpr Option dry_run_option = {.name = "dry-run",
                                          .help = "print the change as a patch and write nothing"};
inline constexpr Option in_option = {
    .name = "in",
    .value = "PATH",
    .help = "look for SLUG#id and #id here; default: all below the root of archive or repository",
    .list = true,
    .completes = Completes::file};
inline constexpr std::array<Option, 5> set_options = {dry_run_option, in_option, actor_option, now_option,
                                                      form_option};
inline constexpr std::array<Option, 5> tick_options = set_options;
inline constexpr std::array<Option, 4> add_options = {dry_run_option, actor_option, now_option, form_option};
inline constexpr std::array<Example, 5> set_examples = {{
    {"hindcast set docs/outage.md:42 state=done", "Close the action in line 42 of a document"},
    {"hindcast set checkout-outage#x7k2p owner=@ada due=+14d", "Give one to Ada, for the next two weeks"},
    {"hindcast set a.md:12 b.md:40 state=wont_do", "Several at once: all of them, or none"},
    {"hindcast set docs/outage.md field:Severity=SEV1", "Set a field, wherever the document keeps it"},
    {"hindcast set docs/outage.md:42 due=2026-05-01 --dry-run", "Look at the change first, as a patch"},
}};
inline constexpr std::array<Example, 2> tick_examples = {{
    {"hindcast tick release.md:31 release.md:32", "Tick two boxes of a checklist"},
    {"hindcast tick release-41#h2m8c --in docs/releases", "Tick one by its id"},
}};
inline constexpr std::array<Example, 1> untick_examples = {{
    {"hindcast untick release.md:31", "It does not hold after all"},
}};
inline constexpr std::array<Example, 2> add_action_examples = {{
    {"hindcast add action outage.md \"Alert on a full disk\" owner=@ada due=2026-05-01",
     "A row, bullet or box like those before it"},
    {"hindcast add action outage.md \"Alert on a full disk\" --dry-run", "Look at it first, as a patch"},
}};

inline constexpr std::string_view set_about =
    "Changes one fact where a document states it, and no other byte; an archive that knows the document\n"
    "hears of it at once. ITEM is FILE:LINE, FILE#id, or from anywhere below the root SLUG#id, or #id where\n"
    "one item alone has it ('hindcast items --format json' lists them). VALUE is\n"
    "\n"
    "  state=STATE       idea, open, in_progress, blocked, done, verified, wont_do, or a word of the "
    "document\n"
    "  owner=NAME        a name, a team or @handle\n"
    "  due=DATE          YYYY-MM-DD, or days from today: +14d\n"
    "  priority=WORD     as the document writes them\n"
    "  field:NAME=TEXT   of a FILE: front matter, **Name**: text, or a row of two cells\n"
    "  slot:NAME=TEXT    of a FILE: the place [NAME] that its template left to fill\n"
    "\n"
    "States, dates and boxes are written as the document writes them elsewhere; a table without the column "
    "gets\n"
    "one. The result is read again before anything is written: what would change more than was asked is "
    "refused.\n"
    "Several items are all changed or none.";

}  // namespace hindcast::cli
