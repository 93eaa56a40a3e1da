// A timeline as a terminal shows it: downwards, to scale.
#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "facts/facts.h"

namespace hindcast::cli {

// The events of a document in its order, with empty lines between them in proportion to the time
// that passed. One line stands for the same time everywhere; a gap too long for its share is drawn broken and
// says how long it is. An event without a readable time stands where the document has it. Where a section
// goes back in time (a summary before the story, a second incident) a timeline of its own begins, with its
// scale. "" without events.
std::string timeline(const facts::Document&, const Style&);

// "3 h 28 min", "2 days 4 h": the two largest units.
std::string duration(std::int64_t seconds);

}  // namespace hindcast::cli
