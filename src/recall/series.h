// Repeats that nobody promised: a list that a template brings into every document, and one document in two
// versions.
#pragma once

#include <span>

#include "recall/promises.h"

namespace hindcast::recall {

// Says of each row whether it is held back, and why.
void hold_back(std::span<const Source>, std::vector<Repeat>& rows);

}  // namespace hindcast::recall
