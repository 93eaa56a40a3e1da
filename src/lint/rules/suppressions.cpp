#include "lint/rules/groups.h"

namespace hindcast::lint {
namespace {

using diag::Severity;

// These judge the comments after all other rules have run, so the work is in lint/suppressions.cpp. They are
// rules like any other in everything else: severity, name, page.
void by_sift(const Subject&, Findings&) {}

constexpr Rule table[] = {
    {.name = "suppression-expired",
     .group = Group::suppressions,
     .summary = "A comment that silences a finding names a day that is over",
     .rationale =
         "A finding that was put off until a day is due again after it. Only a check that is told the "
         "day (--now) looks, so that a check gives the same answer tomorrow.",
     .mend = "Mend what the comment silences, or set a new day with a reason.",
     .severities = everywhere(Severity::warning),
     .check = by_sift},
    {.name = "suppression-forbidden",
     .group = Group::suppressions,
     .summary = "A comment silences findings where the configuration forbids it",
     .rationale =
         "Where a team keeps all its exceptions in one reviewed file, one inside a document is easily "
         "overlooked.",
     .mend = "Take the comment out, and put the exception into the configuration or the baseline.",
     .severities = everywhere(Severity::off),
     .check = by_sift},
    {.name = "suppression-unknown",
     .group = Group::suppressions,
     .summary = "A comment that should silence findings names no rule, no day or no form that exists",
     .rationale = "A comment with a slip in it silences nothing, and nobody would notice.",
     .mend = "Correct the name; 'hindcast rules' lists them.",
     .severities = everywhere(Severity::warning),
     .check = by_sift},
    {.name = "suppression-unused",
     .group = Group::suppressions,
     .summary = "A comment silences a finding that is not there any more",
     .rationale = "An exception that outlives its cause hides the next finding on that line.",
     .mend = "Take the comment out.",
     .severities = everywhere(Severity::warning),
     .check = by_sift},
    {.name = "suppression-without-reason",
     .group = Group::suppressions,
     .summary = "A comment silences findings and does not say why",
     .rationale = "Without a reason nobody dares to take an exception out again.",
     .mend = "Write the reason behind a colon: hindcast-disable-line rule-name: reason.",
     .severities = everywhere(Severity::off),
     .check = by_sift},
};

}  // namespace

std::span<const Rule> suppression_rules() {
  return table;
}

}  // namespace hindcast::lint
