// Which documents may have two common words one directly behind the other. Common words stand together in
// most documents, a phrase of them in few: to find those by their positions alone would be nearly all of the
// work.
//
// Every document has so many bits, and each pair of common words that are neighbours in it sets three of them
// (a Bloom filter, 1970). Of 65,536 documents the first bits lie side by side, then the second ones, and so
// on (a bit-sliced signature file): three stretches of memory answer for all of them.
//
// Part::pairs, empty in small segments (IndexOptions): u64 bits a document, "rows"; for each 65,536
// documents, by row, a bit for each of them, filled up to 64.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "search/dictionary.h"

namespace hindcast::search {

struct SegmentInfo;

// In so many of a segment's documents that its neighbours are kept.
bool is_common(const DictionaryEntry&, std::uint32_t documents);

// How many bits a document gets, by the length of all (length codes): few enough of them are then set.
std::uint64_t pair_rows(std::span<const std::uint8_t> lengths);

// Who gets bytes, piece by piece.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual Status take(std::string_view bytes) = 0;
};

// The bytes of the part, piece by piece, from the lists of the common words, in the dictionary's order. Costs
// what reading their positions costs; memory holds their lists without positions (about 200 bytes a
// document), the bits of 65,536 documents and some blocks of positions.
Status make_pairs(Store&, const SegmentInfo&, std::span<const DictionaryEntry> common, std::uint64_t rows,
                  Sink&);

class Pairs {
 public:
  // Borrows the part. `corrupt` where it isn't as long as it must be.
  static Result<Pairs> open(Region&, std::uint32_t documents);

  std::uint64_t rows() const { return rows_; }  // 0: nothing is known of any pair

  // Unsets the documents in which `second` stands nowhere directly behind `first`: most of them, and no
  // other. `base` is that of a window. REQUIRES: both are common
  Status keep(const DictionaryEntry& first, const DictionaryEntry& second, std::uint32_t base,
              std::span<std::uint64_t> wanted);

 private:
  Region* part_ = nullptr;
  std::uint64_t rows_ = 0;
  std::uint32_t documents_ = 0;
};

}  // namespace hindcast::search
