// What the table of commands says of `guard list`, `guard run`, `guard new` and `policy approve`. A part of
// commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/guarding.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> guard_formats = {"text", "json"};
inline constexpr Option guard_format_option = {.name = "format",
                                               .value = "FORMAT",
                                               .help = "text for people, or json: one object",
                                               .choices = guard_formats,
                                               .fallback = "text"};
inline constexpr std::array<Option, 3> guard_list_options = {{
    guard_format_option,
    policy_from_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 7> guard_run_options = {{
    guard_format_option,
    {.name = "output", .help = "text: also what the commands printed, secrets taken out"},
    {.name = "base", .value = "REVISION", .help = "tell the guards what the commit is compared with"},
    {.name = "jobs", .letter = 'j', .value = "N", .help = "so many guards at a time; default: one per core"},
    policy_from_option,
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 3> guard_new_options = {{
    {.name = "use", .value = "BUILTIN", .help = "let a built-in guard look instead of a script"},
    {.name = "name", .value = "NAME", .help = "call it so; default: the first words of the item"},
    policy_config_option,
}};
inline constexpr std::array<Option, 2> approve_options = {{
    {.name = "all", .letter = 'a', .help = "approve every guard that is new or has changed"},
    policy_config_option,
}};
inline constexpr std::array<Example, 2> guard_list_examples = {{
    {"hindcast guard list", "What is declared, and what may run"},
    {"hindcast guard list --policy-from origin/main", "What a pipeline would run"},
}};
inline constexpr std::array<Example, 3> guard_run_examples = {{
    {"hindcast guard run", "All of them"},
    {"hindcast guard run env-sync --output", "One, with what it printed"},
    {"hindcast guard run --policy-from origin/main --format json", "In a pipeline"},
}};
inline constexpr std::array<Example, 2> guard_new_examples = {{
    {"hindcast guard new checkout-outage#x7k2p", "A script to fill in, for one action or check item"},
    {"hindcast guard new docs/outage.md:42 --use env-sync", "The same item, answered by a built-in guard"},
}};
inline constexpr std::array<Example, 2> approve_examples = {{
    {"hindcast policy approve", "Look at what is new or has changed, and approve nothing"},
    {"hindcast policy approve integration", "Let that guard run as it is now"},
}};
inline constexpr std::string_view guard_list_about =
    "Lists the [guards.NAME] of hindcast.toml: what each runs, what it needs, whether it may run, whether it "
    "may "
    "stop a\n"
    "release and by whose word, and what came of it in the newest release record. Commands, and built-in "
    "guards "
    "that\n"
    "reach the network, run only as they were approved: see 'hindcast policy approve'.\n"
    "\n"
    "Warns of items that no document has, of scopes that are no file's, and of notes in documents that name "
    "no "
    "guard.\n"
    "PATH is where documents are; default: the folder of hindcast.toml.";
inline constexpr std::string_view guard_run_about =
    "Runs the guards NAME and those that they need; without a name all of them. A command runs in isolation: "
    "it "
    "reads\n"
    "the folder of hindcast.toml and the system's programs, writes into a folder of its own, opens no "
    "connection\n"
    "unless its declaration says so, and nothing of it is left behind.\n"
    "\n"
    "The exit status is 0 when all of them pass or warn, 1 when one fails, 2 when none fails and one could "
    "not "
    "tell.";
inline constexpr std::string_view guard_new_about =
    "Declares a guard for an action or check item in hindcast.toml. Without --use it also writes a script "
    "guards/NAME.sh\n"
    "to fill in, and a picture of the incident beside it on which that script fails today. ITEM is "
    "SLUG#id, "
    "#id,\n"
    "FILE#id or FILE:LINE. What is there is never overwritten.";
inline constexpr std::string_view approve_about =
    "Shows what each guard NAME runs, with what has changed since it was approved, and approves it as it is "
    "now: the\n"
    "words of its command, what it may read, write and reach, and the scripts that the words name. Without a "
    "name it\n"
    "only shows, and the exit status is 1 when something is new or has changed.\n"
    "\n"
    "Approvals are this user's, for this folder, and lie outside of every repository.";

}  // namespace hindcast::cli
