// Help as text for the terminal, from the table of commands.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/style.h"

namespace hindcast::cli {

std::string program_help(const Style&);
std::string group_help(std::string_view group, const Style&);  // REQUIRES: is_group(group)
std::string command_help(const Command&, const Style&);

// Shared with the manual page.
// "-o, --output FILE"
std::string option_heading(const Option&);
// The option's sentence, then its choices and default where the sentence does not say them.
std::string option_text(const Option&);
// "hindcast items [OPTION...] [PATH...]"
std::string usage_line(const Command&);
// A text of paragraphs split at blank lines, each as one line.
std::vector<std::string> paragraphs_of(std::string_view text);
// What the environment can say, name and meaning.
std::span<const std::pair<std::string_view, std::string_view>> environment_rows();

inline constexpr std::string_view program_summary =
    "what earlier incidents and launches taught, and what is still owed";
inline constexpr std::string_view program_about =
    "Hindcast reads postmortems, retrospectives and lessons learned written in Markdown, in whatever style, "
    "and shows "
    "what each says as facts and what is still owed of all of them.";
inline constexpr std::string_view exit_text =
    "0: fine. 1: findings. 2: something could not be done, and standard error says what.";

}  // namespace hindcast::cli
