#include "search/bits.h"

#include <array>
#include <utility>

namespace hindcast::search {
namespace {

// Eight numbers of `bits` bits fill `bits` bytes: within such a group every number lies at a place that is
// known when this is compiled.
template <std::uint32_t bits, std::size_t... place>
void unpack_eight(const unsigned char* from, std::uint32_t* to, std::index_sequence<place...>) {
  const auto one = [&](std::size_t at) {
    std::uint64_t word;
    std::memcpy(&word, from + at * bits / 8, sizeof word);
    return static_cast<std::uint32_t>(word >> (at * bits % 8) & ((std::uint64_t{1} << bits) - 1));
  };
  ((to[place] = one(place)), ...);
}

template <std::uint32_t bits>
void unpack_groups(const unsigned char* from, std::size_t groups, std::uint32_t* to) {
  for (std::size_t i = 0; i < groups; ++i)
    unpack_eight<bits>(from + i * bits, to + i * 8, std::make_index_sequence<8>());
}

using Unpack = void (*)(const unsigned char*, std::size_t, std::uint32_t*);
template <std::size_t... bits>
constexpr std::array<Unpack, sizeof...(bits)> table(std::index_sequence<bits...>) {
  return {&unpack_groups<bits>...};
}
constexpr auto by_bits = table(std::make_index_sequence<33>());

}  // namespace

void unpack(const unsigned char* from, std::size_t count, std::uint32_t bits, std::uint32_t* to) {
  by_bits[bits](from, count / 8, to);
  for (std::size_t i = count / 8 * 8; i < count; ++i)
    to[i] = packed_at(from, i, bits);
}

}  // namespace hindcast::search
