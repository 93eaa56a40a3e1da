// A segment's bytes: six parts, each a run of bytes that is cut into the store's blocks. Every block carries
// a checksum over its bytes and its place, so that a block that is not what was written there is never read.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/store.h"

namespace hindcast::search {

enum class Part : std::uint8_t { head, documents, dictionary, postings, positions, pairs };
inline constexpr std::size_t part_count = 6;

inline constexpr std::size_t checksum_bytes = 8;
inline constexpr std::size_t payload_bytes_max = block_bytes_max - checksum_bytes;

std::uint32_t block_number(Part, std::uint64_t index);
// Also of other texts, with any numbers for their place.
std::uint64_t checksum(std::string_view bytes, std::uint32_t segment, std::uint32_t number);

Error corrupt(std::string_view what);

// Appends to one part of a new segment.
class PartWriter {
 public:
  PartWriter(Store& store, std::uint32_t segment, Part part)
      : store_(store), segment_(segment), part_(part) {}
  Status append(std::string_view);
  Status finish();
  std::uint64_t size() const { return size_; }

 private:
  Status put();

  Store& store_;
  std::uint32_t segment_;
  Part part_;
  std::uint64_t size_ = 0, blocks_ = 0;
  std::string held_;
};

// One part of a segment that is there.
class Source {
 public:
  virtual ~Source() = default;
  // `count` bytes; slack_bytes more may be read behind them. `corrupt` where the part is shorter.
  virtual Result<const unsigned char*> at(std::uint64_t offset, std::uint64_t count) = 0;
};

// Anywhere in a part. Blocks are read when they are asked for and kept until drop().
class Region final : public Source {
 public:
  Region(Store& store, std::uint32_t segment, Part part, std::uint64_t size)
      : store_(store), segment_(segment), part_(part), size_(size) {}
  Result<const unsigned char*> at(std::uint64_t offset, std::uint64_t count) override;
  std::uint64_t size() const { return size_; }
  std::uint64_t held_bytes() const { return held_; }
  void drop();

 private:
  Status load(std::uint64_t index);

  Store& store_;
  std::uint32_t segment_;
  Part part_;
  std::uint64_t size_, held_ = 0;
  std::unique_ptr<unsigned char[]> bytes_;  // all of the part's room; pages nobody wrote to take no memory
  std::vector<bool> loaded_;
};

// From the beginning to the end: offsets must not fall. Keeps only what lies between.
class Stream final : public Source {
 public:
  Stream(Store& store, std::uint32_t segment, Part part, std::uint64_t size)
      : store_(store), segment_(segment), part_(part), size_(size) {}
  Result<const unsigned char*> at(std::uint64_t offset, std::uint64_t count) override;

 private:
  Store& store_;
  std::uint32_t segment_;
  Part part_;
  std::uint64_t size_, begin_ = 0, next_ = 0;  // held_ begins at begin_; block next_ is read next
  std::string held_;
};

// One block's payload, checked.
Result<std::string> read_block(Store&, std::uint32_t segment, Part, std::uint64_t index,
                               std::uint64_t part_size);

}  // namespace hindcast::search
