// Files that are believed because nobody but this user can have written them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::disk {

// `not_found` when there is none; `denied` for what is another user's, a link, or writable for others.
Result<std::string> read_own_file(const std::string& path, std::uint64_t bytes_max);

// For this user alone, in one piece and on the disk; the folders that are missing are made.
Status write_own_file(const std::string& path, std::string_view text);

}  // namespace hindcast::disk
