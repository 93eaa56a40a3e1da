// The commands `guard list`, `guard run` and `policy approve`.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/approval.h"
#include "app/check_settings.h"
#include "app/forms.h"
#include "app/guard_list.h"
#include "cli/configuring.h"
#include "cli/guarding.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/width.h"
#include "gate/question.h"

namespace hindcast::cli {
namespace {

using facts::Verdict;

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Ink::green;
    case Verdict::fail:
    case Verdict::error:
      return Ink::red;
    default:
      return Ink::yellow;
  }
}

constexpr std::string_view lead = "              ";  // as wide as the longest verdict, and two blanks

void add_wrapped(std::string& out, std::string_view before, const std::string& text, const Style& style) {
  std::string first(before);
  for (const auto& line : wrap(harmless(text), std::max(20, style.columns - static_cast<int>(lead.size())))) {
    out.append(first).append(line).append("\n");
    first = lead;
  }
}

std::string row(Verdict verdict, const std::string& name, const std::string& summary, const Style& style) {
  const std::string word(facts::word(verdict));
  std::string out = style.paint(ink_of(verdict), word) + std::string(lead.size() - word.size(), ' ');
  out += style.paint(Ink::bold, harmless(name)) + "\n";
  add_wrapped(out, lead, summary, style);
  return out;
}

// What a command printed, each line behind a bar.
std::string shown_output(std::string_view output, const Style& style) {
  std::string out;
  while (!output.empty()) {
    const auto line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(line.size() + 1, output.size()));
    out.append(lead).append(style.sign("│ ", "| ")).append(harmless(line)).append("\n");
  }
  return out;
}

int refuse_no_guard(const app::Configuration& configuration, const Terminal& terminal) {
  return refuse(terminal, (configuration.file.empty() ? "there is no hindcast.toml here"
                                                      : configuration.file + " declares no guard") +
                              "; a guard is a table [guards.NAME] there, with 'use' or 'command'");
}

// Every name that there is none of is told at once with what was probably meant; then nothing is run.
std::optional<std::string> unknown_guards(const app::Configuration& configuration,
                                          const Arguments& arguments) {
  std::vector<std::string_view> names;
  for (const auto& guard : configuration.config.guards)
    names.push_back(guard.name);
  for (const auto wanted : arguments.operands) {
    if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    const auto near = closest(wanted, names);
    return "there is no guard " + quoted(wanted) +
           (near ? "; did you mean " + quoted(*near) + "?" : "; 'hindcast guard list' lists them");
  }
  return std::nullopt;
}

std::vector<std::string> names_of(const app::Configuration& configuration, const Arguments& arguments) {
  std::vector<std::string> names(arguments.operands.begin(), arguments.operands.end());
  if (names.empty())
    for (const auto& guard : configuration.config.guards)
      names.push_back(guard.name);
  return names;
}

int status_of(const std::vector<gate::GuardResult>& results) {
  bool has_failed = false, is_undecided = false;
  for (const auto& result : results) {
    has_failed = has_failed || result.verdict == Verdict::fail;
    is_undecided = is_undecided || result.verdict == Verdict::error || result.verdict == Verdict::missing ||
                   result.verdict == Verdict::inconclusive;
  }
  return has_failed ? 1 : is_undecided ? 2 : 0;
}

std::string closing(const std::vector<gate::GuardResult>& results) {
  std::string out = counted(results.size(), "guard") + ":";
  bool is_first = true;
  for (const auto verdict : {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::missing,
                             Verdict::inconclusive, Verdict::error}) {
    const auto count = std::count_if(results.begin(), results.end(),
                                     [&](const auto& one) { return one.verdict == verdict; });
    if (count == 0) continue;
    out.append(is_first ? " " : ", ").append(std::to_string(count)).append(" ").append(facts::word(verdict));
    is_first = false;
  }
  return out + "\n";
}

// "last: pass, namespaces, 2024-03-18, releases/53.md"
std::string last_words(const app::LastResult& last) {
  std::string out = "last: " + std::string(facts::word(last.verdict));
  if (!last.level.empty()) out += ", " + last.level;
  if (last.date) out += ", " + to_iso(*last.date);
  return out + ", " + last.record;
}

