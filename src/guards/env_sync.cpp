// env-sync: every environment has what the schema asks for, and no value is behind the others.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "guards/built_ins.h"
#include "guards/env_schema.h"
#include "guards/env_values.h"
#include "guards/looking.h"
#include "guards/moment.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

// What names of secrets look like, where no schema says which they are.
constexpr std::array<std::string_view, 8> secret_names = {"*SECRET*",      "*PASSWORD*",  "*PASSWD*",
                                                          "*TOKEN*",       "*API_KEY*",   "*APIKEY*",
                                                          "*PRIVATE_KEY*", "*CREDENTIAL*"};

bool is_same_key(std::string_view a, std::string_view b) {
  return !a.empty() && key_id_of(a) == key_id_of(b);
}

class SyncCheck {
 public:
  SyncCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    auto key = world_.fingerprint_key();
    has_key_ = key.ok();
    if (!has_key_) no_key_ = key.error().message;
    // Without a key the values of one run can still be held against each other.
    const Fingerprints fingerprints(has_key_ ? *std::move(key) : std::string());
    read_environments(fingerprints);
    read_baselines(fingerprints);
    for (const File& file : files_of(texts_in(settings_, "schema"), world_, findings_)) {
      schema_ = read_env_schema(file, findings_);
      has_schema_ = true;
      patterns_.clear();
      for (const EnvRule& rule : schema_.rules)
        if (rule.name.find('*') != std::string::npos) patterns_.push_back(&rule);
    }
    tell_strangers();
    if (!environments_.empty()) {
      for (const Environment& one : environments_)
        check(one);
      for (const std::string& name : names_)
        compare(name);
      tell_idle();
    }
    return outcome_of(std::move(findings_), summary(), !environments_.empty() && !was_blind_);
  }

 private:
  void found(Verdict verdict, std::string_view kind, std::string message, const std::string& path,
             std::uint32_t line) {
    ++counts_[std::string(kind)];
    findings_.push_back({verdict, std::move(message), path, line});
  }

  std::string summary() const {
    std::string out = counted(environments_.size(), "environment", "environments") + ", " +
                      counted(names_.size(), "variable", "variables") + ": ";
    // An outdated value under the right name is what breaks: names alone in step say little.
    if (counts_.empty())
      out +=
          compares_values_ || environments_.size() < 2 ? "in step" : "in step by name, no value was compared";
    bool is_first = true;
    for (const auto& [kind, count] : counts_) {
      out.append(is_first ? "" : ", ").append(std::to_string(count)).append(" ").append(kind);
      is_first = false;
    }
    if (idle_ > 0) out += "; " + counted(idle_, "rule", "rules") + " about what is nowhere";
    return out;
  }

  void read_environments(const Fingerprints& fingerprints) {
    const data::Value* all = settings_.find("environments");
    if (all == nullptr || !all->is_table() || all->members.empty()) was_blind_ = true;
    if (all == nullptr) return;
    for (const data::Value& one : all->members) {
      declared_.push_back(one.key);
      const auto before = environments_.size();
      for (const File& file : files_of(texts_in(*all, one.key), world_, findings_)) {
        for (Environment& made : read_environment(one.key, file, fingerprints, findings_)) {
          if (made.is_snapshot) check_snapshot(made);
          for (const EnvValue& value : made.values) {
            names_.insert(value.name);
            held_.insert(value.name);
          }
          if (environments_.size() > before)
            environments_.back().lay_over(std::move(made));
          else
            environments_.push_back(std::move(made));
        }
      }
      if (environments_.size() == before) was_blind_ = has_unseen_ = true;  // one that nobody saw is no pass
    }
  }

  // What a snapshot says counts for the environment that made it, and not for ever.
  void check_snapshot(const Environment& made) {
    if (made.stated != made.name)
      found(Verdict::inconclusive, "not comparable",
            made.stated.empty()
                ? "is a snapshot that does not say of which environment it is"
                : "is a snapshot of " + quoted(made.stated) + ", and is given for " + made.name,
            made.path, 0);
    if (world_.is_past()) return;  // it was as old as that commit
    auto why = why_outdated(made.made, text_in(settings_, "max_age", "90 days"), world_.now());
    if (!why.empty()) found(Verdict::inconclusive, "outdated", std::move(why), made.path, 0);
  }

  void read_baselines(const Fingerprints& fingerprints) {
    for (const File& file : files_of(texts_in(settings_, "baseline"), world_, findings_))
      for (Environment& made : read_environment("", file, fingerprints, findings_)) {
        if (!made.is_snapshot)
          found(Verdict::inconclusive, "unreadable", "a baseline is a snapshot, and this is none", made.path,
                0);
        else
          baselines_.push_back(std::move(made));
      }
  }

  // Names that nobody has: what is asked of them would be asked of nothing.
  void tell_strangers() {
    std::vector<std::string> variables(held_.begin(), held_.end());
    for (const EnvRule& rule : schema_.rules)
      if (rule.name.find('*') == std::string::npos) variables.push_back(rule.name);
    for (const EnvRule& rule : schema_.rules) {
      std::set<std::string> named(rule.same.environments.begin(), rule.same.environments.end());
      named.insert(rule.differ.environments.begin(), rule.differ.environments.end());
      for (const EnvRule::Expected& one : rule.expected)
        if (!one.environment.empty()) named.insert(one.environment);
      for (const std::string& name : named)
        if (!is_declared(name)) no_environment(rule, name);
      for (const std::string& other : rule.changes_with)
        if (std::find(variables.begin(), variables.end(), other) == variables.end())
          found(Verdict::inconclusive, "not known",
                quoted(rule.name) + " changes with " + quoted(other) + ", which is no variable" +
                    meant_by(other, variables),
                schema_.path, rule.line);
    }
  }

  bool is_declared(const std::string& environment) const {
    return std::find(declared_.begin(), declared_.end(), environment) != declared_.end();
  }

  void no_environment(const EnvRule& rule, const std::string& name) {
    // A past schema may name one that has gone since.
    if (world_.is_past()) {
      ++idle_;
      return;
    }
    found(Verdict::inconclusive, "not known",
          "of " + quoted(rule.name) + ": " + quoted(name) + " is no environment" + meant_by(name, declared_),
          schema_.path, rule.line);
  }

  // One environment by itself

  void check(const Environment& one) {
    for (const EnvRule& rule : schema_.rules) {
      if (rule.name.find('*') != std::string::npos) continue;
      names_.insert(rule.name);
      if (rule.is_required && one.find(rule.name) == nullptr)
        found(Verdict::fail, "missing", quoted(rule.name) + " is missing in " + one.name, one.path, 0);
    }
    const auto undeclared = text_in(settings_, "undeclared", "warn");
    for (const EnvValue& value : one.values) {
      const EnvRule* rule = schema_.find(value.name);
      check_value(one, value, rule);
      if (has_schema_ && rule == nullptr && undeclared != "allow")
        found(undeclared == "fail" ? Verdict::fail : Verdict::warn, "undeclared",
              quoted(value.name) + " is in " + one.name + ", and not in the schema", value.path, value.line);
      if (rule != nullptr) stale(one, value, *rule);
      secret(one, value, rule);
    }
  }

  void check_value(const Environment& one, const EnvValue& value, const EnvRule* rule) {
    const std::string here = quoted(value.name) + " ";
    if (value.repeated_line != 0)
      found(value.is_repeated_otherwise ? Verdict::fail : Verdict::warn, "duplicated",
            here + "stands twice in " + one.name +
                (value.is_repeated_otherwise ? ", with different values: the last one counts" : ""),
            value.path, value.repeated_line);
    if (value.sealed != Sealed::clear) return;
    if (value.is_empty) {
      if (rule == nullptr || !rule->may_be_empty)
        found(rule == nullptr ? Verdict::warn : Verdict::fail, "empty", here + "is empty in " + one.name,
              value.path, value.line);
      return;
    }
    if (value.is_placeholder)
      found(Verdict::fail, "to be filled in", here + "still holds a placeholder in " + one.name, value.path,
            value.line);
    const bool has_kind = rule == nullptr || rule->kind.empty() || rule->kind == "text" ||
                          std::find(value.kinds.begin(), value.kinds.end(), rule->kind) != value.kinds.end();
    if (!has_kind)
      found(Verdict::fail, "of the wrong kind", here + "is no " + rule->kind + " in " + one.name, value.path,
            value.line);
  }

  void secret(const Environment& one, const EnvValue& value, const EnvRule* rule) {
    if (one.is_snapshot || value.sealed != Sealed::clear || value.is_empty || value.is_placeholder) return;
    const auto wanted = text_in(settings_, "secrets_in_clear", "fail");
    if (wanted == "allow" || (rule != nullptr && rule->is_public)) return;
    const auto named = texts_in(settings_, "secrets");
    const auto is_like = [&](std::string_view pattern) { return matches_name(pattern, value.name); };
    const bool is_stated =
        (rule != nullptr && rule->is_secret) || std::any_of(named.begin(), named.end(), is_like);
    static constexpr std::array<std::string_view, 5> holds = {
        " looks like a secret by its name", " looks like a secret by its value", " holds a token",
        " holds a private key", " holds a password in an address"};
    const bool is_named = std::any_of(secret_names.begin(), secret_names.end(), is_like);
    const bool is_certain = value.shown > Shown::maybe_secret;  // by its value, whatever it is called
    if (!is_stated && !is_named && value.shown == Shown::nothing) return;
    const auto how =
        is_stated ? std::string_view(" is a secret") : holds[static_cast<std::size_t>(value.shown)];
    found((is_stated || is_certain) && wanted == "fail" ? Verdict::fail : Verdict::warn, "in clear",
          quoted(value.name).append(how).append(", and stands in clear in ").append(one.name), value.path,
          value.line);
  }

  void stale(const Environment& one, const EnvValue& value, const EnvRule& rule) {
    for (const auto& [environment, fingerprint] : rule.expected) {
      if (!environment.empty() && environment != one.name) continue;
      if (!is_same_key(value.fingerprint, fingerprint))
        found(Verdict::inconclusive, "not comparable",
              quoted(value.name) + " in " + one.name +
                  " cannot be held against the expected fingerprint: " + why_not(value),
              value.path, value.line);
      else if (value.fingerprint != fingerprint)
        found(Verdict::fail, "stale",
              quoted(value.name) + " is stale in " + one.name + ": it is not the expected value", value.path,
              value.line);
    }
    for (const std::string& other : rule.changes_with)
      changed_with(one, value, other);
  }

  // A value that depends on another one and stayed as it was when that one changed.
  void changed_with(const Environment& one, const EnvValue& value, const std::string& other) {
    const EnvValue* partner = one.find(other);
    const auto baseline = std::find_if(baselines_.begin(), baselines_.end(),
                                       [&](const Environment& before) { return before.name == one.name; });
    if (partner == nullptr) return;
    const EnvValue* before = baseline == baselines_.end() ? nullptr : baseline->find(value.name);
    const EnvValue* partner_before = baseline == baselines_.end() ? nullptr : baseline->find(other);
    if (before == nullptr || partner_before == nullptr)
      return found(Verdict::inconclusive, "not comparable",
                   "no baseline tells whether " + quoted(value.name) + " changed with " + quoted(other) +
                       " in " + one.name,
                   value.path, value.line);
    if (!is_same_key(before->fingerprint, value.fingerprint) ||
        !is_same_key(partner_before->fingerprint, partner->fingerprint))
      return found(
          Verdict::inconclusive, "not comparable",
          quoted(value.name) + " in " + one.name + " cannot be held against the baseline: " + why_not(value),
          value.path, value.line);
    if (partner_before->fingerprint != partner->fingerprint && before->fingerprint == value.fingerprint)
      found(Verdict::fail, "stale",
            quoted(value.name) + " is stale in " + one.name + ": " + quoted(other) + " changed since " +
                (baseline->made.empty() ? "the baseline" : baseline->made) + ", and it did not",
            value.path, value.line);
  }

  std::string why_not(const EnvValue& value) const {
    if (value.fingerprint.empty()) return "its value is not known here";
    return has_key_ ? "they were made with different keys" : no_key_;
  }

  // One variable over all environments

  void compare(const std::string& name) {
    const EnvRule* rule = schema_.find(name);
    std::vector<std::pair<const Environment*, const EnvValue*>> all;
    for (const Environment& one : environments_) {
      const EnvValue* value = one.find(name);
      if (value != nullptr) all.emplace_back(&one, value);
    }
    if (!has_schema_ && environments_.size() > 1)
      for (const Environment& one : environments_)
        if (one.find(name) == nullptr && !all.empty())
          found(Verdict::fail, "missing",
                quoted(name) + " is missing in " + one.name + ", and " + all.front().first->name + " has it",
                one.path, 0);
    Among same, differ;
    const auto take = [&](const EnvRule& one) {
      if (one.same.is_asked) same = one.same;
      if (one.differ.is_asked) differ = one.differ;
    };
    for (const EnvRule* pattern : patterns_)
      if (matches_name(pattern->name, name)) take(*pattern);
    if (rule != nullptr) take(*rule);
    for (const std::string& pattern : texts_in(settings_, "same"))
      same.is_asked = same.is_asked || matches_name(pattern, name);
    for (const std::string& pattern : texts_in(settings_, "differ"))
      differ.is_asked = differ.is_asked || matches_name(pattern, name);
    compares_values_ = compares_values_ || same.is_asked || differ.is_asked ||
                       (rule != nullptr && (!rule->expected.empty() || !rule->changes_with.empty()));
    const auto in_scope = [&](const auto& one) { return same.holds_for(one.first->name); };
    if (same.is_asked && std::count_if(all.begin(), all.end(), in_scope) > 1) compared_.insert(name);
    pairs(name, all, same, true);
    pairs(name, all, differ, false);
  }

  // What is asked of a variable that no environment has, or that stands alone, was not looked at: the name
  // may have changed everywhere but here.
  void tell_idle() {
    for (const std::string_view key : {"same", "differ", "secrets"})
      for (const std::string& pattern : texts_in(settings_, key))
        idle(pattern, quoted(key), key == "same", "", 0);
    for (const EnvRule& rule : schema_.rules) {
      const bool is_pattern = rule.name.find('*') != std::string::npos;
      // An optional variable may be anywhere or nowhere; that a required one is nowhere is told already.
      if (!is_pattern && (!rule.is_required || held_.count(rule.name) == 0)) continue;
      // A list that names nobody, or one alone, was told as what it is.
      const auto& among = rule.same.environments;
      const bool is_sound =
          among.size() != 1 &&
          std::all_of(among.begin(), among.end(), [&](const auto& name) { return is_declared(name); });
      if (rule.same.is_asked || (is_pattern && (rule.differ.is_asked || rule.is_secret)))
        idle(rule.name, "the schema", rule.same.is_asked && is_sound, schema_.path, rule.line);
    }
  }

  void idle(const std::string& pattern, const std::string& who, bool is_compared, const std::string& path,
            std::uint32_t line) {
    const auto has_match = [&](const std::set<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return matches_name(pattern, name); });
    };
    // What a past schema does not know either was not asked then: rules are younger than old commits.
    const bool is_declared = std::any_of(
        schema_.rules.begin(), schema_.rules.end(),
        [&](const EnvRule& rule) { return rule.name == pattern || matches_name(pattern, rule.name); });
    if (!has_match(held_) && has_schema_ && !is_declared && world_.is_past())
      ++idle_;
    else if (!has_match(held_))
      found(Verdict::missing, "missing",
            "no environment has " + quoted(pattern) + ", of which " + who + " speaks" +
                meant_by(pattern, std::vector<std::string>(held_.begin(), held_.end())),
            path, line);
    else if (is_compared && !has_match(compared_))
      found(Verdict::missing, "not comparable",
            quoted(pattern) + " stands in one environment alone" +
                (has_unseen_ ? " of those that could be read" : "") +
                ": there is nothing that it could be the same as",
            path, line);
  }

  // Each value is held against the first that is the same or is another: as many comparisons as environments.
  void pairs(const std::string& name, const std::vector<std::pair<const Environment*, const EnvValue*>>& all,
             const Among& among, bool must_be_same) {
    const Environment* first = nullptr;
    const EnvValue* first_value = nullptr;
    std::map<std::string_view, const Environment*> seen;
    for (const auto& [environment, value] : all) {
      if (!among.holds_for(environment->name)) continue;
      if (value->fingerprint.empty() ||
          (first_value != nullptr && !is_same_key(first_value->fingerprint, value->fingerprint))) {
        found(Verdict::inconclusive, "not comparable",
              quoted(name) + " in " + environment->name +
                  " cannot be held against the others: " + why_not(*value),
              value->path, value->line);
        continue;
      }
      if (must_be_same && first_value != nullptr && first_value->fingerprint != value->fingerprint)
        found(Verdict::fail, "stale or different",
              quoted(name) + " in " + environment->name + " is not the value that " + first->name + " has",
              value->path, value->line);
      const auto [same, is_new] = seen.emplace(value->fingerprint, environment);
      if (!must_be_same && !is_new)
        found(Verdict::fail, "shared",
              quoted(name) + " in " + environment->name + " is the value that " + same->second->name + " has",
              value->path, value->line);
      if (first_value == nullptr) {
        first = environment;
        first_value = value;
      }
    }
  }

  const data::Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  std::vector<std::string> declared_;  // names of environments, also of those that nobody saw
  std::vector<Environment> environments_, baselines_;
  EnvSchema schema_;
  std::vector<const EnvRule*> patterns_;   // its rules for many variables
  std::set<std::string> names_;            // of all variables that are asked for or there
  std::set<std::string> held_, compared_;  // that an environment has; that two of them have in common
  std::map<std::string, std::size_t> counts_;
  std::size_t idle_ = 0;  // rules about what neither an environment nor the schema knows
  bool has_schema_ = false, has_key_ = false, was_blind_ = false, compares_values_ = false;
  bool has_unseen_ = false;  // an environment of which nothing could be read
  std::string no_key_;
};

