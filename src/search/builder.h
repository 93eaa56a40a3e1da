// Gathers documents and writes them as one segment. What costs time here is waiting for memory: words go into
// one small table, their places into one long log, and the log is sorted, so that memory is walked in order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "search/index.h"
#include "search/segment.h"

namespace hindcast::search {

inline constexpr std::uint32_t built_documents_max = 60'000;

class Builder {
 public:
  Builder(std::size_t bytes_max, std::uint32_t paired_min);
  Builder(Builder&&) noexcept;
  ~Builder();

  // REQUIRES: documents() < built_documents_max
  void add(const Entry&);
  // Whether a document of that id was gathered; it is not any more.
  bool remove(std::int64_t id);
  std::uint32_t documents() const;  // removed ones too
  bool is_full() const;
  // What was gathered, as a segment; then nothing is gathered. REQUIRES: documents() > 0
  Result<SegmentInfo> write(Store&, std::uint32_t number);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::search
