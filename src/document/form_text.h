// Small text helpers of the forms: trimming, folding, counting words. Bytes above
// ASCII are kept as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hindcast::document::forms {

inline constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text, std::string_view what = blanks);
std::string ascii_lower(std::string_view);
std::size_t word_count(std::string_view);
bool is_word_byte(char c);  // letters, digits and every byte above ASCII

// "**Root cause:**" to "Root cause": without emphasis, ticks and a closing colon.
std::string plain_label(std::string_view);

// What two headings must share to be the same one: small letters, words parted by one space, without
// numbers in front, emoji, punctuation and anything in brackets. "3. 🚨 What Went Well?" is "what went well".
std::string folded_title(std::string_view);
// A number that tells one folded title from another; 0 for the empty one. With the few thousand titles of a
// program's forms, equal numbers of different titles are not going to happen by chance.
std::uint64_t title_key(std::string_view folded);

}  // namespace hindcast::document::forms
