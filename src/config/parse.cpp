#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/nearest.h"
#include "config/config.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1  // without them the library asserts on some bytes that are no TOML
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace hindcast::config {
namespace {

constexpr std::size_t bytes_max = 256 << 10;  // far more than a person writes
constexpr std::size_t key_parts_max = 16;     // the library recurses over nested tables when it lets them go
constexpr std::uint32_t warnings_max = 1'000'000'000;

Origin origin_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line), static_cast<std::uint32_t>(region.begin.column)};
}

std::string shown(std::string_view typed) {
  constexpr std::size_t shown_max = 60;
  std::string out = "'";
  for (char c : typed.substr(0, shown_max))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + (typed.size() > shown_max ? "...'" : "'");
}

// "'hint', 'warning' or 'error'"
std::string either(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "'" : i + 1 == words.size() ? " or '" : ", '") + std::string(words[i]) + "'";
  return out;
}

std::string unknown(std::string_view what, std::string_view typed, std::span<const std::string_view> words) {
  std::string message = "unknown " + std::string(what) + " " + shown(typed);
  if (auto near = closest(typed, words)) return message + "; did you mean '" + std::string(*near) + "'?";
  constexpr std::size_t listed_max = 12;
  return words.empty() || words.size() > listed_max ? message : message + "; choose " + either(words);
}

bool may_begin_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '"' || c == '\'' || c == ']';
}

// True for a line such as "[=": the library trusts that a name follows a bracket at the beginning of a line.
bool is_nameless_header(std::string_view line) {
  auto skip_blanks = [&] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
  skip_blanks();
  if (!line.starts_with('[')) return false;
  line.remove_prefix(1);
  skip_blanks();
  if (line.starts_with('[')) line.remove_prefix(1);
  skip_blanks();
  return line.empty() || !may_begin_key(line[0]);
}

// What a line of TOML must not hold outside of quotes: keys of more parts than any of ours, and letters
// beyond ASCII, of which the library takes some for part of a key and comes to grief. A text over several
// lines is looked at line by line as if it were keys, which is only stricter.
std::string_view unwelcome(std::string_view line) {
  std::size_t dots = 0;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"')
        ++i;
      else if (c == quote)
        quote = 0;
      continue;
    }
    if (c == '#') return {};  // a comment may hold anything
    if (c == '"' || c == '\'') quote = c;
    if (c == '=' || c == ',' || c == '[' || c == '{') dots = 0;
    if (c == '.' && ++dots > key_parts_max) return "a key of so many parts is none of Hindcast's";
    if (static_cast<unsigned char>(c) >= 0x80)
      return "is no TOML: letters beyond ASCII need quotes around them";
    if (c == '\0') return "is no TOML: it holds a NUL byte";
  }
  if (quote != 0) return "a quote is not closed on its line";
  return {};
}

