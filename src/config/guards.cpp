// [guards.NAME]: the checks that a team declared.
#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "config/entries.h"
#include "guards/moment.h"

namespace hindcast::config {
namespace {

using data::Value;
using guards::BuiltIn;
using Type = Entry::Type;

// Those that every guard has, those of guards that start programs, and those that only a command has.
constexpr std::array<std::string_view, 10> shared_keys = {
    "environment", "about", "use", "timeout", "network", "scope", "severity", "needs", "items", "blocks"};
constexpr std::array<std::string_view, 2> program_keys = {"covers", "isolation"};
constexpr std::array<std::string_view, 3> command_keys = {"command", "readable", "writable"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What a person can type after `hindcast guard run`, and no name that looks like another one.
bool is_guard_name(std::string_view name) {
  constexpr std::size_t bytes_max = 64;
  return !name.empty() && name.size() <= bytes_max && is_letter_or_digit(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter_or_digit(c) || c == '_'; });
}

// REQUIRES: nothing deeper than what parse.cpp follows
Value value_of(const Entry& entry) {
  Value value;
  value.key = entry.key;
  value.line = entry.at.line;
  value.column = entry.at.column;
  value.key_line = entry.key_at.line;
  value.key_column = entry.key_at.column;
  switch (entry.type) {
    case Type::list:
    case Type::table:
      value.type = entry.type == Type::list ? data::Type::list : data::Type::table;
      for (const Entry& one : entry.members)
        value.members.push_back(value_of(one));
      return value;
    case Type::number:
    case Type::decimal:
      value.type = data::Type::number;
      break;
    case Type::truth:
      value.type = data::Type::boolean;
      break;
    case Type::day:
      value.type = data::Type::date;
      break;
    case Type::text:
    case Type::other:
      value.type = data::Type::text;
      break;
  }
  value.text = entry.text;
  return value;
}

// One guard's table.
class GuardReader {
 public:
  GuardReader(const Entry& table, Reading& reading) : table_(table), reading_(reading) {}

  Guard read() {
    made_.name = table_.key;
    made_.origin = table_.key_at;
    made_.settings.type = data::Type::table;
    made_.settings.line = table_.at.line;
    if (!is_guard_name(made_.name))
      reading_.problem(table_.key_at,
                       "a guard's name is made of letters, digits, '-', '_' and '.', 64 at most");
    const Entry* use = given("use");
    if (use != nullptr) set_use(*use);
    for (const Entry& entry : table_.members)
      set(entry);
    check(use);
    return std::move(made_);
  }

 private:
  void problem(const Entry& at, std::string message) { reading_.problem(at.at, std::move(message)); }

  const Entry* given(std::string_view key) const {
    for (const Entry& entry : table_.members)
      if (entry.key == key) return &entry;
    return nullptr;
  }

  void set_use(const Entry& entry) {
    std::vector<std::string_view> names;
    for (const BuiltIn& one : reading_.known.guards)
      names.push_back(one.name);
    if (entry.type != Type::text || names.empty()) {
      if (entry.type == Type::text)
        problem(entry, unknown("built-in guard", entry.text, names));
      else
        problem(entry, "needs the name of a built-in guard in quotes");
      return;
    }
    if (const auto found = choice_of(entry, "built-in guard", names, reading_)) {
      built_in_ = &reading_.known.guards[*found];
      made_.use = built_in_->name;
    }
  }

  void set(const Entry& entry) {
    const std::string_view key = entry.key;
    if (key == "use") return state("", entry);
    // What is told of an unknown built-in is enough.
    const bool is_open = given("use") != nullptr && built_in_ == nullptr;
    if (is_one_of(key, shared_keys)) return set_shared(key, entry);
    if (const auto* setting = setting_of(key)) return set_own(*setting, entry);
    const bool has_programs = built_in_ == nullptr || built_in_->reaches_network;
    if (is_one_of(key, program_keys) && has_programs) return set_of_programs(key, entry);
    if (is_one_of(key, command_keys) && !(built_in_ != nullptr && key != "command"))
      return set_of_command(key, entry);
    if (is_open) return;
    if (is_one_of(key, program_keys))
      return reading_.problem(entry.key_at, "key " + shown(key) + " is for guards that start programs; " +
                                                made_.use + " starts none");
    if (is_one_of(key, command_keys))
      return reading_.problem(entry.key_at, "key " + shown(key) + " is for guards with a command");
    std::vector<std::string_view> words(shared_keys.begin(), shared_keys.end());
    if (has_programs) words.insert(words.end(), program_keys.begin(), program_keys.end());
    if (built_in_ == nullptr) words.insert(words.end(), command_keys.begin(), command_keys.end());
    if (built_in_ != nullptr)
      for (const auto& setting : built_in_->settings)
        words.push_back(setting.name);
    reading_.problem(entry.key_at, unknown("key", key, words));
  }

