// The state of inline parsing over one leaf. The leaf's lines are read as one
// text: in place where nothing stands between them but a line feed, else from
// a joined copy whose offsets are mapped back at the end. Pieces become a
// linked list of tokens; emphasis and links open and close around others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/autolinks.h"
#include "markdown/inlines.h"

namespace hindcast::markdown {

class InlineParser {
 public:
  InlineParser(const Tree&, std::uint32_t index, std::string_view text, const Definitions&,
               std::uint64_t& steps);
  void run(std::vector<Inline>& out);

 private:
  using Index = std::int32_t;  // into a list; -1: none
  enum class Role : std::uint8_t { piece, open, close };
  struct Token {
    Role role = Role::piece;
    InlineKind kind{};
    bool bare = false;  // an autolink without angle brackets, which a link around it turns into text
    Index previous = -1, next = -1;
    std::uint32_t begin = 0, end = 0;
    Span content, target;  // an open link: its target, already in the source
  };
  // A run of * _ or ~ that may open or close.
  struct Delimiter {
    char mark = 0;
    bool can_open = false, can_close = false;
    std::uint32_t length = 0, whole = 0;  // left of it, and as it was written
    std::uint32_t pos = 0;
    Index token = -1, previous = -1, next = -1;
  };
  struct Bracket {
    Index token = -1;
    Index delimiter = -1;  // the last one before it
    std::uint32_t text_begin = 0;
    bool image = false;
    bool inner = false;  // another bracket follows inside
  };

  void join_lines(std::uint32_t first, std::uint32_t count);
  Span source(std::size_t begin, std::size_t end) const;

  // Each reads the construct at at_, adds its token and moves on; `false`: it is text.
  bool read_special();
  bool read_line_end();
  bool read_backslash();
  bool read_code();
  bool read_angle();
  bool read_entity();
  bool read_run();
  bool read_open_bracket();
  bool read_close_bracket();
  bool read_bare();

  void index_backticks(std::size_t from);
  std::size_t next_backticks(std::size_t length);
  std::size_t html_length(std::string_view rest);
  std::size_t html_until(std::string_view close, std::size_t from, std::size_t& none_from);
  bool read_link_tail(const Bracket&, Span& target);
  bool read_inline_tail(std::size_t& at, Span& target);
  void close_link(const Bracket&, Span target, std::size_t end);
  void match_emphasis(Index bottom);
  void match_pair(Index opener, Index closer);
  void drop(Index index);

  Index add(InlineKind kind, std::size_t begin, std::size_t end);
  Index insert(Token token, Index before, Index after);
  void flush_text(std::size_t until);
  void write(std::vector<Inline>& out) const;
  void write_piece(const Token&, std::vector<Inline>& out) const;
  void write_code_lines(const Token&, std::vector<Inline>& out) const;

  const Definitions& definitions_;
  std::uint64_t& steps_;
  std::string_view source_;  // the whole document
  std::string_view text_;    // the leaf
  std::uint32_t base_ = 0;   // of text_ in source_ when it is read in place
  std::string joined_;
  std::vector<std::uint32_t> starts_;  // of every line in joined_
  const Span* lines_ = nullptr;        // joined only
  bool in_cell_ = false;

  std::size_t at_ = 0;
  std::size_t text_begin_ = 0;  // of the text that is not yet a token
  std::vector<Token> tokens_;
  Index last_ = -1;
  std::vector<Delimiter> delimiters_;
  Index last_delimiter_ = -1;
  std::vector<Bracket> brackets_;
  std::size_t dead_brackets_ = 0;  // so many of brackets_ cannot become links: they would hold one

  // For every run of backticks from the first: where it starts and where the next of its length does.
  struct Backticks {
    std::size_t begin, length, next;
  };
  std::vector<Backticks> backticks_;
  std::size_t backtick_run_ = 0;
  bool backticks_known_ = false;
  std::vector<bool> no_backticks_;  // by length: next_backticks has found none
  // From here on none of these closes follows: unclosed markers are looked for once.
  std::size_t no_comment_ = SIZE_MAX, no_instruction_ = SIZE_MAX, no_declaration_ = SIZE_MAX,
              no_cdata_ = SIZE_MAX;
};

}  // namespace hindcast::markdown
