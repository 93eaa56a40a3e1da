// What an answer is worth, and whether a release may go out. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "facts/verdict.h"
#include "gate/question.h"

namespace hindcast::gate {

enum class Mode : std::uint8_t { enforcing, advisory };
std::string_view word(Mode);  // "enforcing", "advisory"

// fail, missing, inconclusive and error.
std::vector<facts::Verdict> usually_blocking();

struct Rules {
  Date today;
  std::string commit;  // that is released, in full; "" where nobody knows
  // Other names of it: commits after which nothing but the release record was changed.
  std::vector<std::string> same_commits;
  std::vector<facts::Verdict> blocks = usually_blocking();
  Mode mode = Mode::enforcing;
  bool may_waive_alone = false;  // a waiver counts though its approver is who asked for it
};

// Sets the verdict of a question, and why, from its answer and what its guards found:
//
//   waived                   the waiver's, until its last day; needs approver, reason and last day, and
//                            somebody else who asked for it
//   attested, not applicable pass, when it is worth something: an attestation needs who, evidence and the
//                            commit that is released; "not applicable" a reason. A guard that ran and found
//                            something is not overruled by either: the worse verdict counts
//   guards alone             the worst of them; one that did not run is `missing`. What one that may not
//   block
//                            yet found is a `warn`, and where it found nothing it is as if it had not run
//   nothing                  missing
//
// An answer that is worth nothing is none, and the reason says what it lacks.
void judge(Question&, const Rules&);

// Whether it stops the release by itself.
bool blocks(const Question&, const Rules&);

// Two names of one commit: equal, or one a beginning of the other of at least seven digits.
bool is_same_commit(std::string_view a, std::string_view b);

struct Decision {
  bool may_go = true;
  std::size_t blocking = 0;
  std::size_t by_verdict[7] = {};  // by facts::Verdict
};
// Of questions that were judged.
Decision decide(std::span<const Question>, const Rules&);

// As people should read them: what a guard caught first, also where it may not block yet; then what blocks,
// the worst verdict first; waived ones before what passed. Else they stay in their order, the newest first.
void sort_by_urgency(std::vector<Question>&, const Rules&);

}  // namespace hindcast::gate
