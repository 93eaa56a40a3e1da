#include "lint/marks.h"

#include <cstring>

namespace hindcast::lint {
namespace {

// Sixteen bytes that are asked the same question at once; an answer is 0xFF or 0 for each.
using Bytes = unsigned char __attribute__((vector_size(16)));
using Signed = signed char __attribute__((vector_size(16)));

Bytes all(unsigned char c) {
  return Bytes{c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c};
}
Bytes is(Bytes bytes, unsigned char c) {
  return reinterpret_cast<Bytes>(bytes == all(c));
}
Bytes is_between(Bytes bytes, unsigned char low, unsigned char high) {
  return reinterpret_cast<Bytes>(bytes - all(low) <= all(static_cast<unsigned char>(high - low)));
}

Bytes is_beyond_ascii(Bytes bytes) {
  return reinterpret_cast<Bytes>(reinterpret_cast<Signed>(bytes) < Signed{});
}

// The answers as bits, the first byte's lowest.
std::uint64_t bits_of(Bytes answers) {
#if defined(__SSE2__)
  return static_cast<std::uint32_t>(
      __builtin_ia32_pmovmskb128(reinterpret_cast<char __attribute__((vector_size(16)))>(answers)));
#else
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 16; ++i)
    bits |= static_cast<std::uint64_t>(answers[i] & 1U) << i;
  return bits;
#endif
}

// `bits_for` 64 bytes of the text at a time, given as four times sixteen; the last ones are filled up with
// NUL.
template <typename BitsFor>
Marks marks_of(std::string_view text, BitsFor bits_for) {
  Marks marks(text.size());
  std::size_t at = 0;
  Bytes four[4];
  for (; at + 64 <= text.size(); at += 64) {
    std::memcpy(four, text.data() + at, 64);
    marks.put(at / 64, bits_for(four));
  }
  std::memset(four, 0, 64);
  if (at < text.size()) std::memcpy(four, text.data() + at, text.size() - at);
  marks.put(at / 64, bits_for(four));
  return marks;
}

// The answers to one question.
template <typename Ask>
std::uint64_t bits_where(const Bytes (&four)[4], Ask ask) {
  return bits_of(ask(four[0])) | bits_of(ask(four[1])) << 16 | bits_of(ask(four[2])) << 32 |
         bits_of(ask(four[3])) << 48;
}

Bytes is_letter(Bytes bytes) {
  return is_between(bytes | all(0x20), 'a', 'z') | is(bytes, '\'') |
         (is_beyond_ascii(bytes) & ~is(bytes, 0xE2));
}

// ':' and '<' differ in bits that '8' and '>' may have as well: one question for four.
Bytes is_sign(Bytes bytes) {
  return is(bytes, '`') | is(bytes, '"') | is(bytes, ']') | is(bytes, 0xE2) | is(bytes | all(6), '>');
}

}  // namespace

Marks digits_of(std::string_view text) {
  return marks_of(text, [](const Bytes(&four)[4]) {
    return bits_where(four, [](Bytes asked) { return is_between(asked, '0', '9'); });
  });
}

Marks word_marks_of(std::string_view text) {
  std::uint64_t last = 0;  // 1 when the 64 bytes before end in a letter
  return marks_of(text, [&last](const Bytes(&four)[4]) {
    const auto letters = bits_where(four, is_letter);
    const auto begins = letters & ~(letters << 1U | last);
    last = letters >> 63U;
    return begins | bits_where(four, is_sign);
  });
}

}  // namespace hindcast::lint
