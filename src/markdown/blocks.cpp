#include <algorithm>

#include "base/assert.h"
#include "markdown/block_parser.h"
#include "markdown/front_matter.h"

namespace hindcast::markdown {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::uint32_t code_indent = 4;

}  // namespace

Tree parse(std::string_view text) {
  HC_ASSERT(text.size() <= text_bytes_max);
  return BlockParser(text).run();
}

std::uint32_t front_matter_node(const Tree& tree) {
  std::uint32_t at = 1;
  while (at < tree.nodes.size() && tree.nodes[at].kind == Kind::html)
    ++at;
  return at < tree.nodes.size() && tree.nodes[at].kind == Kind::front_matter ? at : 0;
}

BlockParser::BlockParser(std::string_view text) : text_(text) {
  // Typical prose has a block every 30 bytes; larger texts grow as they go.
  std::size_t guess = std::min<std::size_t>(text.size() / 32, 4096) + 8;
  tree_.nodes.reserve(guess);
  tree_.lines.reserve(guess);
  tree_.line_starts.reserve(guess);
  open_.reserve(16);
}

Tree BlockParser::run() {
  auto size = static_cast<std::uint32_t>(text_.size());
  tree_.line_starts.push_back(0);
  tree_.nodes.push_back({.kind = Kind::document, .span = {0, size}});
  open_.push_back({Kind::document, 0, 0});
  std::uint32_t begin = text_.substr(0, 3) == byte_order_mark ? 3 : 0;
  FrontMatter front = read_front_matter(text_, begin);
  LineReader reader(text_, begin);
  for (Line line; reader.read(line);) {
    if (line.next > line.end) tree_.line_starts.push_back(line.next);
    if (!front.found || line.begin < front.span.begin || line.begin >= front.next)
      read_line(line);
    else if (line.begin == front.span.begin)
      add_front_matter(front);
  }
  tree_.steps += front.next;
  matched_ = 0;
  close_leaf();
  while (!open_.empty())
    close_container();
  return std::move(tree_);
}

void BlockParser::add_front_matter(const FrontMatter& front) {
  Node& node = tree_.nodes[add(Kind::front_matter, front.span.begin)];
  node.span = front.span;
  node.flags = front.toml ? toml : 0;
  node.first_line = static_cast<std::uint32_t>(tree_.lines.size());
  node.line_count = static_cast<std::uint32_t>(front.lines.size());
  tree_.lines.insert(tree_.lines.end(), front.lines.begin(), front.lines.end());
}

void BlockParser::read_line(const Line& line) {
  line_ = line;
  at_ = {line.begin, 0, 0};
  tree_.steps += line.end - line.begin + 1;
  boxed_ = false;
  rule_end_ = 0;
  look_ahead();
  match_containers();
  if (matched_ == open_.size() && continue_leaf()) return;
  if (blank_) return finish_blank_line();
  open_blocks();
  // A line that only opened containers is no blank line between blocks.
  after_blank_ = false;
}

void BlockParser::look_ahead() {
  std::uint32_t pos = at_.pos, column = at_.column;
  for (; pos < line_.end; ++pos) {
    if (text_[pos] == ' ') {
      ++column;
    } else if (text_[pos] == '\t') {
      column += 4 - column % 4;
    } else {
      break;
    }
  }
  next_ = pos;
  indent_ = column - at_.column + at_.pending;
  blank_ = pos == line_.end;
}

void BlockParser::match_containers() {
  for (matched_ = 1; matched_ < open_.size(); ++matched_) {
    ++tree_.steps;
    const Open& container = open_[matched_];
    if (container.kind == Kind::list) continue;
    if (container.kind == Kind::quote) {
      if (indent_ >= code_indent || blank_ || text_[next_] != '>') return;
      tree_.nodes[container.node].span.end = next_ + 1;
      at_.skip_columns(text_, line_.end, indent_);
      at_.skip_bytes(1);
      at_.skip_columns(text_, line_.end, 1);
    } else if (indent_ >= container.indent) {
      at_.skip_columns(text_, line_.end, container.indent);
    } else {
      // A blank line ends an item that has nothing yet.
      if (!blank_ || tree_.nodes.size() == container.node + 1) return;
      at_.skip_columns(text_, line_.end, indent_);
    }
    look_ahead();
  }
}