// What is approved, and what is not though it runs.
std::string shown_definition(const std::string& name, const std::string& before,
                             const app::Definition& definition, const Style& style) {
  std::string out = style.paint(Ink::bold, harmless(name));
  out += before.empty() ? ": new\n" : ": has changed since it was approved\n";
  std::string_view shown;
  const auto text = app::definition_shown(before, definition);
  for (std::string_view left = text; !left.empty(); left.remove_prefix(shown.size() + 1)) {
    shown = left.substr(0, left.find('\n'));
    out.append("  ").append(harmless(shown)).append("\n");
  }
  const auto warn = [&](const std::string& note) {
    for (const auto& line : wrap(harmless(note), std::max(20, style.columns - 2)))
      out.append("  ").append(style.paint(Ink::yellow, line)).append("\n");
  };
  if (!definition.missing.empty())
    warn(quoted(definition.missing) +
         " is not there, so it cannot run; once it is, this is another definition, to be approved again");
  for (const auto& command : definition.blind) {
    const auto note = quoted(app::shown_command(command)) +
                      " names no file of this folder: what it runs there is not part of what you approve; "
                      "name it with 'covers' in hindcast.toml";
    warn(note);
  }
  return out;
}

}  // namespace

Result<app::Configuration> guarded_policy_of(const Arguments& arguments) {
  auto configuration = TRY(policy_of(arguments));
  if (const std::string revision(arguments.value("policy-from")); !revision.empty())
    configuration.config.gate = TRY(app::configuration_at(configuration, revision)).config.gate;
  return configuration;
}

app::GuardOptions guard_options(const Arguments& arguments, const Terminal& terminal,
                                const app::Configuration& configuration, const app::Watch* watch) {
  app::GuardOptions options;
  options.commit = app::current_commit(configuration);
  options.now = terminal.now;
  options.watch = watch;
  options.config_folder = terminal.config_folder;
  options.policy_from = arguments.value("policy-from");
  return options;
}

int run_guard_list(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = guarded_policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto read = read_options(arguments, terminal);
  if (!read) return refuse(terminal, read.error().message);
  if (auto added = app::add_configured_forms(*configuration, *read); !added)
    return refuse_lines(terminal, added.error().message);
  const Progress progress(terminal);
  read->watch = progress.watch();
  const auto slips =
      app::guard_slips(*configuration, {arguments.operands.begin(), arguments.operands.end()}, *read);
  const auto listed =
      app::list_guards(*configuration, guard_options(arguments, terminal, *configuration, nullptr), slips);
  if (!slips.warnings.empty()) say_troubles(terminal, slips.troubles);  // what is not found may stand there
  if (arguments.value("format") == "json") return terminal.out(app::guards_json(listed, slips)), 0;
  if (listed.empty()) return refuse_no_guard(*configuration, terminal);
  std::string out;
  for (const auto& guard : listed) {
    out += style->paint(Ink::bold, harmless(guard.name)) + "\n";
    const auto put = [&](const std::string& text, Ink ink) {
      for (const auto& line : wrap(harmless(text), std::max(20, style->columns - 2)))
        out.append("  ").append(style->paint(ink, line)).append("\n");
    };
    if (!guard.about.empty()) put(guard.about, Ink::plain);
    put(guard.what, Ink::plain);
    std::string needs, items;
    for (const auto& one : guard.needs)
      needs += (needs.empty() ? "needs " : ", ") + one;
    for (const auto& one : guard.items)
      items += (items.empty() ? "answers " : ", ") + one;
    if (!needs.empty()) put(needs, Ink::plain);
    if (!items.empty()) put(items, Ink::plain);
    put(guard.standing, guard.may_run ? Ink::green : Ink::yellow);
    put(guard.right_words, guard.right.why_not.empty() ? Ink::green : Ink::yellow);
    if (guard.last) put(last_words(*guard.last), Ink::plain);
  }
  for (const auto& warning : slips.warnings)
    add_wrapped(out, style->paint(Ink::yellow, "warning") + "       ", warning, *style);
  terminal.out(out);
  return 0;
}

