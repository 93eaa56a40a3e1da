// What a team chose: hindcast.toml as a plain struct that remembers where each
// value came from. Pure; app/config.h finds and reads the file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.h"
#include "diag/diagnostic.h"
#include "facts/facts.h"
#include "facts/verdict.h"
#include "guards/guard.h"
#include "policy/policy.h"

namespace hindcast::config {

// Where in the file a value stands, from 1. Line 0: nowhere, it is the default.
struct Origin {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool is_default() const { return line == 0; }
  bool operator==(const Origin&) const = default;
};

template <typename T>
struct Setting {
  T value{};
  Origin origin;
};
using Text = Setting<std::string>;
using Texts = Setting<std::vector<std::string>>;

// What inline suppressions may do.
enum class Suppressions : std::uint8_t { allow, require_reason, forbid };
std::string_view word(Suppressions);  // "allow", "require-reason", "forbid"

struct RuleSetting {
  std::string rule;
  diag::Severity severity = diag::Severity::off;
  Origin origin;
};

// Holds for documents that match one of `paths`.
struct Override {
  std::vector<std::string> paths;  // globs, see matches
  std::optional<Text> profile;
  std::vector<RuleSetting> rules;
  Origin origin;
};

// One line of what `hindcast config` prints: every key that there is, and each rule that is set.
struct Line {
  std::string key;    // "check.fail_on", "rules.action-without-owner", "overrides[0].paths"
  std::string value;  // as TOML writes it: "\"warning\"", "[\"docs/**\"]"; empty: not set
  Origin origin;
};

// Who answers for which services: [teams.NAME].
struct Team {
  std::string name;
  std::vector<std::string> services, members;
  Origin origin;
};

// What a service is made of: [services.NAME].
struct Service {
  std::string name;
  std::vector<std::string> paths;  // globs
  Origin origin;
};

// A list of items that a team looks at again and again: [views.NAME]. Keys and values are those of `items`.
struct ViewSetting {
  std::string key;
  std::vector<std::string> values;
  Origin origin;
};
struct View {
  std::string name;
  std::vector<ViewSetting> settings;  // in the order of the file
  Origin origin;
};

// A check that a team declared: [guards.NAME]. A document may name one and never says what it runs.
struct Guard {
  std::string name, about;
  std::string use;                   // a built-in's name; "" for a command
  data::Value settings;              // a table: the built-in's own keys, checked against its settings
  std::vector<std::string> command;  // what is executed, word by word, by no shell; empty for a built-in
  std::int64_t timeout_ms = 600'000;
  bool has_timeout = false;                     // hindcast.toml says so
  std::vector<std::string> environment;         // names of the variables that it is given
  std::vector<std::string> readable, writable;  // paths beyond what every command may read and write
  bool may_use_network = false;
  // Globs of files that its programs run or read in turn: part of what is approved, as its scripts are.
  std::vector<std::string> covers;
  std::string isolation;  // "process": no more than that; "namespaces": nothing less; "": the best there is
  struct Scope {
    std::vector<std::string> paths, services, phases;  // globs, and names; empty: any
  } scope;
  bool is_error = true;                   // false: severity = "warning"
  std::vector<std::string> needs;         // guards that must pass before it runs
  std::vector<std::string> items;         // "slug#id": what it answers
  std::string blocks_by, blocks_because;  // who gave it the right to block before a replay did, and why
  Origin origin;
};

// Every path and glob is meant from the folder of the file.
struct Config {
  Text profile{"default", {}};
  std::vector<RuleSetting> rules;
  std::vector<Override> overrides;  // later ones win

  // Which documents are looked at when a folder is named. No `include` means every document; `exclude` wins.
  // A file that is named itself is always looked at.
  struct Documents {
    Texts include, exclude;
  } documents;

  Texts forms;  // templates, or folders of them, that are tried before the built-in forms

  struct Check {
    Setting<diag::Severity> fail_on{diag::Severity::warning, {}};  // "never" is off: no finding fails a run
    Setting<std::optional<std::uint32_t>> max_warnings;  // more of them fail a run; none: any number
    Setting<Suppressions> suppressions{Suppressions::allow, {}};
    Text baseline;  // a path; empty: none
  } check;

