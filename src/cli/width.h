// Text as a terminal shows it: how many columns it takes, where it may be
// broken, and what in it would do harm.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hindcast::cli {

// One line that is safe to print wherever it came from: escape sequences, other control
// characters and marks that reverse the reading direction become visible signs, line ends and tabs one space,
// bytes that are not UTF-8 the replacement character. Everything else is kept.
std::string harmless(std::string_view);

// Columns that `text` takes: two for wide East Asian characters and emoji, none for combining
// marks. REQUIRES: text is harmless.
int columns_of(std::string_view text);

// The longest beginning, or end, of `text` that takes at most `columns`; no character is cut in two.
// REQUIRES: text is harmless.
std::string_view first_columns(std::string_view text, int columns);
std::string_view last_columns(std::string_view text, int columns);

// `text` in lines of at most `columns`, broken at spaces, between wide characters, and inside a word only
// where that alone is wider. No line has spaces at its ends. At least one line. REQUIRES: columns >= 1.
std::vector<std::string> wrap(std::string_view text, int columns);

}  // namespace hindcast::cli
