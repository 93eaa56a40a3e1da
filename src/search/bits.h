// Small numbers as few bits, and numbers of any size as few bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace hindcast::search {

static_assert(std::endian::native == std::endian::little, "packed numbers are read as they lie");

// What a reader of packed numbers may look at behind their end.
inline constexpr std::size_t slack_bytes = 8;

inline std::uint32_t bits_of(std::uint32_t value) {
  return static_cast<std::uint32_t>(std::bit_width(value));
}
inline std::size_t packed_bytes(std::uint64_t count, std::uint32_t bits) {
  return static_cast<std::size_t>((count * bits + 7) / 8);
}

// `count` numbers below 2^bits, one directly behind the other. REQUIRES: bits <= 32
inline void pack(const std::uint32_t* values, std::size_t count, std::uint32_t bits, std::string& to) {
  if (bits == 0) return;
  const std::size_t at = to.size(), size = packed_bytes(count, bits);
  to.resize(at + size + sizeof(std::uint64_t));
  char* out = to.data() + at;
  std::uint64_t held = 0;
  std::uint32_t held_bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    held |= std::uint64_t{values[i]} << held_bits;
    held_bits += bits;
    if (held_bits < 32) continue;
    std::memcpy(out, &held, 4);
    out += 4;
    held >>= 32;
    held_bits -= 32;
  }
  std::memcpy(out, &held, 4);
  to.resize(at + size);
}

// The number at `index`. REQUIRES: slack_bytes may be read behind the packed ones
inline std::uint32_t packed_at(const unsigned char* from, std::uint64_t index, std::uint32_t bits) {
  const std::uint64_t bit = index * bits;
  std::uint64_t word;
  std::memcpy(&word, from + (bit >> 3), sizeof word);
  return static_cast<std::uint32_t>((word >> (bit & 7)) & ((std::uint64_t{1} << bits) - 1));
}
// REQUIRES: bits <= 32 and slack_bytes behind the packed ones
void unpack(const unsigned char* from, std::size_t count, std::uint32_t bits, std::uint32_t* to);

inline void put_varint(std::string& to, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    to += static_cast<char>(value | 0x80);
  to += static_cast<char>(value);
}

// A number as fixed bytes, and back.
template <typename T>
void put_fixed(std::string& to, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  to.append(bytes, sizeof value);
}
template <typename T>
T fixed_at(const unsigned char* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

// Reads numbers and texts from foreign bytes. After one that isn't there it stays at the end and is not ok.
class Taker {
 public:
  Taker(const unsigned char* at, std::size_t size) : at_(at), end_(at + size) {}
  explicit Taker(std::string_view bytes)
      : Taker(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) {}

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (std::uint32_t shift = 0; shift < 64 && at_ < end_; shift += 7) {
      const unsigned char byte = *at_++;
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  // At most `max`; more is not ok.
  std::uint64_t varint(std::uint64_t max) {
    const std::uint64_t value = varint();
    return value <= max ? value : fail();
  }
  std::string_view bytes(std::uint64_t size) {
    if (size > left()) return fail(), std::string_view();
    const std::string_view taken(reinterpret_cast<const char*>(at_), static_cast<std::size_t>(size));
    at_ += size;
    return taken;
  }
  std::string_view text() { return bytes(varint()); }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  bool is_ok() const { return is_ok_; }
  const unsigned char* here() const { return at_; }

 private:
  std::uint64_t fail() {
    is_ok_ = false;
    at_ = end_;
    return 0;
  }
  const unsigned char* at_;
  const unsigned char* end_;
  bool is_ok_ = true;
};

}  // namespace hindcast::search
