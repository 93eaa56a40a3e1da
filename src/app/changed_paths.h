// The paths of a change as people and pipelines write them, and as the gate knows them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::app {

// Each path from the root of the current folder's repository (outside of one, from the current folder),
// without
// "." and ".." and double slashes; a folder stands for all files in it. `invalid` for what lies outside, for
// backslashes, and for a path that is there only when it is meant from the current folder: nothing would be
// asked of these.
Result<std::vector<std::string>> paths_from_root(const std::vector<std::string>& given);

}  // namespace hindcast::app
