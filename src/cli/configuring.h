// The configuration of a run, from --config, --no-config or the nearest hindcast.toml.
#pragma once

#include "app/check_settings.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::cli {

// Looked for from the first operand upwards, or from the current folder.
Result<app::Configuration> configuration_of(const Arguments&);

}  // namespace hindcast::cli
