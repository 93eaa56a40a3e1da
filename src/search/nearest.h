// Words of the texts that a mistyped one may have meant.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/index.h"
#include "search/segment.h"

namespace hindcast::search {

// A word of the texts and how many of its letters are others.
struct Near {
  std::string word, term;
  int distance = 0;
  std::uint64_t documents = 0;
};
Result<std::vector<Near>> near_words(std::span<Segment* const> segments, std::string_view word,
                                     std::size_t words_max);

}  // namespace hindcast::search
