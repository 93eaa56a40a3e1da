#include "guards/guard.h"

#include <algorithm>
#include <utility>

#include "guards/built_ins.h"

namespace hindcast::guards {

std::span<const BuiltIn> built_ins() {
  static const std::vector<BuiltIn> all = {
      // one line a guard, in the order of the documentation
      deploy_order(),
  };
  return all;
}

const BuiltIn* find_built_in(std::string_view name) {
  const auto all = built_ins();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const BuiltIn& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Outcome outcome_of(std::vector<Finding> findings, std::string summary) {
  Outcome outcome{facts::Verdict::pass, std::move(summary), std::move(findings)};
  for (const Finding& finding : outcome.findings)
    outcome.verdict = facts::worse(outcome.verdict, finding.verdict);
  return outcome;
}

}  // namespace hindcast::guards
