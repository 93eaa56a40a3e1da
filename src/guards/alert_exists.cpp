// alert-exists: the alerts that lessons promise exist, wait a while, and can fire.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.h"
#include "guards/built_ins.h"
#include "guards/env_values.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/promql.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

struct Rule {
  std::string expression, waits, path;
  std::uint32_t line = 0;
  bool is_enabled = true;
};

bool is_of_name(char c) {
  const char small = lower(c);
  return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':' || c == '-';
}

enum class Constant : std::uint8_t { none, never, always };

// "vector(1)" or "1"; moves behind it.
std::optional<double> constant_number(std::string_view& text) {
  text = trimmed(text);
  const bool is_vector = text.starts_with("vector(");
  if (is_vector) text = trimmed(text.substr(7));
  double out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  if (read.ec != std::errc()) return std::nullopt;
  text = trimmed(text.substr(static_cast<std::size_t>(read.ptr - text.data())));
  if (!is_vector) return out;
  if (!text.starts_with(')')) return std::nullopt;
  text = trimmed(text.substr(1));
  return out;
}

// A comparison of two constants, and "vector(0)" alone, which is a sample like any other: it fires.
Constant constant_of(std::string_view text) {
  text = trimmed(text);
  while (text.starts_with('(') && text.ends_with(')'))
    text = trimmed(text.substr(1, text.size() - 2));
  const bool is_vector = text.starts_with("vector(");
  const auto left = constant_number(text);
  if (!left) return Constant::none;
  if (text.empty()) return is_vector ? Constant::always : Constant::none;
  const auto mark = text.substr(0, std::min(text.find_first_not_of("<>=!"), text.size()));
  text = trimmed(text.substr(mark.size()));
  if (text.starts_with("bool")) return Constant::always;  // 0 is a sample, too
  const auto right = constant_number(text);
  if (!right || !text.empty()) return Constant::none;
  const bool holds = mark == "=="   ? *left == *right
                     : mark == "!=" ? *left != *right
                     : mark == "<"  ? *left < *right
                     : mark == "<=" ? *left <= *right
                     : mark == ">"  ? *left > *right
                     : mark == ">=" ? *left >= *right
                                    : true;
  return holds ? Constant::always : Constant::never;
}

// The parts that stand between `word`s outside of brackets and quotes.
std::vector<std::string_view> split(std::string_view text, std::string_view word) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\') ++at;
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'' || c == '`') quote = c;
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
    const bool stands_free = at > 0 && !is_of_name(text[at - 1]) &&
                             (at + word.size() >= text.size() || !is_of_name(text[at + word.size()]));
    if (depth == 0 && stands_free && lower(text.substr(at, word.size())) == word) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at + word.size();
      at = begin - 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

// Of "a and b" any part that never holds says so of all, of "a or b" all parts must.
Constant judged(std::string_view expression) {
  std::size_t never = 0, always = 0;
  const auto either = split(expression, "or");
  for (const auto one : either) {
    const auto all = split(one, "and");
    const bool is_never = std::any_of(all.begin(), all.end(), [](auto part) {
      // "and on() vector(1) == 0" matches by no label.
      if (const auto on = trimmed(part); on.starts_with("on") || on.starts_with("ignoring"))
        part = on.substr(std::min(on.find(')'), on.size() - 1) + 1);
      return constant_of(part) == Constant::never;
    });
    never += is_never;
    always += !is_never && all.size() == 1 && constant_of(all[0]) == Constant::always;
  }
  return always > 0 ? Constant::always : never == either.size() ? Constant::never : Constant::none;
}

class AlertCheck {
 public:
  AlertCheck(const Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    for (const File& file : files_of(texts_in(settings_, "rules"), world_, findings_))
      read_rules(file);
    for (const std::string& name : texts_in(settings_, "alerts"))
      wanted_.emplace(name, Finding{});
    for (const File& file : files_of(texts_in(settings_, "documents"), world_, findings_))
      read_document(file);
    if (wanted_.empty())
      findings_.push_back(
          {Verdict::missing, "no alert is named, neither by `alerts` nor in `documents`", "", 0});
    if (rule_count_ > 0)
      for (const auto& [name, origin] : wanted_)
        check(name, origin);
    const bool looked_at = rule_count_ > 0 && !wanted_.empty();
    const std::string summary = counted(wanted_.size(), "alert", "alerts") + " named, " +
                                counted(rule_count_, "rule", "rules") + " there" +
                                ending_of(findings_, looked_at, "all can fire");
    return outcome_of(std::move(findings_), summary, looked_at);
  }

 private:
  void read_rules(const File& file) {
    const auto before = findings_.size(), count = rule_count_;
    for (const Value& document : documents_of(file, findings_)) {
      const Value* groups = document.find("groups");
      if (groups == nullptr) groups = document.at("spec.groups");  // a PrometheusRule
      if (groups == nullptr) continue;
      for (const Value& group : groups->members)
        if (const Value* rules = group.find("rules"))
          for (const Value& rule : rules->members)
            read_rule(file, rule);
    }
    if (rule_count_ == count && findings_.size() == before)
      findings_.push_back({Verdict::inconclusive, "holds no alerting rule", file.path, 0});
  }

