// What the table of commands says of `config`, `rules`, `init` and `explain`. A part of commands.cpp, which
// alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/form_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> table_or_json = {"table", "json"};
inline constexpr std::array<Option, 2> config_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = text_or_json,
     .fallback = "text"},
    config_option,
}};
inline constexpr std::array<Example, 2> config_examples = {{
    {"hindcast config", "What holds in this folder"},
    {"hindcast config docs/outage.md", "Which profile and rules win for one document"},
}};

inline constexpr std::array<Option, 8> rules_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "table for people; json: one array",
     .choices = table_or_json,
     .fallback = "table"},
    profile_option,
    rule_option,
    enable_option,
    disable_option,
    config_option,
    no_config_option,
    {.name = "all", .letter = 'a', .help = "the rules that are off, too"},
}};
inline constexpr std::array<Example, 2> rules_examples = {{
    {"hindcast rules --all", "Every rule"},
    {"hindcast rules --profile five-whys --format json", "For a script"},
}};
inline constexpr std::array<Option, 1> init_options = {{form_option}};
inline constexpr std::array<Example, 1> init_examples = {{
    {"hindcast init && hindcast check", "Begin in a repository"},
}};
inline constexpr std::array<Example, 1> explain_examples = {{
    {"hindcast explain action-without-owner", "What one rule finds, why, and how to mend it"},
}};

}  // namespace hindcast::cli
