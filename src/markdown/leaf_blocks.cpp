// The leaves: how each kind opens, takes lines and closes.
#include <algorithm>

#include "markdown/block_parser.h"
#include "markdown/definitions.h"

namespace hindcast::markdown {

void BlockParser::add_text() {
  if (leaf_ == Leaf::table && matched_ == open_.size()) {
    read_cells(text_, {next_, line_.end}, alignments_.size(), cells_);
    if (!cells_.empty()) {
      add_row({next_, line_.end});
      return;
    }
  }
  if (leaf_ != Leaf::paragraph) {
    settle();
    leaf_node_ = add(Kind::paragraph, next_);
    leaf_ = Leaf::paragraph;
  }
  tree_.lines.push_back({next_, line_.end});
  ++leaf().line_count;
  leaf().span.end = line_.end;
}

void BlockParser::open_indented_code() {
  settle();
  at_.skip_columns(text_, line_.end, 4);
  leaf_node_ = add(Kind::code, at_.pos);
  leaf_ = Leaf::indented;
  leaf().marker = 0;
  leaf().span.end = line_.end;
  add_piece(at_.pos, at_.pending);
}

bool BlockParser::try_heading(std::string_view rest) {
  Atx heading = read_atx(rest);
  if (heading.level == 0) return false;
  settle();
  Node& node = tree_.nodes[add(Kind::heading, next_)];
  node.level = static_cast<std::uint8_t>(heading.level);
  node.marker = '#';
  node.span.end = line_.end;
  node.content = {next_ + static_cast<std::uint32_t>(heading.begin),
                  next_ + static_cast<std::uint32_t>(heading.end)};
  node.mark = {next_, next_ + node.level};
  node.line_count = 1;
  tree_.lines.push_back(node.content);
  grow(line_.end);
  return true;
}

bool BlockParser::try_setext(std::string_view rest) {
  if (leaf_ != Leaf::paragraph || matched_ != open_.size()) return false;
  int level = setext_level(rest);
  if (level == 0) return false;
  if (!close_definitions()) {
    // Nothing is left to be a heading: the line is the first of a paragraph, even where `---` stands.
    add_text();
    return true;
  }
  Node& node = leaf();
  node.kind = Kind::heading;
  node.flags |= setext;
  node.level = static_cast<std::uint8_t>(level);
  node.marker = rest.front();
  node.mark = {next_, line_.end};
  while (is_blank(text_[node.mark.end - 1]))
    --node.mark.end;
  node.content = {tree_.lines[node.first_line].begin, tree_.lines.back().end};
  while (is_blank(text_[node.content.end - 1]))
    --node.content.end;
  tree_.lines.back().end = node.content.end;
  node.span.end = line_.end;
  leaf_ = Leaf::none;
  grow(line_.end);
  return true;
}

bool BlockParser::try_fence(std::string_view rest) {
  Fence fence = read_fence(rest);
  if (fence.length == 0) return false;
  settle();
  leaf_node_ = add(Kind::code, next_);
  leaf_ = Leaf::fenced;
  Node& node = leaf();
  node.flags = fenced | unclosed;
  node.marker = rest.front();
  node.span.end = line_.end;
  node.mark = {next_, next_ + fence.length};
  node.content = {next_ + static_cast<std::uint32_t>(fence.info_begin),
                  next_ + static_cast<std::uint32_t>(fence.info_end)};
  fence_length_ = fence.length;
  fence_indent_ = indent_;
  return true;
}

bool BlockParser::try_html(std::string_view rest) {
  int kind = html_start(rest, leaf_ == Leaf::paragraph, tree_.steps);
  if (kind == 0) return false;
  settle();
  html_kind_ = kind;
  leaf_node_ = add(Kind::html, next_);
  leaf_ = Leaf::html;
  leaf().span.end = line_.end;
  add_piece(next_, 0);
  if (html_ends(rest, kind)) close_leaf();
  return true;
}

bool BlockParser::try_table(std::string_view rest) {
  if (leaf_ != Leaf::paragraph || matched_ != open_.size()) return false;
  read_delimiter_row(rest, alignments_);
  tree_.steps += rest.size();
  if (alignments_.empty()) return false;
  Span header = tree_.lines.back();
  // One more than fits: a header that is too wide makes no table.
  read_cells(text_, header, alignments_.size() + 1, cells_);
  tree_.steps += header.end - header.begin;
  if (cells_.size() != alignments_.size()) return false;
  tree_.lines.pop_back();
  if (--leaf().line_count == 0) {
    leaf().kind = Kind::table;
  } else {
    // The lines before the header stay a paragraph.
    leaf().span.end = tree_.lines.back().end;
    close_leaf();
    leaf_node_ = add(Kind::table, header.begin);
  }
  leaf_ = Leaf::table;
  leaf().mark = {next_, line_.end};
  rows_ = 0;
  add_row(header);
  leaf().span.end = line_.end;
  return true;
}

void BlockParser::add_row(Span line) {
  std::uint32_t table = leaf_node_;
  auto row = static_cast<std::uint32_t>(tree_.nodes.size());
  auto pieces = static_cast<std::uint32_t>(tree_.lines.size());
  auto end = row + 1 + static_cast<std::uint32_t>(cells_.size());
  tree_.nodes.push_back({.kind = Kind::row,
                         .end = end,
                         .parent = table,
                         .span = line,
                         .first_line = pieces,
                         .number = rows_++});
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    auto index = static_cast<std::uint32_t>(tree_.nodes.size());
    tree_.nodes.push_back({.kind = Kind::cell,
                           .level = alignments_[i],
                           .end = index + 1,
                           .parent = row,
                           .span = cells_[i].span,
                           .content = cells_[i].content,
                           .first_line = pieces});
  }
  leaf().span.end = line.end;
  tree_.steps += line.end - line.begin;
}

// Turns the definitions that the open paragraph starts with into nodes of their own.
bool BlockParser::close_definitions() {
  for (;;) {
    std::uint32_t first = leaf().first_line, count = leaf().line_count;
    if (text_[tree_.lines[first].begin] != '[') return true;
    std::span<const Span> lines(tree_.lines.data() + first, count);
    DefinitionText found = read_definition(text_, lines, tree_.steps);
    if (found.lines == 0) return true;
    std::uint32_t paragraph_end = leaf().span.end;
    Node& node = leaf();
    node.kind = Kind::definition;
    node.mark = found.label;
    node.content = found.target;
    node.line_count = found.lines;
    node.span.end = lines[found.lines - 1].end;
    grow(node.span.end);
    if (found.lines == count) {
      leaf_ = Leaf::none;
      return false;
    }
    leaf_node_ = add(Kind::paragraph, lines[found.lines].begin);
    leaf().first_line = first + found.lines;
    leaf().line_count = count - found.lines;
    leaf().span.end = paragraph_end;
  }
}

void BlockParser::close_leaf() {
  if (leaf_ == Leaf::none) return;
  if (leaf_ == Leaf::paragraph && !close_definitions()) return;
  if (leaf_ == Leaf::indented) {
    // Blank lines count as code only between lines of code.
    while (tree_.lines.back().begin >= leaf().span.end) {
      tree_.lines.pop_back();
      --leaf().line_count;
    }
    while (!tree_.part_tabs.empty() && tree_.part_tabs.back().line >= tree_.lines.size()) {
      tree_.part_tabs.pop_back();
    }
  }
  if (leaf_ == Leaf::table) leaf().end = static_cast<std::uint32_t>(tree_.nodes.size());
  grow(leaf().span.end);
  leaf_ = Leaf::none;
}

}  // namespace hindcast::markdown
