// The guards of hindcast.toml as lists: what they are, whether they may run, and what came of a run.
#pragma once

#include <string>
#include <vector>

#include "app/guarding.h"

namespace hindcast::app {

struct Configuration;

struct ListedGuard {
  std::string name, about;
  std::string what;      // "built-in env-sync", "make integration"
  std::string standing;  // "approved", "changed", "new", "needs no approval", or why nobody can tell
  bool may_run = false;
  std::string definition;
  std::vector<std::string> needs, items;
};
std::vector<ListedGuard> list_guards(const Configuration&, const GuardOptions&);

// One object each; docs/schema/guards.json and docs/schema/guard-results.json.
std::string guards_json(const std::vector<ListedGuard>&);
std::string guard_results_json(const std::vector<gate::GuardResult>&);

}  // namespace hindcast::app
