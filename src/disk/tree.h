// All files of a folder, whatever they are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::disk {

// The regular files beneath a folder, hidden ones too, by their paths from there, sorted. Links are not
// followed; `.git`, `.hindcast` and `node_modules` are not entered. `invalid` where there are more than
// `files_max`.
Result<std::vector<std::string>> files_beneath(const std::string& folder, std::size_t files_max = 200'000);

// All that is no folder, links among it, by the paths from there, sorted. Only the folder's own `.git` and
// `.hindcast` are not entered.
Result<std::vector<std::string>> all_beneath(const std::string& folder, std::size_t files_max = 200'000);

}  // namespace hindcast::disk
