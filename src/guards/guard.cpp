#include "guards/guard.h"

#include <algorithm>
#include <utility>

#include "guards/built_ins.h"

namespace hindcast::guards {

Result<ProbeAnswer> World::probe(const Probe&) {
  return Error{ErrorCode::unavailable, "nothing can be asked from here"};
}

Result<std::string> World::variable(const std::string& name) {
  return Error{ErrorCode::unavailable, "the variable " + name + " is not given to this guard"};
}

Status World::pause(std::int64_t) {
  return Error{ErrorCode::unavailable, "no time passes here"};
}

Status World::keep(const std::string& path, const std::string&) {
  return Error{ErrorCode::unavailable, "'" + path + "' can't be written from here"};
}

Result<std::vector<std::string>> World::changed_since(const std::string& ref) {
  return Error{ErrorCode::unsupported, "what changed since '" + ref + "' is not known here"};
}

std::span<const BuiltIn> built_ins() {
  static const std::vector<BuiltIn> all = {
      // one line a guard, in the order of the documentation
      alert_exists(),    deploy_order(), env_sync(),  drill(),          backup(), duty(),
      migration_index(), parity(),       tests_ran(), version_compat(), smoke(),  health(),
  };
  return all;
}

const BuiltIn* find_built_in(std::string_view name) {
  const auto all = built_ins();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const BuiltIn& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Outcome outcome_of(std::vector<Finding>&& findings, std::string summary) {
  Outcome outcome{facts::Verdict::pass, std::move(summary), std::move(findings)};
  for (const Finding& finding : outcome.findings)
    outcome.verdict = facts::worse(outcome.verdict, finding.verdict);
  return outcome;
}

}  // namespace hindcast::guards
