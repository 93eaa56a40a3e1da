// What the table of commands says of `check` and `doctor`, and the options that other commands share with
// them. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/arguments.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 8> check_formats = {"text",  "json",   "jsonl",  "sarif",
                                                                  "junit", "github", "gitlab", "markdown"};
inline constexpr std::array<std::string_view, 4> profiles = {"default", "blameless", "sre", "five-whys"};
inline constexpr std::array<std::string_view, 4> thresholds = {"error", "warning", "hint", "never"};
inline constexpr Option form_option = {
    .name = "form",
    .value = "FILE",
    .help = "a template (or a folder of them) to read by, before the built-in forms",
    .list = true,
    .completes = Completes::file};
inline constexpr Option now_option = {
    .name = "now",
    .value = "DATE",
    .help = "take this day (YYYY-MM-DD) for today; default: $HINDCAST_NOW, or today"};

inline constexpr Option profile_option = {.name = "profile",
                                          .value = "PROFILE",
                                          .help = "the school of writing postmortems whose severities hold",
                                          .choices = profiles,
                                          .fallback = "default"};
inline constexpr Option rule_option = {.name = "rule",
                                       .value = "RULE",
                                       .help = "only these rules, or the rules of these groups",
                                       .list = true,
                                       .completes = Completes::rule};
inline constexpr Option enable_option = {.name = "enable",
                                         .value = "RULE",
                                         .help = "also these rules, or groups, that are off by default",
                                         .list = true,
                                         .completes = Completes::rule};
inline constexpr Option disable_option = {.name = "disable",
                                          .value = "RULE",
                                          .help = "not these rules, or groups",
                                          .list = true,
                                          .completes = Completes::rule};

inline constexpr Option config_option = {
    .name = "config",
    .value = "FILE",
    .help =
        "take this configuration; default: the hindcast.toml in the folder of the "
        "first PATH, or above it in the repository",
    .completes = Completes::file};
// Of commands that say what may run and what may pass: no file among the documents takes its place.
inline constexpr Option policy_config_option = {
    .name = "config",
    .value = "FILE",
    .help = "take this policy; default: the hindcast.toml of the repository's root",
    .completes = Completes::file};
inline constexpr Option no_config_option = {.name = "no-config", .help = "take no configuration"};