// What the library must not see.
std::optional<Problem> misshapen(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (is_nameless_header(line))
      return Problem{{number, 1}, "is no TOML: a table needs a name after its bracket"};
    if (auto message = unwelcome(line); !message.empty()) return Problem{{number, 1}, std::string(message)};
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(const Known& known, Parsed& parsed) : known_(known), parsed_(parsed), config_(parsed.config) {}

  void root(const toml::table& table) {
    for (const auto& [key, node] : table) {
      std::string_view name = key.str();
      if (name == "rules")
        rules(node, "[rules]", config_.rules);
      else if (name == "overrides")
        overrides(node);
      else if (name == "documents" || name == "check" || name == "owners")
        section(name, node);
      else if (!set(name, node))
        unknown_key(key, "", {"rules", "overrides", "documents", "check", "owners"});
    }
  }

 private:
  void problem(const toml::source_region& where, std::string message) {
    parsed_.problems.push_back({origin_of(where), std::move(message)});
  }

  void unknown_key(const toml::key& key, std::string_view prefix, std::vector<std::string_view> words) {
    for (const Key& one : keys())
      if (std::string_view rest = one.name; rest.starts_with(prefix)) {
        rest.remove_prefix(prefix.size());
        if (rest.find_first_of(".[") == rest.npos) words.push_back(rest);
      }
    std::string message = unknown("key", key.str(), words);
    // A right key in the wrong place says where it belongs.
    for (const Key& one : keys()) {
      std::size_t dot = one.name.find('.');
      if (dot == one.name.npos || one.name.substr(dot + 1) != key.str() ||
          one.name.find('[') != one.name.npos)
        continue;
      message = "key " + shown(key.str()) + " belongs under [" + std::string(one.name.substr(0, dot)) + "]";
    }
    problem(key.source(), std::move(message));
  }

  void section(std::string_view name, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr)
      return problem(node.source(),
                     "'" + std::string(name) + "' is a table: write [" + std::string(name) + "]");
    std::string prefix = std::string(name) + ".";
    for (const auto& [key, value] : *table)
      if (!set(prefix + std::string(key.str()), value)) unknown_key(key, prefix, {});
  }

  void rules(const toml::node& node, std::string_view name, std::vector<RuleSetting>& out) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return problem(node.source(), "'rules' is a table: write " + std::string(name));
    for (const auto& [key, value] : *table) {
      if (std::find(known_.rules.begin(), known_.rules.end(), key.str()) == known_.rules.end()) {
        problem(key.source(), unknown("rule", key.str(), known_.rules));
        continue;
      }
      static constexpr std::array<std::string_view, 4> words = {"off", "hint", "warning", "error"};
      if (auto word = choice(value, "severity", words))
        out.push_back({std::string(key.str()), *diag::severity(*word), origin_of(value.source())});
    }
  }

  void overrides(const toml::node& node) {
    const toml::array* all = node.as_array();
    if (all == nullptr) return problem(node.source(), "'overrides' is a list of tables: write [[overrides]]");
    for (const toml::node& one : *all) {
      const toml::table* table = one.as_table();
      if (table == nullptr)
        problem(one.source(), "an override is a table: write [[overrides]]");
      else
        override_of(*table);
    }
  }

  void override_of(const toml::table& table) {
    Override one;
    one.origin = origin_of(table.source());
    bool has_paths = false;
    for (const auto& [key, node] : table) {
      if (key.str() == "paths") {
        has_paths = true;
        Texts paths;
        texts(node, "a glob", paths);
        one.paths = std::move(paths.value);
        one.origin = origin_of(node.source());
        if (one.paths.empty() && node.is_array() && node.as_array()->empty())
          problem(node.source(), "an override without paths holds for no document");
      } else if (key.str() == "profile") {
        profile(node, one.profile.emplace());
      } else if (key.str() == "rules") {
        rules(node, "[overrides.rules]", one.rules);
      } else {
        unknown_key(key, "overrides[].", {"rules"});
      }
    }
    if (!has_paths) problem(table.source(), "an override needs 'paths', a list of globs");
    config_.overrides.push_back(std::move(one));
  }

  // False when there is no such key.
  bool set(std::string_view name, const toml::node& node) {
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
    else if (name == "owners.names")
      texts(node, "a name", config_.owners.names);
    else if (name == "owners.codeowners")
      text(node, "a path", config_.owners.codeowners);
    else
      return false;
    return true;
  }

  std::optional<std::string> plain_text(const toml::node& node, std::string_view what) {
    auto value = node.value_exact<std::string_view>();
    std::string needed = "needs " + std::string(what) + " in quotes";
    if (!value) return problem(node.source(), needed + ", not " + type_of(node)), std::nullopt;
    bool is_odd = std::any_of(value->begin(), value->end(),
                              [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (value->empty()) return problem(node.source(), needed + "; this one is empty"), std::nullopt;
    if (is_odd) return problem(node.source(), needed + ", without control characters"), std::nullopt;
    return std::string(*value);
  }

  static std::string type_of(const toml::node& node) {
    switch (node.type()) {
      case toml::node_type::table:
        return "a table";
      case toml::node_type::array:
        return "a list";
      case toml::node_type::integer:
      case toml::node_type::floating_point:
        return "a number";
      case toml::node_type::boolean:
        return "true or false";
      case toml::node_type::string:
        return "a text";
      default:
        return "a date or time";
    }
  }

  void text(const toml::node& node, std::string_view what, Text& out) {
    if (auto value = plain_text(node, what)) out = {*std::move(value), origin_of(node.source())};
  }

  void texts(const toml::node& node, std::string_view what, Texts& out) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return problem(node.source(), "needs a list, as in [\"...\"], not " + type_of(node));
    out.origin = origin_of(node.source());
    for (const toml::node& one : *list)
      if (auto value = plain_text(one, what)) out.value.push_back(*std::move(value));
  }

  std::optional<std::string_view> choice(const toml::node& node, std::string_view what,
                                         std::span<const std::string_view> words) {
    auto value = node.value_exact<std::string_view>();
    if (!value) {
      problem(node.source(), "needs " + either(words) + " in quotes, not " + type_of(node));
      return std::nullopt;
    }
    auto found = std::find(words.begin(), words.end(), *value);
    if (found != words.end()) return *found;
    problem(node.source(), unknown(what, *value, words));
    return std::nullopt;
  }

  void profile(const toml::node& node, Text& out) {
    if (auto word = choice(node, "profile", known_.profiles))
      out = {std::string(*word), origin_of(node.source())};
  }

  void fail_on(const toml::node& node) {
    static constexpr std::array<std::string_view, 4> words = {"hint", "warning", "error", "never"};
    if (auto word = choice(node, "severity", words))
      config_.check.fail_on = {diag::severity(*word).value_or(diag::Severity::off), origin_of(node.source())};
  }

  void suppressions(const toml::node& node) {
    static constexpr std::array<Suppressions, 3> all = {Suppressions::allow, Suppressions::require_reason,
                                                        Suppressions::forbid};
    std::array<std::string_view, 3> words = {word(all[0]), word(all[1]), word(all[2])};
    if (auto chosen = choice(node, "choice", words))
      config_.check.suppressions = {
          all[static_cast<std::size_t>(std::find(words.begin(), words.end(), *chosen) - words.begin())],
          origin_of(node.source())};
  }

  void max_warnings(const toml::node& node) {
    auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > warnings_max)
      return problem(node.source(), "needs a whole number from 0 to " + std::to_string(warnings_max));
    config_.check.max_warnings = {static_cast<std::uint32_t>(*value), origin_of(node.source())};
  }

  const Known& known_;
  Parsed& parsed_;
  Config& config_;
};

}  // namespace

Parsed parse(std::string_view text, const Known& known) {
  Parsed parsed;
  if (text.size() > bytes_max) {
    parsed.problems.push_back({{1, 1}, "is larger than 256 KiB, which no configuration is"});
    return parsed;
  }
  if (auto problem = misshapen(text)) {
    parsed.problems.push_back(*std::move(problem));
    return parsed;
  }
  try {
    Reader(known, parsed).root(toml::parse(text));
  } catch (const toml::parse_error& error) {
    parsed.problems.push_back({origin_of(error.source()), "is no TOML: " + std::string(error.description())});
    return parsed;
  }
  auto place = [](const Origin& origin) { return std::pair(origin.line, origin.column); };
  std::stable_sort(parsed.problems.begin(), parsed.problems.end(),
                   [&](const Problem& a, const Problem& b) { return place(a.origin) < place(b.origin); });
  auto by_place = [&](const RuleSetting& a, const RuleSetting& b) {
    return place(a.origin) < place(b.origin);
  };
  std::sort(parsed.config.rules.begin(), parsed.config.rules.end(), by_place);
  for (Override& one : parsed.config.overrides)
    std::sort(one.rules.begin(), one.rules.end(), by_place);
  return parsed;
}

}  // namespace hindcast::config
