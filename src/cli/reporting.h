// What the commands that report findings have in common: when a run fails, and the formats that it writes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/files.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "diag/report.h"

namespace hindcast::app {
struct Configuration;
struct ReadOptions;
}  // namespace hindcast::app

namespace hindcast::cli {

// When a run has findings: from which severity on, and how many warnings are let pass.
struct Threshold {
  std::optional<diag::Severity> fail_on;  // nothing: never
  std::optional<int> warnings_max;
};
// Of --fail-on and --max-warnings, else of the configuration.
Result<Threshold> threshold_of(const Arguments&, const app::Configuration&);
bool fails(const Threshold&, const diag::Totals&);

// One machine format on its way to a file.
struct Outlet {
  std::unique_ptr<diag::Report> report;
  app::ReportFile file;
};
// The "FORMAT=FILE" of --output, opened. The rules are borrowed.
Result<std::vector<Outlet>> outlets_of(const Arguments&, const std::vector<diag::RuleText>& rules);

// The templates of the configuration, after those that are there.
Status add_configured_forms(const app::Configuration&, app::ReadOptions&);

}  // namespace hindcast::cli
