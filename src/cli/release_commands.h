// What the table of commands says of `release`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/editing_commands.h"
#include "cli/gate_commands.h"

namespace hindcast::cli {

inline constexpr Option release_by = {
    .name = "by",
    .value = "NAME",
    .help = "who says so; default: $HINDCAST_ACTOR, else user.name of git, else the account's name"};

inline constexpr Option release_policy_from = {
    .name = "policy-from",
    .value = "REV",
    .help =
        "believe the guards of hindcast.toml as they stand in this protected revision, instead of "
        "approvals"};
// How a record is asked again: whoever checks it says by what, and the record's own word is held against it.
inline constexpr Option release_documents = {
    .name = "documents",
    .value = "PATH",
    .help = "what is asked of: files and folders; default: gate.documents of hindcast.toml, else everything",
    .list = true,
    .completes = Completes::file};

inline constexpr std::array<Option, 15> release_new_options = {{
    {.name = "title", .value = "TEXT", .help = "what is released; default: the commit's beginning"},
    gate_options[0],
    gate_options[1],
    gate_options[2],
    gate_options[3],
    gate_options[4],
    gate_options[5],
    {.name = "base", .value = "REV", .help = "the same as --diff REV..COMMIT"},
    release_policy_from,
    {.name = "no-guards", .help = "run no guard: what only a guard answers is missing"},
    dry_run_option,
    now_option,
    form_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 3> release_new_examples = {{
    {"hindcast release new releases/53.md --title \"storefront 53\" --diff v52..HEAD",
     "What the change since v52 is asked"},
    {"hindcast release new releases/53.md docs/postmortems --services till,basket",
     "By the documents of one folder, of a release of two services"},
    {"hindcast release new releases/53.md --commit HEAD --dry-run",
     "What becomes of a record that is there when it is about the newest commit"},
}};
inline constexpr std::string_view release_new_about =
    "Begins the record of a release: a Markdown document with what the documents under PATH (default: this "
    "folder)\n"
    "ask of it, as 'hindcast gate' collects it. When FILE is a record already it is brought up to date: "
    "questions that\n"
    "came are added, those that no document asks any more are marked as gone, verdicts are told anew, and "
    "every answer\n"
    "stays. The change of a record that is there is its own, unless options name another.";

inline constexpr std::array<std::string_view, 4> release_show_formats = {"text", "json", "markdown",
                                                                         "in-toto"};
inline constexpr std::array<Option, 4> release_show_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, json: one object, markdown: the record itself, in-toto: a statement to be "
             "signed",
     .choices = release_show_formats,
     .fallback = "text"},
    now_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 2> release_show_examples = {{
    {"hindcast release show releases/53.md", "What is answered, and what stands in the way"},
    {"hindcast release show releases/53.md --format in-toto > statement.json", "For a signing tool"},
}};

inline constexpr std::array<Option, 7> attest_options = {{
    {.name = "evidence", .value = "TEXT", .help = "what shows it: a link, or words"},
    {.name = "commit", .value = "REV", .help = "the commit that it was seen on; default: the record's"},
    release_by,
    dry_run_option,
    now_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> attest_examples = {{
    {"hindcast release attest releases/53.md x7k2p --evidence https://ci.example/run/12",
     "It holds, and this shows it"},
}};
inline constexpr std::array<Option, 8> waive_options = {{
    {.name = "approver", .value = "NAME", .help = "who bears it: somebody else than who asks for it"},
    {.name = "reason", .value = "TEXT", .help = "why it need not hold"},
    {.name = "until", .value = "DAY", .help = "the last day on which the waiver holds (YYYY-MM-DD)"},
    release_by,
    dry_run_option,
    now_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> waive_examples = {{
    {"hindcast release waive releases/53.md b2d9q --approver \"Greta L.\" --reason \"no till in this one\" "
     "--until 2030-01-31",
     "It need not hold until that day; the waiver stays visible"},
}};
inline constexpr std::array<Option, 6> not_applicable_options = {{
    {.name = "reason", .value = "TEXT", .help = "why it is not about this release"},
    release_by,
    dry_run_option,
    now_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> not_applicable_examples = {{
    {"hindcast release not-applicable releases/53.md b2d9q --reason \"no schema change\"",
     "It is not about this release"},
}};
inline constexpr std::string_view release_answer_about =
    "Writes the answer to each QUESTION (its id, or that of an item behind it as outage#x7k2p or #x7k2p) "
    "into "
    "the record: the\n"
    "lines of that answer and of its verdict, and no other byte. An answer that would count for nothing is "
    "refused with\n"
    "what it lacks. Editing the record by hand does the same.";

// The row of a command that answers.
constexpr Command answering(std::string_view name, std::string_view summary, std::span<const Option> options,
                            std::span<const Example> examples,
                            int (*run)(const Arguments&, const Terminal&)) {
  constexpr std::size_t any_number_of = static_cast<std::size_t>(-1);
  return {.name = name,
          .summary = summary,
          .operands = "FILE QUESTION...",
          .about = release_answer_about,
          .options = options,
          .examples = examples,
          .operands_min = 2,
          .operands_max = any_number_of,
          .completes = Completes::file,
          .run = run};
}

inline constexpr std::array<std::string_view, 2> release_decisions = {"released", "stopped"};
inline constexpr std::array<Option, 14> release_close_options = {{
    {.name = "decision",
     .value = "WORD",
     .help = "released, or stopped: it did not go out",
     .choices = release_decisions,
     .fallback = "released"},
    {.name = "reason", .value = "TEXT", .help = "why; needed when it was stopped"},
    release_by,
    release_documents,
    gate_options[0],
    gate_options[1],
    gate_options[2],
    gate_options[3],
    gate_options[4],
    release_policy_from,
    dry_run_option,
    now_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> release_close_examples = {{
    {"hindcast release close releases/53.md", "It went out; the record is sealed"},
}};
inline constexpr std::string_view release_close_about =
    "Judges every answer once more, checks the record as 'hindcast release verify' does, guards included, "
    "writes the decision "
    "and seals\n"
    "the record: what is changed afterwards is found. A record is not closed as released while a question "
    "stands in the\n"
    "way: answer it, or waive it, which stays visible. The exit status is 1 then.";

inline constexpr std::array<std::string_view, 2> release_verify_formats = {"text", "json"};
inline constexpr std::array<Option, 14> release_verify_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = release_verify_formats,
     .fallback = "text"},
    release_documents,
    gate_options[0],
    gate_options[1],
    gate_options[2],
    gate_options[3],
    gate_options[4],
    release_policy_from,
    {.name = "no-guards", .help = "run no guard: what guards answered cannot be told then"},
    {.name = "trust-seals",
     .help =
         "believe closed records what guards found and what the release changed: git tells who sealed them"},
    now_option,
    form_option,
    policy_config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 1> release_verify_examples = {{
    {"hindcast release verify releases", "Whether every record in this folder keeps what it says"},
}};
inline constexpr std::string_view release_verify_about =
    "Recomputes what can be recomputed: whether the quoted sentences stand in the documents, today or at the "
    "record's\n"
    "commit; whether the verdicts follow from the answers, on the day of the decision where there was one; "
    "whether\n"
    "something is asked that the record leaves out, or otherwise: by the record's commits, or what --diff "
    "and "
    "the like\n"
    "say; what guards say, which are run again where the record's commit is checked out; the hash of "
    "hindcast.toml; the\n"
    "commits; and whether a closed record was changed since. A PATH that is a folder stands for every record "
    "in "
    "it.\n"
    "\n"
    "The exit status is 0 when all of it holds, 1 when something does not, 2 when something could not be "
    "told.";

}  // namespace hindcast::cli