// What an open leaf takes without a look at what the line could start.
bool BlockParser::continue_leaf() {
  switch (leaf_) {
    case Leaf::fenced:
      return continue_fence();
    case Leaf::indented:
      if (indent_ < code_indent && !blank_) return false;
      at_.skip_columns(text_, line_.end, code_indent);
      add_piece(at_.pos, at_.pending);
      if (!blank_) leaf().span.end = line_.end;
      if (blank_) finish_blank_line();
      after_blank_ = blank_;
      return true;
    case Leaf::html:
      if (blank_ && html_kind_ >= 6) return false;
      add_piece(at_.pos, at_.pending);
      leaf().span.end = line_.end;
      if (blank_) finish_blank_line();
      after_blank_ = blank_;
      if (html_ends(text_.substr(at_.pos, line_.end - at_.pos), html_kind_)) close_leaf();
      return true;
    default:
      return false;
  }
}

bool BlockParser::continue_fence() {
  after_blank_ = false;
  Node& code = leaf();
  code.span.end = line_.end;
  if (indent_ < code_indent && !blank_ && text_[next_] == code.marker &&
      closes_fence(rest(), code.marker, fence_length_)) {
    code.flags &= static_cast<std::uint8_t>(~unclosed);
    close_leaf();
    return true;
  }
  at_.skip_columns(text_, line_.end, fence_indent_);
  add_piece(at_.pos, at_.pending);
  return true;
}

void BlockParser::finish_blank_line() {
  if (matched_ < open_.size()) {
    settle();
  } else if (leaf_ == Leaf::paragraph || leaf_ == Leaf::table || leaf_ == Leaf::html) {
    bool keeps = leaf_ == Leaf::html && html_kind_ < 6;
    if (!keeps) close_leaf();
  }
  // `>` alone is a line of its quote; it separates nothing outside.
  after_blank_ = true;
  blank_quote_ = 0;
  for (std::size_t i = matched_; i-- > 1 && blank_quote_ == 0;) {
    if (open_[i].kind == Kind::quote) blank_quote_ = i;
  }
  tree_.steps += matched_;
}

void BlockParser::open_blocks() {
  while (open_block()) {
    after_blank_ = false;
    look_ahead();
    if (blank_) return;
    if (boxed_) return add_text();  // what follows a box is prose, whatever it looks like
  }
}

bool BlockParser::open_block() {
  if (indent_ >= code_indent) {
    if (leaf_ == Leaf::paragraph) {
      add_text();
    } else {
      open_indented_code();
    }
    return false;
  }
  std::string_view line = rest();
  bool done = false;
  switch (line.front()) {
    case '>':
      return try_quote() || (add_text(), false);
    case '#':
      done = try_heading(line);
      break;
    case '`':
    case '~':
      done = try_fence(line);
      break;
    case '<':
      done = try_html(line);
      break;
    case '=':
      done = try_setext(line);
      break;
    case '*':
    case '_':
    case '-':
      done = (line.front() == '-' && try_setext(line)) || try_rule(line);
      if (done || line.front() == '_') break;
      [[fallthrough]];
    case '+':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      if (try_item(line)) return true;
      [[fallthrough]];
    case ':':
    case '|':
      done = try_table(line);
      break;
    default:
      break;
  }
  if (!done) add_text();
  return false;
}

bool BlockParser::try_quote() {
  if (nesting_ >= nesting_max) return false;
  settle();
  std::uint32_t node = add(Kind::quote, next_);
  tree_.nodes[node].span.end = next_ + 1;
  open_.push_back({Kind::quote, node, 0});
  matched_ = open_.size();
  ++nesting_;
  at_.skip_columns(text_, line_.end, indent_);
  at_.skip_bytes(1);
  at_.skip_columns(text_, line_.end, 1);
  return true;
}

bool BlockParser::try_rule(std::string_view rest) {
  std::size_t bad = 0;
  if (next_ < rule_end_) return false;
  if (!is_rule(rest, bad)) {
    tree_.steps += bad;
    rule_end_ = next_ + static_cast<std::uint32_t>(bad);
    return false;
  }
  settle();
  Node& node = tree_.nodes[add(Kind::rule, next_)];
  node.span.end = line_.end;
  node.marker = rest.front();
  grow(line_.end);
  return true;
}

