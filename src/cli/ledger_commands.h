// What the table of commands says of `ledger promises`, `ledger confirm`, `ledger dismiss` and `ledger undo`.
// A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/archive_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 4> ledger_formats = {"text", "json", "markdown", "csv"};
inline constexpr std::array<std::string_view, 4> ledger_kinds = {"promised-again", "done-again",
                                                                 "dropped-again", "lesson-again"};
inline constexpr Option ledger_in_option = {.name = "in",
                                            .value = "PATH",
                                            .help =
                                                "the files and folders that the row was listed from; "
                                                "default: all of the archive's folder",
                                            .list = true,
                                            .completes = Completes::file};
inline constexpr Option judging_actor_option = {
    .name = "actor", .value = "NAME", .help = "who says so; default: $HINDCAST_ACTOR, or the user's name"};
inline constexpr Option judging_now_option = {
    .name = "now",
    .value = "DATE",
    .help = "record it as of this day (YYYY-MM-DD); default: $HINDCAST_NOW, or this moment"};

inline constexpr std::array<Option, 8> promises_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people; json: one object; markdown: a table for a page; csv: with a header row",
     .choices = ledger_formats,
     .fallback = "text"},
    {.name = "kind",
     .value = "KIND",
     .help = "only rows of this kind: what became of the first",
     .choices = ledger_kinds,
     .list = true},
    {.name = "limit", .value = "N", .help = "the first N rows; the others are counted"},
    {.name = "all", .letter = 'a', .help = "also what is held back as routine or a copy, or was dismissed"},
    {.name = "dismissed", .help = "only the rows that somebody dismissed"},
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 4> promises_examples = {{
    {"hindcast ledger promises", "What was promised more than once, below this folder"},
    {"hindcast ledger promises --limit 10 docs/postmortems", "The ten that tell most"},
    {"hindcast ledger promises --kind done-again", "What was said to be done, and had to be promised again"},
    {"hindcast ledger promises --format markdown > repeats.md", "For the page of a review meeting"},
}};
inline constexpr std::string_view promises_about =
    "Lists each action, improvement or asking lesson that says again, in a later document, what an earlier "
    "one "
    "said:\n"
    "both passages, the days between, what became of the first, and why the two are taken for one. The "
    "surest "
    "and\n"
    "most telling stand first. Where the archive is there, it tells since when and by whom, and what people "
    "said of\n"
    "a row.\n"
    "\n"
    "What most documents of a series say, what a list says that was taken over whole, and what two versions "
    "of "
    "one\n"
    "document say is held back and counted; --all shows it.";

inline constexpr std::array<Option, 7> confirm_options = {{
    {.name = "reason", .value = "TEXT", .help = "why, for whoever reads it later"},
    ledger_in_option,
    judging_actor_option,
    judging_now_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Option, 7> dismiss_options = {{
    {.name = "reason", .value = "TEXT", .help = "why the two are not one promise; has to be given"},
    ledger_in_option,
    judging_actor_option,
    judging_now_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> confirm_examples = {{
    {"hindcast ledger confirm x7k2pq", "This is the same promise"},
}};
inline constexpr std::array<Example, 1> dismiss_examples = {{
    {"hindcast ledger dismiss x7k2pq --reason 'another cluster'", "This is not; show it no more"},
}};
inline constexpr std::array<Example, 1> undo_examples = {{
    {"hindcast ledger undo x7k2pq", "Neither was said"},
}};
inline constexpr std::string_view confirm_about =
    "Remembers in the archive that ROW, the six letters before a row of 'hindcast ledger promises', is one "
    "promise made\n"
    "twice. Who said it, when and why is told by 'hindcast log' too.";
inline constexpr std::string_view dismiss_about =
    "Remembers in the archive that the two promises of ROW are not one. Neither the ledger nor the doctor "
    "shows "
    "the\n"
    "row again; 'hindcast ledger promises --dismissed' lists such rows, and 'hindcast ledger undo' brings "
    "one "
    "back.";
inline constexpr std::string_view undo_about =
    "Takes back what was said of ROW, whether it was confirmed or dismissed. The archive still tells that it "
    "was "
    "said.";

}  // namespace hindcast::cli