  const guards::Setting* setting_of(std::string_view key) const {
    if (built_in_ == nullptr) return nullptr;
    for (const auto& setting : built_in_->settings)
      if (setting.name == key) return &setting;
    return nullptr;
  }

  void state(std::string_view within, const Entry& entry) {
    auto key = "guards." + made_.name + ".";
    reading_.state(key.append(within).append(entry.key), entry);
  }

  void set_shared(std::string_view key, const Entry& entry) {
    static constexpr std::array<std::string_view, 2> weights = {"warning", "error"};
    if (key == "scope") return set_scope(entry);
    if (key == "blocks") return set_blocks(entry);
    state("", entry);
    if (key == "about") made_.about = text_of(entry, "a sentence", reading_).value_or("");
    if (key == "timeout") set_timeout(entry);
    if (key == "network") made_.may_use_network = truth_of(entry);
    if (key == "needs") made_.needs = texts_of(entry, "a guard's name", reading_);
    if (key == "items") set_items(entry);
    if (key == "environment") set_environment(entry);
    if (key == "severity")
      if (const auto found = choice_of(entry, "severity", weights, reading_)) made_.is_error = *found == 1;
  }

  void set_of_programs(std::string_view key, const Entry& entry) {
    static constexpr std::array<std::string_view, 2> levels = {"process", "namespaces"};
    state("", entry);
    if (key == "covers") set_covers(entry);
    if (key == "isolation")
      if (const auto found = choice_of(entry, "isolation", levels, reading_))
        made_.isolation = levels[*found];
  }

  // Of files in the folder of hindcast.toml: others can't be told from one machine to the next.
  void set_covers(const Entry& entry) {
    made_.covers = texts_of(entry, "a glob", reading_);
    for (const auto& glob : made_.covers) {
      const auto whole = "/" + glob + "/";
      if (glob.starts_with('/') || whole.find("/../") != whole.npos)
        problem(entry,
                "needs globs of files in the folder of hindcast.toml, as in [\"Makefile\", \"checks/**\"]; " +
                    shown(glob) + " is none");
    }
  }

  void set_of_command(std::string_view key, const Entry& entry) {
    state("", entry);
    if (key == "command") set_command(entry);
    if (key == "readable") made_.readable = texts_of(entry, "a path", reading_);
    if (key == "writable") made_.writable = texts_of(entry, "a path", reading_);
  }

  void set_command(const Entry& entry) {
    if (entry.type == Type::text)
      return problem(entry,
                     "is a list of words, as in [\"make\", \"integration\"]: no shell takes a text apart");
    if (entry.type != Type::list || entry.members.empty())
      return problem(entry, "needs a list of words, as in [\"make\", \"integration\"]");
    for (const Entry& one : entry.members) {
      const bool is_fine = one.type == Type::text && one.text.find('\0') == std::string::npos;
      if (!is_fine) problem(one, "needs words in quotes");
      if (is_fine) made_.command.push_back(one.text);
    }
    if (!made_.command.empty() && made_.command[0].empty()) problem(entry, "needs a program to begin with");
  }

  void set_timeout(const Entry& entry) {
    constexpr std::int64_t ms_max = 24 * 3'600'000;
    const auto text = text_of(entry, "a duration, as in \"90 s\" or \"10 min\",", reading_);
    if (!text) return;
    const auto ms = guards::duration_ms(*text);
    if (!ms || *ms <= 0 || *ms > ms_max)
      return problem(entry, "needs a duration of at most a day, as in \"90 s\" or \"10 min\"");
    made_.timeout_ms = *ms;
    made_.has_timeout = true;
  }

