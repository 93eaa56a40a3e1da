// Rules about where a document's links lead: declared here, listed in structure.cpp.
#pragma once

#include "lint/lint.h"

namespace hindcast::lint {

void broken_link(const Subject&, Findings&);

}  // namespace hindcast::lint