inline constexpr std::array<Option, 19> check_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "what standard output gets; text is for people",
     .choices = check_formats,
     .fallback = "text"},
    {.name = "output",
     .letter = 'o',
     .value = "FORMAT=FILE",
     .help = "write that format to FILE too; may be given several times"},
    profile_option,
    rule_option,
    enable_option,
    disable_option,
    {.name = "fail-on",
     .value = "SEVERITY",
     .help = "the least severity with which the exit status is 1, or never",
     .choices = thresholds,
     .fallback = "warning"},
    {.name = "max-warnings", .value = "N", .help = "let up to N warnings pass; errors still fail"},
    {.name = "baseline",
     .value = "FILE",
     .help = "do not count the findings that FILE holds",
     .completes = Completes::file},
    {.name = "update-baseline",
     .help =
         "write every finding of this run to the baseline of --baseline or hindcast.toml; its lines about "
         "other documents and rules stay"},
    {.name = "changed-since",
     .value = "REV",
     .help = "only documents that differ from where this branch left the git revision REV"},
    {.name = "fix", .help = "mend what can be mended safely, and report the rest"},
    {.name = "dry-run", .help = "with --fix: print what would change as a patch, and write nothing"},
    {.name = "stdin-filename",
     .value = "NAME",
     .help = "what standard input (-) is called, for links, slug and reports"},
    {.name = "now", .value = "DATE", .help = "let comments expire that last until a day before DATE"},
    form_option,
    config_option,
    no_config_option,
    {.name = "quiet", .letter = 'q', .help = "text: the closing line alone"},
}};
inline constexpr std::array<Example, 7> check_examples = {{
    {"hindcast check docs/postmortems", "Check the documents of a folder"},
    {"hindcast check --profile blameless --fail-on error", "As a blameless school sees it; warnings pass"},
    {"hindcast check --format github -o sarif=hindcast.sarif",
     "In CI: annotations, and a file for code scanning"},
    {"hindcast check --update-baseline", "Start on old documents: accept what is there"},
    {"hindcast check --changed-since origin/main", "What this branch adds"},
    {"hindcast check --fix --dry-run | git apply", "Mend what is safe to mend, having looked at it"},
    {"hindcast check --stdin-filename docs/a.md - < draft.md", "For an editor"},
}};
inline constexpr std::array<Option, 19> doctor_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "what standard output gets; text is for people",
     .choices = check_formats,
     .fallback = "text"},
    {.name = "output",
     .letter = 'o',
     .value = "FORMAT=FILE",
     .help = "write that format to FILE too; may be given several times"},
    profile_option,
    rule_option,
    enable_option,
    disable_option,
    {.name = "fail-on",
     .value = "SEVERITY",
     .help = "the least severity with which the exit status is 1, or never",
     .choices = thresholds,
     .fallback = "warning"},
    {.name = "max-warnings", .value = "N", .help = "let up to N warnings pass; errors still fail"},
    {.name = "baseline",
     .value = "FILE",
     .help = "do not count the findings that FILE holds",
     .completes = Completes::file},
    {.name = "update-baseline",
     .help =
         "write every finding of this run to the baseline of --baseline or hindcast.toml; its lines about "
         "other documents and rules stay"},
    {.name = "links", .help = "ask the network whether linked pages are still there; off unless given"},
    {.name = "allow-private", .help = "with --links: ask hosts of your own network too"},
    {.name = "timeout",
     .value = "SECONDS",
     .help = "with --links: how long one answer may take",
     .fallback = "10"},
    {.name = "pause",
     .value = "MILLISECONDS",
     .help = "with --links: between two requests to one host",
     .fallback = "1000"},
    now_option,
    form_option,
    config_option,
    no_config_option,
    {.name = "quiet", .letter = 'q', .help = "text: the closing line alone"},
}};
inline constexpr std::array<Example, 5> doctor_examples = {{
    {"hindcast doctor docs/postmortems", "What waits, and what was promised before"},
    {"hindcast doctor --rule promise-repeated", "The same promise in a later document, and nothing else"},
    {"hindcast doctor --now 2030-01-01 --format json", "As it will be seen on that day, for a script"},
    {"hindcast doctor --links --rule link-dead", "Which linked pages are gone; this asks the network"},
    {"hindcast doctor --format github --fail-on error", "Once a night in CI: annotations, and warnings pass"},
}};
inline constexpr std::string_view check_about =
    "Runs rules over the documents under PATH (default: this folder; - alone: standard input) and prints "
    "what they\n"
    "find: the place, what is wrong, and the words that it is about. A finding is an error, a warning or a "
    "hint;\n"
    "hints never fail a run unless asked (--fail-on hint). The same documents give the same answer "
    "tomorrow.\n"
    "\n"
    "A comment silences a finding: <!-- hindcast-disable-next-line RULE: reason (until 2030-12-31) -->, "
    "likewise\n"
    "-line and -file, and hindcast-disable up to hindcast-enable. A baseline lets a team begin with old "
    "documents:\n"
    "only new findings count. Both are counted in the closing line.\n"
    "\n"
    "The exit status is 0 when nothing counts, 1 when something does, and 2 when a file could not be read "
    "or\n"
    "anything else could not be done.";

inline constexpr std::string_view doctor_about =
    "Looks at all documents under PATH (default: this folder) together, and at the calendar: promises that "
    "an\n"
    "earlier document made already, actions that are overdue or open for too long, values that never came, "
    "two\n"
    "documents with one id, documents that are named and don't exist, owners whom nobody knows (where\n"
    "hindcast.toml or CODEOWNERS lists some), and documents that no form fits. What it finds depends on the "
    "day;\n"
    "'hindcast check' does not.\n"
    "\n"
    "Limits are set in hindcast.toml: doctor.open_days and doctor.value_days. Severities, comments that "
    "silence a\n"
    "finding, the baseline, formats and the exit status are those of 'hindcast check'.";

}  // namespace hindcast::cli
