// Steps of smoke tests and of health probes: what is asked, what is expected, what later steps take over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.h"
#include "guards/expectation.h"
#include "guards/guard.h"

namespace hindcast::guards {

// A value for later steps: "{{name}}" stands for it, but in the words of a command, which are what was
// approved: a command has it as a variable.
struct Capture {
  std::string name;
  Part part;
  std::string pattern;  // of the text only what the expression finds; "" for all of it
  bool is_secret = false;
};

// "CAPTURE_BASKET_ID" for "basket-id".
std::string capture_variable(std::string_view name);

struct Step {
  std::string name;
  Probe probe;            // texts with "{{...}}" as they were written
  std::string authority;  // a file of certificates that are trusted instead of the system's
  std::vector<Expectation> expects;
  std::vector<Capture> captures;
  int retries = 0;
  std::int64_t interval_ms = 1'000;
  bool is_critical = false;     // the steps behind it need it
  bool is_flaky = false;        // when it fails it warns
  std::optional<Part> measure;  // health: the number that is compared
  bool is_worse_low = false;    // health: the lower number is the worse one
  std::string path;             // where it is written
  std::uint32_t line = 0;
};

struct StepsRead {
  std::vector<Step> steps;
  std::vector<Finding> findings;  // `error` each: what is not understood is not left out
};

// From the tables of a setting, and from the files of another (`file`), which hold a list or a table with a
// list under the name of the setting. Where nobody is asked, as in a replay, a step needs only its name.
enum class Asked : std::uint8_t { yes, no };
StepsRead read_steps(const data::Value& settings, std::string_view tables, World&, Asked = Asked::yes);

// What a step came to.
struct StepResult {
  facts::Verdict verdict = facts::Verdict::missing;
  std::vector<std::string> messages;  // why not; no secret stands in them
  std::int64_t lasted_ms = 0;         // of all attempts
  int attempts = 0;
  std::optional<double> measured;
};

// Asks step by step and remembers what was captured.
class Asking {
 public:
  // `settings` of the guard: `hosts`. Nothing is asked after `deadline_ms` from now.
  Asking(const data::Value& settings, World&, std::int64_t deadline_ms);

  StepResult ask(const Step&);
  std::int64_t left_ms() const { return until_ms_ - world_.steady_ms(); }
  // The moment that it is, though the world's clock may stand still.
  Timestamp now() const { return began_ + (world_.steady_ms() - began_steady_); }
  const Secrets& secrets() const { return secrets_; }

 private:
  Result<std::string> filled(const std::string& text);
  Result<Probe> probe_of(const Step&);
  StepResult attempt(const Step&);
  void capture(const Step&, Answered&, StepResult&);

  World& world_;
  std::vector<std::string> hosts_;
  std::int64_t began_, began_steady_, until_ms_, deadline_ms_;
  std::vector<std::pair<std::string, std::string>> captured_;
  Secrets secrets_;
};

}  // namespace hindcast::guards
