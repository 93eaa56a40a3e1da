// The lines of a text, ended by LF, CRLF or a lone CR, and a cursor that reads
// one line by columns so that tabs in container prefixes come out right.
#pragma once

#include <cstdint>
#include <string_view>

namespace hindcast::markdown {

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
inline bool is_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
// ASCII control characters end a bare link destination. NUL is left out: a
// reader sees it as U+FFFD.
inline bool is_control(char c) {
  return (c > '\0' && c < ' ') || c == '\x7f';
}

// One line: [begin, end) without its line end, and where the next one starts.
struct Line {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t next = 0;
};

class LineReader {
 public:
  LineReader(std::string_view text, std::uint32_t begin) : text_(text), at_(begin) {}
  // False at the end of the text. An empty piece after the last line end is no line.
  bool read(Line& line);
  std::uint32_t at() const { return at_; }

 private:
  std::uint32_t find(char c) const;

  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t feed_ = 0, return_ = 0;  // the next of each at or after at_, once looked for
  bool looked_ = false;
};

// Where reading stands in a line. A tab can be consumed in part: then `pending`
// columns of it are still to come although `pos` is already behind it.
struct Cursor {
  std::uint32_t pos = 0;
  std::uint32_t column = 0;  // of `pos`, counted from the start of the line
  std::uint32_t pending = 0;

  // Moves over at most `columns` columns of blanks and stops early at other bytes.
  void skip_columns(std::string_view text, std::uint32_t end, std::uint32_t columns) {
    while (columns > 0) {
      if (pending > 0) {
        std::uint32_t taken = columns < pending ? columns : pending;
        pending -= taken;
        columns -= taken;
      } else if (pos < end && text[pos] == ' ') {
        ++pos, ++column, --columns;
      } else if (pos < end && text[pos] == '\t') {
        pending = 4 - column % 4;
        column += pending;
        ++pos;
      } else {
        return;
      }
    }
  }
  // Moves over bytes that are no blanks.
  void skip_bytes(std::uint32_t count) {
    pos += count;
    column += count;
    pending = 0;
  }
};

}  // namespace hindcast::markdown
