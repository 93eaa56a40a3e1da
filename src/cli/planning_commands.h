// What the table of commands says of `policy list`, `policy explain` and `digest`. A part of commands.cpp,
// which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> planning_formats = {"text", "json"};
inline constexpr std::array<Option, 5> policy_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one array",
     .choices = planning_formats,
     .fallback = "text"},
    now_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 2> policy_list_examples = {{
    {"hindcast policy list", "What the team promised itself, and how it stands"},
    {"hindcast policy list --format json | jq '.[] | select(.overdue > 0) | .name'", "Those that are late"},
}};
inline constexpr std::array<Example, 2> policy_explain_examples = {{
    {"hindcast policy explain \"penetration test\"", "Each document that one policy is about"},
    {"hindcast policy explain reviews --now 2030-01-31", "How it will stand on that day"},
}};
inline constexpr std::string_view policy_list_about =
    "Prints each [[policy]] of hindcast.toml as a sentence, and of how many documents and items under PATH "
    "(default: this\n"
    "folder) it was kept, is waited for, is overdue, or can't be told. 'hindcast doctor' makes findings of "
    "what is overdue\n"
    "or can't be told.";
inline constexpr std::string_view policy_explain_about =
    "Prints what the policy NAME asks for and how it stands with every document and item under PATH "
    "(default: this\n"
    "folder) that it is about, what is late first: since when, until when, and what answered it.";

inline constexpr std::array<std::string_view, 4> digest_formats = {"text", "markdown", "html", "json"};
inline constexpr std::array<std::string_view, 3> digest_failures = {"overdue", "anything", "never"};
inline constexpr std::array<Option, 11> digest_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for mail, markdown for a chat, html: a page that stands alone, json: one object",
     .choices = digest_formats,
     .fallback = "text"},
    {.name = "since", .value = "DAY", .help = "what is new or finished since DAY (YYYY-MM-DD)"},
    {.name = "week", .help = "since seven days ago, as without --since"},
    {.name = "person", .value = "NAME", .help = "what concerns NAME (a part of it, any case)"},
    {.name = "team",
     .value = "NAME",
     .help = "what concerns the team: its members and services are in [teams.NAME] of hindcast.toml"},
    {.name = "ahead",
     .value = "DAYS",
     .help = "what is due within so many days is told too",
     .fallback = "7"},
    {.name = "fail-on",
     .value = "WHAT",
     .help = "with what the exit status is 1: something overdue, anything at all, or never",
     .choices = digest_failures,
     .fallback = "never"},
    now_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 4> digest_examples = {{
    {"hindcast digest --week", "What everybody owes, what is new and what was finished"},
    {"hindcast digest --team payments --format markdown", "For one team's channel"},
    {"hindcast digest --person ada --since 2030-01-01 --format html > ada.html", "A page for one person"},
    {"hindcast digest --fail-on overdue", "In CI: status 1 while something is late"},
}};
inline constexpr std::string_view digest_about =
    "Tells who owes what: actions past their due date and what policies of hindcast.toml find late, what is "
    "due "
    "soon,\n"
    "what is new, what was finished, and which new lessons are about which team's services. What was "
    "finished, "
    "and when\n"
    "things came, is known from the archive that 'hindcast sync' keeps; run that before. Without one the "
    "dates "
    "of\n"
    "documents tell what is new.\n"
    "\n"
    "When there is nothing to say it prints nothing, and the exit status is 0: it can run every morning.";

}  // namespace hindcast::cli
