// The state of block parsing between two lines: the containers that are open
// and the leaf at their end. Nodes are only ever appended, and only the last
// leaf changes its kind, so document order needs no second pass.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "markdown/front_matter.h"
#include "markdown/leaves.h"
#include "markdown/lines.h"
#include "markdown/markdown.h"
#include "markdown/tables.h"

namespace hindcast::markdown {

class BlockParser {
 public:
  explicit BlockParser(std::string_view text);
  Tree run();

 private:
  enum class Leaf : std::uint8_t { none, paragraph, fenced, indented, html, table };
  // A container that is open: document, quote, list or item.
  struct Open {
    Kind kind;
    std::uint32_t node;
    std::uint32_t indent;  // item: columns that its content is indented by
  };

  // One line.
  void add_front_matter(const FrontMatter&);
  void read_line(const Line&);
  void look_ahead();
  void match_containers();
  bool continue_leaf();
  bool continue_fence();
  void finish_blank_line();
  void open_blocks();
  bool open_block();  // true when a container was opened: there may be more on this line
  void add_text();

  // The constructs that a first byte announces. Each returns whether it was there.
  bool try_quote();
  bool try_heading(std::string_view rest);
  bool try_setext(std::string_view rest);
  bool try_fence(std::string_view rest);
  bool try_html(std::string_view rest);
  bool try_rule(std::string_view rest);
  bool try_item(std::string_view rest);
  bool try_table(std::string_view rest);
  void open_item(const ListMarker&);
  void open_indented_code();
  void add_row(Span line);

  // The tree.
  std::uint32_t add(Kind kind, std::uint32_t begin);
  void add_piece(std::uint32_t begin, std::uint32_t pending);
  void grow(std::uint32_t end);
  void settle();  // closes what the current line does not continue
  void close_leaf();
  bool close_definitions();  // false when nothing of the open paragraph is left
  void close_container();
  Node& leaf() { return tree_.nodes[leaf_node_]; }
  std::string_view rest() const { return text_.substr(next_, line_.end - next_); }

  std::string_view text_;
  Tree tree_;
  std::vector<Open> open_;
  int nesting_ = 0;  // quotes and items among open_

  Leaf leaf_ = Leaf::none;
  std::uint32_t leaf_node_ = 0;
  std::uint32_t fence_indent_ = 0, fence_length_ = 0;
  int html_kind_ = 0;
  std::vector<std::uint8_t> alignments_;  // of the open table
  std::vector<CellText> cells_;           // scratch
  std::uint32_t rows_ = 0;

  Line line_;
  Cursor at_;
  std::uint32_t next_ = 0;      // first byte of the line at or after at_ that is not blank
  std::uint32_t indent_ = 0;    // columns from at_ to next_
  bool blank_ = false;          // nothing follows
  std::size_t matched_ = 0;     // open containers that the line continues
  bool boxed_ = false;          // the line has opened an item with a box
  std::uint32_t rule_end_ = 0;  // no rule starts on this line before here

  bool after_blank_ = false;     // the line before was blank, in a way that makes lists loose
  std::size_t blank_quote_ = 0;  // the innermost quote that held that line
};

}  // namespace hindcast::markdown
