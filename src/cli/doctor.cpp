// The command `doctor`: findings over all documents, set as those of `check` are.
#include "app/doctor.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "cli/configuring.h"
#include "cli/findings.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/reporting.h"
#include "cli/rule_choice.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

class Run {
 public:
  Run(const Arguments& arguments, const Terminal& terminal, const Style& style)
      : arguments_(arguments), terminal_(terminal), style_(style) {}

  int run() {
    auto ready = prepare();
    if (ready.ok()) ready = open_reports();
    if (!ready.ok()) return refuse_lines(terminal_, ready.error().message);
    auto done = app::examine_files(files(), options_,
                                   [this](app::CheckedDocument&& document) { take(std::move(document)); });
    std::move(done.troubles.begin(), done.troubles.end(), std::back_inserter(troubles_));
    links_ = std::move(done.links);
    return finish();
  }

 private:
  Status prepare() {
    configuration_ = TRY(configuration_of(arguments_));
    options_.read = TRY(read_options(arguments_, terminal_));
    TRY(add_configured_forms(configuration_, options_.read));
    choice_ = TRY(RuleChoice::from(arguments_, configuration_.config));
    options_.settings_of = [this](const std::string& path) {
      return choice_.settings(configuration_.config.overrides.empty() ? path
                                                                      : path_below(configuration_, path));
    };
    threshold_ = TRY(threshold_of(arguments_, configuration_));
    options_.look = TRY(app::doctor_options(configuration_, TRY(today_of(arguments_, terminal_))));
    TRY(prepare_links());
    return read_baseline();
  }

