// What the commands that report findings have in common: when a run fails, and the formats that it writes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/baseline.h"
#include "app/files.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "diag/report.h"

namespace hindcast::app {
struct CheckedDocument;
struct Configuration;
struct ReadOptions;
struct Trouble;
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

// What a run finds, on its way to standard output and to the files of --output, and what it comes to.
class Reports {
 public:
  // Begins all of them. `prints`: --format goes to standard output, unless it is text, which its command
  // sets.
  Status open(const Arguments&, const Terminal&, std::vector<diag::RuleText> rules, bool prints);
  void take(const app::CheckedDocument&);
  // Ends all of them; what could not be read is counted, and files that could not be written are added to it.
  void finish(std::vector<app::Trouble>&);

  const diag::Totals& totals() const { return totals_; }
  std::size_t documents_with_findings() const { return documents_with_; }

 private:
  // One machine format on its way to a file.
  struct Outlet {
    std::unique_ptr<diag::Report> report;
    app::ReportFile file;
  };
  Status open_outlet(std::string_view value);

  const Terminal* terminal_ = nullptr;
  std::vector<diag::RuleText> rules_;
  std::unique_ptr<diag::Report> printed_;  // null: nothing is
  std::vector<Outlet> outlets_;
  diag::Totals totals_;
  std::size_t documents_with_ = 0;
};

// The baseline of a run: what is known already, and with --update-baseline what will be.
class RunBaseline {
 public:
  // --baseline, else what the configuration names. A file that is still to be written holds nothing yet; one
  // that --baseline names and that is not there is a slip of the keyboard.
  static Result<RunBaseline> of(const Arguments&, const app::Configuration&);

  bool is_update() const { return is_update_; }
  const std::string& path() const { return path_; }  // "": there is none
  bool is_empty() const { return known_.size() == 0; }
  const app::Baseline* silencing() const { return is_update_ ? nullptr : &known_; }
  // As the baseline writes it.
  std::string path_of(const std::string& document) const;

  void take(const app::CheckedDocument&);
  app::BaselineReview review(app::RunScope) const;
  // This run's findings and the lines that it could not judge; how many findings.
  Result<std::size_t> write(std::vector<app::BaselineLine> unjudged) const;

 private:
  bool is_update_ = false;
  std::string path_, folder_;
  app::Baseline known_;
  std::vector<app::BaselineLine> lines_;  // of this run, for --update-baseline
  std::vector<std::string> found_again_;  // fingerprints
};

// The files beneath `paths` that the configuration does not leave out; those that were named themselves are
// looked at whatever it says. What can't be listed is added to `troubles`.
std::vector<std::string> files_to_check(const std::vector<std::string>& paths, const app::Configuration&,
                                        std::vector<app::Trouble>& troubles);

// The operands as paths; none: this folder.
std::vector<std::string> paths_of(const Arguments&);

}  // namespace hindcast::cli
