#include "app/guarding.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "app/approval.h"
#include "app/check_settings.h"
#include "app/guard_slips.h"
#include "app/guard_world.h"
#include "app/pool.h"
#include "app/rights.h"
#include "base/plain.h"
#include "base/sha256.h"
#include "config/config.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "sandbox/redact.h"
#include "sandbox/sandbox.h"

namespace hindcast::app {
namespace {

using config::Guard;
using facts::Verdict;
using gate::GuardResult;

constexpr std::size_t findings_max = 50;
constexpr std::size_t line_bytes_max = 300;

struct Run {
  const Guard* guard = nullptr;
  std::vector<std::size_t> needs;
  GuardResult result;
  std::string output;
};

// Exit codes beside 0 that are no failure: what could not be told now (sysexits.h), and what was left out
// (automake).
constexpr int cannot_tell_now = 75, left_out = 77;
// A shell says so that it found no program, or by which signal one ended: then nothing was told.
constexpr int not_executable = 126;

Verdict verdict_of_exit(int code) {
  if (code == 0) return Verdict::pass;
  if (code == cannot_tell_now) return Verdict::inconclusive;
  if (code == left_out) return Verdict::missing;
  return code >= not_executable ? Verdict::error : Verdict::fail;
}

std::string shown_duration(std::int64_t ms) {
  if (ms % 3'600'000 == 0) return std::to_string(ms / 3'600'000) + " h";
  if (ms % 60'000 == 0) return std::to_string(ms / 60'000) + " min";
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

// The last lines that say something, in their order.
std::vector<std::string> last_lines(std::string_view text, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < most) {
    const auto end = text.find_last_not_of('\n');
    if (end == text.npos) break;
    text = text.substr(0, end + 1);
    const auto begin = text.rfind('\n');
    const auto line = one_line(text.substr(begin == text.npos ? 0 : begin + 1), line_bytes_max);
    if (!line.empty()) lines.push_back(line);
    text = text.substr(0, begin == text.npos ? 0 : begin);
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

void execute(const Configuration& configuration, const GuardOptions& options, Run& run) {
  const Guard& guard = *run.guard;
  GuardResult& result = run.result;
  result.verdict = Verdict::error;
  const auto request = request_of(guard, configuration, options, guard.command);
  if (!request.ok()) return void(result.summary = request.error().message);
  const auto outcome = sandbox::run(*request, [&] { return is_stopped(options.watch); });
  result.level = outcome.level == sandbox::Level::none ? "" : sandbox::word(outcome.level);
  run.output = sandbox::redacted(outcome.output, request->environment);
  if (outcome.is_cut) run.output += "\n... (only the first MiB is kept)\n";
  result.output_digest = hex(sha256(run.output));
  constexpr std::size_t lines_max = 20;
  auto lines = last_lines(run.output, lines_max);
  const std::string last = lines.empty() ? std::string() : ": " + lines.back();
  switch (outcome.end) {
    case sandbox::End::exited:
      result.verdict = verdict_of_exit(outcome.code);
      result.summary = "exit status " + std::to_string(outcome.code);
      if (outcome.code == cannot_tell_now) result.summary += ", can't tell now";
      if (outcome.code == left_out) result.summary += ", was left out";
      if (result.verdict != Verdict::pass) result.summary += last;
      break;
    case sandbox::End::signalled:
      result.summary = "ended by signal " + std::to_string(outcome.code);
      if (const char* name = ::strsignal(outcome.code)) result.summary.append(" (").append(name).append(")");
      result.summary += last;
      break;
    case sandbox::End::timed_out:
      result.summary = "was killed after " + shown_duration(guard.timeout_ms) + ", its timeout";
      break;
    case sandbox::End::stopped:
      result.summary = "was killed: somebody asked to stop";
      break;
    case sandbox::End::refused:
      result.summary = one_line(sandbox::redacted(why_refused(outcome, guard.command), request->environment),
                                line_bytes_max);
      break;
  }
  if (outcome.left > 0)
    result.summary += "; left processes behind, which were killed: " + std::to_string(outcome.left);
  if (result.verdict != Verdict::pass) result.findings = std::move(lines);
}

// A finding that weighs as its guard does needs no verdict of its own.
std::string finding_line(const guards::Finding& finding, Verdict of_guard, bool is_error) {
  std::string line;
  const auto verdict = finding.verdict == Verdict::fail && !is_error ? Verdict::warn : finding.verdict;
  if (finding.verdict != of_guard) line.append(facts::word(verdict)).append(": ");
  line += finding.path;
  if (finding.line > 0) line.append(":").append(std::to_string(finding.line));
  if (!finding.path.empty()) line += ": ";
  return one_line(line + finding.message, line_bytes_max);
}

void look(const Configuration& configuration, const GuardOptions& options, bool is_approved, Run& run) {
  GuardResult& result = run.result;
  result.level = "built-in";
  const auto* built_in = guards::find_built_in(run.guard->use);
  if (built_in == nullptr) {
    result.verdict = Verdict::error;
    result.summary = "there is no built-in guard " + run.guard->use;
    return;
  }
  const auto world = guard_world(configuration, *run.guard, options, is_approved);
  auto outcome = built_in->run(run.guard->settings, *world);
  result.level = world->level();
  result.verdict = outcome.verdict;
  result.summary = one_line(outcome.summary, line_bytes_max);
  if (world->is_over()) {
    result.verdict = Verdict::error;
    result.summary = "was stopped after " + shown_duration(run.guard->timeout_ms) + ", its timeout";
  }
  std::stable_sort(outcome.findings.begin(), outcome.findings.end(),
                   [](const auto& a, const auto& b) { return a.verdict > b.verdict; });
  for (const auto& finding : outcome.findings) {
    if (result.findings.size() == findings_max) {
      result.findings.push_back("and " + std::to_string(outcome.findings.size() - findings_max) + " more");
      break;
    }
    result.findings.push_back(finding_line(finding, outcome.verdict, run.guard->is_error));
  }
}

class Runs {
 public:
  Runs(const Configuration& configuration, const GuardOptions& options)
      : configuration_(configuration), options_(options), trust_(Trust::of(configuration, options)) {
    auto rights = Rights::load(configuration, options.policy_from);
    if (rights.ok())
      rights_ = *std::move(rights);
    else
      rights_failure_ = one_line(rights.error().message, line_bytes_max);
  }

  // The guard of that name and all that it needs; where it stands. Nothing for a name that is not declared.
  std::optional<std::size_t> add(const std::string& name) {
    const auto known = place_of(name);
    if (known || find(name) == nullptr) return known;
    const std::size_t first = runs_.size();
    runs_.push_back(begun(*find(name)));
    for (std::size_t at = first; at < runs_.size(); ++at)
      for (const auto& need : runs_[at].guard->needs) {
        auto place = place_of(need);
        if (!place && find(need) != nullptr) {
          place = runs_.size();
          runs_.push_back(begun(*find(need)));
        }
        if (place) runs_[at].needs.push_back(*place);
      }
    return first;
  }

  void run() {
    std::vector<std::vector<std::size_t>> needs;
    for (const Run& one : runs_)
      needs.push_back(one.needs);
    std::size_t done = 0;
    hear(options_.watch, "guards", 0, runs_.size());
    in_order_of_needs(
        needs, options_.threads, [&](std::size_t i) { make(runs_[i]); },
        [&](std::size_t i) {
          hear(options_.watch, "guards", ++done, runs_.size());
          if (options_.hear_result) options_.hear_result(runs_[i].result, runs_[i].output);
        });
  }

  const GuardResult& result(std::size_t place) const { return runs_[place].result; }

 private:
  const Guard* find(const std::string& name) const {
    for (const Guard& guard : configuration_.config.guards)
      if (guard.name == name) return &guard;
    return nullptr;
  }
  std::optional<std::size_t> place_of(const std::string& name) const {
    for (std::size_t i = 0; i < runs_.size(); ++i)
      if (runs_[i].guard->name == name) return i;
    return std::nullopt;
  }

  Run begun(const Guard& guard) const {
    Run run;
    run.guard = &guard;
    run.result.guard = guard.name;
    run.result.started_ms = options_.now;
    return run;
  }

  // On a thread of its own; what it needs has ended.
  void make(Run& run) const {
    GuardResult& result = run.result;
    const auto definition = definition_of(*run.guard, configuration_);
    result.definition = definition.hash;
    result.may_block = !rights_failure_.empty() || rights_.why_not(*run.guard, definition.hash).empty();
    if (!rights_failure_.empty()) {
      result.verdict = Verdict::error;
      result.summary = "nobody knows whether it may stop a release: " + rights_failure_;
      return;
    }
    if (is_stopped(options_.watch)) {
      result.verdict = Verdict::inconclusive;
      result.summary = "was not begun: somebody asked to stop";
      return;
    }
    for (const std::size_t need : run.needs)
      if (const auto& needed = runs_[need].result;
          needed.verdict != Verdict::pass && needed.verdict != Verdict::warn) {
        result.verdict = Verdict::inconclusive;
        result.summary = "was not run: it needs " + needed.guard + ", which is `" +
                         std::string(facts::word(needed.verdict)) + "`";
        return;
      }
    const auto began = steady_ms();
    if (const auto why = trust_.refusal(*run.guard, definition); !why.empty()) {
      result.verdict = Verdict::error;
      result.summary = why;
      return;
    }
    if (run.guard->use.empty())
      execute(configuration_, options_, run);
    else
      look(configuration_, options_, needs_approval(*run.guard), run);
    result.lasted_ms = steady_ms() - began;
    if (!run.guard->is_error && result.verdict == Verdict::fail) result.verdict = Verdict::warn;
  }

  const Configuration& configuration_;
  const GuardOptions& options_;
  Trust trust_;
  Rights rights_;
  std::string rights_failure_;
  std::vector<Run> runs_;
};

}  // namespace

std::string current_commit(const Configuration& configuration) {
  const auto commit = disk::commit_of(configuration.folder, "HEAD");
  return commit.ok() ? *commit : std::string();
}

std::vector<GuardResult> run_guards(const Configuration& configuration, const std::vector<std::string>& names,
                                    const GuardOptions& options) {
  Runs runs(configuration, options);
  std::vector<std::optional<std::size_t>> places;
  for (const auto& name : names)
    places.push_back(runs.add(name));
  runs.run();
  std::vector<GuardResult> results;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (places[i]) {
      results.push_back(runs.result(*places[i]));
      continue;
    }
    GuardResult none;
    none.guard = names[i];
    none.verdict = Verdict::error;
    none.summary = undeclared_guard(configuration, names[i]);
    results.push_back(std::move(none));
  }
  return results;
}

}  // namespace hindcast::app
