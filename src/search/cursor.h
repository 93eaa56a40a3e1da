// One list on its way through the windows.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/result.h"
#include "search/matcher.h"
#include "search/postings.h"

namespace hindcast::search {

// Where in a document a list's term stands. Not initialized: there is one for every document of a window, and
// most are never looked at.
struct Occurs {
  const unsigned char* places;  // the positions of its block
  std::uint64_t first_bit;      // of its own
  std::uint32_t count;
  std::uint8_t boost;
  std::uint8_t bits;  // of a position

  // Calls each(position) in rising order.
  template <typename Each>
  void walk(const Each& each) const {
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    std::uint32_t position = ~0u;
    std::uint64_t bit = first_bit;
    for (std::uint32_t i = 0; i < count; ++i, bit += bits) {
      std::uint64_t word;
      std::memcpy(&word, places + bit / 8, sizeof word);
      each(position += static_cast<std::uint32_t>(word >> (bit % 8) & mask));
    }
  }
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
  // Likewise, and says where, in the document's place of `occurs`.
  Status locate(std::uint32_t base, const Bits& wanted, Bits& found, Occurs* occurs);
  // Likewise, but for documents in which the term can't stand `apart` behind another one; `others` are that
  // one's in all wanted documents. Not all that are left have them so.
  Status locate_near(std::uint32_t base, const Bits& wanted, Bits& found, Occurs* occurs,
                     const Occurs* others, std::uint32_t apart);

 private:
  enum class Need : std::uint8_t { documents, counts, places };
  template <Need need, typename Each>
  Status walk(std::uint32_t base, const Bits& wanted, const Each& each);
  Status find_places();
  Occurs occurs_of(std::uint32_t index) const;

  DictionaryEntry entry_;
  Region* positions_ = nullptr;
  List list_;
  Block block_;
  std::uint32_t block_at_ = 0;  // which block is decoded, or to be
  bool is_decoded_ = false;
  std::uint32_t next_ = 0;  // in the decoded block
  std::uint32_t position_bits_ = 0;
  const unsigned char* places_ = nullptr;  // of the decoded block
  std::uint32_t firsts_[per_block];        // of each document, which of the block's positions is its first
};

}  // namespace hindcast::search
