// A document inside a document: a fence that holds a whole one.
#pragma once

#include <cstddef>
#include <string_view>

#include "app/app.h"
#include "base/result.h"

namespace hindcast::app {

// Reads the `number`-th (from 1) embedded document of `outer`. Lines count as in the outer file; byte
// spans index into the text that is returned. `not_found` when there are not that many.
Result<ReadDocument> read_embedded(const ReadDocument& outer, std::size_t number, const ReadOptions&);

}  // namespace hindcast::app
