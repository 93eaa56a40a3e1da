#include "guards/health.h"

#include <algorithm>
#include <array>
#include <set>

#include "guards/built_ins.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/step.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

constexpr std::array<Setting, 20> settings_taken = {{
    {"probe", Takes::table, "what is watched: steps as those of smoke, with `measure` and `worse`"},
    {"file", Takes::paths, "files with more probes, in TOML, YAML or JSON"},
    {"hosts", Takes::texts, "hosts that may be of one's own network"},
    {"samples", Takes::path, "recorded samples that are replayed; then nobody is asked"},
    {"max_age", Takes::duration, "how long ago recorded samples may end; 1 day when not set"},
    {"baseline", Takes::path, "samples of before, to compare with"},
    {"record", Takes::path, "where the samples of this watch are written"},
    {"initial_delay", Takes::duration, "how long after the beginning nothing counts; 0 s when not set"},
    {"interval", Takes::duration, "how long between two rounds; 10 s when not set"},
    {"healthy_for", Takes::duration, "how long all must be well without a break; 2 min when not set"},
    {"deadline", Takes::duration, "when the watch ends at the latest; 15 min when not set"},
    {"failure_limit", Takes::number, "so many failures of one probe fail; 3 when not set"},
    {"missing_limit", Takes::number,
     "so many rounds without data end the watch, inconclusive; 3 when not set"},
    {"significance", Takes::number, "how unlikely a difference must be by chance; 0.01 when not set"},
    {"effect", Takes::number,
     "in which share of pairs the number of now is the worse one; 0.65 when not set"},
    {"change", Takes::number, "by which share the median must be worse; 0.05 when not set"},
    {"samples_min", Takes::number, "how many numbers it takes to compare; 8 when not set"},
    {"rollback", Takes::texts, "the command that takes the release back, word by word"},
    {"automatic", Takes::flag, "the rollback is run without --really; false when not set"},
    {"postmortems", Takes::path, "the folder in which a rollback begins a postmortem"},
}};

// Reads the numbers; what makes no sense is a finding.
struct RulesReader {
  const Value& settings;
  std::vector<Finding>& findings;

