// Rules about what a template or a hurried writer left: declared here, listed in structure.cpp.
#pragma once

#include "lint/lint.h"

namespace hindcast::lint {

void leftover_template_text(const Subject&, Findings&);
void value_to_come(const Subject&, Findings&);

}  // namespace hindcast::lint
