// Table lines: the delimiter row that makes a table, and the cells of a row.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::markdown {

// The alignment of every column (Node::level of a cell) when `line` is a
// delimiter row; empty when it is none or has more than columns_max columns.
// `line` starts at its first byte that is not blank.
void read_delimiter_row(std::string_view line, std::vector<std::uint8_t>& alignments);

// One cell: the bytes between its pipes, and its text without the blanks around it.
struct CellText {
  Span span;
  Span content;
};

// Splits the line text[line.begin, line.end) into at most `limit` cells. A pipe
// after a backslash divides nothing, inside code spans too.
void read_cells(std::string_view text, Span line, std::size_t limit, std::vector<CellText>& cells);

}  // namespace hindcast::markdown
