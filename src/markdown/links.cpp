// Brackets: which of them become links and images, and where they point.
#include "markdown/inline_parser.h"
#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

constexpr std::size_t label_bytes_max = 999;
constexpr int parentheses_max = 32;

bool is_space(char c) {
  return is_blank(c) || c == '\n';
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at]))
    ++at;
  return at;
}

// Behind the byte at `at`, and behind the punctuation that a backslash there protects.
std::size_t skip_escaped(std::string_view text, std::size_t at) {
  bool escape = text[at] == '\\' && at + 1 < text.size() && is_punctuation(text[at + 1]);
  return at + (escape ? 2 : 1);
}

// A destination at `at`; false when it is malformed. `target` leaves angle brackets out.
bool skip_target(std::string_view text, std::size_t& at, Piece& target) {
  if (at < text.size() && text[at] == '<') {
    target.begin = ++at;
    while (at < text.size() && text[at] != '>' && text[at] != '<' && text[at] != '\n')
      at = skip_escaped(text, at);
    target.end = at;
    if (at >= text.size() || text[at] != '>') return false;
    ++at;
    return true;
  }
  target.begin = at;
  int depth = 0;
  for (; at < text.size() && text[at] != ' ' && !is_control(text[at]); at = skip_escaped(text, at)) {
    if (text[at] == '(' && ++depth > parentheses_max) return false;
    if (text[at] == ')' && depth-- == 0) break;
  }
  target.end = at;
  return depth <= 0;
}

// A title in its quotes; false when it is not closed.
bool skip_title(std::string_view text, std::size_t& at) {
  char open = text[at], close = open == '(' ? ')' : open;
  for (++at; at < text.size() && text[at] != close; at = skip_escaped(text, at)) {
    if (open == '(' && text[at] == '(') return false;
  }
  return at++ < text.size();
}

}  // namespace

bool InlineParser::read_open_bracket() {
  bool image = text_[at_] == '!';
  if (image && (at_ + 1 >= text_.size() || text_[at_ + 1] != '[')) return false;
  flush_text(at_);
  Bracket bracket;
  bracket.image = image;
  bracket.delimiter = last_delimiter_;
  bracket.token = add(InlineKind::text, at_, at_ + (image ? 2 : 1));
  bracket.text_begin = static_cast<std::uint32_t>(at_);
  if (!brackets_.empty()) brackets_.back().inner = true;
  brackets_.push_back(bracket);
  return true;
}

bool InlineParser::read_close_bracket() {
  if (brackets_.empty()) return false;
  Bracket bracket = brackets_.back();
  brackets_.pop_back();
  bool dead = brackets_.size() < dead_brackets_ && !bracket.image;
  dead_brackets_ = std::min(dead_brackets_, brackets_.size());
  std::size_t close = at_;
  Span target;
  if (dead || !read_link_tail(bracket, target)) {
    at_ = close;
    return false;
  }
  std::size_t end = at_;
  at_ = close;
  close_link(bracket, target, end);
  return true;
}

// Reads what follows the ] at at_ and moves behind it.
bool InlineParser::read_link_tail(const Bracket& bracket, Span& target) {
  std::size_t close = at_, at = close + 1;
  if (at < text_.size() && text_[at] == '(' && read_inline_tail(at, target)) {
    at_ = at;
    return true;
  }
  Piece label{bracket.text_begin, close};
  std::size_t end = close + 1;
  bool own_text = true;
  if (end < text_.size() && text_[end] == '[') {
    std::size_t stop = end + 1;
    while (stop < text_.size() && stop - end <= label_bytes_max && text_[stop] != ']' && text_[stop] != '[') {
      stop = skip_escaped(text_, stop);
    }
    steps_ += stop - end;
    if (stop < text_.size() && text_[stop] == ']' && stop - end <= label_bytes_max + 1) {
      own_text = skip_space(text_, end + 1) == stop;
      if (!own_text) label = {end + 1, stop};
      // Blanks are no label: the brackets around them are for the reader.
      if (!own_text || stop == end + 1) end = stop + 1;
    }
  }
  if (own_text && bracket.inner) return false;
  if (label.end - label.begin > label_bytes_max) return false;
  steps_ += label.end - label.begin;
  if (!definitions_.find(text_.substr(label.begin, label.end - label.begin), target)) return false;
  at_ = end;
  return true;
}

// "(destination "title")", every part of it optional.
bool InlineParser::read_inline_tail(std::size_t& at, Span& target) {
  std::size_t begin = at;
  Piece piece;
  at = skip_space(text_, at + 1);
  bool valid = skip_target(text_, at, piece);
  std::size_t after = skip_space(text_, at);
  if (valid && after > at && after < text_.size() &&
      (text_[after] == '"' || text_[after] == '\'' || text_[after] == '(')) {
    at = after;
    valid = skip_title(text_, at);
    after = skip_space(text_, at);
  }
  at = after;
  steps_ += at - begin;
  if (!valid || at >= text_.size() || text_[at] != ')') return false;
  ++at;
  target = source(piece.begin, piece.end);
  return true;
}

void InlineParser::close_link(const Bracket& bracket, Span target, std::size_t end) {
  flush_text(at_);
  Token& open = tokens_[bracket.token];
  open.role = Role::open;
  open.kind = bracket.image ? InlineKind::image : InlineKind::link;
  open.target = target;
  Index close = add(InlineKind::text, at_, end);
  tokens_[close].role = Role::close;
  match_emphasis(bracket.delimiter);
  // A link holds no link: the brackets around it stay text.
  if (!bracket.image) dead_brackets_ = brackets_.size();
}

}  // namespace hindcast::markdown
