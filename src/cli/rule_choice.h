// Which rules run: the profile and what --rule, --enable and --disable make of it.
#pragma once

#include "base/result.h"
#include "cli/arguments.h"
#include "lint/lint.h"

namespace hindcast::cli {

// From the options of `check` and `rules`. An unknown rule is an error with the name that was probably meant.
Result<lint::Settings> rule_settings(const Arguments&);

// "no rule is called `action-without-onwer`; did you mean `action-without-owner`?"
Error unknown_rule(std::string_view name);

}  // namespace hindcast::cli
