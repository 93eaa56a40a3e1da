// Small steps through UTF-8 text, shared by the readers of values in this module. Offsets are bytes; any
// bytes are accepted, and a byte that is no UTF-8 counts as one glyph that is nothing in particular.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"

namespace hindcast::document::scan {

struct Glyph {
  char32_t point = 0;    // U+FFFD for a bad byte, 0 past the end
  std::size_t size = 0;  // bytes; 0 past the end
};

// Nearly all text is ASCII, so each step decides that case in place and calls the `wide` one otherwise.
namespace wide {
Glyph glyph_at(std::string_view text, std::size_t at);
Glyph glyph_before(std::string_view text, std::size_t at);
char32_t folded(char32_t);
bool is_letter(char32_t);
bool is_ideograph(char32_t);
bool is_blank(char32_t);
std::size_t after_folded(std::string_view text, std::size_t at, std::string_view word);
}  // namespace wide

inline Glyph glyph_at(std::string_view text, std::size_t at) {
  if (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
    return {static_cast<char32_t>(text[at]), 1};
  return wide::glyph_at(text, at);
}
inline Glyph glyph_before(std::string_view text, std::size_t at) {
  if (at > 0 && at <= text.size() && static_cast<unsigned char>(text[at - 1]) < 0x80)
    return {static_cast<char32_t>(text[at - 1]), 1};
  return wide::glyph_before(text, at);
}

// Lower case for Latin, Greek and Cyrillic letters; full-width ASCII becomes ASCII; all else stays.
constexpr char32_t folded(char32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
  return wide::folded(point);
}
std::string folded(std::string_view text);

constexpr bool is_digit(char32_t point) {  // ASCII only
  return point >= '0' && point <= '9';
}
constexpr bool is_letter(char32_t point) {  // of any script
  if (point < 0x80) return (point | 32U) >= 'a' && (point | 32U) <= 'z';
  return wide::is_letter(point);
}
inline bool is_ideograph(char32_t point) {  // Han, kana or hangul: scripts whose words need no blank between
  return point >= 0x3005 && wide::is_ideograph(point);
}
inline bool is_blank(char32_t point) {  // space, tab, line end, no-break, thin and full-width space
  if (point < 0x80) return point == ' ' || point == '\t' || point == '\n' || point == '\r';
  return wide::is_blank(point);
}
inline bool is_word(char32_t point) {  // letter, digit or "_"
  return is_letter(point) || is_digit(point) || point == '_';
}
bool is_pictograph(char32_t);  // emoji and other signs that stand for a word
bool is_joiner(char32_t);  // variation selectors, zero-width joiner, skin tones: belong to the sign before

std::size_t skip_blanks(std::string_view text, std::size_t at);
// False when the first byte already tells that `word` (folded) can't begin at `at`: most words of a list are
// passed over so.
inline bool may_begin(std::string_view text, std::size_t at, std::string_view word) {
  if (at >= text.size() || word.empty()) return false;
  const auto have = static_cast<unsigned char>(text[at]), want = static_cast<unsigned char>(word[0]);
  if (have < 0x80) return (have >= 'A' && have <= 'Z' ? have + 32 : have) == want;
  if (have < 0xE0) return want >= 0xC2 && want < 0xE0;  // folding may change the lead byte of a letter of two
  return have == want || have == 0xEF;                  // full-width letters fold to ASCII
}
// The offset after `word` (which is folded already) when `text` has it at `at` in any case, else `at`.
inline std::size_t after_folded(std::string_view text, std::size_t at, std::string_view word) {
  if (!may_begin(text, at, word)) return at;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (at + i >= text.size()) return at;
    if (static_cast<unsigned char>(word[i]) >= 0x80 || static_cast<unsigned char>(text[at + i]) >= 0x80)
      return wide::after_folded(text, at, word);
    if (folded(static_cast<char32_t>(text[at + i])) != static_cast<char32_t>(word[i])) return at;
  }
  return at + word.size();
}
// The same, and no letter or digit follows directly (ideographs may).
std::size_t after_word(std::string_view text, std::size_t at, std::string_view word);
bool starts_word(std::string_view text, std::size_t at);  // no letter or digit directly before
bool ends_word(std::string_view text, std::size_t at);    // no letter or digit directly after

// `span` without blanks and emphasis marks (* _ ` ~ pairs) around it.
Span without_markup(std::string_view text, Span span);
Span without_blanks(std::string_view text, Span span);
inline Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}
Span whole(std::string_view text);
std::string_view slice(std::string_view text, Span span);

// "", "-", "—", "n/a", "none", "tbd", "?", "未定" and slots such as "[Owner]", "<name>", "YYYY-MM-DD": no
// value yet. Folds case.
bool is_no_value(std::string_view text);

}  // namespace hindcast::document::scan
