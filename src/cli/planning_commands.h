// What the table of commands says of `policy list` and `policy explain`. A part of commands.cpp, which alone
// includes it.
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

}  // namespace hindcast::cli
