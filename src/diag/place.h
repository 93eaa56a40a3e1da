// Where a finding stands, as people and machine formats count: lines and
// characters from 1.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "diag/diagnostic.h"

namespace hindcast::diag {

// From 1. Columns count Unicode code points; a byte that is no UTF-8 counts as one. `end_column` is the
// column after the last character. A span that ends in a line end ends before it.
struct Place {
  std::uint32_t line = 1, column = 1;
  std::uint32_t end_line = 1, end_column = 1;
  Span first_line;  // the bytes of the line where it begins, without the line end
  bool operator==(const Place&) const = default;
};

// Places of many spans of one text. Cheap when they are asked for in ascending order: a line of a million
// characters with a finding in each is still walked once. Borrows `text`.
class Places {
 public:
  explicit Places(std::string_view text);
  // For a caller who knows already where lines start: at 0 and after every LF, CRLF and CR.
  Places(std::string_view text, std::vector<std::uint32_t> line_starts)
      : text_(text), line_starts_(std::move(line_starts)) {}
  Place of(Span);

 private:
  struct Point {
    std::uint32_t line = 0, column = 0;
  };
  Point point(std::uint32_t offset);

  std::string_view text_;
  std::vector<std::uint32_t> line_starts_;
  std::uint32_t known_ = 0;  // an offset, and the point that it is at
  Point known_point_;
};

// A diagnostic with every place in it resolved: what renderers need once the text is gone.
struct Placed {
  Diagnostic diagnostic;
  Place place;
  std::vector<Place> notes;               // of Diagnostic::notes
  std::vector<std::vector<Place>> edits;  // of each fix, its edits'
};
Placed placed(Diagnostic, Places&);

}  // namespace hindcast::diag
