// The list of an index's segments, as the text that a store keeps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/segment.h"

namespace hindcast::search {

// Merging keeps them far fewer. Each takes room when it is opened: a list that claims more is none of ours.
inline constexpr std::size_t segments_max = 128;

struct Manifest {
  std::uint32_t next_segment = 1;
  std::vector<SegmentInfo> segments{};
};

std::string written(const Manifest&);
// An empty text is an empty index. `unsupported` for another format, `corrupt` for anything else.
Result<Manifest> read_manifest(std::string_view);

}  // namespace hindcast::search
