#include "guards/env_schema.h"

#include <algorithm>
#include <array>

#include "guards/env_values.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

class SchemaReader {
 public:
  SchemaReader(const File& file, std::vector<Finding>& findings) : file_(file), findings_(findings) {}

  EnvSchema run() {
    made_.path = file_.path;
    const auto format = data::format_of(file_.path);
    if (format == data::Format::dotenv) {
      // An example may hold real values by mistake: what a reader says of it is not repeated.
      if (const auto read = data::read_dotenv(file_.text))
        example(*read);
      else
        wrong(unreadable(file_.path, read.error()).line, "cannot be read: it is not what its name says");
    } else if (const auto read = data_of(file_, findings_)) {
      if (const Value* properties = read->find("properties"))
        json_schema(*properties, *read);
      else
        tables(*read);
    }
    std::stable_sort(made_.rules.begin(), made_.rules.end(),
                     [](const EnvRule& a, const EnvRule& b) { return a.name < b.name; });
    const auto same = [](const EnvRule& a, const EnvRule& b) { return a.name == b.name; };
    made_.rules.erase(std::unique(made_.rules.begin(), made_.rules.end(), same), made_.rules.end());
    return std::move(made_);
  }

 private:
  void wrong(std::uint32_t line, std::string message) {
    findings_.push_back({Verdict::inconclusive, std::move(message), file_.path, line});
  }

  static EnvRule rule_of(const Value& one) {
    EnvRule rule;
    rule.name = one.key;
    rule.line = one.key_line;
    return rule;
  }

  void example(const Value& all) {
    for (const Value& one : all.members)
      made_.rules.push_back(rule_of(one));
  }

  void json_schema(const Value& properties, const Value& schema) {
    static constexpr std::array<std::string_view, 2> keys = {"properties", "required"},
                                                     own = {"format", "type"};
    static constexpr std::array<std::string_view, 1> others = {"formats"};
    tell_misspelt_keys(schema, keys, {}, "a JSON Schema", file_.path, findings_);
    const auto required = texts_in(schema, "required");
    for (const std::string& name : required)
      if (properties.find(name) == nullptr) {  // required all the same, and of any kind
        EnvRule rule;
        rule.name = name;
        rule.line = schema.find("required")->line;
        made_.rules.push_back(std::move(rule));
      }
    for (const Value& one : properties.members) {
      EnvRule rule = rule_of(one);
      tell_misspelt_keys(one, own, others, "a property", file_.path, findings_);
      const auto type = word_in(one, {"type"}), format = word_in(one, {"format"});
      rule.is_required = std::find(required.begin(), required.end(), one.key) != required.end();
      if (format == "uri" || format == "url") rule.kind = "url";
      if (format == "email") rule.kind = "email";
      if (type == "number" || type == "integer" || type == "boolean") rule.kind = type;
      made_.rules.push_back(std::move(rule));
    }
  }

  void tables(const Value& root) {
    static constexpr std::array<std::string_view, 3> keys = {"format", "variables", "version"};
    const Value* all = root.find("variables");
    if (all == nullptr)
      all = &root;
    else
      tell_unknown_keys(root, keys, "a schema beside `variables`", file_.path, findings_);
    if (!all->is_table()) return wrong(root.line, "is no table of variables");
    for (const Value& one : all->members) {
      EnvRule rule = rule_of(one);
      if (one.is_text())
        kind(one, rule);
      else if (one.is_table())
        settings(one, rule);
      else
        wrong(one.line, quoted(one.key) + " needs a kind in quotes, or a table");
      made_.rules.push_back(std::move(rule));
    }
  }

  void kind(const Value& value, EnvRule& rule) {
    const auto known = env_kinds();
    if (std::find(known.begin(), known.end(), value.text) == known.end())
      return wrong(value.line, quoted(value.text) + " is no kind of value");
    rule.kind = value.text;
  }

  void flag(const Value& value, bool& out) {
    if (value.type == data::Type::boolean)
      out = value.is_true();
    else
      wrong(value.line, quoted(value.key) + " needs true or false");
  }

  void secret(const Value& value, EnvRule& rule) {
    flag(value, rule.is_secret);
    rule.is_public = value.type == data::Type::boolean && !value.is_true();
  }

  // true, or a list of environments.
  void among(const Value& value, Among& out) {
    if (value.type == data::Type::boolean) {
      out.is_asked = value.is_true();
    } else if (value.is_list() && !value.members.empty()) {
      out.is_asked = true;
      for (const Value& one : value.members)
        out.environments.push_back(one.text);
      if (value.members.size() == 1) wrong(value.line, quoted(value.key) + " needs two environments or more");
    } else {
      wrong(value.line, quoted(value.key) + " needs true, or a list of environments");
    }
  }

  void expected(const Value& value, EnvRule& rule) {
    const auto add = [&](const std::string& environment, const Value& one) {
      if (key_id_of(one.text).empty())
        return wrong(one.line, "no fingerprint as `hindcast env snapshot` writes it");
      rule.expected.push_back({environment, one.text});
    };
    if (value.is_table())
      for (const Value& one : value.members)
        add(one.key, one);
    else
      add("", value);
  }

  void partners(const Value& value, EnvRule& rule) {
    if (value.is_text()) rule.changes_with.push_back(value.text);
    for (const Value& one : value.members)
      rule.changes_with.push_back(one.text);
    if (rule.changes_with.empty()) wrong(value.line, "`changes_with` needs names of variables");
  }

  void settings(const Value& table, EnvRule& rule) {
    static constexpr std::array<std::string_view, 9> keys = {"kind",         "type",         "required",
                                                             "may_be_empty", "secret",       "same",
                                                             "differ",       "changes_with", "fingerprint"};
    tell_unknown_keys(table, keys, "a variable", file_.path, findings_);
    for (const Value& one : table.members) {
      if (one.key == "kind" || one.key == "type")
        kind(one, rule);
      else if (one.key == "required")
        flag(one, rule.is_required);
      else if (one.key == "may_be_empty")
        flag(one, rule.may_be_empty);
      else if (one.key == "secret")
        secret(one, rule);
      else if (one.key == "same")
        among(one, rule.same);
      else if (one.key == "differ")
        among(one, rule.differ);
      else if (one.key == "changes_with")
        partners(one, rule);
      else if (one.key == "fingerprint")
        expected(one, rule);
    }
  }

  const File& file_;
  std::vector<Finding>& findings_;
  EnvSchema made_;
};

}  // namespace

bool Among::holds_for(std::string_view environment) const {
  return is_asked && (environments.empty() ||
                      std::find(environments.begin(), environments.end(), environment) != environments.end());
}

const EnvRule* EnvSchema::find(std::string_view wanted) const {
  const auto found =
      std::lower_bound(rules.begin(), rules.end(), wanted,
                       [](const EnvRule& rule, std::string_view name) { return rule.name < name; });
  return found == rules.end() || found->name != wanted ? nullptr : &*found;
}

EnvSchema read_env_schema(const File& file, std::vector<Finding>& findings) {
  return SchemaReader(file, findings).run();
}

}  // namespace hindcast::guards
