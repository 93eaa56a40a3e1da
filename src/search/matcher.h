// Finds and scores a plan's documents in one segment, a window of 2,048 after the other: what is needed at a
// time stays in the processor's nearest memory, and the count of matches is exact.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "search/plan.h"
#include "search/segment.h"

namespace hindcast::search {

inline constexpr std::uint32_t window_documents = 2048;
using Bits = std::array<std::uint64_t, window_documents / 64>;

inline bool has(const Bits& bits, std::uint32_t at) {
  return (bits[at / 64] >> (at % 64) & 1) != 0;
}
inline void set(Bits& bits, std::uint32_t at) {
  bits[at / 64] |= std::uint64_t{1} << (at % 64);
}

class Matcher {
 public:
  virtual ~Matcher() = default;
  // Which of `wanted` match among the documents from `base` on. REQUIRES: windows are asked for in rising
  // order
  virtual Status match(std::uint32_t base, const Bits& wanted, Bits& matches) = 0;
  // Adds to the scores of those of `allowed` that matched in the window asked for last. `lengths` and
  // `scores` begin with its first document.
  virtual void score(const Bits& allowed, const unsigned char* lengths, float* scores) = 0;
  // About how many documents match.
  virtual std::uint64_t estimate() const = 0;
};

// How often each document of a window has a word or phrase, how long each is, and what the word weighs.
struct Counted {
  const std::uint32_t* counts;
  const unsigned char* lengths;
  float weight;
};
// Adds what that says to the scores of the documents that are in both sets.
void add_scores(const Bits& found, const Bits& allowed, const Counted&, float* scores);

// Borrows plan and segment. `index`: which of the plan's segments it is.
Result<std::unique_ptr<Matcher>> matcher(const Plan& plan, Segment& segment, std::size_t index);

}  // namespace hindcast::search
