// Where an index keeps its bytes: blocks of immutable segments, and one small text that lists them. Whoever
// implements it decides what a transaction is; what the index wrote between two of its commits comes
// and goes as one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::search {

inline constexpr std::size_t block_bytes_max = 32 * 1024;

class Store {
 public:
  virtual ~Store() = default;

  // The list of segments as it was last set; empty when it never was.
  virtual Result<std::string> manifest() = 0;
  virtual Status set_manifest(std::string_view) = 0;

  // At most block_bytes_max bytes, never empty. Each is written once and not changed, and no segment's number
  // is used again. `not_found` where there is none: then another process has merged this segment away, and
  // the manifest tells where its documents are now.
  virtual Result<std::string> block(std::uint32_t segment, std::uint32_t number) = 0;
  virtual Status put_block(std::uint32_t segment, std::uint32_t number, std::string_view bytes) = 0;
  // All its blocks.
  virtual Status drop_segment(std::uint32_t segment) = 0;
};

// Blocks in memory, for tests and for archives that live in memory.
std::unique_ptr<Store> memory_store();

}  // namespace hindcast::search
