#include "cli/rule_choice.h"

#include <algorithm>
#include <vector>

#include "app/check.h"
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

Result<lint::Settings> rule_settings(const Arguments& arguments) {
  auto made = lint::settings(profile_of(arguments.value("profile")));
  const auto choose = [&](std::size_t i) {
    auto& severity = made.severities[i];
    if (severity == diag::Severity::off) severity = app::severity_when_chosen(lint::rules()[i]);
  };
  if (arguments.has("rule")) {
    std::vector<bool> chosen(made.severities.size());
    for (const auto name : arguments.values("rule"))
      for (const auto i : TRY(places_of(name)))
        chosen[i] = true;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i])
        choose(i);
      else
        made.severities[i] = diag::Severity::off;
    }
  }
  // In the order given, so that the last word about a rule holds.
  for (const auto& [option, value] : arguments.given) {
    if (option != "enable" && option != "disable") continue;
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      for (const auto i : TRY(places_of(value.substr(begin, end - begin)))) {
        if (option == "enable")
          choose(i);
        else
          made.severities[i] = diag::Severity::off;
      }
      begin = end + 1;
    }
  }
  return made;
}

}  // namespace hindcast::cli
