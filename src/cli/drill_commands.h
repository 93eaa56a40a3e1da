// What the table of commands says of `drill`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/handlers.h"

namespace hindcast::cli {

inline constexpr Option drill_records_option = {
    .name = "records",
    .value = "FILE",
    .help = "the Markdown file of records; default: that of the guard with use = \"drill\" in hindcast.toml",
    .completes = Completes::file};
inline constexpr Option drill_at_option = {
    .name = "at", .value = "MOMENT", .help = "when it was, as 2031-03-12T09:00:00Z; default: this moment"};
inline constexpr Option drill_name_option = {
    .name = "drill", .value = "NAME", .help = "which drill, where several are under way"};

inline constexpr std::array<std::string_view, 2> drill_results = {"passed", "failed"};
inline constexpr std::array<std::string_view, 2> drill_formats = {"text", "json"};
inline constexpr std::array<Option, 4> drill_list_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = drill_formats,
     .fallback = "text"},
    drill_records_option,
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 5> drill_start_options = {{
    {.name = "by",
     .value = "NAME",
     .help = "who runs it; default: $HINDCAST_ACTOR, git's user.name, or the user's name"},
    drill_records_option,
    drill_at_option,
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 5> drill_step_options = {
    {drill_name_option, drill_records_option, drill_at_option, now_option, policy_config_option}};
inline constexpr std::array<Option, 9> drill_finish_options = {{
    {.name = "result", .value = "WORD", .help = "how it went", .choices = drill_results},
    {.name = "verified", .value = "TEXT", .help = "how somebody knows that it worked"},
    {.name = "data-until", .value = "MOMENT", .help = "until when the data was there again"},
    {.name = "evidence", .value = "TEXT", .help = "a link or a file that shows it"},
    drill_name_option,
    drill_records_option,
    drill_at_option,
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Example, 1> drill_list_examples = {{
    {"hindcast drill list", "What is overdue, and what is under way"},
}};
inline constexpr std::array<Example, 2> drill_start_examples = {{
    {"hindcast drill start \"restore the orders\"", "It begins now"},
    {"hindcast drill start \"restore the orders\" --at 2031-03-12T09:00:00Z --by Ada", "It began then"},
}};
inline constexpr std::array<Example, 1> drill_step_examples = {{
    {"hindcast drill step the newest backup is on the spare machine", "A line of its story"},
}};
inline constexpr std::array<Example, 2> drill_finish_examples = {{
    {"hindcast drill finish --result passed --verified \"sums compared\" --data-until 2031-03-12T08:50:00Z",
     "It worked, and how that is known"},
    {"hindcast drill finish --result failed", "It did not"},
}};
inline constexpr std::string_view drill_list_about =
    "Lists the drills of the registers that the guard with use = \"drill\" in hindcast.toml names: how often "
    "each "
    "is to\n"
    "be run, when it last passed, by when it is due, and which are under way. The guard 'drill' holds a "
    "release to "
    "it.";
inline constexpr std::string_view drill_start_about =
    "Writes the beginning of a run into the file of records, which is made where there is none. It is "
    "Markdown "
    "that\n"
    "people edit too: a heading with day and name, and a list of keys and values.";
inline constexpr std::string_view drill_step_about =
    "Writes a line with the moment and TEXT into the record of the drill that is under way.";
inline constexpr std::string_view drill_finish_about =
    "Writes the end of the drill that is under way: how it went, and if it passed how somebody knows. "
    "Recovery time "
    "is\n"
    "what lies between its beginning and its end; the data that was lost is what lies between --data-until "
    "and its\n"
    "beginning.";

// Their rows.
inline constexpr Command drill_list_command = {
    .name = "drill list",
    .summary = "list recovery drills, when each was run and when it is due",
    .operands = "",
    .about = drill_list_about,
    .options = drill_list_options,
    .examples = drill_list_examples,
    .run = run_drill_list};
inline constexpr Command drill_start_command = {.name = "drill start",
                                                .summary = "record that a recovery drill begins",
                                                .operands = "NAME",
                                                .about = drill_start_about,
                                                .options = drill_start_options,
                                                .examples = drill_start_examples,
                                                .operands_min = 1,
                                                .operands_max = 1,
                                                .run = run_drill_start};
inline constexpr Command drill_step_command = {.name = "drill step",
                                               .summary = "record what was done in it",
                                               .operands = "TEXT...",
                                               .about = drill_step_about,
                                               .options = drill_step_options,
                                               .examples = drill_step_examples,
                                               .operands_min = 1,
                                               .operands_max = static_cast<std::size_t>(-1),
                                               .run = run_drill_step};
inline constexpr Command drill_finish_command = {.name = "drill finish",
                                                 .summary = "record how it went, and how somebody knows",
                                                 .operands = "",
                                                 .about = drill_finish_about,
                                                 .options = drill_finish_options,
                                                 .examples = drill_finish_examples,
                                                 .run = run_drill_finish};

}  // namespace hindcast::cli
