// [[policy]]: what a team promised itself.
#include <algorithm>
#include <array>

#include "config/entries.h"
#include "facts/facts.h"

namespace hindcast::config {
namespace {

using policy::Every;
using policy::Match;
using policy::Must;
using policy::Policy;
using policy::Start;

constexpr std::array<std::string_view, 7> match_keys = {"role",    "kind",  "severity", "priority",
                                                        "service", "label", "text"};
constexpr std::array<std::string_view, 10> policy_keys = {"name", "about", "applies",  "must",  "within",
                                                          "from", "every", "evidence", "since", "severity"};

// Of an enumeration whose values have words, from the first value to the last.
template <typename Value>
std::vector<std::string_view> words_up_to(Value last) {
  std::vector<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    words.push_back(word(static_cast<Value>(i)));
  return words;
}

template <typename Value>
std::vector<Value> values_of(const Entry& entry, std::string_view what, Value last, Reading& reading) {
  const auto words = words_up_to(last);
  std::vector<Value> values;
  const auto add = [&](const Entry& one) {
    if (const auto found = choice_of(one, what, words, reading)) values.push_back(static_cast<Value>(*found));
  };
  if (entry.type == Entry::Type::list)
    std::for_each(entry.members.begin(), entry.members.end(), add);
  else
    add(entry);
  return values;
}

class PolicyReader {
 public:
  PolicyReader(const Entry& table, std::string prefix, Reading& reading)
      : table_(table), prefix_(std::move(prefix)), reading_(reading) {}

  Policy read() {
    made_.line = table_.at.line;
    for (const Entry& entry : table_.members)
      set(entry);
    check();
    return std::move(made_);
  }

 private:
  void problem(const Entry& at, std::string message) { reading_.problem(at.at, std::move(message)); }

  // The key's entry, or null.
  const Entry* given(std::string_view key) const {
    for (const Entry& entry : table_.members)
      if (entry.key == key) return &entry;
    return nullptr;
  }

  void set(const Entry& entry) {
    const std::string_view key = entry.key;
    if (key == "applies" || key == "evidence") {
      auto match = match_of(entry);
      key == "applies" ? void(made_.applies = std::move(match)) : void(made_.evidence = std::move(match));
      return;
    }
    if (std::find(policy_keys.begin(), policy_keys.end(), key) == policy_keys.end()) {
      has_unknown_key_ = true;
      return reading_.problem(entry.key_at, misplaced(key));
    }
    reading_.state(prefix_ + "." + entry.key, entry);
    if (key == "name") made_.name = text_of(entry, "a name", reading_).value_or("");
    if (key == "about") made_.about = text_of(entry, "a sentence", reading_).value_or("");
    if (key == "must")
      if (auto found = choice_of(entry, "demand", words_up_to(Must::closed), reading_))
        made_.must = static_cast<Must>(*found);
    if (key == "from")
      if (auto found = choice_of(entry, "day", words_up_to(Start::created), reading_))
        made_.from = static_cast<Start>(*found);
    if (key == "within") made_.within = duration_of(entry).value_or(policy::Duration{});
    if (key == "every") set_every(entry);
    if (key == "since") set_since(entry);
    static constexpr std::array<std::string_view, 2> weights = {"warning", "error"};
    if (key == "severity")
      if (auto found = choice_of(entry, "severity", weights, reading_)) made_.is_error = *found == 1;
  }

  // A key that says which documents are meant belongs into `applies`.
  std::string misplaced(std::string_view key) const {
    if (std::find(match_keys.begin(), match_keys.end(), key) == match_keys.end())
      return unknown("key", key, policy_keys);
    return ("key " + shown(key) + " belongs into applies = { ").append(key).append(" = ... }");
  }

  std::optional<policy::Duration> duration_of(const Entry& entry) {
    auto text = text_of(entry, "a duration", reading_);
    if (!text) return std::nullopt;
    auto read = policy::parse_duration(*text);
    if (!read.ok()) return problem(entry, "is no duration: " + read.error().message), std::nullopt;
    return *read;
  }

  void set_every(const Entry& entry) {
    for (const auto every : {Every::week, Every::month, Every::quarter, Every::year})
      if (entry.type == Entry::Type::text && entry.text == word(every)) {
        made_.every = every;
        return;
      }
    const auto text = text_of(entry, "'week', 'month', 'quarter', 'year' or a duration", reading_);
    if (!text) return;
    const auto read = policy::parse_duration(*text);
    if (!read.ok() || read->count == 0)
      return problem(entry,
                     "cannot be " + shown(*text) +
                         "; choose 'week', 'month', 'quarter', 'year' or a duration such as '30 days'");
    made_.every = Every::rolling;
    made_.rolling = *read;
  }

