// The command `health watch`.
#include "app/health.h"

#include <algorithm>
#include <string>

#include "app/check_settings.h"
#include "cli/configuring.h"
#include "cli/guarding.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::HealthReport;
using app::Rollback;
using facts::Verdict;

void add_wrapped(std::string& out, std::string_view before, const std::string& text, const Style& style) {
  constexpr int columns_min = 20;
  std::string lead(before);
  for (const auto& line : wrap(harmless(text), std::max(columns_min, style.columns - columns_of(before)))) {
    out.append(lead).append(line).append("\n");
    lead.assign(static_cast<std::size_t>(columns_of(before)), ' ');
  }
}

std::string rollback_line(const HealthReport& report) {
  std::string command;
  for (const auto& one : report.command)
    command.append(command.empty() ? "" : " ").append(one);
  switch (report.rollback) {
    case Rollback::not_needed:
      return {};
    case Rollback::not_configured:
      return "nothing is taken back: " + report.why;
    case Rollback::dry:
      return "would take it back by: " + command + " (" + report.why + ")";
    case Rollback::refused:
      return "is not taken back: " + report.why;
    case Rollback::done:
      return "was taken back by: " + command + " (" + report.why + ")";
    case Rollback::failed:
      break;
  }
  return "the rollback failed, see to the release by hand: " + command + " (" + report.why + ")";
}

std::string report_text(const HealthReport& report, const Style& style) {
  const auto& outcome = report.watched.outcome;
  const bool is_pass = outcome.verdict == Verdict::pass;
  const bool is_bad = outcome.verdict == Verdict::fail || outcome.verdict == Verdict::error;
  const Ink ink = is_pass ? Ink::green : is_bad ? Ink::red : Ink::yellow;
  std::string out = style.paint(ink, facts::word(outcome.verdict)) + ": " + harmless(outcome.summary) + "\n";
  const auto lead = "  " + std::string(style.sign("• ", "- "));
  for (const auto& finding : outcome.findings) {
    std::string place = finding.path;
    if (finding.line > 0) place += ":" + std::to_string(finding.line);
    add_wrapped(out, lead, place.empty() ? finding.message : place + ": " + finding.message, style);
  }
  if (const auto line = rollback_line(report); !line.empty()) add_wrapped(out, "", line, style);
  if (!report.draft.empty()) out += "a postmortem was begun: " + harmless(report.draft) + "\n";
  return out;
}

}  // namespace

int run_health_watch(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = guarded_policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto now = moment_of(arguments, terminal, *configuration);
  if (!now) return refuse(terminal, now.error().message);
  const Progress progress(terminal, Stop::is_heeded);
  app::HealthWish wish;
  wish.guard = arguments.operands[0];
  wish.release = arguments.value("release");
  wish.really = arguments.has("really");
  wish.options = guard_options(arguments, terminal, *configuration, progress.watch());
  wish.options.now = *now;
  wish.today = date_of(*now);
  const auto report = app::watch_release(*configuration, wish);
  if (!report) return refuse(terminal, harmless(report.error().message));
  terminal.out(arguments.value("format") == "json" ? app::health_json(*report)
                                                   : report_text(*report, *style));
  if (app::is_stopped(wish.options.watch)) return stopped_status;
  const auto verdict = report->watched.outcome.verdict;
  if (verdict == Verdict::fail) return 1;
  return verdict == Verdict::pass || verdict == Verdict::warn ? 0 : 2;
}

}  // namespace hindcast::cli