  // Variables are for what is started. A built-in that starts nothing was meant to get something else.
  void refuse_environment(const Entry& entry) {
    std::vector<std::string_view> own;
    std::string hint;
    for (const auto& setting : built_in_->settings) {
      own.push_back(setting.name);
      if (setting.written_as == entry.key)
        hint = "; write " + std::string(setting.name) +
               (entry.type == Type::text ? " = \"" + entry.text + "\"" : std::string());
    }
    if (const auto near = closest(entry.key, own); near && hint.empty())
      hint = "; did you mean " + shown(*near) + "?";
    reading_.problem(entry.key_at, "key " + shown(entry.key) + " names variables that a program gets, and " +
                                       made_.use + " starts none" + hint);
  }

  void set_environment(const Entry& entry) {
    if (built_in_ != nullptr && !built_in_->reaches_network) return refuse_environment(entry);
    made_.environment = texts_of(entry, "the name of a variable", reading_);
    for (const auto& name : made_.environment)
      if (!is_variable_name(name))
        problem(entry, "needs names of variables, as in [\"PATH\"]; " + shown(name) + " is none");
  }

  void set_items(const Entry& entry) {
    made_.items = texts_of(entry, "an item, as in \"checkout-outage#x7k2p\",", reading_);
    for (const auto& item : made_.items) {
      const auto mark = item.find('#');
      if (mark == item.npos || mark == 0 || mark + 1 == item.size())
        problem(entry, "needs items, as in \"checkout-outage#x7k2p\"; " + shown(item) + " is none");
    }
  }

  bool truth_of(const Entry& entry) {
    if (entry.type != Type::truth) problem(entry, "needs true or false, without quotes");
    return entry.type == Type::truth && entry.text == "true";
  }

  void set_scope(const Entry& table) {
    static constexpr std::array<std::string_view, 3> keys = {"paths", "services", "phases"};
    if (table.type != Type::table) return problem(table, "is a table: write scope = { paths = [\"db/**\"] }");
    for (const Entry& entry : table.members) {
      if (!is_one_of(entry.key, keys)) {
        reading_.problem(entry.key_at, unknown("key", entry.key, keys));
        continue;
      }
      state("scope.", entry);
      auto texts = texts_of(entry, entry.key == "paths" ? "a glob" : "a name", reading_);
      auto& scope = made_.scope;
      (entry.key == "paths"      ? scope.paths
       : entry.key == "services" ? scope.services
                                 : scope.phases) = std::move(texts);
    }
  }

  void set_blocks(const Entry& table) {
    static constexpr std::array<std::string_view, 2> keys = {"by", "because"};
    if (table.type != Type::table)
      return problem(table, "is a table: write blocks = { by = \"NAME\", because = \"...\" }");
    for (const Entry& entry : table.members) {
      if (!is_one_of(entry.key, keys)) {
        reading_.problem(entry.key_at, unknown("key", entry.key, keys));
        continue;
      }
      state("blocks.", entry);
      (entry.key == "by" ? made_.blocks_by : made_.blocks_because) =
          text_of(entry, entry.key == "by" ? "a person's name" : "a reason", reading_).value_or("");
    }
    if (made_.blocks_by.empty() || made_.blocks_because.empty())
      problem(table, "needs a person who answers for it and a reason: { by = \"NAME\", because = \"...\" }");
  }

