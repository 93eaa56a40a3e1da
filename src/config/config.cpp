#include "config/config.h"

#include <array>

#include "base/plain.h"

namespace hindcast::config {
namespace {

constexpr std::array<Key, 84> all_keys = {{
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
    {"calendar.zone", Takes::text, "the time zone in which the team's day begins; UTC when not set"},
    {"calendar.weekend", Takes::words,
     "the days of the week that are free; Saturday and Sunday when not set"},
    {"calendar.holidays", Takes::paths, "files of holidays"},
    {"rules.NAME", Takes::severity, "how much a finding of this rule weighs"},
    {"overrides[].paths", Takes::globs, "the documents for which the override holds; needed"},
    {"overrides[].profile", Takes::profile, "the profile for these documents"},
    {"overrides[].rules.NAME", Takes::severity, "how much a finding of this rule weighs in these documents"},
    {"policy[].name", Takes::text, "by which findings call it; needed"},
    {"policy[].about", Takes::text, "what it is for, in your words"},
    {"policy[].applies.role", Takes::words, "items of these roles"},
    {"policy[].applies.kind", Takes::words, "in documents of these kinds"},
    {"policy[].applies.severity", Takes::words,
     "of these severities: 1, \"SEV1\" and \"critical\" are the same"},
    {"policy[].applies.priority", Takes::words, "items of these priorities"},
    {"policy[].applies.service", Takes::words, "about one of these services"},
    {"policy[].applies.label", Takes::words, "with one of these labels"},
    {"policy[].applies.text", Takes::words, "with one of these texts in an item, or in a document's title"},
    {"policy[].must", Takes::choice, "what is asked of each"},
    {"policy[].within", Takes::duration, "how long there is time"},
    {"policy[].from", Takes::choice, "the day that is counted from"},
    {"policy[].every", Takes::choice, "how often it comes round"},
    {"policy[].since", Takes::text, "the day from which it comes round"},
    {"policy[].evidence.role", Takes::words, "an item of these roles that is done"},
    {"policy[].evidence.kind", Takes::words, "in a document of these kinds"},
    {"policy[].evidence.severity", Takes::words,
     "of these severities: 1, \"SEV1\" and \"critical\" are the same"},
    {"policy[].evidence.priority", Takes::words, "items of these priorities"},
    {"policy[].evidence.service", Takes::words, "about one of these services"},
    {"policy[].evidence.label", Takes::words, "with one of these labels"},
    {"policy[].evidence.text", Takes::words, "with one of these texts in an item, or in a document's title"},
    {"policy[].severity", Takes::choice, "how much it weighs"},
    {"teams.NAME.services", Takes::words, "the services that a team answers for"},
    {"teams.NAME.members", Takes::words, "the names and handles of its people"},
    {"services.NAME.paths", Takes::words, "the files that a service is made of"},
    {"gate.mode", Takes::choice, "whether the gate stops a release, or says what it would do"},
    {"gate.blocks", Takes::words, "the verdicts that stop a release"},
    {"gate.asks", Takes::words, "the roles of items that a release is asked"},
    {"gate.tells", Takes::words, "of these the roles that never stop a release"},
    {"gate.untold", Takes::choice, "what the gate says when of nearly all items nobody can tell"},
    {"gate.false_alarms_per_1000_max", Takes::number,
     "false alarms of a thousand commits with which a guard may stop a release"},
    {"gate.documents", Takes::words, "the files and folders that a release is asked about"},
    {"gate.waive_alone", Takes::flag, "whether who asks for a waiver may approve it"},
    {"gate.isolation", Takes::choice, "the least isolation of every guard that starts programs"},
    {"views.NAME.state", Takes::words, "only these states, or all"},
    {"views.NAME.owner", Takes::words, "owned by this name, or none"},
    {"views.NAME.team", Takes::words, "under the heading of this team, or none"},
    {"views.NAME.kind", Takes::words, "from documents of these kinds"},
    {"views.NAME.role", Takes::words, "items of these roles"},
    {"views.NAME.service", Takes::words, "of documents about these services"},
    {"views.NAME.severity", Takes::words, "of documents of these severities"},
    {"views.NAME.due", Takes::words, "overdue, none, before:DAY or within days, such as 14d"},
    {"views.NAME.text", Takes::words, "whose text holds these words"},
    {"views.NAME.sort", Takes::words,
     "the order: one key or several, each with - in front for the other way round"},
    {"views.NAME.group_by", Takes::words, "what the list is divided by"},
    {"views.NAME.columns", Takes::words, "which columns it has, in this order"},
    {"guards.NAME.about", Takes::text, "what it is for, in your words"},
    {"guards.NAME.use", Takes::choice, "the built-in guard that it is; its own keys stand beside"},
    {"guards.NAME.command", Takes::texts, "what it executes, word by word; no shell reads it"},
    {"guards.NAME.timeout", Takes::duration, "how long it may take, as in \"90 s\"; 10 min when not set"},
    {"guards.NAME.environment", Takes::words,
     "the environment variables that it is given; none when not set"},
    {"guards.NAME.network", Takes::flag, "whether it may open connections; false when not set"},
    {"guards.NAME.readable", Takes::paths, "what it may read beyond this folder and the system's programs"},
    {"guards.NAME.writable", Takes::paths, "what it may write beyond a folder of its own that is then gone"},
    {"guards.NAME.covers", Takes::globs,
     "files that its programs run in turn, and that are approved with it as its scripts are"},
    {"guards.NAME.isolation", Takes::choice, "the isolation that it gets; the best there is when not set"},
    {"guards.NAME.scope.paths", Takes::globs, "it concerns a change of these files"},
    {"guards.NAME.scope.services", Takes::words, "it concerns a change of these services"},
    {"guards.NAME.scope.phases", Takes::words, "it concerns these phases of a release"},
    {"guards.NAME.severity", Takes::choice, "whether it fails or warns"},
    {"guards.NAME.needs", Takes::words, "guards that must pass before it runs"},
    {"guards.NAME.items", Takes::words, "the items that it answers, as SLUG#id"},
    {"guards.NAME.blocks.by", Takes::text, "who let it block a release before a replay has shown its worth"},
    {"guards.NAME.blocks.because", Takes::text, "why"},
}};

std::string list_in_quotes(std::span<const std::string> texts) {
  std::string out;
  for (const auto& text : texts)
    out += (out.empty() ? "" : ", ") + in_quotes(text);
  return "[" + out + "]";
}

std::string fail_on_word(diag::Severity severity) {
  return severity == diag::Severity::off ? "never" : std::string(diag::word(severity));
}

Line line(std::string key, const Text& text) {
  return {std::move(key), text.value.empty() ? "" : in_quotes(text.value), text.origin};
}

Line line(std::string key, const Texts& texts) {
  bool is_unset = texts.value.empty() && texts.origin.is_default();
  return {std::move(key), is_unset ? "" : list_in_quotes(texts.value), texts.origin};
}

Line line(std::string key, const Setting<std::uint32_t>& number) {
  return {std::move(key), std::to_string(number.value), number.origin};
}

void add_rules(std::vector<Line>& out, const std::string& prefix, std::span<const RuleSetting> rules) {
  for (const RuleSetting& rule : rules)
    out.push_back({prefix + rule.rule, in_quotes(diag::word(rule.severity)), rule.origin});
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
      {"check.fail_on", in_quotes(fail_on_word(check.fail_on.value)), check.fail_on.origin},
      {"check.max_warnings", warnings, check.max_warnings.origin},
      {"check.suppressions", in_quotes(word(check.suppressions.value)), check.suppressions.origin},
      line("check.baseline", check.baseline),
      line("doctor.open_days", config.doctor.open_days),
      line("doctor.value_days", config.doctor.value_days),
      line("doctor.link_days", config.doctor.link_days),
      line("owners.names", config.owners.names),
      line("owners.codeowners", config.owners.codeowners),
      line("calendar.zone", config.calendar.zone),
      line("calendar.weekend", config.calendar.weekend),
      line("calendar.holidays", config.calendar.holidays),
  };
  add_rules(out, "rules.", config.rules);
  for (std::size_t i = 0; i < config.overrides.size(); ++i) {
    const Override& one = config.overrides[i];
    std::string prefix = "overrides[" + std::to_string(i) + "].";
    out.push_back({prefix + "paths", list_in_quotes(one.paths), one.origin});
    if (one.profile) out.push_back(line(prefix + "profile", *one.profile));
    add_rules(out, prefix + "rules.", one.rules);
  }
  out.insert(out.end(), config.stated.begin(), config.stated.end());
  return out;
}

}  // namespace hindcast::config