  // Prometheus refuses a whole file for one expression that is none.
  void read_rule(const File& file, const Value& rule) {
    if (const auto fault = promql_fault(word_in(rule, {"expr"})))
      wrong(Verdict::inconclusive,
            quoted(word_in(rule, {"alert", "record"})) +
                " has an expression that Prometheus refuses: " + *fault,
            file.path, rule.line);
    const auto name = word_in(rule, {"alert"});
    if (name.empty()) return;
    Rule made;
    made.expression = word_in(rule, {"expr"});
    made.waits = word_in(rule, {"for"});
    made.path = file.path;
    made.line = rule.line;
    const auto says = [&](const char* path, std::string_view word) {
      const Value* value = rule.at(path);
      return value != nullptr && lower(value->text) == word;
    };
    made.is_enabled = !says("labels.enabled", "false") && !says("annotations.enabled", "false") &&
                      !says("labels.disabled", "true") && !says("annotations.disabled", "true") &&
                      !says("enabled", "false") && !says("disabled", "true");
    rules_[std::string(name)].push_back(std::move(made));
    ++rule_count_;
  }

  // "alert: when the queue is full": a word like any other, with more words behind it.
  static bool is_prose(std::string_view word, std::string_view behind) {
    if (word.empty()) return false;
    const bool is_plain =
        std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const auto next = behind.find_first_not_of(" \t");
    const bool has_words = next != behind.npos && next > 0 &&
                           (is_of_name(behind[next]) || static_cast<unsigned char>(behind[next]) >= 0x80);
    return is_plain && has_words;
  }

  // A capital may begin a name.
  void tell_prose(const File& file, std::string_view word, std::uint32_t line) {
    if (word[0] >= 'a' && word[0] <= 'z') return;
    findings_.push_back({Verdict::warn,
                         quoted(word) + " is taken for prose; write the name of an alert in backticks",
                         file.path, line});
  }

  // "alert: CheckoutErrors" anywhere in a document, also in emphasis or as code.
  void read_document(const File& file) {
    std::string_view rest = file.text;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      const auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const std::string small = lower(line);
      for (auto at = small.find("alert:"); at != std::string::npos; at = small.find("alert:", at + 6)) {
        if (at > 0 && is_of_name(small[at - 1])) continue;
        auto begin = small.find_first_not_of(" *_`\"'", at + 6);
        if (begin == std::string::npos) continue;
        auto end = begin;
        while (end < line.size() && is_of_name(line[end]))
          ++end;
        const auto before = line.substr(at + 6, begin - at - 6);
        const bool is_marked = before.find_first_of("`\"'") != before.npos;
        if (!is_marked && is_prose(line.substr(begin, end - begin), line.substr(end))) {
          tell_prose(file, line.substr(begin, end - begin), number);
          continue;
        }
        if (end > begin)
          wanted_.emplace(std::string(line.substr(begin, end - begin)),
                          Finding{Verdict::fail, "", file.path, number});
      }
    }
  }

  void wrong(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path, line});
  }

  void check(const std::string& name, const Finding& origin) {
    const auto found = rules_.find(name);
    if (found == rules_.end())
      return wrong(Verdict::fail, "no rule is called " + quoted(name), origin.path, origin.line);
    for (const Rule& rule : found->second) {
      if (!rule.is_enabled) wrong(Verdict::fail, quoted(name) + " is switched off", rule.path, rule.line);
      if (trimmed(rule.expression).empty())
        wrong(Verdict::fail, quoted(name) + " has no expression", rule.path, rule.line);
      const auto constant = judged(rule.expression);
      if (constant == Constant::never)
        wrong(Verdict::fail, quoted(name) + " can never fire: its expression is always false", rule.path,
              rule.line);
      if (constant == Constant::always)
        wrong(Verdict::warn, quoted(name) + " always fires: its expression is a constant", rule.path,
              rule.line);
      if (!rule.waits.empty() && !is_promql_duration(rule.waits)) {
        wrong(Verdict::inconclusive, "`for` of " + quoted(name) + " is no duration: " + quoted(rule.waits),
              rule.path, rule.line);
        continue;
      }
      const bool waits = !rule.waits.empty() && rule.waits.find_first_of("123456789") != std::string::npos;
      if (!waits && !flag_in(settings_, "may_fire_at_once"))
        wrong(Verdict::fail, quoted(name) + " has no `for`: one bad sample fires it", rule.path, rule.line);
    }
  }

  const Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  std::map<std::string, std::vector<Rule>> rules_;
  std::map<std::string, Finding> wanted_;  // and where it is named
  std::size_t rule_count_ = 0;
};

Outcome run(const Value& settings, World& world) {
  return AlertCheck(settings, world).run();
}

constexpr std::array<Setting, 4> settings = {{
    {"rules", Takes::paths, "The rule files of Prometheus, or PrometheusRule manifests", true},
    {"alerts", Takes::texts, "Names of alerts that must be there"},
    {"documents", Takes::paths, "Documents that name alerts, as in \"alert: CheckoutErrors\""},
    {"may_fire_at_once", Takes::flag, "Whether a rule may go without `for`; false when not set"},
}};

}  // namespace

BuiltIn alert_exists() {
  return {"alert-exists", "the alerts that lessons promise exist, wait a while, and can fire", settings, run};
}

}  // namespace hindcast::guards
