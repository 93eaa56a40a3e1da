// What commands that read documents have in common: forms to read by, who and when, and troubles.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/app.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::app {
struct Configuration;
}

namespace hindcast::cli {

// The forms of --form. What could not be read of them is said on standard error and is an error.
Result<app::ReadOptions> read_options(const Arguments&, const Terminal&);

// Who the changes are told of: --actor, else who is at work; "" when nobody knows.
std::string actor_of(const Arguments&, const Terminal&);
// Whose name stands in a record: --by, else who is at work, as the environment says, else git, else the
// account.
std::string person_of(const Arguments&, const Terminal&);

// The day of --now, else the terminal's today.
Result<Date> today_of(const Arguments&, const Terminal&);
// The same in the team's zone, where the day was not given.
Result<Date> today_of(const Arguments&, const Terminal&, const app::Configuration&);
// The moment that is recorded: this one, or the first of the day that was given, in the team's zone.
Result<Timestamp> moment_of(const Arguments&, const Terminal&, const app::Configuration&);

// A line on standard error for each; a file that does not exist comes with the name that was
// probably meant.
void say_troubles(const Terminal&, std::span<const app::Trouble>);

// A path as a user of the current folder would write it.
std::string written_here(const std::string& path);

}  // namespace hindcast::cli
