// Where the readers of front matter put what they find: counts lines, keeps the limits, knows the bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "document/front_matter.h"

namespace hindcast::document {

constexpr std::size_t kFieldsMax = 1000;
constexpr std::size_t kValueBytesMax = 64 * 1024;
constexpr std::size_t kNestingMax = 8;

class FieldSink {
 public:
  FieldSink(std::string_view text, FrontMatter& out) : text_(text), out_(out) {}

  // Adds a field. Keys come in the order of the text. False when the limit of fields is met.
  bool add(std::string key, std::string value, Span key_at, Span value_at);
  // More of the last field's value: a list item (with ", " between) or a continued line (with " ").
  void extend(std::string_view more, std::string_view between, Span at);
  void drop_last();  // it turned out to hold other fields
  void incomplete() { out_.is_complete = false; }
  bool is_full() const { return out_.fields.size() >= kFieldsMax; }

 private:
  std::string_view text_;
  FrontMatter& out_;
  std::size_t counted_ = 0;  // line ends before this offset are in line_
  std::uint32_t line_ = 1;
};

// A quoted scalar that begins at `at` with `quote`. `end` is after the closing quote, or npos when there is
// none.
struct Quoted {
  std::string value;
  std::size_t end = std::string_view::npos;
};
// "\n", "\"", "\u00e9"; a line end and the blanks around it are one blank.
Quoted read_escaped(std::string_view text, std::size_t at);
// 'it''s' in YAML; TOML has no escape in it.
Quoted read_literal(std::string_view text, std::size_t at, bool doubles);

// Steps over blanks, line ends and comments inside brackets.
std::size_t after_flow_gap(std::string_view text, std::size_t at);

}  // namespace hindcast::document
