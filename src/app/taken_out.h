// Questions that a change takes out of its own gate: documents as they were where it began, held against what
// they are now.
#pragma once

#include <string>
#include <vector>

#include "app/gate.h"
#include "base/result.h"
#include "gate/question.h"

namespace hindcast::app {

struct TakenOut {
  std::string revision;  // as it was named: "origin/main"
  // That the documents of `revision` ask of the change and its own don't, with their places there: deleted,
  // or edited so that nobody asks them. Documents that the change does not touch are not read again.
  std::vector<gate::Question> questions;
};

// `asked` is what the documents ask now. The revision is that of --policy-from, else the base of the change;
// where there is neither, nothing was taken out. What counts is what commits since then changed.
Result<TakenOut> taken_out(const GateWish&, const Configuration&, const GateReport&, const gate::Change&,
                           const std::vector<gate::Question>& asked);

std::vector<Remark> remarks_of(const TakenOut&, bool are_asked);

}  // namespace hindcast::app
