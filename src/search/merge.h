// Several segments become one, without what was deleted. Lists are read and written in the order in which
// they lie, so memory holds the columns and one list at a time.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "search/segment.h"

namespace hindcast::search {

// The documents of the first segment come first. Nothing is dropped: that is the caller's.
Result<SegmentInfo> merge(Store&, std::span<const SegmentInfo> segments, std::uint32_t number,
                          std::uint32_t paired_min);

}  // namespace hindcast::search
