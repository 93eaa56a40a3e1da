// Text as a reader sees it, made with one pass over a line: reading facts out
// of thousands of documents needs no tree of inlines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// Appends `raw` without emphasis, link targets, images' targets, HTML tags and comments; code keeps its
// ticks.
void append_plain(std::string_view raw, std::string& out);
// The same for what is left of a text when an owner, a state or a date was cut out of it: emphasis that has
// lost its other end goes as well.
void append_plain_rest(std::string_view raw, std::string& out);

// The lines of a paragraph, heading or other leaf as one line, markup included. Appends to `out`.
void append_raw(const markdown::Tree&, std::uint32_t leaf, std::string_view text, std::string& out);

// A set of bytes to look for: std::string_view::find_first_of asks memchr about every byte.
struct ByteSet {
  bool in[256] = {};
  constexpr explicit ByteSet(std::string_view bytes) {
    for (char c : bytes)
      in[static_cast<unsigned char>(c)] = true;
  }
  bool has(char c) const { return in[static_cast<unsigned char>(c)]; }
  std::size_t find(std::string_view text, std::size_t from = 0) const {
    for (auto i = from; i < text.size(); ++i)
      if (in[static_cast<unsigned char>(text[i])]) return i;
    return std::string_view::npos;
  }
};
inline constexpr ByteSet digits("0123456789");

bool starts_with(std::string_view text, std::string_view prefix);

// A bold lead and what follows it: "**Impact**: all users" is {"Impact", " all users", true}. The colon may
// stand inside or outside the bold. Nothing (empty `label`) when the line does not start bold.
struct BoldLead {
  std::string_view label;  // without markers and colon
  std::string_view rest;   // after the colon; all that follows the bold where there is none
  bool colon = false;
};
BoldLead bold_lead(std::string_view line);

}  // namespace hindcast::document
