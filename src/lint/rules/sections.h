// Rules about the sections of a document: declared here, listed in structure.cpp.
#pragma once

#include "lint/lint.h"

namespace hindcast::lint {

void missing_section(const Subject&, Findings&);
void empty_section(const Subject&, Findings&);

}  // namespace hindcast::lint
