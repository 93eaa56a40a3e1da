// What the table of commands says of `health watch`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/checking_commands.h"
#include "cli/guarding.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 2> health_formats = {"text", "json"};
inline constexpr std::array<Option, 6> health_options = {{
    {.name = "release",
     .value = "FILE",
     .help = "the release record: nothing is taken back that it calls irreversible",
     .completes = Completes::file},
    {.name = "really",
     .help = "run the rollback of hindcast.toml when the release fails; otherwise it is told"},
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = health_formats,
     .fallback = "text"},
    policy_from_option,
    now_option,
    policy_config_option,
}};
inline constexpr std::array<Example, 2> health_examples = {{
    {"hindcast health watch checkout-health", "After a release: does it stay well? What would be done?"},
    {"hindcast health watch checkout-health --release releases/53.md --really",
     "In a pipeline: take it back when it does not"},
}};
inline constexpr std::string_view health_about =
    "Watches by the guard NAME of hindcast.toml (use = \"health\") whether a release stays well, and is no "
    "worse than\n"
    "before. When it fails, the command under `rollback` takes the release back: with --really or `automatic "
    "= true`,\n"
    "once for a commit, and never when the release record says `irreversible`. Then a postmortem is begun, "
    "with the\n"
    "timeline and the samples filled in.\n"
    "\n"
    "The exit status is 0 when it passes, 1 when it fails, 2 when nobody can tell.";

}  // namespace hindcast::cli
