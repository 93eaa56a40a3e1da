// Where bytes of a kind stand in a text, one bit a byte: found sixteen bytes at a step, once for all rules
// that look for them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::lint {

class Marks {
 public:
  Marks() = default;
  explicit Marks(std::size_t size) : bits_(size / 64 + 1) {}

  // The first marked byte of [from, end), else `end`. REQUIRES: `end` is at most the text's size.
  std::uint32_t next(std::uint32_t from, std::uint32_t end) const {
    if (from >= end) return end;
    auto word = bits_[from / 64] >> (from % 64);
    if (word != 0) return at_most(end, from + lowest(word));
    for (auto i = from / 64 + 1; i <= (end - 1) / 64; ++i)
      if (bits_[i] != 0) return at_most(end, i * 64 + lowest(bits_[i]));
    return end;
  }
  bool any(Span span) const { return next(span.begin, span.end) < span.end; }

  // The marked bytes of [from, end) one after the other.
  class Walk {
   public:
    Walk(const Marks& marks, std::uint32_t from, std::uint32_t end) : bits_(marks.bits_.data()), end_(end) {
      skip_to(from);
    }
    // `end` when there is no more.
    std::uint32_t next() {
      while (word_ == 0) {
        if (++index_ * 64 >= end_) return end_;
        word_ = bits_[index_];
      }
      const auto at = index_ * 64 + lowest(word_);
      word_ &= word_ - 1;
      return at_most(end_, at);
    }
    // Goes on at `from`.
    void skip_to(std::uint32_t from) {
      from = at_most(end_, from);
      index_ = from / 64;
      word_ = bits_[index_] >> (from % 64) << (from % 64);
    }

   private:
    const std::uint64_t* bits_;
    std::uint64_t word_ = 0;  // the marks of the 64 bytes from 64 * index_ on that are still to come
    std::uint32_t index_ = 0, end_;
  };

  // For who fills them: the 64 bytes from 64 * `index` on.
  void put(std::size_t index, std::uint64_t bits) { bits_[index] = bits; }

 private:
  static std::uint32_t lowest(std::uint64_t bits) {
    return static_cast<std::uint32_t>(__builtin_ctzll(bits));
  }
  static std::uint32_t at_most(std::uint32_t end, std::uint32_t at) { return at < end ? at : end; }

  std::vector<std::uint64_t> bits_;
};

// 0 to 9.
Marks digits_of(std::string_view text);

// Where a scan for words has to look: at the first byte of every run of letters, apostrophes and what is
// beyond ASCII, and at every ` " < ] : and lead byte of U+2000 to U+2FFF. Some other bytes are marked, too.
Marks word_marks_of(std::string_view text);

}  // namespace hindcast::lint
