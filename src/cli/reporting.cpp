#include "cli/reporting.h"

#include <iterator>
#include <string>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/forms.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"

namespace hindcast::cli {

using diag::Severity;

Result<Threshold> threshold_of(const Arguments& arguments, const app::Configuration& configuration) {
  const auto& config = configuration.config.check;
  Threshold made;
  if (config.max_warnings.value) made.warnings_max = static_cast<int>(*config.max_warnings.value);
  if (arguments.has("max-warnings")) {
    made.warnings_max = parse_number(arguments.value("max-warnings"), 0, 1'000'000'000);
    if (!made.warnings_max)
      return Error{ErrorCode::invalid, "--max-warnings cannot be " + quoted(arguments.value("max-warnings")) +
                                           "; give a number from 0"};
  }
  made.fail_on = config.fail_on.value;
  // Who counts warnings lets some pass: then errors alone fail, unless a severity is named.
  if (made.warnings_max && config.fail_on.origin.is_default()) made.fail_on = Severity::error;
  if (arguments.has("fail-on")) made.fail_on = diag::severity(arguments.value("fail-on"));
  if (made.fail_on == Severity::off) made.fail_on.reset();
  return made;
}

bool fails(const Threshold& threshold, const diag::Totals& totals) {
  const auto count = [&](Severity severity) {
    return totals.by_severity[static_cast<std::size_t>(severity)];
  };
  if (threshold.warnings_max && count(Severity::warning) > static_cast<std::size_t>(*threshold.warnings_max))
    return true;
  for (const auto severity : {Severity::hint, Severity::warning, Severity::error})
    if (threshold.fail_on && severity >= *threshold.fail_on && count(severity) > 0) return true;
  return false;
}

Result<std::vector<Outlet>> outlets_of(const Arguments& arguments, const std::vector<diag::RuleText>& rules) {
  std::vector<Outlet> outlets;
  for (const auto& [name, value] : arguments.given) {
    if (name != "output") continue;
    const auto equals = value.find('=');
    const auto format = diag::format(value.substr(0, equals));
    if (value.substr(equals + 1) == "-" && format)
      return Error{ErrorCode::invalid, "--output writes a file; --format " +
                                           std::string(value.substr(0, equals)) +
                                           " writes to standard output"};
    if (equals == value.npos || equals + 1 == value.size() || !format)
      return Error{ErrorCode::invalid,
                   "--output cannot be " + quoted(value) +
                       "; write FORMAT=FILE, with json, jsonl, sarif, junit, github, gitlab or markdown"};
    const std::string path(value.substr(equals + 1));
    auto file = app::ReportFile::create(path);
    if (!file.ok())
      return Error{file.error().code, "--output " + printable(path) + ": " + file.error().message};
    outlets.push_back({diag::make_report(*format, rules, version_number()), std::move(*file)});
  }
  return outlets;
}

Status add_configured_forms(const app::Configuration& configuration, app::ReadOptions& options) {
  std::vector<std::string> paths;
  for (const auto& path : configuration.config.forms.value)
    paths.push_back(path_in(configuration, path));
  if (paths.empty()) return Ok();
  auto loaded = app::load_forms(paths);
  if (!loaded.troubles.empty())
    return Error{ErrorCode::invalid, configuration.file + ": forms: " + loaded.troubles[0].path + ": " +
                                         loaded.troubles[0].error.message};
  std::move(loaded.forms.begin(), loaded.forms.end(), std::back_inserter(options.forms));
  return Ok();
}

}  // namespace hindcast::cli
