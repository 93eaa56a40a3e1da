#include "markdown/definitions.h"

#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

constexpr int label_bytes_max = 999;
constexpr int parentheses_max = 32;

// Reads the pieces of a paragraph as one text with '\n' between them.
class Pieces {
 public:
  Pieces(std::string_view text, std::span<const Span> lines)
      : text_(text), lines_(lines), pos_(lines.front().begin) {}

  bool at_end() const { return pos_ == lines_[line_].end && line_ + 1 == lines_.size(); }
  // '\n' at the end of every piece, the last one too.
  char peek() const { return pos_ < lines_[line_].end ? text_[pos_] : '\n'; }
  void advance() {
    ++steps_;
    if (pos_ < lines_[line_].end) {
      ++pos_;
    } else if (line_ + 1 < lines_.size()) {
      pos_ = lines_[++line_].begin;
    }
  }
  void skip_blanks() {
    while (is_blank(peek()))
      advance();
  }
  // Blanks with at most one line end among them; says whether it crossed one.
  bool skip_space() {
    skip_blanks();
    if (peek() != '\n' || at_end()) return false;
    advance();
    skip_blanks();
    return true;
  }
  // A backslash protects the punctuation after it, and nothing across a line end.
  void advance_escaped() {
    bool escape = peek() == '\\';
    advance();
    if (escape && is_punctuation(peek())) advance();
  }
  std::uint32_t pos() const { return pos_; }
  std::uint32_t line() const { return line_; }
  std::uint64_t steps() const { return steps_; }

 private:
  std::string_view text_;
  std::span<const Span> lines_;
  std::uint32_t line_ = 0, pos_;
  std::uint64_t steps_ = 0;
};

bool read_label(Pieces& in, Span& label) {
  if (in.peek() != '[') return false;
  in.advance();
  label.begin = in.pos();
  bool visible = false;
  std::uint64_t begin = in.steps();
  while (in.peek() != ']') {
    if (in.peek() == '[' || in.at_end() || in.steps() - begin > label_bytes_max) return false;
    visible = visible || (!is_blank(in.peek()) && in.peek() != '\n');
    in.advance_escaped();
  }
  label.end = in.pos();
  in.advance();
  return visible;
}

bool read_target(Pieces& in, Span& target) {
  if (in.peek() == '<') {
    in.advance();
    target.begin = in.pos();
    while (in.peek() != '>') {
      if (in.peek() == '<' || in.peek() == '\n') return false;
      in.advance_escaped();
    }
    target.end = in.pos();
    in.advance();
    return true;
  }
  target.begin = in.pos();
  int depth = 0;
  for (; in.peek() != ' ' && !is_control(in.peek()); in.advance_escaped()) {
    if (in.peek() == '(' && ++depth > parentheses_max) return false;
    if (in.peek() == ')' && --depth < 0) return false;
  }
  target.end = in.pos();
  return depth == 0 && target.end > target.begin;
}

// A title and nothing after it on its line.
bool read_title(Pieces& in, Span& title) {
  char close = in.peek();
  if (close == '(') close = ')';
  if (close != '"' && close != '\'' && close != ')') return false;
  title.begin = in.pos();
  bool parenthesised = in.peek() == '(';
  if (!parenthesised && close == ')') return false;
  in.advance();
  while (in.peek() != close) {
    if (in.at_end() || (parenthesised && in.peek() == '(')) return false;
    in.advance_escaped();
  }
  in.advance();
  title.end = in.pos();
  in.skip_blanks();
  return in.peek() == '\n';
}

bool read_parts(Pieces& in, DefinitionText& found) {
  if (!read_label(in, found.label) || in.peek() != ':') return false;
  in.advance();
  in.skip_space();
  if (in.at_end() || !read_target(in, found.target)) return false;
  std::uint32_t target_line = in.line(), before = in.pos();
  in.skip_blanks();
  bool ends_line = in.peek() == '\n';
  if (!ends_line && in.pos() == before) return false;
  found.lines = target_line + 1;
  if (in.at_end()) return true;
  bool crossed = in.skip_space();
  if (read_title(in, found.title)) {
    found.lines = in.line() + 1;
    return true;
  }
  found.title = {};
  return crossed;  // a title that fails on its own line is no part of the definition
}

}  // namespace

DefinitionText read_definition(std::string_view text, std::span<const Span> lines, std::uint64_t& steps) {
  DefinitionText found;
  Pieces in(text, lines);
  if (!read_parts(in, found)) found = {};
  steps += in.steps() + 1;
  return found;
}

}  // namespace hindcast::markdown
