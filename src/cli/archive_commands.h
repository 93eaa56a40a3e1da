// What the table of commands says of `sync`, `log` and `verify`. A part of commands.cpp, which alone includes
// it.
#pragma once

#include <array>

#include "cli/checking_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> archive_formats = {"text", "json"};
inline constexpr Option archive_format_option = {.name = "format",
                                                 .value = "FORMAT",
                                                 .help = "text for people, or json",
                                                 .choices = archive_formats,
                                                 .fallback = "text"};

inline constexpr Option actor_option = {
    .name = "actor",
    .value = "NAME",
    .help = "who the changes are told of; default: $HINDCAST_ACTOR, or the user's name"};

inline constexpr std::array<Option, 9> sync_options = {{
    archive_format_option,
    {.name = "dry-run", .help = "say what would change and write nothing"},
    {.name = "history",
     .help = "begin the archive with what git remembers, each change told of its author at its time"},
    {.name = "reindex", .help = "make the search index anew, from the texts in the archive"},
    actor_option,
    {.name = "now",
     .value = "DATE",
     .help = "record the changes as of this day (YYYY-MM-DD); default: $HINDCAST_NOW, or this moment"},
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 4> sync_examples = {{
    {"hindcast sync", "Bring the archive of this repository up to date"},
    {"hindcast sync --history", "Begin with all that git remembers"},
    {"hindcast sync --dry-run docs/postmortems", "What has changed there since the last time"},
    {"hindcast sync --format json | jq -r '.changes[] | select(.field == \"state\") | .item'",
     "Which items changed their state, for a script"},
}};
inline constexpr std::string_view sync_about =
    "Reads the documents under PATH (default: all of the archive's folder) into .hindcast/archive.db, which "
    "is made\n"
    "beside hindcast.toml, at the root of the repository, or in PATH. It costs what changed: a file with the "
    "same\n"
    "size, times and inode as before is not opened. What .gitignore names, or hindcast.toml leaves out, is "
    "left out.\n"
    "\n"
    "A renamed document stays the same document, and an item the same item: when it is rewritten, moves "
    "within its\n"
    "document or to another one. Each change is recorded with what was before and what is now.\n"
    "\n"
    "A file that cannot be read keeps what the archive knows of it, and the exit status is 2.";

inline constexpr std::array<Option, 1> log_options = {archive_format_option};
inline constexpr std::array<Example, 3> log_examples = {{
    {"hindcast log docs/outage.md", "What happened to a document and its items"},
    {"hindcast log checkout-outage#x7k2p", "What became of one action, from its first day"},
    {"hindcast log docs/outage.md:42", "The same of the one that stands in a line"},
}};
inline constexpr std::string_view log_about =
    "Tells the story of a document (its path or its slug) or of one item (SLUG#id, #id, FILE#id or "
    "FILE:LINE) as "
    "the\n"
    "archive recorded it: when it came, what changed, from what to what, in which revision, by whom. "
    "'hindcast sync'\n"
    "records.";

inline constexpr std::array<Example, 1> verify_examples = {{
    {"hindcast verify", "Before a backup, or when a disk is in doubt"},
}};
inline constexpr std::string_view verify_about =
    "Checks that nothing is missing in the archive of PATH (default: this folder) and that nothing was "
    "changed "
    "behind\n"
    "its back: the database's own structure, every text against its digest, the unbroken chain of events, "
    "and "
    "that\n"
    "paths and values are what the events say; then that the search index is whole and knows every document "
    "as "
    "it is.\n"
    "The exit status is 1 when something is wrong.";

}  // namespace hindcast::cli
