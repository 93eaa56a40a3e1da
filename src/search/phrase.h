// Words side by side, or in one field: documents that have all of them are asked where.
#pragma once

#include <cstdint>
#include <memory>

#include "search/matcher.h"

namespace hindcast::search {

// REQUIRES: a plan of words
Result<std::unique_ptr<Matcher>> phrase_matcher(const Plan& plan, Segment& segment, std::size_t index,
                                                std::uint64_t estimate);

}  // namespace hindcast::search