  Status prepare_links() {
    const auto seconds = parse_number(arguments_.value("timeout"), 1, 600);
    if (!seconds)
      return Error{ErrorCode::invalid, "--timeout cannot be " + quoted(arguments_.value("timeout")) +
                                           "; give seconds from 1 to 600"};
    const auto pause = parse_number(arguments_.value("pause"), 0, 600'000);
    if (!pause)
      return Error{ErrorCode::invalid, "--pause cannot be " + quoted(arguments_.value("pause")) +
                                           "; give milliseconds from 0 to 600000"};
    const bool has_links = arguments_.has("links");
    for (const std::string_view option : {"allow-private", "timeout", "pause"})
      if (arguments_.has(option) && !has_links)
        return Error{ErrorCode::invalid, "--" + std::string(option) + " is about --links; give both"};
    if (!has_links) return Ok();
    app::LinkOptions links;
    links.cache_folder = terminal_.cache_folder;
    links.today = options_.look.today;
    links.believed_days = configuration_.config.doctor.link_days.value;
    links.pause_ms = *pause;
    links.answer_ms_max = *seconds * std::int64_t{1000};
    links.allows_private = arguments_.has("allow-private");
    links.user_agent = "hindcast/" + std::string(version_number()) + " (link check)";
    options_.links = std::move(links);
    return Ok();
  }

  // What was asked, and what is not known because it was not.
  std::string links_text() const {
    std::string out = "Links: " + std::to_string(links_.asked) + " asked, " +
                      std::to_string(links_.remembered) + " answered lately, " +
                      std::to_string(links_.dead.size()) + " gone";
    if (links_.untold > 0) out += ", " + std::to_string(links_.untold) + " without a clear answer";
    if (links_.refused > 0)
      out += ", " + std::to_string(links_.refused) + " not asked (private or made-up hosts)";
    return out + ".\n";
  }

  // --baseline, else what the configuration names; "" for none.
  std::string baseline_path() const {
    return arguments_.has("baseline") ? std::string(arguments_.value("baseline"))
                                      : path_in(configuration_, configuration_.config.check.baseline.value);
  }

  // The file is shared with check: what the other finds is kept.
  Status read_baseline() {
    const auto path = baseline_path();
    const bool is_update = arguments_.has("update-baseline");
    if (path.empty() && is_update)
      return Error{ErrorCode::invalid,
                   "--update-baseline needs --baseline FILE, or one in hindcast.toml, to write there"};
    if (path.empty()) return Ok();
    auto read = app::read_baseline(path);
    const bool may_be_missing = is_update || !arguments_.has("baseline");
    if (!read.ok() && (!may_be_missing || read.error().code != ErrorCode::not_found))
      return Error{read.error().code, "--baseline " + printable(path) + ": " + read.error().message};
    if (read.ok()) baseline_ = std::move(*read);
    if (!is_update) options_.baseline = &baseline_;
    return Ok();
  }

  // The findings of this run, and the lines that it could not judge. What was written, or "" when nothing
  // was.
  std::string write_baseline() {
    const auto path = baseline_path();
    const auto folder = app::folder_of(path);
    app::RunScope scope;
    for (const auto& file : looked_at_)
      scope.documents.push_back(app::baseline_path_of(folder, file));
    std::sort(scope.documents.begin(), scope.documents.end());
    scope.ran = [&](const app::BaselineLine& line) {
      const auto* rule = lint::find_rule(line.rule);
      if (rule == nullptr || rule->group != lint::Group::doctor) return false;
      const auto place = static_cast<std::size_t>(rule - lint::rules().data());
      return choice_.settings(path_below(configuration_, folder + "/" + line.path)).severities[place] !=
             diag::Severity::off;
    };
    auto kept = app::review(baseline_, {}, scope).unjudged;
    const auto count = baseline_lines_.size();
    std::move(kept.begin(), kept.end(), std::back_inserter(baseline_lines_));
    auto done = app::write_baseline(path, std::move(baseline_lines_));
    if (!done.ok()) return troubles_.push_back({path, std::move(done).error()}), "";
    return counted(count, "finding") + " written to " + printable(path) + ".\n";
  }

  Status open_reports() {
    rules_ = app::rule_texts(choice_.settings(""), app::RulesOf::doctor);
    if (!is_text())
      report_ = diag::make_report(*diag::format(arguments_.value("format")), rules_, version_number());
    outlets_ = TRY(outlets_of(arguments_, rules_));
    if (report_) terminal_.out(report_->begin());
    for (auto& outlet : outlets_)
      outlet.file.put(outlet.report->begin());
    return Ok();
  }

  std::vector<std::string> files() {
    std::vector<std::string> paths(arguments_.operands.begin(), arguments_.operands.end());
    if (paths.empty()) paths.emplace_back(".");
    auto list = app::list_for_check(paths);
    troubles_ = std::move(list.troubles);
    std::vector<std::string> named;  // is looked at, whatever the configuration leaves out
    for (const auto& path : paths)
      named.push_back(app::as_listed(path));
    const auto is_left_out = [&](const std::string& file) {
      return std::find(named.begin(), named.end(), file) == named.end() && !is_wanted(configuration_, file);
    };
    list.files.erase(std::remove_if(list.files.begin(), list.files.end(), is_left_out), list.files.end());
    return std::move(list.files);
  }

  void take(app::CheckedDocument&& document) {
    const diag::FileFindings file{document.path, document.findings};
    const auto counted_before = totals_.by_severity;
    diag::count(file, totals_);
    if (totals_.by_severity != counted_before) ++documents_with_;
    if (is_text() && !arguments_.has("quiet") && !arguments_.has("update-baseline"))
      terminal_.out(findings_text(document, style_));
    looked_at_.push_back(document.path);
    if (arguments_.has("update-baseline"))
      for (const auto& finding : document.findings)
        if (finding.silence == diag::Silence::none)
          baseline_lines_.push_back({finding.fingerprint, std::string(finding.what.diagnostic.rule),
                                     app::baseline_path_of(app::folder_of(baseline_path()), document.path)});
    if (report_) terminal_.out(report_->file(file));
    for (auto& outlet : outlets_)
      outlet.file.put(outlet.report->file(file));
  }

  int finish() {
    for (const auto& trouble : troubles_)
      totals_.troubles.emplace_back(trouble.path, trouble.error.message);
    if (report_) terminal_.out(report_->end(totals_));
    for (auto& outlet : outlets_) {
      outlet.file.put(outlet.report->end(totals_));
      if (auto done = outlet.file.finish(); !done.ok())
        troubles_.push_back({outlet.file.path(), std::move(done).error()});
    }
    if (is_text() && totals_.documents > 0) terminal_.out(totals_text(totals_, documents_with_, style_));
    if (options_.links) is_text() ? terminal_.out(links_text()) : terminal_.err(links_text());
    std::string written;
    if (arguments_.has("update-baseline") && troubles_.empty()) written = write_baseline();
    if (is_text()) terminal_.out(written);
    say_troubles(terminal_, troubles_);
    if (!troubles_.empty()) return 2;
    if (!written.empty()) return 0;
    return fails(threshold_, totals_) ? 1 : 0;
  }

  bool is_text() const { return arguments_.value("format") == "text"; }

  const Arguments& arguments_;
  const Terminal& terminal_;
  const Style& style_;
  app::DoctorOptions options_;
  app::Configuration configuration_;
  RuleChoice choice_;
  app::Baseline baseline_;  // empty where there is none
  Threshold threshold_;
  std::vector<diag::RuleText> rules_;
  std::unique_ptr<diag::Report> report_;  // on standard output; null for text
  std::vector<Outlet> outlets_;
  std::vector<app::BaselineLine> baseline_lines_;  // of this run, for --update-baseline
  std::vector<std::string> looked_at_;             // documents
  std::vector<app::Trouble> troubles_;
  diag::Totals totals_;
  app::LinkReport links_;
  std::size_t documents_with_ = 0;
};

}  // namespace

int run_doctor(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  return Run(arguments, terminal, *style).run();
}

}  // namespace hindcast::cli
