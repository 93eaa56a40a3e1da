// What the table of commands says of `replay`, `guard promote`, `guard demote` and `gate prune`. A part of
// commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/guarding.h"
#include "cli/handlers.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> replay_formats = {"text", "json"};
inline constexpr std::array<std::string_view, 2> replay_every = {"commit", "touching"};
inline constexpr Option replay_from_option = {
    .name = "from", .value = "REV", .help = "the first commit that is replayed; default: the first of all"};
inline constexpr Option replay_to_option = {
    .name = "to", .value = "REV", .help = "the last commit that is replayed", .fallback = "HEAD"};
inline constexpr Option replay_every_option = {
    .name = "every",
    .value = "WHICH",
    .help = "run a guard on every commit, or only where files of its scope changed and where incidents are",
    .choices = replay_every,
    .fallback = "commit"};
inline constexpr Option replay_incident_option = {
    .name = "incident",
    .value = "DOC=BAD..FIX",
    .help = "BAD shipped the incident of the document DOC (a file or a slug), FIX has its repair",
    .list = true};
inline constexpr Option replay_in_option = {.name = "in",
                                            .value = "PATH",
                                            .help = "look for documents here; default: this folder",
                                            .list = true,
                                            .completes = Completes::file};
inline constexpr std::array<Option, 10> replay_options = {{
    {.name = "guards", .help = "replay guards; what else can be replayed is to come"},
    replay_from_option,
    replay_to_option,
    replay_every_option,
    replay_incident_option,
    replay_in_option,
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = replay_formats,
     .fallback = "text"},
    policy_from_option,
    form_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 10> promote_options = {{
    {.name = "by", .value = "WHO", .help = "who vouches for it, where no replay proves it"},
    {.name = "reason", .value = "WHY", .help = "why it may stop a release all the same"},
    replay_from_option,
    replay_to_option,
    replay_every_option,
    replay_incident_option,
    replay_in_option,
    now_option,
    form_option,
    policy_config_option,
}};
inline constexpr std::array<Option, 4> demote_options = {{
    {.name = "by", .value = "WHO", .help = "who says so; default: the user's name"},
    {.name = "reason", .value = "WHY", .help = "why it may stop no release any more"},
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Example, 4> replay_examples = {{
    {"hindcast replay --guards", "Every guard, over all commits"},
    {"hindcast replay --guards env-sync --from v2.0", "One, since a release"},
    {"hindcast replay --guards --every touching", "Only where something of a guard's scope changed"},
    {"hindcast replay --guards env-sync --incident stale-rates=4be1c07..ab12cd3",
     "With commits that the document does not name"},
}};
inline constexpr std::array<Example, 2> promote_examples = {{
    {"hindcast guard promote env-sync", "Let it stop releases, if a replay proves it"},
    {"hindcast guard promote smoke --by \"Maud Fennimore\" --reason \"it looks at servers\"",
     "On a person's word"},
}};
inline constexpr std::array<Example, 1> demote_examples = {{
    {"hindcast guard demote env-sync --reason \"the key it looks at is gone\"", "Let it warn only"},
}};
inline constexpr std::string_view replay_about =
    "Runs the guards NAME (default: all) over past commits, along first parents, in isolation and with "
    "today's\n"
    "definitions: each commit's files are written aside, by no filter and no hook. Tells of each incident "
    "whose\n"
    "items a guard answers whether the guard fails on the commit that shipped it and passes since its fix, "
    "and how\n"
    "often it fails where there was no incident. Documents say which commits those are (\"Introduced by\", "
    "\"Fix\",\n"
    "or shipped and fixed in front matter), or --incident does.\n"
    "\n"
    "The exit status is 0 when every guard is proven, 1 when one is not, and 2 when one could not be "
    "replayed.";
inline constexpr std::string_view promote_about =
    "Gives a guard the right to stop releases, which until then it only warns of: by a replay that proves "
    "it, "
    "or by\n"
    "--by and --reason on a person's word. Recorded in hindcast-guards.toml beside hindcast.toml, to be "
    "committed\n"
    "and reviewed; a guard whose definition changes loses the right.\n"
    "\n"
    "The exit status is 1 when the replay does not prove it; nothing is recorded then.";
inline constexpr std::string_view demote_about =
    "Takes the right to stop releases from a guard; it goes on warning. Recorded in hindcast-guards.toml.";

inline constexpr std::array<Option, 7> prune_options = {{
    {.name = "asked", .value = "N", .help = "propose what was asked of so many releases", .fallback = "10"},
    {.name = "months", .value = "N", .help = "and over so many months", .fallback = "6"},
    {.name = "all", .letter = 'a', .help = "list the questions that are kept, too"},
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = replay_formats,
     .fallback = "text"},
    form_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 2> prune_examples = {{
    {"hindcast gate prune", "What may go"},
    {"hindcast gate prune --all docs releases", "Every question with its figures"},
}};
inline constexpr std::string_view prune_about =
    "Proposes questions to retire, by the release records under PATH (default: this folder): those that were "
    "asked\n"
    "often and long and never caught anything, those whose guards were all demoted, and those whose "
    "documents "
    "are\n"
    "gone. What nobody ever answered stays, and what a guard answers that a replay has proved. Nothing is\n"
    "changed: who agrees ticks or removes the item in its document.\n"
    "\n"
    "A question has caught something in a release in which it or its guard failed, and in one that was "
    "stopped while\n"
    "it had no good answer. The exit status is 2 when a record could not be read.";

inline constexpr Command prune_command = {
    .name = "gate prune",
    .summary = "propose questions that releases need not be asked any more",
    .operands = "[PATH...]",
    .about = prune_about,
    .options = prune_options,
    .examples = prune_examples,
    .operands_max = static_cast<std::size_t>(-1),
    .completes = Completes::file,
    .run = run_gate_prune};
inline constexpr Command promote_command = {
    .name = "guard promote",
    .summary = "let a guard stop releases, because a replay proves it or somebody vouches for it",
    .operands = "NAME",
    .about = promote_about,
    .options = promote_options,
    .examples = promote_examples,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_guard_promote};
inline constexpr Command demote_command = {.name = "guard demote",
                                           .summary = "let a guard warn only",
                                           .operands = "NAME",
                                           .about = demote_about,
                                           .options = demote_options,
                                           .examples = demote_examples,
                                           .operands_min = 1,
                                           .operands_max = 1,
                                           .run = run_guard_demote};
inline constexpr Command replay_command = {
    .name = "replay",
    .summary = "run guards over past commits: what they would have stopped, and how often for nothing",
    .operands = "[NAME...]",
    .about = replay_about,
    .options = replay_options,
    .examples = replay_examples,
    .operands_max = static_cast<std::size_t>(-1),
    .run = run_replay};

}  // namespace hindcast::cli
