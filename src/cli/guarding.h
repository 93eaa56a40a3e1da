// What commands that run guards have in common.
#pragma once

#include "app/guarding.h"
#include "app/watch.h"
#include "cli/arguments.h"

namespace hindcast::app {
struct Configuration;
}

namespace hindcast::cli {

inline constexpr Option policy_from_option = {
    .name = "policy-from",
    .value = "REVISION",
    .help = "run what hindcast.toml says in this revision (a protected branch), and nothing that differs"};

// How guards run: by --policy-from or by this user's approvals, on the commit that is checked out. All three
// outlive the run.
app::GuardOptions guard_options(const Arguments&, const Terminal&, const app::Configuration&,
                                const app::Watch*);

}  // namespace hindcast::cli
