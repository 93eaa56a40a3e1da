// smoke: what users need answers as it should, step by step.
#include <algorithm>
#include <array>

#include "guards/built_ins.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/smoke_report.h"
#include "guards/step.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::array<Setting, 5> settings_taken = {{
    {"step", Takes::table, "what is asked: [[guards.NAME.step]] with http, tcp, dns, tls or command"},
    {"file", Takes::paths, "files with more steps, in TOML, YAML or JSON"},
    {"hosts", Takes::texts, "hosts that may be of one's own network"},
    {"deadline", Takes::duration, "how long all steps may take; 5 min when not set"},
    {"junit", Takes::path, "where a report in JUnit's format is written"},
}};

// "4 steps: 2 pass, 1 warn (flaky), 1 fail"
std::string summary(const std::vector<Told>& steps) {
  std::string out = counted(steps.size(), "step", "steps");
  std::string_view between = ": ";
  for (const Verdict verdict :
       {Verdict::pass, Verdict::warn, Verdict::inconclusive, Verdict::fail, Verdict::error}) {
    const auto of_it = std::count_if(steps.begin(), steps.end(),
                                     [&](const Told& one) { return one.result.verdict == verdict; });
    if (of_it == 0) continue;
    out.append(between).append(std::to_string(of_it)).append(" ");
    out.append(verdict == Verdict::warn ? "flaky" : facts::word(verdict));
    between = ", ";
  }
  const auto again = std::count_if(steps.begin(), steps.end(), [](const Told& one) {
    return one.result.attempts > 1 && one.result.verdict == Verdict::pass;
  });
  if (again > 0) out.append(" (").append(std::to_string(again)).append(" not at the first try)");
  return out;
}

Outcome run(const data::Value& settings, World& world) {
  constexpr std::int64_t deadline_ms_usual = 5 * 60'000;
  auto read = read_steps(settings, "step", world);
  auto& findings = read.findings;
  const auto deadline = duration_ms(text_in(settings, "deadline", "5 min")).value_or(deadline_ms_usual);
  // A test of which a part is not understood is not run at all: half of it proves nothing.
  if (!findings.empty()) return outcome_of(std::move(findings), "the steps can't be read", false);
  if (read.steps.empty()) return outcome_of({}, "no steps", false);
  Asking asking(settings, world, deadline);
  std::vector<Told> told;
  std::string needed;  // the critical step that did not pass
  for (const Step& step : read.steps) {
    StepResult result;
    if (needed.empty()) {
      result = asking.ask(step);
    } else {
      result.verdict = Verdict::inconclusive;
      result.messages = {"was not tried: " + quoted(needed) + " comes before it"};
    }
    if (needed.empty() && step.is_critical && result.verdict != Verdict::pass) needed = step.name;
    std::string message;
    for (const std::string& one : result.messages)
      message.append(message.empty() ? "" : "; ").append(one);
    if (result.verdict != Verdict::pass)
      findings.push_back({result.verdict, quoted(asking.secrets().without(step.name)) + " " + message,
                          step.path, step.line});
    told.push_back({asking.secrets().without(step.name), std::move(result)});
  }
  if (const auto path = text_in(settings, "junit"); !path.empty())
    if (const auto kept = world.keep(path, junit(told)); !kept)
      findings.push_back({Verdict::error, "the report can't be written: " + kept.error().message, path, 0});
  return outcome_of(std::move(findings), summary(told), true);
}

}  // namespace

BuiltIn smoke() {
  return {"smoke", "what users need answers as it should", settings_taken, run, true};
}

}  // namespace hindcast::guards