Outcome run(const data::Value& settings, World& world) {
  return SyncCheck(settings, world).run();
}

// The first is what holds where nobody set it.
constexpr std::array<std::string_view, 3> strictness = {"fail", "warn", "allow"};
constexpr std::array<Setting, 9> settings = {{
    {"environments", Takes::files, "Each environment's name, and the file or files that hold its variables",
     true},
    {"schema", Takes::path, "What every environment must have: a schema, or an example such as .env.example"},
    {"same", Takes::texts, "Variables that have the same value everywhere; \"*\" is any run of characters"},
    {"differ", Takes::texts, "Variables that have the same value nowhere"},
    {"baseline", Takes::paths, "Snapshots of the last release, for values that must change with others"},
    {"secrets", Takes::texts, "Variables that are secrets, beside those that a schema calls so"},
    {"secrets_in_clear", Takes::choice,
     "What a secret in a file that is not encrypted comes to; fail when not set", false, strictness},
    {"undeclared", Takes::choice, "What a variable that the schema does not name comes to; warn when not set",
     false, strictness},
    {"max_age", Takes::duration, "How long ago a snapshot may have been made; 90 days when not set"},
}};

}  // namespace

BuiltIn env_sync() {
  return {"env-sync", "every environment has what the schema asks for, and no value is behind the others",
          settings, run};
}

}  // namespace hindcast::guards
