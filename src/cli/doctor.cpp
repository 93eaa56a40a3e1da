// The command `doctor`: findings over all documents, set as those of `check` are.
#include "app/doctor.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/forms.h"
#include "app/policies.h"
#include "cli/configuring.h"
#include "cli/findings.h"
#include "cli/handlers.h"
#include "cli/progress.h"
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
    if (ready.ok())
      ready = reports_.open(arguments_, terminal_,
                            app::rule_texts(choice_.settings(""), app::RulesOf::doctor), true);
    if (!ready.ok()) return refuse_lines(terminal_, ready.error().message);
    const auto files = files_to_check(paths_of(arguments_), configuration_, troubles_);
    auto done = app::examine_files(files, options_,
                                   [this](app::CheckedDocument&& document) { take(std::move(document)); });
    std::move(done.troubles.begin(), done.troubles.end(), std::back_inserter(troubles_));
    links_ = std::move(done.links);
    return finish();
  }

 private:
  Status prepare() {
    configuration_ = TRY(configuration_of(arguments_));
    options_.read = TRY(read_options(arguments_, terminal_));
    options_.read.watch = progress_.watch();
    TRY(add_configured_forms(configuration_, options_.read));
    choice_ = TRY(RuleChoice::from(arguments_, configuration_));
    options_.settings_of = [this](const std::string& path) {
      return choice_.settings(configuration_.config.overrides.empty() ? path
                                                                      : path_below(configuration_, path));
    };
    threshold_ = TRY(threshold_of(arguments_, configuration_));
    options_.look =
        TRY(app::doctor_options(configuration_, TRY(today_of(arguments_, terminal_, configuration_))));
    options_.configuration = &configuration_;
    options_.start = first_operand();
    options_.has_all = app::are_all_asked(paths_of(arguments_));
    options_.calendar = TRY(app::team_calendar(configuration_));
    TRY(prepare_links());
    baseline_ = TRY(RunBaseline::of(arguments_, configuration_));
    options_.baseline = baseline_.silencing();
    return Ok();
  }

  std::string first_operand() const {
    return arguments_.operands.empty() ? "." : std::string(arguments_.operands.front());
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
    links.watch = options_.read.watch;
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

  // The findings of this run, and the lines that it could not judge. What was written, or "" when nothing
  // was.
  std::string write_baseline() {
    app::RunScope scope;
    for (const auto& file : looked_at_)
      scope.documents.push_back(baseline_.path_of(file));
    const auto folder = app::folder_of(baseline_.path());
    scope.ran = [&](const app::BaselineLine& line) {
      const auto* rule = lint::find_rule(line.rule);
      if (rule == nullptr || rule->group != lint::Group::doctor) return false;
      const auto place = static_cast<std::size_t>(rule - lint::rules().data());
      return choice_.settings(path_below(configuration_, folder + "/" + line.path)).severities[place] !=
             diag::Severity::off;
    };
    auto count = baseline_.write(baseline_.review(std::move(scope)).unjudged);
    if (!count.ok()) return troubles_.push_back({baseline_.path(), std::move(count).error()}), "";
    return counted(*count, "finding") + " written to " + printable(baseline_.path()) + ".\n";
  }

  void take(app::CheckedDocument&& document) {
    if (is_text() && !arguments_.has("quiet") && !baseline_.is_update())
      terminal_.out(findings_text(document, style_));
    looked_at_.push_back(document.path);
    reports_.take(document);
    baseline_.take(document);
  }

  int finish() {
    reports_.finish(troubles_);
    const auto& totals = reports_.totals();
    if (is_text() && totals.documents > 0)
      terminal_.out(totals_text(totals, reports_.documents_with_findings(), style_));
    if (options_.links) is_text() ? terminal_.out(links_text()) : terminal_.err(links_text());
    std::string written;
    if (baseline_.is_update() && troubles_.empty()) written = write_baseline();
    if (is_text()) terminal_.out(written);
    say_troubles(terminal_, troubles_);
    if (!troubles_.empty()) return 2;
    if (!written.empty()) return 0;
    return fails(threshold_, totals) ? 1 : 0;
  }

  bool is_text() const { return arguments_.value("format") == "text"; }

  const Arguments& arguments_;
  const Terminal& terminal_;
  const Style& style_;
  Progress progress_{terminal_};
  app::DoctorOptions options_;
  app::Configuration configuration_;
  RuleChoice choice_;
  Threshold threshold_;
  RunBaseline baseline_;
  Reports reports_;
  std::vector<std::string> looked_at_;  // documents
  std::vector<app::Trouble> troubles_;
  app::LinkReport links_;
};

}  // namespace

int run_doctor(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  return Run(arguments, terminal, *style).run();
}

}  // namespace hindcast::cli
