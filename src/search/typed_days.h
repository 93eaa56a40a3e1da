// Days, months, years and ranges of them, as `date:` takes them.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace hindcast::search::typed {

struct Days {
  Date first, last;  // both inclusive; of an empty range the last is the earlier one
};

// "2025-06-17", "2025-06", "2025", ">2025-03" (from April on), "<=2025", "2025-01..2025-06", "..2024",
// "2024.."; nothing for anything else.
std::optional<Days> range_of(std::string_view);

}  // namespace hindcast::search::typed
