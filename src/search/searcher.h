// Answers plans over all segments: the best hits, the count, the facets.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "search/index.h"
#include "search/plan.h"
#include "search/segment.h"

namespace hindcast::search {

// A segment and which of its documents are here, a bit each.
struct Searched {
  Segment* segment = nullptr;
  std::span<const std::uint64_t> live;
};

Result<Found> answer(std::span<const Searched> segments, const Plan& plan, const SearchOptions& options);

// How often each value of an attribute stands in the documents of `matched`, a bit each by segment.
Result<Facet> facet(std::span<const Searched> segments, std::span<const std::vector<std::uint64_t>> matched,
                    const std::string& name, std::size_t values_max);

}  // namespace hindcast::search
