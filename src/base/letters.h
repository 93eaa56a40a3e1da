// ASCII letters as they are looked up: their small forms, and texts compared letter case aside.
#pragma once

#include <array>
#include <string_view>

namespace hindcast {

// By byte: letters made small, digits as they are, 0 for all else.
inline constexpr std::array<char, 256> small_letters = [] {
  std::array<char, 256> small{};
  for (char c = '0'; c <= '9'; ++c)
    small[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c)
    small[static_cast<unsigned char>(c)] = small[static_cast<unsigned char>(c - 32)] = c;
  return small;
}();

// Does `text` hold `part`, the case of ASCII letters aside?
bool holds(std::string_view text, std::string_view part);

}  // namespace hindcast
