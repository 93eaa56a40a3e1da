// How much a word says about a document: BM25, with weights by field and lengths in a byte.
#pragma once

#include <cstdint>

#include "search/query.h"

namespace hindcast::search {

// What an occurrence counts beside the one that it is in a body.
constexpr std::uint32_t boost_of(Field field) {
  switch (field) {
    case Field::title:
      return 8;
    case Field::heading:
      return 1;
    default:
      return 0;
  }
}
inline constexpr std::uint32_t boost_max = 255;  // of all occurrences in one document

// The length of a document in words, as one byte: exact to an eighth.
std::uint8_t length_code(std::uint32_t words);

// Not exactly what length_code() was given.
std::uint32_t length_of(std::uint8_t code);

// The part of a full score, below 1, that a word has which stands `count` times (boosts included).
// Lengths are measured against one fixed length, not the collection's mean: scores of
// segments written years apart compare, and a block's best score is known when it is written.
float saturation(std::uint32_t count, std::uint8_t length);
// By length code, what saturation adds to the count that it divides by.
const float* dampings();

// What a word weighs that stands in `with` of `all` documents. Always positive.
float weight_of(std::uint64_t with, std::uint64_t all);

}  // namespace hindcast::search
