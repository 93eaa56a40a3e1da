// Finds the rows of a list of phrases that can begin at a place of a text by the first word there: one
// look-up instead of a comparison with every phrase.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "document/scan.h"

namespace hindcast::document {

// The word that begins at a place as one number: up to eight ASCII letters of it in small, the folded first
// glyph of any other script, or one byte that is no letter.
using WordKey = std::uint64_t;
inline constexpr WordKey any_word = 1;  // full-width letters, which fold to ASCII: may be every word

constexpr WordKey key_of_letters(std::string_view text, std::size_t at) {
  WordKey key = 0;
  for (std::size_t i = at; i < text.size() && i < at + 8; ++i) {
    const char c = static_cast<char>(text[i] | 32);
    if (c < 'a' || c > 'z') break;
    key = key << 8U | static_cast<unsigned char>(c);
  }
  return key;
}

inline WordKey word_key(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead >= 0x80) {
    const char32_t point = scan::folded(scan::wide::glyph_at(text, at).point);
    return point < 0x80 || lead == 0xEF ? any_word : WordKey{point} << 8U;
  }
  std::size_t end = at;
  while (end < text.size() && scan::is_letter(static_cast<unsigned char>(text[end])) &&
         static_cast<unsigned char>(text[end]) < 0x80)
    ++end;
  if (end < text.size() && static_cast<unsigned char>(text[end]) == 0xEF) return any_word;
  return end == at ? lead : key_of_letters(text, at);
}

// The key of a phrase, which is folded and well-formed already.
constexpr WordKey phrase_key(std::string_view phrase) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(phrase[at]); };
  const WordKey lead = byte(0);
  if (lead < 0x80) return key_of_letters(phrase, 0) != 0 ? key_of_letters(phrase, 0) : lead;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  WordKey point = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i)
    point = point << 6U | (byte(i) & 0x3FU);
  return point << 8U;
}

constexpr std::string_view phrase_of(std::string_view phrase) {
  return phrase;
}
template <typename Row>
constexpr std::string_view phrase_of(const Row& row) {
  return row.word;
}

// An index over a list of phrases, or of rows with a phrase in `word`. Keeps no copy: the list must outlive
// it.
template <typename Row, std::size_t count>
class FirstWords {
 public:
  constexpr explicit FirstWords(const Row* rows) : rows_(rows) {
    for (auto& head : heads_)
      head = none;
    for (std::size_t i = count; i > 0; --i) {  // backwards, so that a chain keeps the order of the list
      keys_[i - 1] = phrase_key(phrase_of(rows[i - 1]));
      auto& head = heads_[home(keys_[i - 1])];
      next_[i - 1] = head;
      head = static_cast<std::uint16_t>(i - 1);
    }
  }

  // The first row in the list's order whose phrase may begin at `key` and for which `holds` is true.
  template <typename Holds>
  constexpr const Row* find(WordKey key, const Holds& holds) const {
    if (key == any_word) {
      for (std::size_t i = 0; i < count; ++i)
        if (holds(rows_[i])) return rows_ + i;
      return nullptr;
    }
    for (std::uint16_t i = heads_[home(key)]; i != none; i = next_[i])
      if (keys_[i] == key && holds(rows_[i])) return rows_ + i;
    return nullptr;
  }
  // False when no phrase begins so.
  constexpr bool has(WordKey key) const {
    return find(key, [](const Row&) { return true; }) != nullptr;
  }

 private:
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::size_t slots = count <= 32 ? 64 : count <= 128 ? 256 : 1024;
  static_assert(count < slots);
  static constexpr std::size_t home(WordKey key) {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 40U) % slots;
  }
  const Row* rows_;
  std::array<WordKey, count> keys_{};
  std::array<std::uint16_t, count> next_{};
  std::array<std::uint16_t, slots> heads_{};
};

template <typename Row, std::size_t count>
constexpr FirstWords<Row, count> first_words_of(const std::array<Row, count>& rows) {
  return FirstWords<Row, count>(rows.data());
}
template <typename Row, std::size_t count>
constexpr FirstWords<Row, count> first_words_of(const Row (&rows)[count]) {
  return FirstWords<Row, count>(rows);
}

}  // namespace hindcast::document
