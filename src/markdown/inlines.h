// The inline pieces of one block: links, code, emphasis and the marks that
// engineers write (@name, #12, bare URLs), each with its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "markdown/markdown.h"

namespace hindcast::markdown {

enum class InlineKind : std::uint8_t {
  text,
  soft_break,
  hard_break,
  escape,  // backslash and one character; `content` is the character
  entity,  // &amp; and the like, as written
  code,    // `content` lies between the ticks; over several lines its children are text and soft_break
  emphasis,
  strong,
  strike,
  link,  // `content` is its text, `target` the destination as written; a reference link's is its definition's
  image,
  autolink,  // <https://…>, a bare URL or an e-mail address; `target` without the angle brackets
  html,
  mention,    // @name
  reference,  // #12, owner/name#12, GH-12, ABC-123
};

struct Inline {
  InlineKind kind{};
  bool in_cell = false;   // code: it lies in a table cell, where \| stands for |
  std::uint32_t end = 0;  // index after the last piece of this subtree, as in Tree
  Span span;              // markers included
  Span content;
  Span target;
  bool operator==(const Inline&) const = default;
};

// Link reference definitions of one document, for resolving [text][label].
class Definitions {
 public:
  Definitions(const Tree&, std::string_view text);
  // The destination's bytes for a label as written between brackets; empty span when there is none.
  bool find(std::string_view label, Span& target) const;

 private:
  struct Entry {
    std::string label;  // folded
    Span target;
  };
  std::vector<Entry> entries_;  // sorted by label; the first definition of a label wins
};

// The pieces of a paragraph, heading or cell, in document order. `out` is
// cleared first and can be reused. Adds the counted work to `steps`.
void read_inlines(const Tree&, std::uint32_t node, std::string_view text, const Definitions&,
                  std::vector<Inline>& out, std::uint64_t& steps);

// What a reader sees: no markers, no link targets, no HTML tags, breaks as one
// space; code keeps its ticks when `keep_ticks`. Appends to `out`.
void append_plain(const std::vector<Inline>&, std::string_view text, bool keep_ticks, std::string& out);

// The text of the code span pieces[index], as append_plain writes it between its ticks.
void append_code(const std::vector<Inline>&, std::uint32_t index, std::string_view text, std::string& out);

}  // namespace hindcast::markdown
