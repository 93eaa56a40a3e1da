// Whether what was said of a change means anything to anybody.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gate/plan.h"
#include "gate/scope.h"

namespace hindcast::gate {

// A sentence for each service, kind or phase of the change that neither hindcast.toml nor any document names,
// with what may have been meant: it would let everything pass. Of phases nothing is said where no document
// names any.
std::vector<std::string> unknown_names(const ChangeFacts&, std::span<const Source>);

}  // namespace hindcast::gate
