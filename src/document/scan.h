// Small steps through UTF-8 text, shared by the readers of values in this module. Offsets are bytes; any
// bytes are accepted, and a byte that is no UTF-8 counts as one glyph that is nothing in particular.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace hindcast::document::scan {

struct Glyph {
  char32_t point = 0;    // U+FFFD for a bad byte, 0 past the end
  std::size_t size = 0;  // bytes; 0 past the end
};
Glyph glyph_at(std::string_view text, std::size_t at);
Glyph glyph_before(std::string_view text, std::size_t at);

// Lower case for Latin, Greek and Cyrillic letters; full-width ASCII becomes ASCII; all else stays.
char32_t folded(char32_t);
std::string folded(std::string_view text);

bool is_digit(char32_t);       // ASCII only
bool is_letter(char32_t);      // of any script
bool is_ideograph(char32_t);   // Han, kana or hangul: scripts whose words need no blank between them
bool is_blank(char32_t);       // space, tab, line end, no-break, thin and full-width space
bool is_word(char32_t);        // letter, digit or "_"
bool is_pictograph(char32_t);  // emoji and other signs that stand for a word
bool is_joiner(char32_t);  // variation selectors, zero-width joiner, skin tones: belong to the sign before

std::size_t skip_blanks(std::string_view text, std::size_t at);
// The offset after `word` (which is folded already) when `text` has it at `at` in any case, else `at`.
std::size_t after_folded(std::string_view text, std::size_t at, std::string_view word);
// The same, and no letter or digit follows directly (ideographs may).
std::size_t after_word(std::string_view text, std::size_t at, std::string_view word);
bool starts_word(std::string_view text, std::size_t at);  // no letter or digit directly before
bool ends_word(std::string_view text, std::size_t at);    // no letter or digit directly after

// `span` without blanks and emphasis marks (* _ ` ~ pairs) around it.
Span without_markup(std::string_view text, Span span);
Span without_blanks(std::string_view text, Span span);
Span whole(std::string_view text);
std::string_view slice(std::string_view text, Span span);

// "", "-", "—", "n/a", "none", "tbd", "?", "未定" and slots such as "[Owner]", "<name>", "YYYY-MM-DD": no
// value yet. Folds case.
bool is_no_value(std::string_view text);

}  // namespace hindcast::document::scan
