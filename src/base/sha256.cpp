#include "base/sha256.h"

#include <algorithm>
#include <cstring>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace hindcast {
namespace {

// The fractions of the cube roots of the first 64 primes.
constexpr std::uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t turned(std::uint32_t word, int bits) {
  return (word >> bits) | (word << (32 - bits));
}

void block(std::uint32_t* state, const unsigned char* at) {
  std::uint32_t words[64];
  for (int i = 0; i < 16; ++i)
    words[i] = std::uint32_t{at[4 * i]} << 24 | std::uint32_t{at[4 * i + 1]} << 16 |
               std::uint32_t{at[4 * i + 2]} << 8 | std::uint32_t{at[4 * i + 3]};
  for (int i = 16; i < 64; ++i) {
    const std::uint32_t two = words[i - 2], fifteen = words[i - 15];
    words[i] = words[i - 16] + (turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >> 3)) + words[i - 7] +
               (turned(two, 17) ^ turned(two, 19) ^ (two >> 10));
  }
  std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; ++i) {
    const std::uint32_t one =
        h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + words[i];
    const std::uint32_t two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + one;
    d = c, c = b, b = a, a = one + two;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

#ifdef __x86_64__
bool processor_knows_sha() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & (1u << 29)) == 0) return false;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) != 0 && (c & (1u << 9)) != 0;  // SSE4.1, SSSE3
}

// Four rounds at a time. The processor keeps the state as ABEF and CDGH.
__attribute__((target("sha,sse4.1"))) void processor_blocks(std::uint32_t* state, const unsigned char* at,
                                                            std::size_t count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  auto* const low = reinterpret_cast<__m128i*>(state);
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(low), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(low + 1), 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; count > 0; --count, at += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; ++i)
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i), big_endian);
    for (int i = 0; i < 16; ++i) {
      const __m128i now = words[i % 4];
      const __m128i mixed =
          _mm_add_epi32(now, _mm_loadu_si128(reinterpret_cast<const __m128i*>(constants) + i));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, mixed);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(mixed, 0x0e));
      const __m128i second = words[(i + 1) % 4], third = words[(i + 2) % 4], last = words[(i + 3) % 4];
      words[i % 4] = _mm_sha256msg2_epu32(
          _mm_add_epi32(_mm_sha256msg1_epu32(now, second), _mm_alignr_epi8(last, third, 4)), last);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128(low, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(low + 1, _mm_alignr_epi8(dchg, feba, 8));
}
#endif

}  // namespace

void Sha256::blocks(const unsigned char* at, std::size_t count) {
#ifdef __x86_64__
  static const bool is_known = processor_knows_sha();
  if (is_known && means_ == Means::fastest) return processor_blocks(state_, at, count);
#endif
  for (; count > 0; --count, at += 64)
    block(state_, at);
}

Sha256& Sha256::add(std::string_view bytes) {
  size_ += bytes.size();
  if (held_size_ > 0) {
    const std::size_t taken = std::min(bytes.size(), sizeof held_ - held_size_);
    std::memcpy(held_ + held_size_, bytes.data(), taken);
    held_size_ += taken;
    bytes.remove_prefix(taken);
    if (held_size_ < sizeof held_) return *this;
    blocks(held_, 1);
    held_size_ = 0;
  }
  const std::size_t whole = bytes.size() / sizeof held_;
  blocks(reinterpret_cast<const unsigned char*>(bytes.data()), whole);
  bytes.remove_prefix(whole * sizeof held_);
  if (!bytes.empty()) std::memcpy(held_, bytes.data(), bytes.size());
  held_size_ = bytes.size();
  return *this;
}

std::string Sha256::digest() {
  const std::uint64_t bits = size_ * 8;
  std::string end(1, '\x80');
  end.append((119 - held_size_) % 64, '\0');
  for (int shift = 56; shift >= 0; shift -= 8)
    end += static_cast<char>(bits >> shift & 0xff);
  add(end);
  std::string out;
  for (const std::uint32_t word : state_)
    for (int shift = 24; shift >= 0; shift -= 8)
      out += static_cast<char>(word >> shift & 0xff);
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

}  // namespace hindcast
