// What a release changes, by --diff, --paths, --services, --kinds, --phase and --commit.
#pragma once

#include "app/gate.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::cli {

// `invalid` for a list that came out empty. "--paths -" reads standard input.
Result<app::ChangeWish> change_options(const Arguments&, const Terminal&);

}  // namespace hindcast::cli
