// FNV-1a with 64 bits: short words to numbers, the same everywhere and for ever. Nobody who chooses the words
// is kept from choosing two with one number.
// Source: Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft-eastlake-fnv).
#pragma once

#include <cstdint>
#include <string_view>

namespace hindcast {

class Fnv {
 public:
  constexpr void mix(char byte) {
    hash_ ^= static_cast<unsigned char>(byte);
    hash_ *= 0x100000001B3ULL;
  }
  constexpr std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

constexpr std::uint64_t fnv(std::string_view bytes) {
  Fnv fnv;
  for (const char byte : bytes)
    fnv.mix(byte);
  return fnv.hash();
}

}  // namespace hindcast
