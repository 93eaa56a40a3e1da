// Which documents have a term, how often and where: lists in blocks of 128 documents, packed into as many
// bits as the block's largest number needs.
//
// A list's bytes, "n" being its documents:
//   for lists of several blocks, of each block: u32 last document, u32 offset of the block behind this table,
//     u32 offset of its positions, u8 its best saturation (of 255, rounded up)
//   blocks: u8 bits of a document's distance, u8 bits of a count, u8 bits of a position, u8 boosts (as pairs
//   of
//     index and boost; 255: a boost for each), distances less 1, counts less 1, boosts
// Positions lie in a part of their own, the first of each document plus 1, the next ones as distances.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::search {

inline constexpr std::uint32_t per_block = 128;
inline constexpr std::uint32_t documents_of_segment_max = 1u << 24;
inline constexpr std::uint32_t position_max = (1u << 22) - 2;  // words behind it count as standing there

// Writes one list after the other.
class ListWriter {
 public:
  // REQUIRES: `documents` rise; positions rise or are empty for all documents of a list; length by
  // length_code()
  void add(std::uint32_t document, std::span<const std::uint32_t> positions, std::uint32_t boost,
           std::uint8_t length);
  std::uint32_t documents() const { return documents_; }
  // Hands out the list and begins another.
  void finish(std::string& postings, std::string& positions);

 private:
  void end_block();

  std::uint32_t documents_ = 0, before_ = ~0u;  // the document before this block
  std::uint32_t held_ = 0;
  std::uint32_t document_[per_block], count_[per_block], boost_[per_block];
  std::uint32_t boosts_ = 0, count_max_ = 0, position_or_ = 0;
  float best_ = 0;
  std::vector<std::uint32_t> positions_;
  struct Row {
    std::uint32_t last, block_at, positions_at;
    std::uint8_t best;
  };
  std::vector<Row> table_;
  std::string blocks_, position_bytes_;
};

// A block of a list, decoded.
struct Block {
  std::uint32_t size = 0;
  std::uint32_t document[per_block];
  std::uint32_t count[per_block];     // how often the term stands there; 1 where there are no positions
  std::uint32_t weighted[per_block];  // with boosts
};

// Reads one list. Borrows its bytes, which slack_bytes must follow.
class List {
 public:
  List() = default;
  // `limit`: how many documents the segment has. False: these bytes are no such list.
  bool open(const unsigned char* bytes, std::size_t size, std::uint32_t documents, std::uint32_t limit);

  std::uint32_t documents() const { return documents_; }
  std::uint32_t blocks() const { return blocks_; }
  // The last document of a block; a bound for the only block of a short list.
  std::uint32_t last(std::uint32_t block) const;
  float best(std::uint32_t block) const;
  std::uint64_t positions_at(std::uint32_t block) const;
  // The first block from `from` on that may have `document` or later ones; blocks() when none has.
  std::uint32_t block_from(std::uint32_t from, std::uint32_t document) const;

  // False for bytes that are no block.
  bool decode_documents(std::uint32_t block, Block&) const;
  // REQUIRES: decode_documents(block) was the call before
  bool decode_counts(std::uint32_t block, Block&, std::uint32_t& position_bits) const;

 private:
  struct Bytes {
    const unsigned char* at = nullptr;
    std::size_t size = 0;
  };
  Bytes block_bytes(std::uint32_t block) const;

  const unsigned char* table_ = nullptr;
  const unsigned char* bytes_ = nullptr;  // behind the table
  std::size_t size_ = 0;
  std::uint32_t documents_ = 0, blocks_ = 0, limit_ = 0;
};

}  // namespace hindcast::search
