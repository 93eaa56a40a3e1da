// What one line can start or end: rules, headings, fences, list markers, check
// boxes and HTML blocks. Pure scanners; every one reads its line at most once.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace hindcast::markdown {

// In all of these `line` starts at its first byte that is not blank and ends
// before the line end.

// A thematic break. When it is none, `bad` is the index of the first byte that
// cannot stand in one, so that the same bytes need not be read again.
bool is_rule(std::string_view line, std::size_t& bad);

// 1 for =, 2 for -, 0 when the line is no setext underline.
int setext_level(std::string_view line);

struct Atx {
  int level = 0;                   // 0: no heading
  std::size_t begin = 0, end = 0;  // its text in the line
};
Atx read_atx(std::string_view line);

struct Fence {
  std::uint32_t length = 0;  // 0: no fence
  std::size_t info_begin = 0, info_end = 0;
};
Fence read_fence(std::string_view line);
bool closes_fence(std::string_view line, char mark, std::uint32_t length);

struct ListMarker {
  std::uint32_t width = 0;  // bytes; 0: no marker
  char mark = 0;            // - + * . )
  std::uint32_t number = 0;
  bool ordered = false;
};
ListMarker read_list_marker(std::string_view line);

// '[ ]' gives ' ', '[x]' gives 'x'; 0 when the line starts with no box that a blank or its end follows.
char read_box(std::string_view line);

// Which of the seven kinds of HTML block starts here; 0 for none. Kind 7 cannot interrupt a paragraph.
int html_start(std::string_view line, bool in_paragraph, std::uint64_t& steps);
// Whether the line holds what ends an HTML block of this kind; 6 and 7 end at a blank line instead.
bool html_ends(std::string_view line, int kind);

// Length of the tag at the start of `text` (open or closing), 0 when there is none. Blanks between
// attributes may be line ends. `steps` grows by the bytes read.
std::size_t html_tag_length(std::string_view text, std::uint64_t& steps);

}  // namespace hindcast::markdown
