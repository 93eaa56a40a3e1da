#include <algorithm>
#include <cmath>
#include <cstdio>

#include "guards/compare.h"
#include "guards/health.h"
#include "guards/looking.h"
#include "guards/moment.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

// So many intervals without a word are a gap, behind which health begins anew.
constexpr std::int64_t gap_intervals = 3;

std::string rounded(double value) {
  char text[32] = "";
  (void)std::snprintf(text, sizeof text, "%.4g", value);  // fits
  return text;
}

std::string percent(double share) {
  char text[64] = "";
  (void)std::snprintf(text, sizeof text, "%.0f %%", std::min(share * 100, 1e9));  // fits
  return text;
}

}  // namespace

HealthWatch::HealthWatch(HealthRules rules, Timestamp began, std::vector<std::string> probes,
                         std::optional<std::vector<Sample>> baseline)
    : rules_(std::move(rules)), began_(began), has_baseline_(baseline.has_value()) {
  if (baseline) baseline_ = *std::move(baseline);
  std::stable_sort(baseline_.begin(), baseline_.end(),
                   [](const Sample& a, const Sample& b) { return a.probe < b.probe; });
  for (std::string& probe : probes)
    (void)heard_of(probe);  // from now on it has to be heard of
}

HealthWatch::Heard& HealthWatch::heard_of(const std::string& probe) {
  const auto found =
      std::find_if(heard_.begin(), heard_.end(), [&](const Heard& one) { return one.probe == probe; });
  if (found != heard_.end()) return *found;
  Heard& made = heard_.emplace_back();
  made.probe = probe;
  auto before = std::lower_bound(baseline_.begin(), baseline_.end(), probe,
                                 [](const Sample& a, const std::string& name) { return a.probe < name; });
  for (; before != baseline_.end() && before->probe == probe; ++before)
    if (before->value) made.before.push_back(*before->value);
  return made;
}

void HealthWatch::add(const Sample& sample) {
  if (sample.time < began_ + rules_.initial_delay_ms) return;
  Heard& heard = heard_of(sample.probe);
  const bool is_gap = heard.last && sample.time - *heard.last > gap_intervals * rules_.interval_ms;
  if (is_gap) heard.healthy_since.reset();
  heard.last = sample.time;
  if (sample.verdict == Verdict::missing) {
    ++heard.missing_in_row;
    heard.last_missing = sample.why;
    heard.healthy_since.reset();
    return;
  }
  heard.missing_in_row = 0;
  if (sample.verdict != Verdict::pass) {
    ++heard.failures;
    heard.last_failure = sample.why;
    heard.healthy_since.reset();
    return;
  }
  if (!heard.healthy_since) heard.healthy_since = sample.time;
  if (sample.value) heard.values.push_back(*sample.value);
}

Decision HealthWatch::decide(Timestamp now) const {
  Decision decision;
  const auto because = [](const std::string& why) { return why.empty() ? std::string() : ": " + why; };
  for (const Heard& one : heard_)
    if (one.failures >= rules_.failure_limit)
      decision.reasons.push_back(quoted(one.probe) + " failed " +
                                 counted(static_cast<std::size_t>(one.failures), "time", "times") +
                                 because(one.last_failure));
  if (!decision.reasons.empty()) {
    decision.is_final = true;
    decision.verdict = Verdict::fail;
    return decision;
  }
  for (const Heard& one : heard_)
    if (one.missing_in_row >= rules_.missing_limit)
      decision.reasons.push_back("nobody can tell how " + quoted(one.probe) + " is" +
                                 because(one.last_missing));
  decision.is_final = !decision.reasons.empty();
  if (decision.is_final) return decision;
  const bool is_healthy = !heard_.empty() && std::all_of(heard_.begin(), heard_.end(), [&](const Heard& one) {
    return one.healthy_since && *one.last - *one.healthy_since >= rules_.healthy_for_ms &&
           now - *one.last <= gap_intervals * rules_.interval_ms;
  });
  const bool is_over = now - began_ >= rules_.deadline_ms;
  if (is_healthy) return compared(is_over);
  if (!is_over) return decision;
  decision.is_final = true;
  for (const Heard& one : heard_) {
    if (one.healthy_since && *one.last - *one.healthy_since >= rules_.healthy_for_ms) continue;
    decision.reasons.push_back(quoted(one.probe) + " was not healthy for " +
                               duration_words(rules_.healthy_for_ms) + " within " +
                               duration_words(rules_.deadline_ms) + because(one.last_failure));
  }
  return decision;
}

// All are healthy: is any of them worse than before? Whether one can be told is asked of all before any is
// compared, as long as more may come.
Decision HealthWatch::compared(bool is_last) const {
  Decision decision;
  if (!has_baseline_) return {true, Verdict::pass, {}};
  std::vector<const Heard*> pairs;
  std::vector<std::string> unclear;
  for (const Heard& one : heard_) {
    if (one.values.empty() && one.before.empty()) continue;
    const auto fewest = std::min(one.values.size(), one.before.size());
    if (static_cast<std::int64_t>(fewest) >= rules_.samples_min)
      pairs.push_back(&one);
    else
      unclear.push_back(quoted(one.probe) +
                        " can't be compared: " + counted(one.values.size(), "number", "numbers") +
                        " now and " + std::to_string(one.before.size()) + " before, of " +
                        std::to_string(rules_.samples_min) + " that it takes");
  }
  if (pairs.empty() && unclear.empty()) unclear.emplace_back("nothing was measured that could be compared");
  if (!unclear.empty() && !is_last) return {false, Verdict::inconclusive, std::move(unclear)};
  for (const Heard* heard : pairs) {
    const auto& now = heard->values;
    const bool is_low =
        std::find(rules_.worse_low.begin(), rules_.worse_low.end(), heard->probe) != rules_.worse_low.end();
    const auto found = is_low ? compare(heard->before, now) : compare(now, heard->before);
    const double before = is_low ? found.median_now : found.median_before;
    const double after = is_low ? found.median_before : found.median_now;
    const double shift = is_low ? before - after : after - before;
    const bool is_worse = found.p_above <= rules_.significance / static_cast<double>(pairs.size()) &&
                          found.superiority >= rules_.effect && shift > 0 &&
                          shift >= rules_.change * std::abs(before);
    if (!is_worse) continue;
    std::string text = quoted(heard->probe) + " is worse than before: median " + rounded(after) +
                       " instead of " + rounded(before);
    text.append(", the worse one in ").append(percent(found.superiority)).append(" of all pairs (p = ");
    decision.reasons.push_back(text.append(rounded(found.p_above)).append(")"));
  }
  decision.is_final = true;
  if (!decision.reasons.empty())
    decision.verdict = Verdict::fail;
  else if (unclear.empty())
    decision.verdict = Verdict::pass;
  else
    decision.reasons = std::move(unclear);
  return decision;
}

}  // namespace hindcast::guards
