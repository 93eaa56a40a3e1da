// The commands `policy list` and `policy explain`.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/forms.h"
#include "app/history.h"
#include "app/policies.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/width.h"
#include "policy/policy.h"

namespace hindcast::cli {
namespace {

using policy::Policy;
using policy::Standing;
using policy::Verdict;

// What is urgent comes first.
constexpr Standing in_order[] = {Standing::overdue, Standing::undecidable, Standing::waiting,
                                 Standing::late,    Standing::kept,        Standing::unscoped};

Ink ink_of(Standing standing) {
  switch (standing) {
    case Standing::overdue:
      return Ink::red;
    case Standing::undecidable:
    case Standing::late:
      return Ink::yellow;
    case Standing::kept:
      return Ink::green;
    default:
      return Ink::plain;
  }
}

struct Judged {
  app::Configuration configuration;
  Date today;
  app::PolicyRun run;
};

Result<Judged> judged(const Arguments& arguments, const Terminal& terminal,
                      std::span<const std::string_view> operands) {
  Judged made;
  const std::vector<std::string> named(operands.begin(), operands.end());
  const auto paths = named.empty() ? std::vector<std::string>{"."} : named;
  if (!arguments.has("no-config"))
    made.configuration = TRY(app::load_configuration(paths[0], std::string(arguments.value("config"))));
  made.today = TRY(today_of(arguments, terminal, made.configuration));
  auto options = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(made.configuration, options));
  if (made.configuration.config.policies.empty()) return made;
  const auto calendar = TRY(app::team_calendar(made.configuration));
  std::unique_ptr<app::History> history;
  if (app::needs_history(made.configuration)) history = TRY(app::History::of(paths[0], made.configuration));
  made.run = app::judge_documents(paths, options, made.configuration, calendar, made.today, history.get());
  return made;
}

// In lines of the page's width: "4 overdue, 1 can't be told, 2 to come (next 2024-03-20), 12 kept, 3 late; 3
// documents state no severity"
std::string counts_lines(const app::PolicyCount& count, const Style& style) {
  std::string out = "  ";
  int column = 2;
  const auto add = [&](std::string_view between, std::string_view text, Ink ink) {
    const int width = columns_of(between) + columns_of(text);
    const bool fits = column == 2 || column + width <= style.columns;
    if (column > 2) out.append(fits ? between : between.substr(0, 1)).append(fits ? "" : "\n  ");
    column = fits ? column + width : 2 + columns_of(text);
    out += style.paint(ink, text);
  };
  const auto count_of = [&](Standing standing) { return count.of[static_cast<std::size_t>(standing)]; };
  const auto put = [&](Standing standing, std::string_view words, const std::string& more = {}) {
    if (count_of(standing) == 0) return;
    auto text = std::to_string(count_of(standing)) + " ";
    add(", ", text.append(words).append(more), ink_of(standing));
  };
  put(Standing::overdue, "overdue");
  put(Standing::undecidable, "can't be told");
  put(Standing::waiting, "to come", count.next_due ? " (next " + to_iso(*count.next_due) + ")" : "");
  put(Standing::kept, "kept");
  put(Standing::late, "kept late");
  if (column == 2) add("", "nothing that it is about", Ink::plain);
  if (const auto silent = count_of(Standing::unscoped); silent > 0)
    add("; ", counted(silent, "document") + (silent == 1 ? " states" : " state") + " no severity",
        Ink::plain);
  return out + "\n";
}

std::string place_of(const Verdict& verdict, const Judged& made) {
  if (verdict.subject == policy::nothing) return {};
  const auto& subject = made.run.subjects[verdict.subject];
  auto place = harmless(subject.path);
  if (verdict.thing != policy::nothing) place += ":" + std::to_string(subject.things[verdict.thing].line);
  return place;
}

std::string name_of(const Verdict& verdict, const Judged& made, const Policy& policy) {
  if (verdict.subject == policy::nothing) return harmless(policy.name);
  const auto& subject = made.run.subjects[verdict.subject];
  if (verdict.thing == policy::nothing) return harmless(subject.title);
  const auto& thing = subject.things[verdict.thing];
  return harmless(thing.text) + (thing.who.empty() ? "" : " (" + harmless(thing.who) + ")");
}

std::string indented(const std::string& text, const Style& style) {
  std::string out;
  for (const auto& line : wrap(text, std::max(20, style.columns - 2)))
    out += "  " + line + "\n";
  return out;
}

std::string heading(const Policy& policy, const app::PolicyCount& count, const Style& style) {
  auto out = style.paint(Ink::bold, harmless(policy.name)) + (policy.is_error ? "  (error)\n" : "\n");
  if (!policy.about.empty()) out += indented(harmless(policy.about), style);
  out += indented(harmless(sentence(policy)), style);
  return out + counts_lines(count, style);
}

std::string explained(const Judged& made, std::uint32_t number, const Style& style) {
  const Policy& policy = made.configuration.config.policies[number];
  auto out =
      heading(policy, app::count_verdicts(made.configuration.config.policies, made.run)[number], style);
  for (const Standing standing : in_order)
    for (const Verdict& verdict : made.run.verdicts) {
      if (verdict.policy != number || verdict.standing != standing) continue;
      const auto word = standing == Standing::undecidable ? "can't be told"
                        : standing == Standing::unscoped  ? "no severity"
                                                          : std::string(policy::word(standing));
      out += "\n" + style.paint(ink_of(standing), word);
      const auto indent = columns_of(word) + 2;
      std::string lead = "  ";
      for (const auto& line : wrap(name_of(verdict, made, policy), std::max(20, style.columns - indent))) {
        out += lead + line + "\n";
        lead.assign(static_cast<std::size_t>(indent), ' ');
      }
      out += indented(harmless(explanation(policy, verdict, made.today)), style);
      if (const auto place = place_of(verdict, made); !place.empty())
        out += "  " + style.paint(Ink::dim, place) + "\n";
    }
  return out;
}

int finish(const Judged& made, const Terminal& terminal) {
  say_troubles(terminal, made.run.troubles);
  return made.run.troubles.empty() ? 0 : 2;
}

int refuse_no_policy(const Judged& made, const Terminal& terminal) {
  return refuse(terminal, (made.configuration.file.empty() ? "there is no hindcast.toml here"
                                                           : made.configuration.file + " has no policy") +
                              "; a policy is a table [[policy]] there, with name, within and applies");
}

}  // namespace

