// A timeline as a terminal shows it: downwards, to scale.
#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "facts/facts.h"

namespace hindcast::cli {

// The events of `items`, in the document's order, with empty lines between them in proportion to the time
// that passed. One line stands for the same time everywhere; a gap too long for its share is drawn broken and
// says how long it is. An event without a readable time stands where the document has it. "" without events.
std::string timeline(const std::vector<facts::Item>& items, const Style&);

// "3 h 28 min", "2 days 4 h": the two largest units.
std::string duration(std::int64_t seconds);

}  // namespace hindcast::cli
