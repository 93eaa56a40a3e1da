#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "config/config.h"
#include "config/entries.h"
#include "data/data.h"

namespace hindcast::config {
namespace {

constexpr std::size_t bytes_max = 256 << 10;  // far more than a person writes
constexpr std::size_t problems_max = 100;     // told one by one
constexpr std::uint32_t warnings_max = 1'000'000'000;

Origin origin_of(const data::Value& value) {
  return {value.line, value.column};
}
Origin origin_of_key(const data::Value& value) {
  return {value.key_line, value.key_column};
}

Entry::Type type_of(data::Type type) {
  switch (type) {
    case data::Type::text:
      return Entry::Type::text;
    case data::Type::number:
      return Entry::Type::number;
    case data::Type::boolean:
      return Entry::Type::truth;
    case data::Type::date:
      return Entry::Type::day;
    case data::Type::list:
      return Entry::Type::list;
    case data::Type::table:
      return Entry::Type::table;
    case data::Type::null:
      break;
  }
  return Entry::Type::other;
}

// A value as it was written; nothing deeper than any key of ours is followed.
Entry entry_of(const data::Value& value, int depth) {
  constexpr int depth_max = 12;  // a table of settings in a list of them in a guard
  Entry entry{value.key, origin_of_key(value), origin_of(value), type_of(value.type), {}, {}};
  if (value.type == data::Type::number && !value.integer())
    entry.type = value.number() ? Entry::Type::decimal : Entry::Type::other;
  const bool is_day = value.type != data::Type::date || parse_iso_date(value.text);
  if (!is_day) entry.type = Entry::Type::other;  // no key of ours takes a time
  if (entry.type != Entry::Type::other) entry.text = value.text;
  if (depth < depth_max)
    for (const data::Value& member : value.members)
      entry.members.push_back(entry_of(member, depth + 1));
  return entry;
}

class Reader {
 public:
  Reader(const Known& known, Parsed& parsed) : known_(known), parsed_(parsed), config_(parsed.config) {}

  void root(const data::Value& table) {
    std::vector<const data::Value*> all;
    for (const data::Value& one : table.members)
      all.push_back(&one);
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    for (const data::Value* value : all) {
      const std::string_view name = value->key;
      if (name == "rules")
        rules(*value, "[rules]", config_.rules);
      else if (name == "overrides")
        overrides(*value);
      else if (name == "documents" || name == "check" || name == "doctor" || name == "owners")
        section(name, *value);
      else if (!own_table(*value) && !set(name, *value))
        unknown_key(*value, "",
                    {"rules", "overrides", "documents", "check", "doctor", "owners", "policy", "teams",
                     "views", "calendar", "guards", "services", "gate"});
    }
  }

 private:
  // The tables whose members a team names itself.
  bool own_table(const data::Value& value) {
    static constexpr std::pair<std::string_view, void (*)(const Entry&, Reading&)> tables[] = {
        {"policy", read_policies},   {"teams", read_teams},   {"views", read_views},
        {"calendar", read_calendar}, {"guards", read_guards}, {"services", read_services},
        {"gate", read_gate}};
    for (const auto& [name, read] : tables)
      if (name == value.key) {
        Reading reading{known_, config_, parsed_.problems};
        read(entry_of(value, 0), reading);
        return true;
      }
    return false;
  }

  void problem(const data::Value& where, std::string message) {
    parsed_.problems.push_back({origin_of(where), std::move(message)});
  }

  void unknown_key(const data::Value& value, std::string_view prefix, std::vector<std::string_view> words) {
    for (const Key& one : keys())
      if (std::string_view rest = one.name; rest.starts_with(prefix)) {
        rest.remove_prefix(prefix.size());
        if (rest.find_first_of(".[") == rest.npos) words.push_back(rest);
      }
    std::string message = unknown("key", value.key, words);
    // A right key in the wrong place says where it belongs.
    for (const Key& one : keys()) {
      std::size_t dot = one.name.find('.');
      if (dot == one.name.npos || one.name.substr(dot + 1) != value.key ||
          one.name.find('[') != one.name.npos)
        continue;
      message = "key " + shown(value.key) + " belongs under [" + std::string(one.name.substr(0, dot)) + "]";
    }
    parsed_.problems.push_back({origin_of_key(value), std::move(message)});
  }

  void section(std::string_view name, const data::Value& node) {
    if (!node.is_table())
      return problem(node, "'" + std::string(name) + "' is a table: write [" + std::string(name) + "]");
    std::string prefix = std::string(name) + ".";
    for (const data::Value& value : node.members)
      if (!set(prefix + value.key, value)) unknown_key(value, prefix, {});
  }

  void rules(const data::Value& node, std::string_view name, std::vector<RuleSetting>& out) {
    if (!node.is_table()) return problem(node, "'rules' is a table: write " + std::string(name));
    for (const data::Value& value : node.members) {
      if (std::find(known_.rules.begin(), known_.rules.end(), value.key) == known_.rules.end()) {
        parsed_.problems.push_back({origin_of_key(value), unknown("rule", value.key, known_.rules)});
        continue;
      }
      static constexpr std::array<std::string_view, 4> words = {"off", "hint", "warning", "error"};
      if (auto word = choice(value, "severity", words))
        out.push_back({value.key, *diag::severity(*word), origin_of(value)});
    }
  }