int run_policy_list(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto made = judged(arguments, terminal, arguments.operands);
  if (!made) return refuse_lines(terminal, made.error().message);
  const auto& policies = made->configuration.config.policies;
  if (arguments.value("format") == "json") {
    terminal.out(app::policies_json(policies, made->run, made->today, std::nullopt));
    return finish(*made, terminal);
  }
  if (policies.empty()) return refuse_no_policy(*made, terminal);
  const auto counts = app::count_verdicts(policies, made->run);
  std::string out;
  for (std::size_t i = 0; i < policies.size(); ++i)
    out += (i == 0 ? "" : "\n") + heading(policies[i], counts[i], *style);
  terminal.out(out);
  return finish(*made, terminal);
}

int run_policy_explain(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  const auto name = arguments.operands[0];
  auto made = judged(arguments, terminal, std::span(arguments.operands).subspan(1));
  if (!made) return refuse_lines(terminal, made.error().message);
  const auto& policies = made->configuration.config.policies;
  if (policies.empty()) return refuse_no_policy(*made, terminal);
  std::vector<std::string_view> names;
  for (const auto& policy : policies)
    names.push_back(policy.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const auto near = closest(name, names);
    return refuse(terminal, "there is no policy " + quoted(name) +
                                (near ? "; did you mean " + quoted(*near) + "?"
                                      : "; 'hindcast policy list' lists them"));
  }
  const auto number = static_cast<std::uint32_t>(found - names.begin());
  terminal.out(arguments.value("format") == "json"
                   ? app::policies_json(policies, made->run, made->today, number)
                   : explained(*made, number, *style));
  return finish(*made, terminal);
}

}  // namespace hindcast::cli