int run_guard_run(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = guarded_policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  if (configuration->config.guards.empty()) return refuse_no_guard(*configuration, terminal);
  if (auto unknown = unknown_guards(*configuration, arguments)) return refuse(terminal, *unknown);
  auto now = moment_of(arguments, terminal, *configuration);
  if (!now) return refuse(terminal, now.error().message);
  const Progress progress(terminal, Stop::is_heeded);
  auto options = guard_options(arguments, terminal, *configuration, progress.watch());
  options.now = *now;
  options.base = arguments.value("base");
  if (arguments.has("jobs")) {
    const auto jobs = parse_number(arguments.value("jobs"), 1, 64);
    if (!jobs) return refuse(terminal, "--jobs takes a number from 1 to 64");
    options.threads = *jobs;
  }
  const bool is_json = arguments.value("format") == "json";
  const auto names = names_of(*configuration, arguments);
  std::vector<std::pair<std::string, std::string>> outputs;
  options.hear_result = [&](const gate::GuardResult& result, std::string_view output) {
    if (arguments.has("output")) outputs.emplace_back(result.guard, output);
  };
  const auto results = app::run_guards(*configuration, names, options);
  const bool is_stopped = app::is_stopped(options.watch);
  if (is_json) {
    terminal.out(app::guard_results_json(results));
    return is_stopped ? stopped_status : status_of(results);
  }
  std::string out;
  for (const auto& result : results) {
    out += row(result.verdict, result.guard, result.summary, *style);
    const auto printed = std::find_if(outputs.begin(), outputs.end(),
                                      [&](const auto& one) { return one.first == result.guard; });
    if (printed != outputs.end() && !printed->second.empty())
      out += shown_output(printed->second, *style);
    else
      for (const auto& finding : result.findings)
        add_wrapped(out, std::string(lead) + std::string(style->sign("• ", "- ")), finding, *style);
  }
  terminal.out(out + "\n" + closing(results));
  return is_stopped ? stopped_status : status_of(results);
}

int run_policy_approve(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  if (configuration->config.guards.empty()) return refuse_no_guard(*configuration, terminal);
  if (auto unknown = unknown_guards(*configuration, arguments)) return refuse(terminal, *unknown);
  auto approvals = app::Approvals::load(terminal.config_folder, *configuration);
  if (!approvals) return refuse(terminal, approvals.error().message);
  const bool approves = arguments.has("all") || !arguments.operands.empty();
  std::string out;
  std::size_t open = 0, unfit = 0;
  for (const auto& guard : configuration->config.guards) {
    const auto& names = arguments.operands;
    const bool is_meant = names.empty() || std::find(names.begin(), names.end(), guard.name) != names.end();
    const auto definition = app::definition_of(guard, *configuration);
    if (!is_meant || !app::needs_approval(guard) || approvals->holds(guard.name, definition)) continue;
    if (!definition.lack.empty()) {
      terminal.out(harmless(guard.name) + ": can't be approved: it " + harmless(definition.lack) + "\n");
      ++unfit;
      continue;
    }
    out += (out.empty() ? "" : "\n") +
           shown_definition(guard.name, approvals->text_of(guard.name), definition, *style);
    ++open;
    if (approves) approvals->set(guard.name, definition, terminal.today);
  }
  if (open == 0 && unfit > 0) return 1;
  if (open == 0) return terminal.out("nothing to approve: every guard may run as it is\n"), 0;
  terminal.out(out + "\n");
  if (!approves) {
    terminal.out(counted(open, "guard") + " to approve: name what you have looked at, or --all\n");
    return 1;
  }
  if (auto saved = approvals->save(*configuration); !saved) return refuse(terminal, saved.error().message);
  terminal.out("approved " + counted(open, "guard") + "\n");
  return unfit > 0 ? 1 : 0;
}

}  // namespace hindcast::cli
