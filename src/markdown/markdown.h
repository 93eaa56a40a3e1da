// Markdown to a tree of blocks in which every node knows its bytes. Parsing
// never fails: any byte string is some document. Block structure follows
// GitHub Flavored Markdown 0.29 with CommonMark 0.31 where the two differ,
// plus front matter. Inline content is read on demand: see markdown/inlines.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::markdown {

enum class Kind : std::uint8_t {
  document,
  front_matter,  // YAML between --- lines or TOML between +++ lines, before all but comments
  heading,
  paragraph,
  list,
  item,
  quote,
  code,  // fenced or indented
  html,
  rule,  // thematic break
  table,
  row,  // the first row of a table is its header
  cell,
  definition,  // a link reference definition
};

// What `Node::flags` may hold. Each bit has a meaning for the kinds named only.
enum Flag : std::uint8_t {
  ordered = 1,     // list, item
  loose = 2,       // list: blank lines lie between its items
  task = 4,        // item: starts with a check box; `mark` covers "[ ]"
  ticked = 8,      // item with `task`: the box holds an x
  fenced = 16,     // code
  setext = 32,     // heading
  toml = 64,       // front_matter
  unclosed = 128,  // code, front_matter is never unclosed: a fence that ran to the end of its container
};

struct Node {
  Kind kind{};
  std::uint8_t flags = 0;
  std::uint8_t level = 0;    // heading: 1..6. cell: column alignment 0 none, 1 left, 2 centre, 3 right
  char marker = 0;           // list, item: - + * . ); code: ` or ~ or 0 for indented; heading: # = -
  std::uint32_t end = 0;     // index after the last node of this subtree
  std::uint32_t parent = 0;  // the document is its own parent
  Span span;                 // first marker byte to the last byte of the last line, without its line end
  Span content;  // heading: its text; cell: its text, trimmed; fenced code: the info string; item: what
                 // follows marker and box, to the end of the item; definition: its destination
  Span mark;     // item: its box when `task`, else its marker; fenced code: the opening fence; heading: its
                 // hashes or underline; table: its delimiter row; definition: its label between the brackets
  std::uint32_t first_line = 0;  // paragraph, heading, code, html, definition, front_matter: their text is
  std::uint32_t line_count = 0;  // Tree::lines[first_line .. first_line + line_count)
  std::uint32_t number = 0;      // ordered list, item: the number written; row: its index in the table
  bool operator==(const Node&) const = default;
};

// lines[line] starts inside a tab whose first columns were indentation: `columns` of it are text, to be
// read as blanks before the piece. Only code and html have such pieces.
struct PartTab {
  std::uint32_t line = 0;
  std::uint32_t columns = 0;
  bool operator==(const PartTab&) const = default;
};

// A flat tree in document order: the children of node n are n + 1, then the
// `end` of that child, and so on while below nodes[n].end. Node 0 is the
// document. A value: copy it, compare it, throw it away. Spans index into the
// text that was parsed; the tree does not keep it.
struct Tree {
  std::vector<Node> nodes;
  std::vector<Span> lines;                 // pieces of leaf text, container prefixes and line ends left out
  std::vector<PartTab> part_tabs;          // ordered by line; nearly always empty
  std::vector<std::uint32_t> line_starts;  // byte offset of every line of the text; never empty
  std::uint64_t steps = 0;                 // work done, counted: grows linearly with the text

  // 0-based number of the line that holds `offset`.
  std::uint32_t line_of(std::uint32_t offset) const;
  bool operator==(const Tree&) const = default;
};

// Caps, each with the attack that it stops. Beyond a cap text stays text.
inline constexpr std::uint32_t text_bytes_max = 64u << 20;  // callers refuse larger files; spans are 32 bit
inline constexpr int nesting_max = 100;                     // "> > > >": work per line is the depth
inline constexpr int columns_max = 1000;                    // a wide delimiter row times many short rows

// `text` is any bytes; it need not be valid UTF-8, and may hold NUL, CR, a BOM.
// REQUIRES: text.size() <= text_bytes_max. Linear in text.size().
Tree parse(std::string_view text);

// For `for (auto child : children(tree, n))`: indexes of the direct children of n.
class Children {
 public:
  Children(const Tree& tree, std::uint32_t node)
      : tree_(&tree), begin_(node + 1), end_(tree.nodes[node].end) {}
  struct Iterator {
    const Tree* tree;
    std::uint32_t at;
    std::uint32_t operator*() const { return at; }
    Iterator& operator++() {
      at = tree->nodes[at].end;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Iterator begin() const { return {tree_, begin_}; }
  Iterator end() const { return {tree_, end_}; }

 private:
  const Tree* tree_;
  std::uint32_t begin_, end_;
};
inline Children children(const Tree& tree, std::uint32_t node) {
  return {tree, node};
}

// The front matter's node, which only comments can stand before; 0 where there is none.
std::uint32_t front_matter_node(const Tree& tree);

// "document(heading1(..) list(item[x](paragraph)))": one line, for tests and for debugging.
std::string dump(const Tree&, std::string_view text);

}  // namespace hindcast::markdown
