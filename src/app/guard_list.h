// The guards of hindcast.toml as lists: what they are, whether they may run, and what came of a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/guard_slips.h"
#include "app/guarding.h"
#include "app/rights.h"

namespace hindcast::app {

struct Configuration;

struct ListedGuard {
  std::string name, about;
  std::string what;      // "built-in env-sync", "make integration"
  std::string standing;  // "approved", "changed", "new", "needs no approval", or why nobody can tell
  bool may_run = false;
  std::string definition;
  std::vector<std::string> needs, items;
  Right right;
  std::string right_words;  // "may block: Ada vouches for it …", "warns only: …; 'hindcast guard promote …'"
  std::optional<LastResult> last;  // of the newest release record that has one
};
std::vector<ListedGuard> list_guards(const Configuration&, const GuardOptions&, const GuardSlips&);

// Words as a person would type them; only for reading.
std::string shown_command(const std::vector<std::string>& command);

// One object each; docs/schema/guards.json and docs/schema/guard-results.json.
std::string guards_json(const std::vector<ListedGuard>&, const GuardSlips&);
std::string guard_results_json(const std::vector<gate::GuardResult>&);

}  // namespace hindcast::app
