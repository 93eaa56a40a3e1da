// Looks at every byte of a segment.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "search/segment.h"

namespace hindcast::search {

// Adds a sentence for what is wrong; after the first fault of a segment its other parts are not looked at. An
// error is the store's own.
Status verify(Store&, const SegmentInfo&, std::vector<std::string>& sentences);

}  // namespace hindcast::search
