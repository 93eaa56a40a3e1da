// What documents and files say to the guards of hindcast.toml: slips that would leave a lesson without its
// guard though somebody wrote it down, and what release records tell of the last run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "base/time.h"
#include "facts/verdict.h"

namespace hindcast::app {

struct Configuration;

// As the newest release record has it.
struct LastResult {
  std::string guard, record;  // its path as a user would write it
  facts::Verdict verdict = facts::Verdict::missing;
  std::string level;         // the isolation that was reached
  std::optional<Date> date;  // of the record
};

struct GuardSlips {
  // A sentence each: an item that no document has or no release is asked, a scope that is no file's, a note
  // that names no guard; with what was probably meant.
  std::vector<std::string> warnings;
  std::vector<LastResult> last;  // at most one of each guard
  std::vector<Trouble> troubles;
};
// `paths` of documents; none: those of the configuration's folder.
GuardSlips guard_slips(const Configuration&, const std::vector<std::string>& paths, const ReadOptions&);

// "hindcast.toml declares no [guards.env-sink]; did you mean env-sync?"
std::string undeclared_guard(const Configuration&, const std::string& name);

}  // namespace hindcast::app
