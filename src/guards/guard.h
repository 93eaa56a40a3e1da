// Guards that are built in: each looks at what a team has (files, answers of services) and says whether a
// lesson still holds. A guard takes values and what the world shows it, and returns what it found; it starts
// no program, opens no file and knows no clock of its own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "data/data.h"
#include "facts/verdict.h"
#include "guards/probe.h"

namespace hindcast::guards {

// What a guard found at one place. No value of a secret stands in any of its texts.
struct Finding {
  facts::Verdict verdict = facts::Verdict::fail;
  std::string message;     // lower case, no final period: "PRICE_FEED_URL is empty in staging"
  std::string path;        // from the folder of hindcast.toml; "" where it is about no file
  std::uint32_t line = 0;  // from 1; 0: the whole file
};

struct Outcome {
  // The worst of what was found; `pass` only where something was looked at. A guard that had nothing to look
  // at is `missing`, one that could not tell is `inconclusive`.
  facts::Verdict verdict = facts::Verdict::missing;
  std::string summary;  // one line: "3 environments, 41 keys: 1 stale, 1 missing"
  std::vector<Finding> findings;
};

// What a guard may see. All paths are meant from the folder of hindcast.toml and never lead out of it.
class World {
 public:
  virtual ~World() = default;
  virtual Result<std::string> read(const std::string& path) = 0;
  // The files that a glob of hindcast.toml names, sorted; none is no error.
  virtual Result<std::vector<std::string>> find(const std::string& glob) = 0;
  virtual Timestamp now() = 0;
  // The commit that is about to be released, in full, and the one that it is compared with; "" where nobody
  // said.
  virtual std::string commit() = 0;
  virtual std::string base() = 0;
  // Whether the files are those of a past commit, and the settings of today: these may speak of what was not
  // there yet.
  virtual bool is_past() { return false; }
  // The files that have another content than at that commit, branch or tag, or were not there.
  virtual Result<std::vector<std::string>> changed_since(const std::string& ref);
  // A secret of this team with which values are made into fingerprints; never shown. `not_found` where none
  // was made yet: the message says which command makes it.
  virtual Result<std::string> fingerprint_key() = 0;

  // What follows is there only for guards that say so in hindcast.toml; a world has it or says why not.
  // Asks and waits for the answer. An error means that the question could not be put at all.
  virtual Result<ProbeAnswer> probe(const Probe&);
  // The value of an environment variable that the guard's `environment` names. Whoever asks shows it to
  // nobody.
  virtual Result<std::string> variable(const std::string& name);
  // Milliseconds that only count up while the guard runs, where `now` may stand still.
  virtual std::int64_t steady_ms() { return now(); }
  // Lets time pass. An error where somebody asks to stop.
  virtual Status pause(std::int64_t milliseconds);
  // Keeps a report (JUnit, samples) as the file that hindcast.toml names for it.
  virtual Status keep(const std::string& path, const std::string& text);
};

// A key that the guard takes beside those that every guard has.
// `files` is a table of names, each with a path or a list of paths.
enum class Takes : std::uint8_t { text, texts, path, paths, files, number, duration, flag, table, choice };
struct Setting {
  std::string_view name;
  Takes takes{};
  // One sentence, no full stop. Where the key has a value when it is not set: "…; 14 days when not set".
  std::string_view meaning;
  bool is_required = false;
  std::span<const std::string_view> choices = {};
  // A key of every guard that people write for this one: `environment` of a guard that starts no program.
  std::string_view written_as = {};
};

struct BuiltIn {
  std::string_view name;     // "env-sync"
  std::string_view summary;  // "every environment has what the schema asks for"
  std::span<const Setting> settings;
  // `settings` is a table with what hindcast.toml says under the guard's name, checked against `settings`
  // above: required keys are there and of their type. Never throws; a failure to look is `error`.
  Outcome (*run)(const data::Value& settings, World&) = nullptr;
  // Whether it opens connections: then `network = true` has to stand in hindcast.toml, and the guard is run
  // only once it was approved, as commands are.
  bool reaches_network = false;
};

// In the order of the documentation.
std::span<const BuiltIn> built_ins();
const BuiltIn* find_built_in(std::string_view name);

// The outcome of these findings: the worst verdict of them, else `pass`.
Outcome outcome_of(std::vector<Finding>&& findings, std::string summary);

}  // namespace hindcast::guards
