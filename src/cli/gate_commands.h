// What the table of commands says of `gate`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/planning_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 6> gate_formats = {"text",  "json",   "sarif",
                                                                 "junit", "github", "markdown"};
inline constexpr std::array<std::string_view, 2> gate_modes = {"enforcing", "advisory"};
inline constexpr std::array<Option, 17> gate_options = {{
    {.name = "diff",
     .value = "BASE..HEAD",
     .help = "what HEAD has changed since it left BASE, by the git repository of the current folder"},
    {.name = "paths",
     .value = "PATH",
     .help =
         "these paths are changed, from the repository's root; - reads them from standard input, one a line",
     .list = true,
     .completes = Completes::file},
    {.name = "services",
     .value = "NAME",
     .help = "these services are changed, and no others; a team stands for its services",
     .list = true},
    {.name = "kinds",
     .value = "WORD",
     .help = "it is a change of these kinds, such as migration",
     .list = true},
    {.name = "phase", .value = "WORD", .help = "ask what is to be asked in this phase", .list = true},
    {.name = "commit",
     .value = "REV",
     .help = "the commit that is released; default: HEAD of --diff, else the one that is checked out"},
    {.name = "release",
     .value = "FILE",
     .help = "the release record with the answers; also tells the change, where no option does",
     .completes = Completes::file},
    {.name = "policy-from",
     .value = "REV",
     .help = "believe the guards of hindcast.toml as they stand in this protected revision, instead of "
             "approvals"},
    {.name = "no-guards", .help = "run no guard: what only a guard answers is missing"},
    {.name = "mode",
     .value = "MODE",
     .help = "advisory: say what would be, with status 0; default: gate.mode of hindcast.toml",
     .choices = gate_modes},
    {.name = "all", .letter = 'a', .help = "list also what does not apply, and all of which nobody can tell"},
    {.name = "format",
     .value = "FORMAT",
     .help = "what standard output gets; text is for people, markdown for a pull request's comment",
     .choices = gate_formats,
     .fallback = "text"},
    {.name = "output",
     .letter = 'o',
     .value = "FORMAT=FILE",
     .help = "write that format to FILE too; may be given several times"},
    now_option,
    form_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 6> gate_examples = {{
    {"hindcast gate", "Everything that the documents below this folder ask of a release"},
    {"hindcast gate --diff origin/main..HEAD docs/postmortems", "What they ask of this branch"},
    {"hindcast gate --services till,basket --phase rollout", "Of a release of two services, at its rollout"},
    {"git diff --name-only v1 v2 | hindcast gate --paths -", "The same by a list of paths"},
    {"hindcast gate --release releases/53.md", "With the answers of a release record"},
    {"hindcast gate --diff origin/main..HEAD --format github -o markdown=\"$GITHUB_STEP_SUMMARY\"",
     "In CI: annotations and a summary"},
}};
inline constexpr std::string_view gate_about =
    "Tells whether a release may go out. What it is asked are the check items, open actions and improvements "
    "of\n"
    "postmortems, retrospectives, lessons learned and checklists under PATH (default: this folder) that are "
    "meant "
    "for\n"
    "what it changes: by applies_when in front matter, by what is written on an item, else by the services "
    "and "
    "paths\n"
    "that the document names. Each needs an answer: a guard that ran, an attestation, a waiver, or that it "
    "does "
    "not\n"
    "apply. Of what nobody can tell whether it is meant it is said how much there is; it is not asked.\n"
    "\n"
    "The exit status is 0 for go, 1 for no go, and 2 when nothing could be decided: a document could not be "
    "read, "
    "or\n"
    "there is none.";

}  // namespace hindcast::cli