  void overrides(const data::Value& node) {
    if (!node.is_list()) return problem(node, "'overrides' is a list of tables: write [[overrides]]");
    for (const data::Value& one : node.members) {
      if (!one.is_table())
        problem(one, "an override is a table: write [[overrides]]");
      else
        override_of(one);
    }
  }

  void override_of(const data::Value& table) {
    Override one;
    one.origin = origin_of(table);
    bool has_paths = false;
    for (const data::Value& node : table.members) {
      if (node.key == "paths") {
        has_paths = true;
        Texts paths;
        texts(node, "a glob", paths);
        one.paths = std::move(paths.value);
        one.origin = origin_of(node);
        if (one.paths.empty() && node.is_list() && node.members.empty())
          problem(node, "an override without paths holds for no document");
      } else if (node.key == "profile") {
        profile(node, one.profile.emplace());
      } else if (node.key == "rules") {
        rules(node, "[overrides.rules]", one.rules);
      } else {
        unknown_key(node, "overrides[].", {"rules"});
      }
    }
    if (!has_paths) problem(table, "an override needs 'paths', a list of globs");
    config_.overrides.push_back(std::move(one));
  }

  // False when there is no such key.
  bool set(std::string_view name, const data::Value& node) {
    auto& check = config_.check;
    if (name == "profile")
      profile(node, config_.profile);
    else if (name == "forms")
      texts(node, "a path", config_.forms);
    else if (name == "documents.include")
      texts(node, "a glob", config_.documents.include);
    else if (name == "documents.exclude")
      texts(node, "a glob", config_.documents.exclude);
    else if (name == "check.fail_on")
      fail_on(node);
    else if (name == "check.max_warnings")
      max_warnings(node);
    else if (name == "check.suppressions")
      suppressions(node);
    else if (name == "check.baseline")
      text(node, "a path", check.baseline);
    else if (name == "doctor.open_days")
      days(node, config_.doctor.open_days);
    else if (name == "doctor.value_days")
      days(node, config_.doctor.value_days);
    else if (name == "doctor.link_days")
      days(node, config_.doctor.link_days);
    else if (name == "owners.names")
      texts(node, "a name", config_.owners.names);
    else if (name == "owners.codeowners")
      text(node, "a path", config_.owners.codeowners);
    else
      return false;
    return true;
  }

  std::optional<std::string> plain_text(const data::Value& node, std::string_view what) {
    const std::string& value = node.text;
    std::string needed = "needs " + std::string(what) + " in quotes";
    if (!node.is_text()) return problem(node, needed + ", not " + words_of(node.type)), std::nullopt;
    bool is_odd =
        std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (value.empty()) return problem(node, needed + "; this one is empty"), std::nullopt;
    if (is_odd) return problem(node, needed + ", without control characters"), std::nullopt;
    return value;
  }

  static std::string words_of(data::Type type) {
    switch (type) {
      case data::Type::table:
        return "a table";
      case data::Type::list:
        return "a list";
      case data::Type::number:
        return "a number";
      case data::Type::boolean:
        return "true or false";
      case data::Type::text:
        return "a text";
      case data::Type::date:
      case data::Type::null:
        break;
    }
    return "a date or time";
  }

  void text(const data::Value& node, std::string_view what, Text& out) {
    if (auto value = plain_text(node, what)) out = {*std::move(value), origin_of(node)};
  }

  void texts(const data::Value& node, std::string_view what, Texts& out) {
    if (!node.is_list()) return problem(node, "needs a list, as in [\"...\"], not " + words_of(node.type));
    out.origin = origin_of(node);
    for (const data::Value& one : node.members)
      if (auto value = plain_text(one, what)) out.value.push_back(*std::move(value));
  }

  std::optional<std::string_view> choice(const data::Value& node, std::string_view what,
                                         std::span<const std::string_view> words) {
    if (!node.is_text()) {
      problem(node, "needs " + either(words) + " in quotes, not " + words_of(node.type));
      return std::nullopt;
    }
    auto found = std::find(words.begin(), words.end(), node.text);
    if (found != words.end()) return *found;
    problem(node, unknown(what, node.text, words));
    return std::nullopt;
  }

  void profile(const data::Value& node, Text& out) {
    if (auto word = choice(node, "profile", known_.profiles)) out = {std::string(*word), origin_of(node)};
  }

  void fail_on(const data::Value& node) {
    static constexpr std::array<std::string_view, 4> words = {"hint", "warning", "error", "never"};
    if (auto word = choice(node, "severity", words))
      config_.check.fail_on = {diag::severity(*word).value_or(diag::Severity::off), origin_of(node)};
  }

