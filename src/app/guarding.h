// Runs the guards of hindcast.toml: built-in ones look, commands are executed in isolation, and each waits
// for those that it needs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/watch.h"
#include "base/result.h"
#include "base/time.h"
#include "gate/question.h"

namespace hindcast::config {
struct Guard;
}

namespace hindcast::app {

struct Configuration;

struct GuardOptions {
  std::string commit, base;  // what is about to be released and what it is compared with; "" when not known
  Timestamp now = 0;
  int threads = 0;               // so many guards at a time; 0: one per core
  const Watch* watch = nullptr;  // asked to stop, every process of every guard is killed
  // Another folder in which they run: the files of a past commit. Definitions, approvals and rights stay
  // those of the configuration.
  std::string tree = {};
  std::string config_folder;  // where the approvals of this user lie (approval.h); "" for none
  // A revision whose hindcast.toml is believed instead of approvals: what differs from it is not run.
  std::string policy_from;
  // Hears of each guard as it ends, with what its command printed, redacted; on the thread that called. May
  // be empty.
  std::function<void(const gate::GuardResult&, std::string_view output)> hear_result = {};
};

// The commit that is checked out, in full; "" outside of a repository.
std::string current_commit(const Configuration&);

// Where guards run: options.tree, else the configuration's folder.
const std::string& guarded_folder(const Configuration&, const GuardOptions&);

// The variables that a guard's command is given. In a replay (options.tree) those that `environment` names
// are not: only PATH and LANG, beside what says which guard and commit it is.
std::vector<std::pair<std::string, std::string>> guard_environment(const config::Guard&, const GuardOptions&);

// A result for each of `names`, in their order. What these need is run too, and not told of. Never fails:
// what could not be run is `error` with the reason in `summary`; a guard that needs one which did not pass,
// or that was not begun because somebody asked to stop, is `inconclusive`.
std::vector<gate::GuardResult> run_guards(const Configuration&, const std::vector<std::string>& names,
                                          const GuardOptions&);

}  // namespace hindcast::app