  // A key of the built-in itself.
  void set_own(const guards::Setting& setting, const Entry& entry) {
    using guards::Takes;
    const auto listed =
        entry.type == Type::list ? std::span<const Entry>(entry.members) : std::span<const Entry>(&entry, 1);
    const auto all_are = [&](Type type) {
      return !listed.empty() &&
             std::all_of(listed.begin(), listed.end(), [&](const Entry& one) { return one.type == type; });
    };
    const auto needs = [&](bool holds, std::string what) {
      if (!holds) problem(entry, "needs " + std::move(what));
    };
    state("", entry);
    switch (setting.takes) {
      case Takes::text:
      case Takes::path:
        (void)text_of(entry, setting.takes == Takes::path ? "a path" : "a text", reading_);  // or a problem
        break;
      case Takes::texts:
      case Takes::paths:
        (void)texts_of(entry, setting.takes == Takes::paths ? "a path" : "a text", reading_);
        break;
      case Takes::number:
        needs(entry.type == Type::number || entry.type == Type::decimal, "a number, without quotes");
        break;
      case Takes::duration:
        needs(entry.type == Type::text && guards::duration_ms(entry.text).has_value(),
              "a duration, as in \"90 s\" or \"7 days\"");
        break;
      case Takes::flag:
        (void)truth_of(entry);
        break;
      case Takes::files:
      case Takes::table:
        needs(all_are(Type::table), "a table, or a list of tables");
        break;
      case Takes::choice:
        (void)choice_of(entry, "choice", setting.choices, reading_);
        break;
    }
    made_.settings.members.push_back(value_of(entry));
  }

  // What does not go together, and what is missing.
  void check(const Entry* use) {
    const Entry* command = given("command");
    if (use != nullptr && command != nullptr)
      problem(*command, "a guard has 'use' or 'command', not both; leave one of the two out");
    if (use == nullptr && command == nullptr)
      reading_.problem(table_.key_at,
                       "a guard needs 'use', the name of a built-in, or 'command', a list of words");
    if (built_in_ == nullptr) return;
    for (const auto& setting : built_in_->settings)
      if (setting.is_required && given(setting.name) == nullptr)
        reading_.problem(table_.key_at, std::string(built_in_->name) + " needs " + shown(setting.name) +
                                            ": " + std::string(setting.meaning));
  }

  const Entry& table_;
  Reading& reading_;
  const BuiltIn* built_in_ = nullptr;
  Guard made_;
};

Origin needs_of(const Entry& table) {
  for (const Entry& entry : table.members)
    if (entry.key == "needs") return entry.at;
  return table.key_at;
}

// Guards that wait for each other never run. Takes away what can run until nothing more can: what is left is
// a cycle, or needs one.
void check_needs(const Entry& tables, const std::vector<Guard>& made, Reading& reading) {
  std::vector<std::string_view> names;
  for (const Guard& guard : made)
    names.push_back(guard.name);
  std::vector<std::vector<std::size_t>> needed_by(made.size());
  std::vector<std::size_t> waits_for(made.size(), 0), ready;
  for (std::size_t i = 0; i < made.size(); ++i) {
    for (const auto& need : made[i].needs) {
      const auto found = std::find(names.begin(), names.end(), need);
      if (found == names.end()) {
        reading.problem(needs_of(tables.members[i]), unknown("guard", need, names));
        continue;
      }
      needed_by[static_cast<std::size_t>(found - names.begin())].push_back(i);
      ++waits_for[i];
    }
    if (waits_for[i] == 0) ready.push_back(i);
  }
  for (std::size_t at = 0; at < ready.size(); ++at)
    for (const std::size_t next : needed_by[ready[at]])
      if (--waits_for[next] == 0) ready.push_back(next);
  for (std::size_t i = 0; i < made.size(); ++i)
    if (waits_for[i] > 0)
      reading.problem(needs_of(tables.members[i]),
                      "guard " + shown(made[i].name) + " needs itself, or what waits for it");
}

}  // namespace

void read_guards(const Entry& tables, Reading& reading) {
  constexpr std::size_t guards_max = 1000;
  if (tables.type != Type::table) return reading.problem(tables.at, "is a table: write [guards.NAME]");
  if (tables.members.size() > guards_max)
    return reading.problem(tables.at, "holds more guards than " + std::to_string(guards_max));
  auto& made = reading.config.guards;
  for (const Entry& table : tables.members) {
    if (table.type != Type::table) {
      made.push_back({});  // so that both lists stay side by side
      reading.problem(table.at, "is a table: write [guards.NAME]");
      continue;
    }
    made.push_back(GuardReader(table, reading).read());
  }
  check_needs(tables, made, reading);
}

}  // namespace hindcast::config
