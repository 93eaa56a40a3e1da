// The words by which a text differs from the other texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/index.h"
#include "search/plan.h"

namespace hindcast::search {

inline constexpr std::size_t telling_words_max = 24;

// A plan for documents that share them. `is_indexed`: the text is in the index itself, so that words which
// only it has tell nothing.
Result<Plan> plan_similar(Planner&, const Entry& like, bool is_indexed);

}  // namespace hindcast::search
