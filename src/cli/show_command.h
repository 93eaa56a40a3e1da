// What the table of commands says of `show`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> show_formats = {"text", "json"};
inline constexpr std::array<Option, 5> show_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object a line for each document",
     .choices = show_formats,
     .fallback = "text"},
    {.name = "embedded",
     .value = "N",
     .help = "read the N-th document that stands in a fence of FILE; lines count as in FILE"},
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 4> show_examples = {{
    {"hindcast show examples/postmortems/2023-05-03-storefront-certificate.md",
     "Read one document: facts, outline, actions, timeline"},
    {"hindcast show --format json examples | jq -r '.items[] | select(.role == \"action\") | .text'",
     "Every action of a folder, for a script"},
    {"hindcast show lessons.md --embedded 1", "The document that lessons.md holds as an example"},
    {"hindcast show --color always --width 100 incident.md | less -R", "Page through a long one"},
}};

inline constexpr std::string_view show_about =
    "Reads Markdown documents (postmortems, retrospectives, lessons learned, in any wording and in ten "
    "languages)\n"
    "and prints what they say: kind, date and severity, the outline with the role of each section, actions "
    "with\n"
    "owner, state and due date, the timeline to scale, the causal chain, metrics. A folder stands for every\n"
    "document under it, - alone for standard input.\n"
    "\n"
    "A file that cannot be read is named on standard error, the others are still shown, and the exit status "
    "is 2.";

}  // namespace hindcast::cli
