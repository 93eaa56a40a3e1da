// What a character is to a word. utf8proc stands behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hindcast::search {

enum class Class : std::uint8_t {
  other,   // ends a word
  letter,  // of a word, digits too
  mark,    // continues a word, begins none
  paired   // of a script without spaces
};

struct Letter {
  std::uint32_t point = 0;  // what was read
  std::uint32_t size = 1;   // bytes; 1 for a byte that is no UTF-8, which is `other`
  Class kind = Class::other;
};
// REQUIRES: at < text.size()
Letter letter_at(std::string_view text, std::size_t at);

// Writes the small and plain form of a character; returns how many bytes, at most 4 and at most `room`; 0
// when it has none of its own or no room (then `plain` says it).
std::size_t write_plain(std::uint32_t point, char* to, std::size_t room);
// Small letters, compatible and composed forms of a stretch of UTF-8; as it is when it is none.
std::string plain(std::string_view text);
// Without accents, too. Kana and other scripts keep their marks.
void strip_accents(std::string& plain);

}  // namespace hindcast::search
