// The lines of running text of a document, found in one walk over its tree for all rules that look at each.
#pragma once

#include <vector>

#include "base/text.h"
#include "lint/marks.h"
#include "markdown/markdown.h"

namespace hindcast::lint {

// A line of a paragraph, heading or front matter, or a whole cell.
struct Line {
  Span at;
  markdown::Kind kind{};  // of the block that it belongs to
  bool has_digit = false;
};

// In the order of the text. `digits` are those of the tree's text.
std::vector<Line> lines_of(const markdown::Tree&, const Marks& digits);

}  // namespace hindcast::lint
