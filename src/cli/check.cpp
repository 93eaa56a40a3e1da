#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/check.h"
#include "app/files.h"
#include "app/forms.h"
#include "base/diff.h"
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
#include "diag/report.h"
#include "lint/lint.h"

namespace hindcast::cli {
namespace {

using diag::Severity;

class Run {
 public:
  Run(const Arguments& arguments, const Terminal& terminal, const Style& style)
      : arguments_(arguments), terminal_(terminal), style_(style) {}

  int run();

 private:
  Status prepare();
  Status open_reports();
  app::BaselineReview reviewed() const;
  bool write_baseline(std::string& said);
  void say_stale(std::string& said) const;
  void check_paths();
  void check_standard_input();
  void take(app::CheckedDocument&& document, std::string_view rendered);
  void write_fix(app::CheckedDocument& document);
  int finish();
  std::string rendered(const app::CheckedDocument&) const;
  bool is_text() const { return arguments_.value("format") == "text"; }
  bool is_dry() const { return arguments_.has("dry-run"); }

  const Arguments& arguments_;
  const Terminal& terminal_;
  const Style& style_;
  Progress progress_{terminal_};
  app::CheckOptions options_;
  app::Configuration configuration_;
  RuleChoice choice_;
  Threshold threshold_;
  RunBaseline baseline_;
  Reports reports_;
  std::vector<std::string> looked_at_;  // documents
  std::vector<app::Trouble> troubles_;
  std::size_t fixes_ = 0, fixed_documents_ = 0;
  bool from_input_ = false;
};

Status Run::prepare() {
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
  if (arguments_.has("now")) options_.today = TRY(today_of(arguments_, terminal_));
  options_.fix = arguments_.has("fix");
  if (is_dry() && !options_.fix)
    return Error{ErrorCode::invalid, "--dry-run shows what --fix would do; give both"};
  from_input_ = arguments_.operands.size() == 1 && arguments_.operands[0] == "-";
  if (arguments_.has("stdin-filename") && !from_input_)
    return Error{ErrorCode::invalid, "--stdin-filename names standard input; give - as the only PATH"};
  baseline_ = TRY(RunBaseline::of(arguments_, configuration_));
  options_.baseline = baseline_.silencing();
  return Ok();
}

Status Run::open_reports() {
  const bool is_filter = from_input_ && options_.fix && !is_dry();
  return reports_.open(arguments_, terminal_, app::rule_texts(choice_.settings("")), !is_dry() && !is_filter);
}

std::string Run::rendered(const app::CheckedDocument& document) const {
  if (is_dry()) return document.before ? unified_diff(document.path, *document.before, document.text) : "";
  const bool is_quiet = arguments_.has("quiet") || baseline_.is_update();  // accepted: not news
  return is_text() && !is_quiet ? findings_text(document, style_) : "";
}

void Run::take(app::CheckedDocument&& document, std::string_view rendered) {
  terminal_.out(rendered);
  reports_.take(document);
  baseline_.take(document);
  if (document.before) write_fix(document);
}

void Run::write_fix(app::CheckedDocument& document) {
  if (!is_dry() && !from_input_) {
    auto written =
        app::replace_document(paths_of(arguments_), document.path, *document.before, document.text);
    if (!written.ok()) {
      troubles_.push_back({document.path, std::move(written).error()});
      return;
    }
    for (const auto& note : *written)
      terminal_.err("hindcast: " + harmless(note) + "\n");
  }
  fixes_ += document.fixes;
  ++fixed_documents_;
}

void Run::check_paths() {
  looked_at_ = files_to_check(paths_of(arguments_), configuration_, troubles_);
  if (arguments_.has("changed-since")) {
    auto changed = app::changed_since(std::string(arguments_.value("changed-since")), looked_at_);
    if (!changed.ok()) troubles_.push_back({"--changed-since", std::move(changed).error()});
    looked_at_ = changed.ok() ? std::move(*changed) : std::vector<std::string>();
  }
  auto more = app::check_files(
      looked_at_, options_, [this](const app::CheckedDocument& document) { return rendered(document); },
      [this](app::CheckedDocument&& document, std::string_view text) { take(std::move(document), text); });
  std::move(more.begin(), more.end(), std::back_inserter(troubles_));
}

void Run::check_standard_input() {
  const std::string path(arguments_.has("stdin-filename") ? arguments_.value("stdin-filename") : "-");
  if (!terminal_.in) {
    troubles_.push_back({path, {ErrorCode::unavailable, "there is no standard input"}});
    return;
  }
  looked_at_ = {path};
  auto text = terminal_.in(app::document_bytes_max);
  auto done =
      text.ok()
          ? app::check_input(
                path, std::move(*text), options_,
                // A filter: with --fix the text comes out mended, whatever is left to say goes elsewhere.
                [this](const app::CheckedDocument& document) {
                  return options_.fix && !is_dry() ? document.text : rendered(document);
                },
                [this](app::CheckedDocument&& document, std::string_view shown) {
                  take(std::move(document), shown);
                })
          : Status(std::move(text).error());
  if (!done.ok()) troubles_.push_back({path, std::move(done).error()});
}

// Which lines of the baseline this run could not judge, and how many match nothing any more.
app::BaselineReview Run::reviewed() const {
  app::RunScope scope;
  for (const auto& path : looked_at_)
    scope.documents.push_back(baseline_.path_of(path));
  const auto folder = app::folder_of(baseline_.path());
  if (!arguments_.has("changed-since") && !from_input_)
    for (const auto& path : paths_of(arguments_)) {
      const bool is_above = app::baseline_path_of(app::absolute(path), folder).substr(0, 1) != "/";
      scope.folders.push_back(is_above ? "" : baseline_.path_of(path));
    }
  const bool is_narrowed = arguments_.has("rule") || arguments_.has("disable") || arguments_.has("profile");
  scope.ran = [&, is_narrowed](const app::BaselineLine& line) {
    const auto* rule = lint::find_rule(line.rule);
    if (rule != nullptr && rule->group == lint::Group::doctor) return false;  // another command's
    if (rule == nullptr || !is_narrowed) return true;
    const auto place = static_cast<std::size_t>(rule - lint::rules().data());
    const auto path = path_below(configuration_, folder + "/" + line.path);
    return choice_.settings(path).severities[place] != Severity::off;
  };
  return baseline_.review(std::move(scope));
}

// What this run found and what it could not judge; false when that could not be written.
bool Run::write_baseline(std::string& said) {
  const auto& path = baseline_.path();
  auto review = reviewed();
  const auto kept = review.unjudged.size();
  auto count = baseline_.write(std::move(review.unjudged));
  if (!count.ok()) return troubles_.push_back({path, std::move(count).error()}), false;
  said += counted(*count, "finding") + " written to " + printable(path);
  if (kept > 0) said += "; " + counted(kept, "line") + " about what was not looked at kept";
  if (review.stale > 0) said += "; " + counted(review.stale, "line") + " that matched nothing taken out";
  said += ".\n";
  const bool is_known = arguments_.has("baseline") && configuration_.config.check.baseline.value.empty();
  if (is_known && is_text())
    said +=
        "Every check uses it once hindcast.toml says so, under [check]: baseline = " + quoted(path) + "\n";
  return true;
}

// A baseline that only grows hides the day when an old finding comes back.
void Run::say_stale(std::string& said) const {
  if (baseline_.is_empty() || !troubles_.empty()) return;
  const auto stale = reviewed().stale;
  if (stale == 0) return;
  const auto sentence = counted(stale, "line") + " of the baseline " + (stale == 1 ? "matches" : "match") +
                        " nothing any more: --update-baseline takes " + (stale == 1 ? "it" : "them") +
                        " out.";
  if (is_text())
    said += sentence + "\n";
  else
    terminal_.err("hindcast: " + printable(baseline_.path()) + ": " +
                  sentence.substr(0, sentence.size() - 1) + "\n");
}

int Run::finish() {
  const bool is_filter = from_input_ && options_.fix && !is_dry();
  reports_.finish(troubles_);
  const auto& totals = reports_.totals();
  std::string said;
  if (fixes_ > 0)
    said = (is_dry() ? "Would mend " : "Mended ") + counted(fixes_, "finding") + " in " +
           counted(fixed_documents_, "document") + ".\n";
  if (totals.documents > 0) said += totals_text(totals, reports_.documents_with_findings(), style_);
  if (arguments_.has("changed-since") && totals.documents == 0 && troubles_.empty())
    said = "No document has changed.\n";
  const bool is_accepted = baseline_.is_update() && troubles_.empty() && write_baseline(said);
  if (!baseline_.is_update()) say_stale(said);
  if (is_text() && !is_dry() && !is_filter)
    terminal_.out(said);
  else if (is_dry() || is_filter)
    terminal_.err(said);  // standard output is the patch, or the text
  say_troubles(terminal_, troubles_);
  if (!troubles_.empty()) return 2;
  const bool would_change = is_dry() && fixes_ > 0;
  return (fails(threshold_, totals) && !is_accepted) || would_change ? 1 : 0;
}

int Run::run() {
  auto ready = prepare();
  if (ready.ok()) ready = open_reports();
  if (!ready.ok()) return refuse_lines(terminal_, ready.error().message);
  from_input_ ? check_standard_input() : check_paths();
  return finish();
}

}  // namespace

int run_check(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  return Run(arguments, terminal, *style).run();
}

}  // namespace hindcast::cli
