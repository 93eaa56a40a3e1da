// A table that fits the page: columns as wide as what they hold, one that takes
// what is left and wraps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/style.h"

namespace hindcast::cli {

struct Column {
  std::string_view title;
  bool to_the_right = false;
  bool flexible = false;  // one column; it takes what the others leave
  int columns_max = 20;   // a wider cell wraps; not for the flexible one
};

struct Cell {
  std::string text;  // harmless
  Ink ink = Ink::plain;
};

struct Row {
  std::vector<Cell> cells;  // one for each column
  Cell below;  // a line of its own under the row, below the flexible cell where it fits; none when empty
};

// The table with its header row, or nothing when the flexible column would get less than
// `flexible_min`. A column without a single text is left out.
std::optional<std::string> table(const std::vector<Column>&, const std::vector<Row>&, int flexible_min,
                                 const Style&);

}  // namespace hindcast::cli
