// The verb `health watch`: watches a release by a guard of hindcast.toml (guards/health.h), and takes it back
// where it does not stay well: at most once, and only where somebody said that it may.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/guarding.h"
#include "base/result.h"
#include "base/time.h"
#include "guards/health.h"

namespace hindcast::app {

struct Configuration;

struct HealthWish {
  std::string guard;    // its name in hindcast.toml
  std::string release;  // the file of the release record; "" for none
  bool really =
      false;  // runs the rollback; otherwise, unless hindcast.toml says `automatic`, it is only told
  Date today;
  GuardOptions options;
};

enum class Rollback {
  not_needed,
  not_configured,
  dry,      // it would have been run
  refused,  // `why` says why it was not
  done,
  failed  // it was run, and the release may be anywhere
};
std::string_view word(Rollback);  // "not needed", "not configured", "dry run", "refused", "done", "failed"

struct HealthReport {
  std::string guard, commit;
  guards::Watched watched;
  std::vector<std::string> command;  // the rollback, word by word
  Rollback rollback = Rollback::not_needed;
  std::string why;    // lower case, no final period
  std::string draft;  // the file of the postmortem that was begun; "" for none
};

// `not_found` for a guard that is none of the health guards of hindcast.toml, `denied` where it was not
// approved: nothing is asked then.
Result<HealthReport> watch_release(const Configuration&, const HealthWish&);

// One object; docs/schema/health.json is its schema.
std::string health_json(const HealthReport&);

}  // namespace hindcast::app
