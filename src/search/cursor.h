// One list on its way through the windows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "search/matcher.h"
#include "search/postings.h"

namespace hindcast::search {

// Where in a window a list has a document.
struct Occurs {
  std::uint16_t document = 0;  // beside the window's first
  std::uint16_t boost = 0;
  std::uint32_t count = 0;
  std::uint32_t first = 0;         // index of its first position in its block
  std::uint8_t bits = 0;           // of a position
  std::uint64_t positions_at = 0;  // of its block, in Part::positions
};

class Cursor {
 public:
  // Reads the list's bytes.
  static Result<Cursor> open(Segment&, const DictionaryEntry&);

  // Sets the bits of the wanted documents that the list has.
  Status mark(std::uint32_t base, const Bits& wanted, Bits& found);
  // Likewise, and adds how often (with boosts) to `counts`, which has a place for each document of the
  // window.
  Status count(std::uint32_t base, const Bits& wanted, Bits& found, std::uint32_t* counts);
  // Likewise, and says where.
  Status locate(std::uint32_t base, const Bits& wanted, Bits& found, std::vector<Occurs>& occurs);

  const DictionaryEntry& entry() const { return entry_; }

 private:
  template <bool with_counts, typename Each>
  Status walk(std::uint32_t base, const Bits& wanted, const Each& each);

  DictionaryEntry entry_;
  List list_;
  Block block_;
  std::uint32_t block_at_ = 0;  // which block is decoded, or to be
  bool is_decoded_ = false;
  std::uint32_t next_ = 0;  // in the decoded block
  std::uint32_t position_bits_ = 0;
  std::uint32_t firsts_[per_block];
};

}  // namespace hindcast::search
