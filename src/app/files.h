// The little that a face may do with files beside reading documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::app {

// Writes a new document; `conflict` when `path` exists already.
Status create_document(const std::string& path, std::string_view text);

// Paths beside `path` in its folder, sorted, written as `path` is: what may have been meant when it does
// not exist. At most a thousand; empty when the folder cannot be read.
std::vector<std::string> neighbours_of(const std::string& path);

}  // namespace hindcast::app
