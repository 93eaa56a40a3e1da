// The rows of the table of commands for `env` and `deployed`. A part of commands.cpp, which alone includes
// it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/handlers.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> env_formats = {"text", "json"};
inline constexpr Option env_format_option = {.name = "format",
                                             .value = "FORMAT",
                                             .help = "text for people, or json",
                                             .choices = env_formats,
                                             .fallback = "text"};

inline constexpr std::array<Example, 1> env_key_examples = {{
    {"hindcast env key", "Once for a team; the others get the file, or the variable"},
}};
inline constexpr Command env_key_command = {.name = "env key",
                                            .summary = "make the key of the team's fingerprints",
                                            .about =
                                                "Makes the key with which values are turned into "
                                                "fingerprints, in a file of the folder of your settings\n"
                                                "(~/.config/hindcast) that only you can read. It is never "
                                                "printed. Everywhere that fingerprints are made "
                                                "of the\n"
                                                "same values it must be the same: copy the file, or give its "
                                                "text as HINDCAST_FINGERPRINT_KEY, in CI as a "
                                                "secret.",
                                            .examples = env_key_examples,
                                            .run = run_env_key};

inline constexpr std::array<Option, 5> env_snapshot_options = {{
    {.name = "environment", .value = "NAME", .help = "what this environment is called"},
    {.name = "schema",
     .value = "FILE",
     .help = "without FILE operands: the variables that this schema or example names",
     .completes = Completes::file},
    {.name = "names", .value = "NAME", .help = "without FILE operands: these variables", .list = true},
    {.name = "commit", .value = "REV", .help = "the commit that it belongs to"},
    {.name = "now", .value = "DATE", .help = "when it is made; default: now"},
}};
inline constexpr std::array<Example, 2> env_snapshot_examples = {{
    {"hindcast env snapshot --environment ci --schema env/schema.toml > env/ci.json",
     "In the pipeline: its own variables, as far as the schema names them"},
    {"hindcast env snapshot --environment staging staging.env", "Of a file"},
}};
inline constexpr Command env_snapshot_command = {
    .name = "env snapshot",
    .summary = "print the fingerprints of an environment's values",
    .operands = "[FILE...]",
    .about =
        "Prints as JSON, for each variable of FILE (dotenv, JSON, YAML or TOML; later ones over earlier "
        "ones), or "
        "of the\n"
        "environment that the program itself runs in: whether it is empty, what kinds of value it looks "
        "like, and a\n"
        "fingerprint, HMAC-SHA256 of name and value under the team's key. No value is printed. The guard "
        "env-sync "
        "reads\n"
        "snapshots where values must not leave their environment.",
    .options = env_snapshot_options,
    .examples = env_snapshot_examples,
    .operands_max = static_cast<std::size_t>(-1),
    .completes = Completes::file,
    .run = run_env_snapshot};

inline constexpr std::array<Option, 2> env_compare_options = {{
    env_format_option,
    {.name = "all", .letter = 'a', .help = "list also the variables that are the same everywhere"},
}};
inline constexpr std::array<Example, 1> env_compare_examples = {{
    {"hindcast env compare local=.env ci=env/ci.json", "A file here, and a snapshot that the pipeline made"},
}};
inline constexpr Command env_compare_command = {
    .name = "env compare",
    .summary = "tell which variables are the same in several environments",
    .operands = "[NAME=]FILE...",
    .about =
        "Prints a row for each variable that is not the same in all of the environments: the same letter is "
        "the "
        "same\n"
        "value, and no value is printed. The exit status is 1 when something differs, is missing, or is not "
        "known.",
    .options = env_compare_options,
    .examples = env_compare_examples,
    .operands_min = 2,
    .operands_max = static_cast<std::size_t>(-1),
    .completes = Completes::file,
    .run = run_env_compare};

inline constexpr Option deployed_file_option = {
    .name = "file",
    .value = "FILE",
    .help = "the record; default: deployed.jsonl beside hindcast.toml",
    .completes = Completes::file};
inline constexpr std::array<Option, 5> deployed_record_options = {{
    {.name = "environment", .value = "NAME", .help = "where it runs", .fallback = "production"},
    {.name = "commit", .value = "REV", .help = "the commit that it was built from"},
    deployed_file_option,
    {.name = "now", .value = "DATE", .help = "when it was deployed; default: now"},
    config_option,
}};
inline constexpr std::array<Example, 1> deployed_record_examples = {{
    {"hindcast deployed record checkout 2.1.0 --environment staging", "As the last step of a deployment"},
}};
inline constexpr Command deployed_record_command = {.name = "deployed record",
                                                    .summary = "note which version of a service was deployed",
                                                    .operands = "SERVICE VERSION",
                                                    .about =
                                                        "Appends a line to a file that the team commits; no "
                                                        "line is ever changed. The guards version-compat and "
                                                        "parity\n"
                                                        "read it.",
                                                    .options = deployed_record_options,
                                                    .examples = deployed_record_examples,
                                                    .operands_min = 2,
                                                    .operands_max = 2,
                                                    .run = run_deployed_record};

inline constexpr std::array<Option, 3> deployed_list_options = {env_format_option, deployed_file_option,
                                                                config_option};
inline constexpr std::array<Example, 1> deployed_list_examples = {{
    {"hindcast deployed list", "What runs where"},
}};
inline constexpr Command deployed_list_command = {
    .name = "deployed list",
    .summary = "list what is deployed, by the record",
    .about = "Prints the last line of each service in each environment.",
    .options = deployed_list_options,
    .examples = deployed_list_examples,
    .run = run_deployed_list};

}  // namespace hindcast::cli
