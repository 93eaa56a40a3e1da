#include <algorithm>
#include <utility>

#include "base/glob.h"
#include "config/config.h"

namespace hindcast::config {
namespace {

bool matches_any(std::span<const std::string> globs, std::string_view path) {
  for (const auto& glob : globs)
    if (matches(glob, path)) return true;
  return false;
}

}  // namespace

bool matches(std::string_view glob, std::string_view path) {
  return matches_glob(glob, path);
}

bool is_included(const Config& config, std::string_view path) {
  const auto& include = config.documents.include.value;
  return (include.empty() || matches_any(include, path)) &&
         !matches_any(config.documents.exclude.value, path);
}

Applied applied(const Config& config, std::string_view path) {
  Applied all{config.profile, {}};
  auto add = [&](const std::vector<RuleSetting>& rules) {
    for (const RuleSetting& rule : rules) {
      auto at = std::lower_bound(all.rules.begin(), all.rules.end(), rule.rule,
                                 [](const RuleSetting& a, const std::string& name) { return a.rule < name; });
      if (at != all.rules.end() && at->rule == rule.rule)
        *at = rule;
      else
        all.rules.insert(at, rule);
    }
  };
  add(config.rules);
  for (const Override& one : config.overrides) {
    if (!matches_any(one.paths, path)) continue;
    if (one.profile) all.profile = *one.profile;
    add(one.rules);
  }
  return all;
}

}  // namespace hindcast::config
