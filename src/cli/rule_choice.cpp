#include "cli/rule_choice.h"

#include <algorithm>
#include <vector>

#include "app/check.h"
#include "app/check_settings.h"
#include "cli/suggest.h"

namespace hindcast::cli {
namespace {

lint::Profile profile_of(std::string_view word) {
  for (const auto profile : {lint::Profile::blameless, lint::Profile::sre, lint::Profile::five_whys})
    if (lint::word(profile) == word) return profile;
  return lint::Profile::standard;
}

// The places in rules() that a word stands for: a rule, or a group of them.
Result<std::vector<std::size_t>> places_of(std::string_view name) {
  std::vector<std::size_t> places;
  const auto all = lint::rules();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == name || lint::word(all[i].group) == name) places.push_back(i);
  if (places.empty()) return unknown_rule(name);
  return places;
}

}  // namespace

Error unknown_rule(std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& rule : lint::rules())
    known.push_back(rule.name);
  std::string message = "no rule is called " + quoted(name);
  if (const auto meant = closest(name, known))
    return {ErrorCode::not_found, message + "; did you mean " + quoted(*meant) + "?"};
  return {ErrorCode::not_found, message + "; 'hindcast rules' lists them"};
}

Result<RuleChoice> RuleChoice::from(const Arguments& arguments, const app::Configuration& configuration) {
  RuleChoice choice;
  const auto& config = configuration.config;
  choice.config_ = &config;
  choice.has_file_ = !configuration.file.empty();
  for (const auto& service : config.services)
    choice.declared_.services.push_back(service.name);
  for (const auto& team : config.teams)
    choice.declared_.services.push_back(team.name);
  if (config.services.empty()) choice.declared_.services.clear();
  for (const auto& guard : config.guards)
    choice.declared_.guards.push_back(guard.name);
  if (arguments.has("profile")) choice.profile_ = arguments.value("profile");
  if (arguments.has("rule")) {
    std::vector<std::size_t> chosen;
    for (const auto name : arguments.values("rule"))
      for (const auto i : TRY(places_of(name)))
        chosen.push_back(i);
    choice.steps_.emplace_back(Verb::only, std::move(chosen));
  }
  // In the order given, so that the last word about a rule holds.
  for (const auto& [option, value] : arguments.given) {
    if (option != "enable" && option != "disable") continue;
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      choice.steps_.emplace_back(option == "enable" ? Verb::enable : Verb::disable,
                                 TRY(places_of(value.substr(begin, end - begin))));
      begin = end + 1;
    }
  }
  return choice;
}

lint::Settings RuleChoice::settings(const std::string& path) const {
  const auto applied = config::applied(*config_, path);
  auto made =
      lint::settings(profile_of(profile_.empty() ? std::string_view(applied.profile.value) : profile_));
  if (has_file_) made.declared = &declared_;
  const auto all = lint::rules();
  const auto place = [&](std::string_view name) -> diag::Severity& {
    return made.severities[static_cast<std::size_t>(lint::find_rule(name) - all.data())];
  };
  const auto choose = [&](std::size_t i) {
    if (made.severities[i] == diag::Severity::off) made.severities[i] = app::severity_when_chosen(all[i]);
  };
  const auto choose_named = [&](std::string_view name) {
    choose(static_cast<std::size_t>(lint::find_rule(name) - all.data()));
  };
  const auto comments = config_->check.suppressions.value;
  if (comments == config::Suppressions::require_reason) choose_named("suppression-without-reason");
  if (comments == config::Suppressions::forbid) choose_named("suppression-forbidden");
  for (const auto& rule : applied.rules)
    if (lint::find_rule(rule.rule)) place(rule.rule) = rule.severity;
  for (const auto& [verb, places] : steps_) {
    if (verb == Verb::only) {
      std::vector<bool> kept(made.severities.size());
      for (const auto i : places)
        kept[i] = true;
      for (std::size_t i = 0; i < kept.size(); ++i)
        if (!kept[i]) made.severities[i] = diag::Severity::off;
    }
    for (const auto i : places) {
      if (verb == Verb::disable)
        made.severities[i] = diag::Severity::off;
      else
        choose(i);
    }
  }
  return made;
}

}  // namespace hindcast::cli
