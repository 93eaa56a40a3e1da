// Files that can be made anew, and that are believed only when they are whole: a head that says what they
// are, a digest of the rest, and the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::disk {

// What stands behind the head and the digest, in `text`, which holds the whole file; "" where there is no
// such file, or it is larger, damaged or of another head.
std::string_view read_sealed(const std::string& path, std::string_view head, std::uint64_t bytes_max,
                             std::string& text);
// Replaces what was there once it is whole.
Status write_sealed(const std::string& path, std::string_view head, std::string_view body);

}  // namespace hindcast::disk