  void set_since(const Entry& entry) {
    const bool is_day = entry.type == Entry::Type::day || entry.type == Entry::Type::text;
    made_.since = is_day ? parse_iso_date(entry.text) : std::nullopt;
    if (!made_.since) problem(entry, "needs a day, as in 2024-01-01");
  }

  Match match_of(const Entry& table) {
    Match match;
    if (table.type != Entry::Type::table) {
      problem(table, "is a table: write " + table.key + " = { kind = \"postmortem\" }");
      return match;
    }
    for (const Entry& entry : table.members) {
      const std::string_view key = entry.key;
      if (std::find(match_keys.begin(), match_keys.end(), key) == match_keys.end()) {
        reading_.problem(entry.key_at, unknown("key", key, match_keys));
        continue;
      }
      reading_.state(prefix_ + "." + table.key + "." + entry.key, entry);
      if (key == "role") match.roles = values_of(entry, "role", facts::ItemRole::example, reading_);
      if (key == "kind") match.kinds = values_of(entry, "kind", facts::DocumentKind::other, reading_);
      if (key == "severity") match.severities = severities_of(entry);
      if (key == "priority") match.priorities = texts_of(entry, "a priority", reading_);
      if (key == "service") match.services = texts_of(entry, "a service", reading_);
      if (key == "label") match.labels = texts_of(entry, "a label", reading_);
      if (key == "text") match.texts = texts_of(entry, "a text", reading_);
    }
    if (match.is_empty() && table.members.empty())
      problem(table, "is empty: say what is meant, as in { kind = \"postmortem\" }");
    return match;
  }

  // 1 is "1".
  std::vector<std::string> severities_of(Entry entry) {
    if (entry.type == Entry::Type::number) entry.type = Entry::Type::text;
    for (Entry& one : entry.members)
      if (one.type == Entry::Type::number) one.type = Entry::Type::text;
    auto severities = texts_of(entry, "a severity", reading_);
    for (const auto& one : severities)
      if (const auto meant = facts::severity_meant(one))
        problem(entry, "unknown severity " + shown(one) + "; did you mean " + shown(*meant) + "?");
    return severities;
  }

  // What does not go together.
  void check() {
    if (has_unknown_key_) return;  // one of them may be what is missing
    if (!given("name")) problem(table_, "a policy needs 'name', by which findings call it");
    const Entry *every = given("every"), *within = given("within"), *must = given("must");
    if (every && !made_.evidence)
      problem(*every, "what comes round needs 'evidence', as in { text = \"security scan\" }");
    for (const std::string_view key : {"applies", "from", "must"})
      if (every && given(key))
        problem(*given(key), "is not asked of what comes round ('every'); leave it out");
    if (!every && given("since")) problem(*given("since"), "is about what comes round; give 'every' too");
    if (every) return;
    const bool is_stated = made_.from == Start::stated_day;
    if (!within && !is_stated) problem(table_, "a policy needs 'within', as in \"30 days\", or 'every'");
    if (made_.evidence && must && made_.must != Must::done)
      problem(*must, "is answered by 'evidence'; leave one of the two out");
    if (made_.must == Must::reviewed && !made_.applies.roles.empty())
      problem(*must, "'reviewed' is asked of documents; leave applies.role out");
    const bool is_of_items = !made_.applies.roles.empty() || (made_.must == Must::done && !made_.evidence);
    if (is_stated && !is_of_items)
      problem(*given("from"), "items state a day, documents don't; give applies.role, as in \"deadline\"");
    if (made_.evidence && !made_.applies.roles.empty())
      problem(*given("applies"), "'evidence' is asked of documents; leave applies.role out");
  }

  const Entry& table_;
  std::string prefix_;
  Reading& reading_;
  Policy made_;
  bool has_unknown_key_ = false;
};

}  // namespace

void read_policies(const Entry& list, Reading& reading) {
  if (list.type != Entry::Type::list)
    return reading.problem(list.at, "'policy' is a list of tables: write [[policy]]");
  auto& policies = reading.config.policies;
  for (const Entry& table : list.members) {
    if (table.type != Entry::Type::table) {
      reading.problem(table.at, "a policy is a table: write [[policy]]");
      continue;
    }
    auto made = PolicyReader(table, "policy[" + std::to_string(policies.size()) + "]", reading).read();
    const bool is_twin =
        !made.name.empty() && std::any_of(policies.begin(), policies.end(),
                                          [&](const Policy& other) { return other.name == made.name; });
    if (is_twin) reading.problem(table.at, "another policy is called " + shown(made.name) + " already");
    policies.push_back(std::move(made));
  }
}

}  // namespace hindcast::config
