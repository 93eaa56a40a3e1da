// Links and references that stand in running text without brackets: bare URLs,
// e-mail addresses, @mentions, #12, owner/name#12 and ABC-123.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hindcast::markdown {

// A piece of text; empty when nothing was found.
struct Piece {
  std::size_t begin = 0, end = 0;
  explicit operator bool() const { return end > begin; }
};

// `at` is the byte that gives each away. Nothing before `floor` is looked at as part of the piece.
// `steps` grows by the bytes read. `in_brackets`: a URL ends before ], which then closes the link text around
// it.
Piece find_url(std::string_view text, std::size_t colon, std::size_t floor, bool in_brackets,
               std::uint64_t& steps);
Piece find_www(std::string_view text, std::size_t at, bool in_brackets, std::uint64_t& steps);
Piece find_email(std::string_view text, std::size_t at_sign, std::size_t floor, std::uint64_t& steps);
Piece find_mention(std::string_view text, std::size_t at_sign, std::uint64_t& steps);
Piece find_hash_reference(std::string_view text, std::size_t hash, std::size_t floor);
Piece find_key_reference(std::string_view text, std::size_t dash, std::size_t floor);

// What stands between < and >: its length with both, or 0.
std::size_t angle_link_length(std::string_view text, std::uint64_t& steps);

}  // namespace hindcast::markdown
