#include "config/config.h"

#include <array>

namespace hindcast::config {
namespace {

constexpr std::array<Key, 17> all_keys = {{
    {"profile", Takes::profile, "the school of writing that rules start from"},
    {"forms", Takes::paths, "templates, or folders of them, that are tried before the built-in forms"},
    {"documents.include", Takes::globs, "the documents to look at when a folder is named; all when not set"},
    {"documents.exclude", Takes::globs, "the documents to leave out, even if included"},
    {"check.fail_on", Takes::fail_on, "the least severity that fails a run"},
    {"check.max_warnings", Takes::number, "more warnings than this fail a run"},
    {"check.suppressions", Takes::suppressions, "what comments in a document may switch off"},
    {"check.baseline", Takes::path, "a file of findings that are known and fail nothing"},
    {"doctor.open_days", Takes::number, "days after its document's date in which an action may be open"},
    {"doctor.value_days", Takes::number, "days after its document's date in which a value may be to come"},
    {"doctor.link_days", Takes::number, "days for which a page that answered is believed to be there"},
    {"owners.names", Takes::texts, "the people and teams that may own an action"},
    {"owners.codeowners", Takes::path, "a CODEOWNERS file whose owners are known too"},
    {"rules.NAME", Takes::severity, "how much a finding of this rule weighs"},
    {"overrides[].paths", Takes::globs, "the documents for which the override holds; needed"},
    {"overrides[].profile", Takes::profile, "the profile for these documents"},
    {"overrides[].rules.NAME", Takes::severity, "how much a finding of this rule weighs in these documents"},
}};

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;  // the parser lets no control character in
  }
  return out + "\"";
}

std::string quoted(std::span<const std::string> texts) {
  std::string out;
  for (const auto& text : texts)
    out += (out.empty() ? "" : ", ") + quoted(text);
  return "[" + out + "]";
}

std::string fail_on_word(diag::Severity severity) {
  return severity == diag::Severity::off ? "never" : std::string(diag::word(severity));
}

Line line(std::string key, const Text& text) {
  return {std::move(key), text.value.empty() ? "" : quoted(text.value), text.origin};
}

Line line(std::string key, const Texts& texts) {
  bool is_unset = texts.value.empty() && texts.origin.is_default();
  return {std::move(key), is_unset ? "" : quoted(texts.value), texts.origin};
}

Line line(std::string key, const Setting<std::uint32_t>& number) {
  return {std::move(key), std::to_string(number.value), number.origin};
}

void add_rules(std::vector<Line>& out, const std::string& prefix, std::span<const RuleSetting> rules) {
  for (const RuleSetting& rule : rules)
    out.push_back({prefix + rule.rule, quoted(diag::word(rule.severity)), rule.origin});
}

}  // namespace

std::string_view word(Suppressions suppressions) {
  static constexpr std::array<std::string_view, 3> words = {"allow", "require-reason", "forbid"};
  return words[static_cast<std::size_t>(suppressions)];
}

std::span<const Key> keys() {
  return all_keys;
}

std::vector<Line> lines(const Config& config) {
  const auto& check = config.check;
  std::string warnings = check.max_warnings.value ? std::to_string(*check.max_warnings.value) : "";
  std::vector<Line> out = {
      line("profile", config.profile),
      line("forms", config.forms),
      line("documents.include", config.documents.include),
      line("documents.exclude", config.documents.exclude),
      {"check.fail_on", quoted(fail_on_word(check.fail_on.value)), check.fail_on.origin},
      {"check.max_warnings", warnings, check.max_warnings.origin},
      {"check.suppressions", quoted(word(check.suppressions.value)), check.suppressions.origin},
      line("check.baseline", check.baseline),
      line("doctor.open_days", config.doctor.open_days),
      line("doctor.value_days", config.doctor.value_days),
      line("doctor.link_days", config.doctor.link_days),
      line("owners.names", config.owners.names),
      line("owners.codeowners", config.owners.codeowners),
  };
  add_rules(out, "rules.", config.rules);
  for (std::size_t i = 0; i < config.overrides.size(); ++i) {
    const Override& one = config.overrides[i];
    std::string prefix = "overrides[" + std::to_string(i) + "].";
    out.push_back({prefix + "paths", quoted(one.paths), one.origin});
    if (one.profile) out.push_back(line(prefix + "profile", *one.profile));
    add_rules(out, prefix + "rules.", one.rules);
  }
  return out;
}

}  // namespace hindcast::config
