// What commands that run guards have in common.
#pragma once

#include "app/check_settings.h"
#include "app/guarding.h"
#include "app/watch.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::cli {

inline constexpr Option policy_from_option = {
    .name = "policy-from",
    .value = "REVISION",
    .help = "run what hindcast.toml says in this revision (a protected branch), and nothing that differs"};

// The policy, by which guards are run. With --policy-from what [gate] demands is that revision's, and a
// revision that git does not know is told once.
Result<app::Configuration> guarded_policy_of(const Arguments&);

// How guards run: by --policy-from or by this user's approvals, on the commit that is checked out. All three
// outlive the run.
app::GuardOptions guard_options(const Arguments&, const Terminal&, const app::Configuration&,
                                const app::Watch*);

}  // namespace hindcast::cli
