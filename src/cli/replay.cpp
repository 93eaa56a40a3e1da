// The commands `replay`, `guard promote` and `guard demote`.
#include "app/replay.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/approval.h"
#include "app/forms.h"
#include "app/rights.h"
#include "base/plain.h"
#include "cli/configuring.h"
#include "cli/guarding.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"
#include "gate/replay.h"

namespace hindcast::cli {
namespace {

using app::ReplayedGuard;
using app::ReplayedIncident;
using app::ReplayReport;
using facts::Verdict;

constexpr std::size_t short_commit = 10;

std::string tool_name() {
  return "Hindcast " + std::string(version_number());
}

void add_lines(std::string& out, std::string_view lead, const std::string& text, const Style& style,
               Ink ink = Ink::plain) {
  constexpr int columns_min = 20;
  std::string before(lead);
  for (const auto& line : wrap(harmless(text), std::max(columns_min, style.columns - columns_of(lead)))) {
    out.append(before).append(style.paint(ink, line)).append("\n");
    before.assign(static_cast<std::size_t>(columns_of(lead)), ' ');
  }
}

std::string shown(const std::optional<Verdict>& verdict) {
  return verdict ? std::string(facts::word(*verdict)) : "not run";
}

void add_incident(std::string& out, const ReplayedIncident& one, const Style& style) {
  const bool is_proof = one.proof == gate::Proof::stopped;
  const auto sign = is_proof ? style.sign("✓", "+") : style.sign("·", "-");
  add_lines(out, "  " + std::string(sign) + " ", std::string(word(one.proof)) + ": " + one.title, style,
            is_proof ? Ink::green : Ink::yellow);
  add_lines(out, "    ", written_here(one.document), style, Ink::dim);
  if (!one.shipped.empty())
    add_lines(out, "    ",
              one.shipped.substr(0, short_commit) + " shipped it: " + shown(one.before) +
                  (one.said.empty() ? "" : ", " + one.said),
              style);
  if (!one.fixed.empty())
    add_lines(out, "    ", one.fixed.substr(0, short_commit) + " fixed it: " + shown(one.after), style);
  if (!one.why.empty()) add_lines(out, "    ", one.why, style);
}

std::string counts_line(const gate::Figures& figures) {
  std::string out = "of " + counted(figures.commits, "commit") + ": ";
  bool is_first = true;
  for (const auto verdict : {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::missing,
                             Verdict::inconclusive, Verdict::error}) {
    const auto count = figures.by_verdict[static_cast<std::size_t>(verdict)];
    if (count == 0) continue;
    out.append(is_first ? "" : ", ").append(std::to_string(count)).append(" ").append(facts::word(verdict));
    is_first = false;
  }
  if (figures.unseen > 0) out += "; not run on " + std::to_string(figures.unseen);
  return out;
}

// What a replay proves holds once it is promoted.
std::string right_line(const app::ReplayedGuard& guard, bool is_proven) {
  if (guard.warns_because.empty()) return "it may stop a release";
  if (!is_proven) return "it warns only: " + guard.warns_because;
  const auto promote = "'hindcast guard promote " + guard.name + "' records this proof";
  if (guard.warns_because == app::never_proved) return "it warns only, until " + promote;
  return "it warns only: " + guard.warns_because + "; " + promote;
}

void add_guard(std::string& out, const ReplayedGuard& guard, const ReplayReport& report, const Style& style) {
  const bool is_proven = guard.not_proven.empty();
  out += style.paint(Ink::bold, harmless(guard.name)) + ": " +
         style.paint(is_proven ? Ink::green : Ink::yellow, is_proven ? "proven" : "not proven") + "\n";
  if (!is_proven) add_lines(out, "  ", guard.not_proven, style);
  for (const auto& one : guard.incidents)
    add_incident(out, one, style);
  if (!guard.not_run.empty()) return;
  add_lines(out, "  ", counts_line(guard.figures), style);
  add_lines(out, "  ",
            "false alarms: " + std::to_string(guard.figures.false_alarms) + " on " +
                counted(guard.figures.judged, "commit") + " without an incident of it; of 1,000 " +
                app::rate_of(guard.figures) + ", may be " + std::to_string(report.per_1000_max),
            style);
  for (const auto& alarm : guard.alarms)
    add_lines(out, "  ! ",
              alarm.commit.substr(0, short_commit) + " " + alarm.subject +
                  (alarm.said.empty() ? "" : ": " + alarm.said),
              style);
  add_lines(out, "  ", right_line(guard, is_proven), style);
}

std::string report_text(const ReplayReport& report, const Style& style) {
  std::string out;
  for (const auto& guard : report.guards) {
    add_guard(out, guard, report, style);
    out += "\n";
  }
  out += counted(report.commits, "commit") + " from " + report.from.substr(0, short_commit) + " to " +
         report.to.substr(0, short_commit) + "; " + counted(report.ran, "run") + ", " +
         std::to_string(report.remembered) + " remembered\n";
  return out;
}

void say_oddities(const ReplayReport& report, const Terminal& terminal) {
  say_troubles(terminal, report.troubles);
  for (const auto& note : report.notes)
    say_trouble(terminal, "replay", note);
}

Result<app::ReplayWish> wish_of(const Arguments& arguments, const Terminal& terminal,
                                const app::Configuration& configuration, const Progress& progress) {
  app::ReplayWish wish;
  wish.guards = {arguments.operands.begin(), arguments.operands.end()};
  for (const auto path : arguments.values("in"))
    wish.paths.emplace_back(path);
  wish.from = arguments.value("from");
  wish.to = arguments.value("to");
  wish.touching_only = arguments.value("every") == "touching";
  for (const auto text : arguments.values("incident")) {
    auto given = app::given_incident(text);
    if (!given)
      return Error{ErrorCode::invalid, "--incident takes DOC=BAD..FIX, as in stale-rates=4be1c07..ab12cd3"};
    wish.incidents.push_back(*std::move(given));
  }
  wish.tool = tool_name();
  wish.read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(configuration, wish.read));
  wish.read.watch = progress.watch();
  wish.run = guard_options(arguments, terminal, configuration, progress.watch());
  return wish;
}

Result<int> promote(const Arguments& arguments, const Terminal& terminal, const Style& style) {
  const auto configuration = TRY(guarded_policy_of(arguments));
  const auto day = TRY(today_of(arguments, terminal, configuration));
  const bool is_word = arguments.has("by") || arguments.has("reason");
  app::RightEntry entry;
  std::string out;
  if (is_word) {
    const std::string name(arguments.operands[0]);
    const auto& guards = configuration.config.guards;
    const auto found =
        std::find_if(guards.begin(), guards.end(), [&](const auto& guard) { return guard.name == name; });
    if (found == guards.end()) return Error{ErrorCode::invalid, "there is no guard " + quoted(name)};
    entry.guard = name;
    entry.is_promotion = true;
    entry.definition = app::definition_of(*found, configuration).hash;
    entry.by = one_line(arguments.value("by"));
    entry.reason = one_line(arguments.value("reason"));
    if (entry.by.empty() || entry.reason.empty())
      return Error{ErrorCode::invalid, "a person's word needs both, --by WHO and --reason WHY"};
    out = name + " may stop releases: " + entry.by + " vouches for it\n";
  } else {
    const Progress progress(terminal, Stop::is_heeded);
    const auto report =
        TRY(app::replay_guards(configuration, TRY(wish_of(arguments, terminal, configuration, progress))));
    say_oddities(report, terminal);
    terminal.out(report_text(report, style));
    if (report.is_stopped) return stopped_status;
    const auto status = status_of(report);
    if (status != 0) {
      terminal.out("nothing is recorded; a person may vouch for it with --by and --reason\n");
      return status;
    }
    entry = promotion_of(report.guards.front(), report);
    out = entry.guard + " may stop releases: a replay has proved it\n";
  }
  entry.date = day;
  entry.tool = tool_name();
  TRY(app::add_right(configuration, entry));
  terminal.out(harmless(out.substr(0, out.size() - 1)) + "\nrecorded in " + std::string(app::rights_file) +
               "; commit it\n");
  return 0;
}

Result<int> demote(const Arguments& arguments, const Terminal& terminal) {
  const auto configuration = TRY(guarded_policy_of(arguments));
  app::RightEntry entry;
  entry.guard = arguments.operands[0];
  const auto& guards = configuration.config.guards;
  const auto found = std::find_if(guards.begin(), guards.end(),
                                  [&](const auto& guard) { return guard.name == entry.guard; });
  if (found == guards.end()) return Error{ErrorCode::invalid, "there is no guard " + quoted(entry.guard)};
  entry.definition = app::definition_of(*found, configuration).hash;
  entry.date = TRY(today_of(arguments, terminal, configuration));
  entry.tool = tool_name();
  entry.reason = one_line(arguments.value("reason"));
  entry.by = one_line(arguments.has("by") ? std::string(arguments.value("by"))
                      : terminal.user     ? terminal.user()
                                          : std::string());
  if (entry.reason.empty())
    return Error{ErrorCode::invalid, "--reason WHY is missing: nobody would know later"};
  TRY(app::add_right(configuration, entry));
  terminal.out(harmless(entry.guard) + " warns only from now on\nrecorded in " +
               std::string(app::rights_file) + "; commit it\n");
  return 0;
}

}  // namespace

int run_replay(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  if (!arguments.has("guards"))
    return refuse(terminal, "say what is to be replayed: hindcast replay --guards");
  auto configuration = guarded_policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  const Progress progress(terminal, Stop::is_heeded);
  auto wish = wish_of(arguments, terminal, *configuration, progress);
  if (!wish) return refuse_lines(terminal, wish.error().message);
  const auto report = app::replay_guards(*configuration, *wish);
  if (!report) return refuse_lines(terminal, report.error().message);
  say_oddities(*report, terminal);
  terminal.out(arguments.value("format") == "json" ? replay_json(*report) : report_text(*report, *style));
  return report->is_stopped ? stopped_status : status_of(*report);
}

int run_guard_promote(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto status = promote(arguments, terminal, *style);
  return status ? *status : refuse_lines(terminal, status.error().message);
}

int run_guard_demote(const Arguments& arguments, const Terminal& terminal) {
  auto status = demote(arguments, terminal);
  return status ? *status : refuse_lines(terminal, status.error().message);
}

}  // namespace hindcast::cli