bool BlockParser::try_item(std::string_view rest) {
  if (nesting_ >= nesting_max) return false;
  ListMarker marker = read_list_marker(rest);
  if (marker.width == 0) return false;
  bool in_paragraph = leaf_ == Leaf::paragraph && matched_ == open_.size();
  if (in_paragraph) {
    // Prose that happens to break before `14.` or a dash stays prose.
    if (marker.ordered && marker.number != 1) return false;
    std::size_t after = marker.width;
    while (after < rest.size() && is_blank(rest[after]))
      ++after;
    if (after == rest.size()) return false;
  }
  open_item(marker);
  return true;
}

void BlockParser::open_item(const ListMarker& marker) {
  std::uint32_t begin = next_, marker_end = next_ + marker.width, offset = indent_;
  close_leaf();
  while (open_.size() > matched_)
    close_container();
  if (open_.back().kind == Kind::list && tree_.nodes[open_.back().node].marker != marker.mark)
    close_container();
  std::uint8_t flags = marker.ordered ? ordered : 0;
  if (open_.back().kind != Kind::list) {
    std::uint32_t list = add(Kind::list, begin);
    Node& node = tree_.nodes[list];
    node.flags = flags;
    node.marker = marker.mark;
    node.number = marker.number;
    open_.push_back({Kind::list, list, 0});
  }
  std::uint32_t item = add(Kind::item, begin);
  at_.skip_columns(text_, line_.end, indent_);
  at_.skip_bytes(marker.width);
  look_ahead();
  // One blank belongs to the marker; five and more are one and indented code.
  std::uint32_t blanks = blank_ || indent_ > code_indent ? 1 : indent_;
  at_.skip_columns(text_, line_.end, blanks);
  open_.push_back({Kind::item, item, offset + marker.width + blanks});
  matched_ = open_.size();
  ++nesting_;
  Node& node = tree_.nodes[item];
  node.flags = flags;
  node.marker = marker.mark;
  node.number = marker.number;
  node.mark = {begin, marker_end};
  node.span.end = marker_end;
  look_ahead();
  char box = blank_ || indent_ >= code_indent ? '\0' : read_box(rest());
  if (box) {
    node.flags |= static_cast<std::uint8_t>(task | (box == 'x' ? ticked : 0));
    node.mark = {next_, next_ + 3};
    node.span.end = next_ + 3;
    at_.skip_columns(text_, line_.end, indent_);
    at_.skip_bytes(3);
    look_ahead();
    at_.skip_columns(text_, line_.end, indent_);
    look_ahead();
    boxed_ = true;
  }
  node.content = {next_, next_};
  if (blank_) node.content = {node.span.end, node.span.end};
}

std::uint32_t BlockParser::add(Kind kind, std::uint32_t begin) {
  auto index = static_cast<std::uint32_t>(tree_.nodes.size());
  const Open& parent = open_.back();
  std::size_t depth = open_.size() - 1;
  if (after_blank_ && blank_quote_ <= depth && index > parent.node + 1) {
    if (parent.kind == Kind::item) tree_.nodes[open_[depth - 1].node].flags |= loose;
    if (parent.kind == Kind::list) tree_.nodes[parent.node].flags |= loose;
  }
  tree_.nodes.push_back({.kind = kind,
                         .end = index + 1,
                         .parent = parent.node,
                         .span = {begin, begin},
                         .first_line = static_cast<std::uint32_t>(tree_.lines.size())});
  return index;
}

void BlockParser::add_piece(std::uint32_t begin, std::uint32_t pending) {
  if (pending > 0) {
    tree_.part_tabs.push_back({static_cast<std::uint32_t>(tree_.lines.size()), pending});
  }
  tree_.lines.push_back({begin, line_.end});
  ++leaf().line_count;
}

void BlockParser::grow(std::uint32_t end) {
  std::uint32_t& parent_end = tree_.nodes[open_.back().node].span.end;
  parent_end = std::max(parent_end, end);
}

void BlockParser::settle() {
  close_leaf();
  while (open_.size() > matched_)
    close_container();
  if (open_.back().kind == Kind::list && !blank_) close_container();
  matched_ = open_.size();
}

void BlockParser::close_container() {
  Open closed = open_.back();
  open_.pop_back();
  Node& node = tree_.nodes[closed.node];
  node.end = static_cast<std::uint32_t>(tree_.nodes.size());
  if (closed.kind == Kind::item) node.content.end = std::max(node.content.begin, node.span.end);
  if (closed.kind == Kind::item || closed.kind == Kind::quote) --nesting_;
  if (!open_.empty()) grow(node.span.end);
}

}  // namespace hindcast::markdown
