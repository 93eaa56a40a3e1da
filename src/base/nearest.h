// "Did you mean": the known word that a mistyped one is nearest to.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hindcast {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, letter case
// aside. More than 64 bytes are not compared: the answer is then 64.
int distance(std::string_view one, std::string_view other);

// The nearest candidate when it is near enough to be meant: the same beginning, or at most a third of its
// letters wrong. The first of equals; nothing when the word is that far from all.
std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace hindcast
