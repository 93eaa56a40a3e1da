// The verb `replay --guards`: runs today's guards over past commits, and says what they would have stopped
// and how often they would have cried wolf. gate/replay.h makes figures of verdicts; here git is asked, trees
// are written aside and guards are run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/guarding.h"
#include "app/rights.h"
#include "base/result.h"
#include "gate/replay.h"

namespace hindcast::app {

// "DOCUMENT=BAD..FIX", as somebody says what a document does not.
struct GivenIncident {
  std::string document, shipped, fixed;  // a path or a slug; revisions
};
std::optional<GivenIncident> given_incident(std::string_view text);

struct ReplayWish {
  std::vector<std::string> guards;  // none: all of hindcast.toml
  std::vector<std::string> paths;   // of documents; none: the current folder
  std::string from, to = "HEAD";    // "": from the first commit on
  bool touching_only = false;       // a guard is run only where its scope changed, and where incidents are
  std::vector<GivenIncident> incidents;
  std::string tool;  // "Hindcast 0.5.0": verdicts of another version are not taken from the cache
  ReadOptions read;
  GuardOptions run;  // now, commit and tree are those of each commit
};

struct ReplayedIncident {
  std::string document, slug, title;
  std::string shipped, fixed;  // commits in full; "" where nobody knows
  std::string why;             // it is untraced
  std::optional<facts::Verdict> before, after;
  std::string said;  // by the guard, on the commit that shipped it
  gate::Proof proof = gate::Proof::untraced;
};

struct FalseAlarm {
  std::string commit, subject, said;
};

struct ReplayedGuard {
  std::string name, definition;
  std::string not_run;  // why it was not replayed; "" when it was
  std::vector<ReplayedIncident> incidents;
  gate::Figures figures;
  std::vector<FalseAlarm> alarms;  // the newest first, at most ten
  std::string not_proven;          // why it earns no right to block; "" when it does
  std::string warns_because;       // it may not block today; "" when it may
};

struct ReplayReport {
  std::string from, to;  // commits in full
  std::size_t commits = 0;
  std::uint32_t per_1000_max = 0;
  std::vector<ReplayedGuard> guards;
  std::size_t ran = 0, remembered = 0;  // verdicts
  std::vector<Trouble> troubles;        // documents that could not be read
  std::vector<std::string> notes;       // what is odd, a sentence each
  bool is_stopped = false;              // somebody asked to: figures are of what was replayed so far
};
// What was seen is remembered in .hindcast/replay.tsv beside hindcast.toml. `invalid` for revisions, guards
// and incidents that there are none of.
Result<ReplayReport> replay_guards(const Configuration&, const ReplayWish&);

// 0 when each of them is proven, 1 when one is not, 2 when one could not be replayed.
int status_of(const ReplayReport&);
// "0 (0 to 27.8)": false alarms of a thousand commits, with their interval.
std::string rate_of(const gate::Figures&);
// What a replay gives the guard a right by. REQUIRES: it is proven
RightEntry promotion_of(const ReplayedGuard&, const ReplayReport&);
// One object; docs/schema/replay.json.
std::string replay_json(const ReplayReport&);

}  // namespace hindcast::app
