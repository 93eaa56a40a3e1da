// The policies of hindcast.toml over a team's documents: what is asked of them today and how it stands.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "base/result.h"
#include "base/zone.h"
#include "diag/diagnostic.h"
#include "policy/policy.h"

namespace hindcast::app {

class History;

// The team's zone, UTC where it names none: every day that is told of a moment is one of it. The error names
// file and line.
Result<Zone> team_zone(const Configuration&);
// The team's free days, holidays of its files included. The error names file and line.
Result<policy::Calendar> team_calendar(const Configuration&);

// What policies see of a document. `history` may be null: then nobody knows since when things are there.
policy::Subject policy_subject(const std::string& path, const facts::Document&, History* history);
// Whether a policy asks since when things are there, so that the archive is worth opening.
bool needs_history(const Configuration&);

// False when single files are named: what comes round may be answered by any document, and is not asked of a
// few.
bool are_all_asked(const std::vector<std::string>& paths);

struct PolicyRun {
  std::vector<policy::Subject> subjects;
  std::vector<policy::Verdict> verdicts;
  std::vector<Trouble> troubles;
};
// Reads the documents under `paths` that the configuration wants; a file that is named itself in any case.
PolicyRun judge_documents(const std::vector<std::string>& paths, const ReadOptions&, const Configuration&,
                          const policy::Calendar&, Date today, History*);

// What doctor says of a verdict, or nothing: that it is overdue, or that nobody can tell.
std::optional<diag::Diagnostic> policy_finding(const policy::Policy&, const policy::Verdict&,
                                               const policy::Subject*, Date today);

// How it stands with each policy.
struct PolicyCount {
  std::size_t of[6] = {};        // by Standing
  std::optional<Date> next_due;  // of what is waited for
};
std::vector<PolicyCount> count_verdicts(const std::vector<policy::Policy>&, const PolicyRun&);

// One array; docs/schema/policies.json is its schema. With `only`, that policy and each of its verdicts.
std::string policies_json(const std::vector<policy::Policy>&, const PolicyRun&, Date today,
                          std::optional<std::uint32_t> only);

}  // namespace hindcast::app
