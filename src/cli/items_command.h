// What the table of commands says of `items`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "app/item_words.h"
#include "cli/checking_commands.h"

namespace hindcast::cli {

// The words of src/facts/facts.h; arguments_test.cpp holds the two together.
inline constexpr std::array<std::string_view, 7> kinds = {
    "postmortem", "retrospective", "lessons-learned", "release", "checklist", "issue", "other"};
inline constexpr std::array<std::string_view, 10> roles = {"action",   "event",       "check",  "observation",
                                                           "lesson",   "improvement", "metric", "participant",
                                                           "deadline", "example"};
inline constexpr std::array<std::string_view, 9> states = {
    "idea", "open", "in_progress", "blocked", "unknown", "done", "verified", "wont_do", "all"};
inline constexpr std::array<std::string_view, 6> items_formats = {"table",    "json", "csv",
                                                                  "markdown", "ics",  "ics-todo"};

inline constexpr std::array<Option, 19> items_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help =
         "table for people; json: one array; csv; markdown: a table to paste; ics, ics-todo: due dates for a "
         "calendar",
     .choices = items_formats,
     .fallback = "table"},
    {.name = "state",
     .value = "STATE",
     .help = "only these states, or all; default: what is still owed",
     .choices = states,
     .list = true},
    {.name = "owner",
     .value = "NAME",
     .help = "owned by NAME (a part of it, any case) or by a team of that name; none: by nobody"},
    {.name = "team",
     .value = "NAME",
     .help = "under the heading of team NAME (a part of it, any case); none: no team"},
    {.name = "kind", .value = "KIND", .help = "from documents of this kind", .choices = kinds, .list = true},
    {.name = "role",
     .value = "ROLE",
     .help = "items of this role",
     .choices = roles,
     .fallback = "action",
     .list = true},
    {.name = "service", .value = "NAME", .help = "of documents about this service", .list = true},
    {.name = "severity",
     .value = "LEVEL",
     .help = "of documents of this severity, such as 1 or SEV1",
     .list = true},
    {.name = "due", .value = "WHEN", .help = "overdue; none; before:YYYY-MM-DD; or within DAYS, such as 14d"},
    {.name = "text", .value = "WORDS", .help = "whose text holds WORDS, any case"},
    {.name = "sort",
     .value = "KEY",
     .help = "the order, by several keys where the first is equal; -KEY: the other way round",
     .choices = app::item_sorts,
     .fallback = "due",
     .list = true,
     .reversible = true},
    {.name = "group-by", .value = "KEY", .help = "divide the list", .choices = app::item_groups},
    {.name = "columns",
     .value = "COLUMN",
     .help = "which columns table, csv and markdown have, in this order",
     .choices = app::item_columns,
     .list = true},
    {.name = "view",
     .value = "NAME",
     .help = "the options of [views.NAME] in hindcast.toml, where none is given"},
    {.name = "views", .help = "list the views of hindcast.toml and nothing else"},
    now_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 7> items_examples = {{
    {"hindcast items", "Every action that is still owed, of all documents below this folder"},
    {"hindcast items --owner ada --due 14d docs/incidents", "What Ada should do in the next two weeks"},
    {"hindcast items --state all --format csv > actions.csv", "All of them, for a spreadsheet"},
    {"hindcast items --owner none --sort age", "What nobody owns, oldest first"},
    {"hindcast items --sort severity,age --group-by service", "The worst first, service by service"},
    {"hindcast items --format ics docs > due.ics", "Due dates for a calendar"},
    {"hindcast items --role check,lesson", "Unticked checks, and the lessons"},
}};

inline constexpr std::string_view items_about =
    "Lists the actions that are still owed, straight from the files under PATH (default: this folder), with\n"
    "owner or team, state, age in days, due date and place. No set-up is needed; an action is as old as its "
    "document,\n"
    "or, where there is an archive, as the day on which the archive first saw it. It is owed until its "
    "document "
    "says that\n"
    "it is done, verified or won't be done.\n"
    "\n"
    "Whatever a filter hides is counted below the table. In JSON every field is always there, null where "
    "the\n"
    "document does not say. CSV follows RFC 4180; a cell that a spreadsheet would take for a formula (it "
    "starts with\n"
    "= + - @ or a tab) starts with an apostrophe instead.";

}  // namespace hindcast::cli