  void suppressions(const data::Value& node) {
    static constexpr std::array<Suppressions, 3> all = {Suppressions::allow, Suppressions::require_reason,
                                                        Suppressions::forbid};
    std::array<std::string_view, 3> words = {word(all[0]), word(all[1]), word(all[2])};
    if (auto chosen = choice(node, "choice", words))
      config_.check.suppressions = {
          all[static_cast<std::size_t>(std::find(words.begin(), words.end(), *chosen) - words.begin())],
          origin_of(node)};
  }

  void max_warnings(const data::Value& node) {
    auto value = node.integer();
    if (!value || *value < 0 || *value > warnings_max)
      return problem(node, "needs a whole number from 0 to " + std::to_string(warnings_max));
    config_.check.max_warnings = {static_cast<std::uint32_t>(*value), origin_of(node)};
  }

  void days(const data::Value& node, Setting<std::uint32_t>& out) {
    constexpr std::int64_t days_max = 36'500;
    auto value = node.integer();
    if (!value || *value < 0 || *value > days_max)
      return problem(node, "needs a whole number of days from 0 to " + std::to_string(days_max));
    out = {static_cast<std::uint32_t>(*value), origin_of(node)};
  }

  const Known& known_;
  Parsed& parsed_;
  Config& config_;
};

// Where each line begins.
std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1))
    starts.push_back(end + 1);
  return starts;
}

// What stands in front of a value, as far back as its key is looked for: a list may begin some lines above.
std::string_view in_front_of(std::string_view text, const std::vector<std::size_t>& starts,
                             const Origin& origin) {
  constexpr std::size_t looked_at_max = 4096;
  const auto line = std::clamp<std::size_t>(origin.line, 1, starts.size()) - 1;
  const auto at = std::min(starts[line] + std::max<std::size_t>(origin.column, 1) - 1, text.size());
  const auto size = std::min(at, looked_at_max);
  return text.substr(at - size, size);
}

// The key whose value comes after `before`, as it is written there: "zone" of "zone = ". "" where none can be
// told: a key that `before` may have cut is none.
std::string_view key_before(std::string_view before, bool is_cut) {
  const auto is_of_key = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  for (auto equals = before.rfind('='); equals != before.npos; equals = before.rfind('=')) {
    before = before.substr(0, equals);
    const auto words = before.substr(0, before.find_last_not_of(" \t") + 1);
    auto begin = words.size();
    while (begin > 0 && is_of_key(words[begin - 1]))
      --begin;
    const bool stands_free =
        begin == 0 ? !is_cut : std::string_view("\n {,\t").find(words[begin - 1]) != words.npos;
    if (begin < words.size() && stands_free) return words.substr(begin);
  }
  return {};
}

// "needs a text" says little without whose value it is.
void name_keys(std::string_view text, std::vector<Problem>& problems) {
  const auto starts = line_starts(text);
  for (auto& problem : problems) {
    const bool is_of_value = problem.message.starts_with("needs ") || problem.message.starts_with("is ") ||
                             problem.message.starts_with("cannot be ");
    if (!is_of_value) continue;
    const auto before = in_front_of(text, starts, problem.origin);
    const auto key = key_before(before, before.data() != text.data());
    if (!key.empty()) problem.message = shown(key) + " " + problem.message;
  }
}

// Nobody reads more; the first of the others tells how many there are. Returns that one.
std::optional<Problem> cut(std::vector<Problem>& problems) {
  if (problems.size() <= problems_max) return std::nullopt;
  const auto more = std::to_string(problems.size() - problems_max);
  const Origin origin = problems[problems_max].origin;
  problems.resize(problems_max);
  return Problem{origin, "and " + more + " more from here on; mend the problems above first"};
}

}  // namespace

Parsed parse(std::string_view text, const Known& known) {
  Parsed parsed;
  if (text.size() > bytes_max) {
    parsed.problems.push_back({{1, 1}, "is larger than 256 KiB, which no configuration is"});
    return parsed;
  }
  data::Place wrong_at{1, 1};
  const auto table = data::read_toml(text, {}, &wrong_at);
  if (!table) {
    const std::string& message = table.error().message;  // "line 3: …", and the line is told beside it
    parsed.problems.push_back({{wrong_at.line, wrong_at.column}, message.substr(message.find(": ") + 2)});
    return parsed;
  }
  Reader(known, parsed).root(*table);
  auto place = [](const Origin& origin) { return std::pair(origin.line, origin.column); };
  std::stable_sort(parsed.problems.begin(), parsed.problems.end(),
                   [&](const Problem& a, const Problem& b) { return place(a.origin) < place(b.origin); });
  auto more = cut(parsed.problems);
  name_keys(text, parsed.problems);
  if (more) parsed.problems.push_back(*std::move(more));
  auto by_place = [&](const RuleSetting& a, const RuleSetting& b) {
    return place(a.origin) < place(b.origin);
  };
  std::sort(parsed.config.rules.begin(), parsed.config.rules.end(), by_place);
  for (Override& one : parsed.config.overrides)
    std::sort(one.rules.begin(), one.rules.end(), by_place);
  return parsed;
}

}  // namespace hindcast::config
