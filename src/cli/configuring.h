// The configuration of a run, from --config, --no-config or a hindcast.toml.
#pragma once

#include <string_view>

#include "app/check_settings.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::cli {

// Looked for from the first operand upwards, or from the current folder.
Result<app::Configuration> configuration_of(const Arguments&);

// The policy: of the repository of the current folder, or --config. Refused where another one lies nearer to
// an operand (app::load_policy).
Result<app::Configuration> policy_of(const Arguments&);

// Says each line of the message on standard error. Returns 2.
int refuse_lines(const Terminal&, std::string_view message);

}  // namespace hindcast::cli
