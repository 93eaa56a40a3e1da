// health: after a release, does it stay well? Watches probes, or replays samples that somebody recorded, and
// decides pass, fail or inconclusive. The decision itself is a function of samples.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "data/data.h"
#include "guards/guard.h"

namespace hindcast::guards {

// What one probe was at one moment. `pass`, `fail`, or `missing` where nobody could tell.
struct Sample {
  Timestamp time = 0;
  std::string probe;
  facts::Verdict verdict = facts::Verdict::missing;
  std::optional<double> value;  // what it measured
  std::string why;              // where it is no pass
};

// JSON Lines: {"time":"2031-05-04T20:00:10Z","probe":"checkout","verdict":"pass","value":118}. Times are
// those of moment.h. Without a verdict a value is a pass, and no value is missing. "line 3: ..." for what is
// none; at most 200,000 lines. In the order of time.
Result<std::vector<Sample>> read_samples(std::string_view text);
std::string write_samples(const std::vector<Sample>&);

struct HealthRules {
  std::int64_t initial_delay_ms = 0;  // what comes earlier does not count
  std::int64_t interval_ms = 10'000;
  std::int64_t healthy_for_ms = 120'000;
  std::int64_t deadline_ms = 900'000;
  std::int64_t failure_limit = 3;  // so many failures of one probe are one too many
  std::int64_t missing_limit = 3;  // in a row
  // A measure is worse than before when all three hold.
  double significance = 0.01;    // of the test, shared by all probes that are compared
  double effect = 0.65;          // how often a number of now is the worse one of a pair: 0.5 is no difference
  double change = 0.05;          // of the median
  std::int64_t samples_min = 8;  // fewer, now or before, can't tell
  std::vector<std::string> worse_low;  // probes of which the lower number is the worse one
};

struct Decision {
  bool is_final = false;  // false: go on watching
  facts::Verdict verdict = facts::Verdict::inconclusive;
  std::vector<std::string> reasons;  // "checkout failed 3 times: status is `500`, not < 300"
};

// Takes samples in the order of time and knows at each moment what they come to.
class HealthWatch {
 public:
  // `probes`: who has to be heard of; those that are only in samples are heard too. Without a
  // `baseline` nothing is compared.
  HealthWatch(HealthRules rules, Timestamp began, std::vector<std::string> probes,
              std::optional<std::vector<Sample>> baseline);

  void add(const Sample&);
  Decision decide(Timestamp now) const;

 private:
  struct Heard {
    std::string probe;
    std::int64_t failures = 0, missing_in_row = 0;
    std::string last_failure, last_missing;
    std::optional<Timestamp> healthy_since, last;
    std::vector<double> values, before;
  };
  Heard& heard_of(const std::string& probe);
  Decision compared(bool is_last) const;

  HealthRules rules_;
  Timestamp began_;
  std::vector<Heard> heard_;
  bool has_baseline_;
  std::vector<Sample> baseline_;  // by probe
};

// A watch from beginning to end.
struct Watched {
  Outcome outcome;
  std::vector<Sample> samples;
  Timestamp began = 0, ended = 0;
};
Watched watch_health(const data::Value& settings, World&);

}  // namespace hindcast::guards
