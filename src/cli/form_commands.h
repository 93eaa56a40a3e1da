// What the table of commands says of `form` and `new`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> text_or_json = {"text", "json"};
inline constexpr std::array<std::string_view, 3> text_json_template = {"text", "json", "template"};
inline constexpr std::array<Option, 2> form_list_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text or json",
     .choices = text_or_json,
     .fallback = "text"},
    form_option,
}};
inline constexpr std::array<Option, 2> form_show_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text: an outline; json: one object; template: the template itself",
     .choices = text_json_template,
     .fallback = "text"},
    form_option,
}};
inline constexpr std::array<Option, 1> form_check_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text or json",
     .choices = text_or_json,
     .fallback = "text"},
}};
inline constexpr std::array<Example, 1> form_list_examples = {{
    {"hindcast form list --form templates/", "The built-in forms and those of a folder"},
}};
inline constexpr std::array<Example, 2> form_show_examples = {{
    {"hindcast form show postmortem", "What a postmortem asks for"},
    {"hindcast form show postmortem --format template > our-postmortem.md", "A template to make your own"},
}};
inline constexpr std::array<Example, 1> form_check_examples = {{
    {"hindcast form check our-postmortem.md",
     "What was understood of your template, and what is odd about it"},
}};

inline constexpr std::array<Option, 3> new_options = {{
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "write here; - for standard output; default: a name from date and title",
     .completes = Completes::file},
    now_option,
    form_option,
}};
inline constexpr std::array<Example, 3> new_examples = {{
    {"hindcast new postmortem \"Checkout was down\"", "Start a postmortem in this folder"},
    {"hindcast new retrospective \"Spring launch\" -o docs/spring-launch.md", "Start it where you want it"},
    {"hindcast new our-postmortem.md \"Login loop\" -o -", "Use your own template, print only"},
}};

}  // namespace hindcast::cli
