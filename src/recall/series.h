// Repeats that nobody promised: a list that a template brings into every document, and one document in two
// versions.
#pragma once

#include <span>

#include "recall/promises.h"

namespace hindcast::recall {

// Takes them out of `rows` and counts them.
void hold_back(std::span<const Source>, Repeats&);

}  // namespace hindcast::recall
