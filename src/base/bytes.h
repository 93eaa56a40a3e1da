// Looking for bytes sixteen at a time: texts are passed over far more often than they hold what is looked
// for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hindcast {

namespace bytes {

using Sixteen = unsigned char __attribute__((vector_size(16)));  // gcc's and clang's, on any processor

inline Sixteen load(const char* at) {
  Sixteen block;
  std::memcpy(&block, at, sizeof block);
  return block;
}

inline bool any(Sixteen marked) {
  std::uint64_t halves[2];
  std::memcpy(halves, &marked, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

template <char... wanted>
Sixteen marked(Sixteen block) {
  return ((Sixteen)(block == static_cast<unsigned char>(wanted)) | ...);
}

template <char... wanted>
bool is_any(char c) {
  return ((c == wanted) | ...);
}

}  // namespace bytes

// The offset of the first of the `wanted` bytes at or behind `from`; npos where there is none.
// Cost: about one step for sixteen bytes.
template <char... wanted>
std::size_t find_any(std::string_view text, std::size_t from = 0) {
  std::size_t at = from;
  for (; at + 16 <= text.size(); at += 16)
    if (bytes::any(bytes::marked<wanted...>(bytes::load(text.data() + at)))) break;
  for (; at < text.size(); ++at)
    if (bytes::is_any<wanted...>(text[at])) return at;
  return std::string_view::npos;
}

// Whether `text` holds any of them: the rest that fills no sixteen is looked at together with bytes before
// it.
template <char... wanted>
bool holds_any(std::string_view text) {
  if (text.size() < 16) return find_any<wanted...>(text) != std::string_view::npos;
  bytes::Sixteen seen{};
  for (std::size_t at = 0; at + 16 <= text.size(); at += 16)
    seen |= bytes::marked<wanted...>(bytes::load(text.data() + at));
  seen |= bytes::marked<wanted...>(bytes::load(text.data() + text.size() - 16));
  return bytes::any(seen);
}

// Whether `text` holds `twice` two times in a row.
template <char twice>
bool holds_doubled(std::string_view text) {
  std::size_t at = 0;
  for (; at + 17 <= text.size(); at += 16)
    if (bytes::any(bytes::marked<twice>(bytes::load(text.data() + at)) &
                   bytes::marked<twice>(bytes::load(text.data() + at + 1))))
      return true;
  for (; at + 1 < text.size(); ++at)
    if (text[at] == twice && text[at + 1] == twice) return true;
  return false;
}

}  // namespace hindcast
