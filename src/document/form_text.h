// Small text helpers of the forms: trimming, folding, counting words. Bytes above
// ASCII are kept as they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace hindcast::document::forms {

inline constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text, std::string_view what = blanks);
std::size_t word_count(std::string_view);
bool is_word_byte(char c);  // letters, digits and every byte above ASCII

// "**Root cause:**" to "Root cause": without emphasis, ticks and a closing colon.
std::string plain_label(std::string_view);

// What two headings must share to be the same one: small letters, words parted by one space, without
// numbers in front, emoji, punctuation and anything in brackets. "3. 🚨 What Went Well?" is "what went well".
std::string folded_title(std::string_view);

}  // namespace hindcast::document::forms
