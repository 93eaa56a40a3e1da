// Which code points count as white space and punctuation around emphasis.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hindcast::markdown {

enum class CharClass : std::uint8_t { other, space, punctuation };

// Of the character that starts at `at`, and of the one that ends before `at`.
// The ends of the text count as white space. Invalid UTF-8 is `other`.
CharClass class_at(std::string_view text, std::size_t at);
CharClass class_before(std::string_view text, std::size_t at);

}  // namespace hindcast::markdown