  void problem(std::string_view name, const std::string& what) {
    const Value* value = settings.find(name);
    findings.push_back(
        {Verdict::error, quoted(name) + " " + what, "hindcast.toml", value == nullptr ? 0 : value->line});
  }
  void duration(std::string_view name, std::int64_t& to, std::int64_t least) {
    if (settings.find(name) == nullptr) return;
    constexpr std::int64_t most = 24 * 3'600'000;
    const auto found = duration_ms(text_in(settings, name));
    if (!found || *found < least || *found > most)
      problem(name, "needs a duration from " + duration_words(least) + " to 1 d");
    else
      to = *found;
  }
  void count(std::string_view name, std::int64_t& to) {
    const Value* value = settings.find(name);
    if (value == nullptr) return;
    const auto found = value->integer();
    if (!found || *found < 1 || *found > 100'000)
      problem(name, "needs a whole number from 1 to 100000");
    else
      to = *found;
  }
  void share(std::string_view name, double& to, double least, double most) {
    const Value* value = settings.find(name);
    if (value == nullptr) return;
    const auto found = value->number();
    if (!found || *found < least || *found > most)
      problem(name, "needs a number from " + std::to_string(least).substr(0, 3) + " to " +
                        std::to_string(most).substr(0, 3));
    else
      to = *found;
  }

  HealthRules read() {
    HealthRules rules;
    duration("initial_delay", rules.initial_delay_ms, 0);
    duration("interval", rules.interval_ms, 100);
    duration("healthy_for", rules.healthy_for_ms, 0);
    duration("deadline", rules.deadline_ms, 1'000);
    count("failure_limit", rules.failure_limit);
    count("missing_limit", rules.missing_limit);
    count("samples_min", rules.samples_min);
    share("significance", rules.significance, 0, 0.5);
    share("effect", rules.effect, 0.5, 1);
    share("change", rules.change, 0, 10);
    if (rules.deadline_ms < rules.initial_delay_ms + rules.healthy_for_ms)
      problem("deadline", "is over before anything can have been healthy for long enough");
    return rules;
  }
};

std::optional<std::vector<Sample>> samples_in(const std::string& path, World& world,
                                              std::vector<Finding>& findings) {
  for (const File& file : files_of({path}, world, findings)) {
    auto read = read_samples(file.text);
    if (read && !read->empty()) return *std::move(read);
    findings.push_back(read.ok() ? Finding{Verdict::missing, "has no sample", path, 0}
                                 : unreadable(path, read.error()));
  }
  return std::nullopt;
}

class HealthRun {
 public:
  HealthRun(const Value& settings, World& world) : settings_(settings), world_(world) {}

  Watched run() {
    rules_ = RulesReader{settings_, findings_}.read();
    const auto samples_path = text_in(settings_, "samples");
    auto steps = read_steps(settings_, "probe", world_, samples_path.empty() ? Asked::yes : Asked::no);
    findings_.insert(findings_.end(), steps.findings.begin(), steps.findings.end());
    const auto baseline_path = text_in(settings_, "baseline");
    std::optional<std::vector<Sample>> baseline;
    if (!baseline_path.empty()) baseline = samples_in(baseline_path, world_, findings_);
    std::optional<std::vector<Sample>> recorded;
    if (!samples_path.empty()) recorded = samples_in(samples_path, world_, findings_);
    if (recorded) limit_probes(*recorded, samples_path);
    if (!findings_.empty()) return told("nothing was watched", false);
    if (steps.steps.empty() && !recorded) return told("no probes", false);
    std::vector<std::string> probes;
    for (const Step& step : steps.steps) {
      probes.push_back(step.name);
      if (step.is_worse_low) rules_.worse_low.push_back(step.name);
    }
    watched_.began = recorded ? recorded->front().time : world_.now();
    HealthWatch watch(rules_, watched_.began, probes, baseline);
    if (recorded)
      replay(*recorded, watch);
    else
      observe(steps.steps, watch);
    if (baseline) tell_vanished(*baseline, baseline_path);
    if (const auto path = text_in(settings_, "record"); !path.empty() && !recorded)
      if (const auto kept = world_.keep(path, write_samples(watched_.samples)); !kept)
        findings_.push_back(
            {Verdict::error, "the samples can't be written: " + kept.error().message, path, 0});
    return told(summary(), true);
  }

 private:
  void limit_probes(const std::vector<Sample>& samples, const std::string& path) {
    constexpr std::size_t probes_max = 500;
    std::set<std::string_view> names;
    for (const Sample& one : samples)
      names.insert(one.probe);
    if (names.size() > probes_max)
      findings_.push_back({Verdict::error, "has samples of more than 500 probes", path, 0});
  }

  // Who has lost a measure does not hear of what it measured. A watch that failed has said enough.
  void tell_vanished(const std::vector<Sample>& baseline, const std::string& path) {
    const auto is_fail = [](const Finding& one) { return one.verdict == Verdict::fail; };
    if (std::any_of(findings_.begin(), findings_.end(), is_fail)) return;
    std::set<std::string_view> heard, lost;
    for (const Sample& one : watched_.samples)
      heard.insert(one.probe);
    for (const Sample& one : baseline)
      if (heard.count(one.probe) == 0) lost.insert(one.probe);
    for (const std::string_view probe : lost)
      findings_.push_back(
          {Verdict::inconclusive, quoted(probe) + " was measured before, and not in this watch", path, 0});
  }

  Watched told(std::string summary, bool looked_at) {
    watched_.outcome = outcome_of(std::move(findings_), std::move(summary), looked_at);
    return std::move(watched_);
  }

  std::string summary() const {
    std::vector<std::string_view> names;
    for (const Sample& one : watched_.samples)
      names.push_back(one.probe);
    std::sort(names.begin(), names.end());
    const auto probes = std::unique(names.begin(), names.end()) - names.begin();
    return counted(static_cast<std::size_t>(probes), "probe", "probes") + " watched for " +
           duration_words(watched_.ended - watched_.began) + ", " +
           counted(watched_.samples.size(), "sample", "samples");
  }

  void decided(const Decision& decision) {
    const auto path = text_in(settings_, "samples", "hindcast.toml");
    for (const std::string& reason : decision.reasons)
      findings_.push_back({decision.verdict, reason, path, settings_.line});
    if (path != "hindcast.toml")
      for (Finding& one : findings_)
        one.line = 0;
    if (decision.verdict != Verdict::pass && findings_.empty())
      findings_.push_back({decision.verdict, "nothing was decided", path, 0});
  }

  void replay(const std::vector<Sample>& recorded, HealthWatch& watch) {
    Decision decision;
    for (std::size_t i = 0; i < recorded.size() && !decision.is_final; ++i) {
      watch.add(recorded[i]);
      watched_.samples.push_back(recorded[i]);
      watched_.ended = recorded[i].time;
      // What comes at the same moment belongs to the same round.
      const bool is_round = i + 1 == recorded.size() || recorded[i + 1].time != recorded[i].time;
      if (is_round) decision = watch.decide(watched_.ended);
    }
    if (!decision.is_final && decision.reasons.empty())
      decision.reasons.emplace_back("the samples end before all was healthy for " +
                                    duration_words(rules_.healthy_for_ms));
    decided(decision);
  }

  void observe(const std::vector<Step>& steps, HealthWatch& watch) {
    constexpr std::size_t samples_max = 200'000;
    // The last round may take its time: a probe that is cut short would seem to fail.
    constexpr std::int64_t round_ms_max = 3'600'000;
    Asking asking(settings_, world_, rules_.deadline_ms + round_ms_max);
    const auto left_ms = [&] { return std::max<std::int64_t>(asking.left_ms() - round_ms_max, 0); };
    watched_.began = asking.now();
    Decision decision;
    Status going_on = world_.pause(rules_.initial_delay_ms);
    while (going_on.ok() && !decision.is_final && watched_.samples.size() < samples_max) {
      const Timestamp round = asking.now();
      for (const Step& step : steps) {
        auto sample = sampled(step, asking);
        watch.add(sample);
        watched_.samples.push_back(std::move(sample));
      }
      decision = watch.decide(asking.now());
      if (decision.is_final) break;
      const auto spent = asking.now() - round;
      going_on = world_.pause(std::clamp<std::int64_t>(rules_.interval_ms - spent, 0, left_ms()));
      if (left_ms() == 0) decision = watch.decide(asking.now());
    }
    if (!going_on.ok())
      decision = {true, Verdict::inconclusive, {"was not watched to the end: " + going_on.error().message}};
    watched_.ended = asking.now();
    decided(decision);
  }

  static Sample sampled(const Step& step, Asking& asking) {
    Sample sample;
    sample.time = asking.now();
    const auto result = asking.ask(step);
    sample.probe = asking.secrets().without(step.name);
    sample.value = result.measured;
    for (const std::string& message : result.messages)
      sample.why.append(sample.why.empty() ? "" : "; ").append(message);
    if (result.verdict == Verdict::pass) sample.verdict = Verdict::pass;
    if (result.verdict == Verdict::fail || result.verdict == Verdict::warn) sample.verdict = Verdict::fail;
    return sample;
  }

  const Value& settings_;
  World& world_;
  HealthRules rules_;
  std::vector<Finding> findings_;
  Watched watched_;
};

// Why samples that somebody recorded say nothing of the release of now; "" where they do.
std::string age_problem(const Value& settings, Timestamp ended, Timestamp now) {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::string limit(text_in(settings, "max_age", "1 day"));
  const auto allowed = duration_ms(limit);
  if (!allowed) return "nobody can tell how old they may be: " + quoted(limit) + " is no duration";
  if (ended > now + day_ms) return "the samples end in days to come, at " + to_iso_time(ended);
  if (now - ended <= *allowed) return {};
  return "the samples ended " + duration_words(now - ended) + " ago, more than " + limit;
}

Outcome run(const Value& settings, World& world) {
  auto watched = watch_health(settings, world);
  const auto path = text_in(settings, "samples");
  // What is no pass stays what it is at any age.
  if (path.empty() || watched.outcome.verdict > Verdict::warn) return std::move(watched.outcome);
  if (auto why = age_problem(settings, watched.ended, world.now()); !why.empty()) {
    auto& findings = watched.outcome.findings;
    findings.push_back({Verdict::inconclusive, std::move(why), std::string(path), 0});
    return outcome_of(std::move(findings), std::move(watched.outcome.summary), true);
  }
  return std::move(watched.outcome);
}

}  // namespace

Watched watch_health(const Value& settings, World& world) {
  return HealthRun(settings, world).run();
}

BuiltIn health() {
  return {"health", "a release stays well, and is no worse than before", settings_taken, run, true};
}

}  // namespace hindcast::guards
