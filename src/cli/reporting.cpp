#include "cli/reporting.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "app/app.h"
#include "app/check.h"
#include "app/check_settings.h"
#include "app/documents.h"
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

Status Reports::open(const Arguments& arguments, const Terminal& terminal, std::vector<diag::RuleText> rules,
                     bool prints) {
  terminal_ = &terminal;
  rules_ = std::move(rules);
  if (const auto format = diag::format(arguments.value("format")); format && prints)
    printed_ = diag::make_report(*format, rules_, version_number());
  for (const auto& [name, value] : arguments.given)
    if (name == "output") TRY(open_outlet(value));
  if (printed_) terminal_->out(printed_->begin());
  for (auto& outlet : outlets_)
    outlet.file.put(outlet.report->begin());
  return Ok();
}

Status Reports::open_outlet(std::string_view value) {
  const auto equals = value.find('=');
  const auto format = diag::format(value.substr(0, equals));
  if (value.substr(equals + 1) == "-" && format)
    return Error{ErrorCode::invalid, "--output writes a file; --format " +
                                         std::string(value.substr(0, equals)) + " writes to standard output"};
  if (equals == value.npos || equals + 1 == value.size() || !format)
    return Error{ErrorCode::invalid,
                 "--output cannot be " + quoted(value) +
                     "; write FORMAT=FILE, with json, jsonl, sarif, junit, github, gitlab or markdown"};
  const std::string path(value.substr(equals + 1));
  auto file = app::ReportFile::create(path);
  if (!file.ok())
    return Error{file.error().code, "--output " + printable(path) + ": " + file.error().message};
  outlets_.push_back({diag::make_report(*format, rules_, version_number()), std::move(*file)});
  return Ok();
}

void Reports::take(const app::CheckedDocument& document) {
  const diag::FileFindings file{document.path, document.findings};
  const auto counted_before = totals_.by_severity;
  diag::count(file, totals_);
  if (totals_.by_severity != counted_before) ++documents_with_;
  if (printed_) terminal_->out(printed_->file(file));
  for (auto& outlet : outlets_)
    outlet.file.put(outlet.report->file(file));
}

void Reports::finish(std::vector<app::Trouble>& troubles) {
  for (const auto& trouble : troubles)
    totals_.troubles.emplace_back(trouble.path, trouble.error.message);
  if (printed_) terminal_->out(printed_->end(totals_));
  for (auto& outlet : outlets_) {
    outlet.file.put(outlet.report->end(totals_));
    if (auto done = outlet.file.finish(); !done.ok())
      troubles.push_back({outlet.file.path(), std::move(done).error()});
  }
}

Result<RunBaseline> RunBaseline::of(const Arguments& arguments, const app::Configuration& configuration) {
  RunBaseline made;
  made.is_update_ = arguments.has("update-baseline");
  made.path_ = arguments.has("baseline") ? std::string(arguments.value("baseline"))
                                         : path_in(configuration, configuration.config.check.baseline.value);
  if (made.path_.empty()) {
    if (!made.is_update_) return made;
    return Error{ErrorCode::invalid,
                 "--update-baseline needs --baseline FILE, or one in hindcast.toml, to write there"};
  }
  made.folder_ = app::folder_of(made.path_);
  auto read = app::read_baseline(made.path_);
  const bool may_be_missing = made.is_update_ || !arguments.has("baseline");
  if (read.ok())
    made.known_ = std::move(*read);
  else if (read.error().code != ErrorCode::not_found || !may_be_missing)
    return Error{read.error().code, "--baseline " + printable(made.path_) + ": " + read.error().message};
  return made;
}

std::string RunBaseline::path_of(const std::string& document) const {
  return app::baseline_path_of(folder_, document);
}

void RunBaseline::take(const app::CheckedDocument& document) {
  for (const auto& finding : document.findings) {
    if (known_.holds(finding.fingerprint)) found_again_.push_back(finding.fingerprint);
    if (is_update_ && finding.silence == diag::Silence::none)
      lines_.push_back(
          {finding.fingerprint, std::string(finding.what.diagnostic.rule), path_of(document.path)});
  }
}

app::BaselineReview RunBaseline::review(app::RunScope scope) const {
  std::sort(scope.documents.begin(), scope.documents.end());
  return app::review(known_, found_again_, scope);
}

Result<std::size_t> RunBaseline::write(std::vector<app::BaselineLine> unjudged) const {
  auto lines = lines_;
  std::move(unjudged.begin(), unjudged.end(), std::back_inserter(lines));
  TRY(app::write_baseline(path_, std::move(lines)));
  return lines_.size();
}

std::vector<std::string> files_to_check(const std::vector<std::string>& paths,
                                        const app::Configuration& configuration,
                                        std::vector<app::Trouble>& troubles) {
  auto list = app::documents_beneath(paths, configuration);
  std::move(list.troubles.begin(), list.troubles.end(), std::back_inserter(troubles));
  return std::move(list.files);
}

std::vector<std::string> paths_of(const Arguments& arguments) {
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  if (paths.empty()) paths.emplace_back(".");
  return paths;
}

}  // namespace hindcast::cli