  // Limits of `hindcast doctor`, in days.
  struct Doctor {
    Setting<std::uint32_t> open_days{90, {}};   // an action may be open before it ages
    Setting<std::uint32_t> value_days{30, {}};  // a value may be to come
    Setting<std::uint32_t> link_days{7, {}};    // what a page answered is believed
  } doctor;

  struct Owners {
    Texts names;      // people and teams that exist; empty: nobody was listed
    Text codeowners;  // a path; empty: none
  } owners;

  // Which days are days of work, and where the team's day begins.
  struct Calendar {
    Text zone;       // "Europe/Berlin"; empty: UTC
    Texts weekend;   // "saturday"; empty and not set: Saturday and Sunday
    Texts holidays;  // paths of files
  } calendar;

  // What `hindcast gate` asks, and what stops a release.
  struct Gate {
    Setting<bool> is_advisory{false, {}};
    Setting<std::vector<facts::Verdict>> blocks{
        {facts::Verdict::fail, facts::Verdict::missing, facts::Verdict::inconclusive, facts::Verdict::error},
        {}};
    Setting<std::vector<facts::ItemRole>> asks{
        {facts::ItemRole::check, facts::ItemRole::action, facts::ItemRole::improvement}, {}};
    Setting<std::vector<facts::ItemRole>> tells{{facts::ItemRole::improvement},
                                                {}};  // asked, and stop nothing
    // Where of nearly all items nobody can tell whether they are meant, and nothing is asked.
    enum class Untold : std::uint8_t { undecided, go, ask };
    Setting<Untold> untold{Untold::undecided, {}};
    bool demands_namespaces = false;  // of every guard that starts programs, whatever its own isolation says
    // A guard that failed more often without an incident, of a thousand commits, earns no right to block.
    Setting<std::uint32_t> false_alarms_max{10, {}};
    Texts documents;  // files and folders that are read where a command names none; empty: the current one
    Setting<bool> may_waive_alone{false, {}};  // who asks for a waiver may be its approver, too
  } gate;

  std::vector<Service> services;
  std::vector<policy::Policy> policies;
  std::vector<Team> teams;
  std::vector<View> views;
  std::vector<Guard> guards;  // in the order of the file
  std::vector<Line> stated;   // what is said of these tables, value by value
};

// A key that a view may have.
struct ViewKey {
  std::string_view name;
  std::span<const std::string_view> choices;  // empty: any text
  bool is_list = false;
  bool is_reversible = false;                                // "-due" is "due" the other way round
  std::string (*problem)(std::string_view value) = nullptr;  // what is wrong with a value; "" for nothing
};

// The names that a file may use, which this module does not know itself.
struct Known {
  std::span<const std::string_view> rules;
  std::span<const std::string_view> profiles;
  std::span<const ViewKey> views = {};
  std::span<const guards::BuiltIn> guards = {};
};

struct Problem {
  Origin origin;
  std::string message;  // "unknown key 'fial_on' in [check]; did you mean 'fail_on'?"
};

// `config` is worth something only when there are no problems.
struct Parsed {
  Config config;
  // In the order of the file; at least the first of a file that is no TOML. A hundred, then how many more.
  std::vector<Problem> problems;
};
Parsed parse(std::string_view text, const Known&);

// What holds for one document: the profile, and what is said about rules beyond it.
struct Applied {
  Text profile;
  std::vector<RuleSetting> rules;  // each rule once, sorted by name
};
// `path` is the document's, from the folder of the file, with "/" between parts.
Applied applied(const Config&, std::string_view path);
// False when a document found in a folder is not to be looked at.
bool is_included(const Config&, std::string_view path);

// As base/glob.h says.
bool matches(std::string_view glob, std::string_view path);

// What `hindcast config` prints.
std::vector<Line> lines(const Config&);

// Every key with what it is for: the parser, the published schema and the docs name the same ones.
enum class Takes : std::uint8_t {
  text,
  texts,
  globs,
  path,
  paths,
  number,
  severity,
  fail_on,
  suppressions,
  profile,
  words,     // a text or a list of them
  duration,  // "30 days"
  choice,    // one of a few words
  flag       // true or false
};
struct Key {
  std::string_view
      name;  // "check.fail_on"; NAME in "rules.NAME" stands for any rule, or a name of the team's own
  Takes takes{};
  std::string_view meaning;  // one sentence, no full stop
};
std::span<const Key> keys();

}  // namespace hindcast::config
