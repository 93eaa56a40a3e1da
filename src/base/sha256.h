// SHA-256 (FIPS 180-4): a text's name in the archive, and what seals its events.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hindcast {

// The digest of everything that was added, 32 bytes.
class Sha256 {
 public:
  // The processor's own instructions where it has them; `portable` is for those without, and for tests.
  enum class Means : std::uint8_t { fastest, portable };
  explicit Sha256(Means means = Means::fastest) : means_(means) {}

  Sha256& add(std::string_view bytes);
  // REQUIRES: called once, and nothing is added afterwards.
  std::string digest();

 private:
  void blocks(const unsigned char* at, std::size_t count);

  Means means_;
  std::uint32_t state_[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  unsigned char held_[64] = {};
  std::size_t held_size_ = 0;
  std::uint64_t size_ = 0;
};

inline std::string sha256(std::string_view bytes) {
  return Sha256().add(bytes).digest();
}

// Two small letters or digits a byte.
std::string hex(std::string_view bytes);

}  // namespace hindcast
