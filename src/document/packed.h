// Short words as numbers: sets of words that are looked up for every word of a text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hindcast::document {

// The first eight bytes of a folded word as one number; 0 for the empty word.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < word.size() && i < 8; ++i)
    key = key << 8U | static_cast<unsigned char>(word[i]);
  return key;
}

// A number that tells one text from another, made eight bytes at a time; never 0. With some thousand texts in
// a table, equal numbers of different ones are not going to happen by chance.
inline std::uint64_t text_key(std::string_view text, std::uint64_t seed = 0) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
  std::uint64_t hash = (seed + 1) * odd ^ text.size();
  const auto mix = [&hash](std::uint64_t bytes) {
    hash = (hash ^ bytes) * odd;
    hash ^= hash >> 32U;
  };
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text.data(), sizeof bytes);
    mix(bytes);
  }
  mix(packed(text));
  return hash == 0 ? 1 : hash;
}

// Packed words with the flags they stand for. Open addressing: a look-up touches one line of cache.
// REQUIRES: `slots` is a power of two, at least twice the number of words.
template <std::size_t slots>
class PackedWords {
 public:
  constexpr void put(std::uint64_t key, std::uint8_t flags) {
    std::size_t at = home(key);
    while (entries_[at].key != 0 && entries_[at].key != key)
      at = (at + 1) % slots;
    entries_[at] = {key, static_cast<std::uint8_t>(entries_[at].flags | flags)};
  }
  // The flags put for `key`; 0 when it was never put.
  constexpr std::uint8_t find(std::uint64_t key) const {
    std::size_t at = home(key);
    while (entries_[at].key != 0 && entries_[at].key != key)
      at = (at + 1) % slots;
    return entries_[at].flags;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint8_t flags = 0;
  };
  static constexpr std::size_t home(std::uint64_t key) {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 40U) % slots;
  }
  std::array<Entry, slots> entries_{};
};

}  // namespace hindcast::document
