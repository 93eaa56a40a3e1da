// Rules about what an incident did to whom: declared here, listed in structure.cpp.
#pragma once

#include "lint/lint.h"

namespace hindcast::lint {

void impact_without_measure(const Subject&, Findings&);
void impact_scope_unnamed(const Subject&, Findings&);
void participant_never_mentioned(const Subject&, Findings&);

}  // namespace hindcast::lint
