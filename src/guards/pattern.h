// Regular expressions that a team writes (RE2's: https://github.com/google/re2/wiki/Syntax), in linear time
// over any bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::guards {

// Whether it stands anywhere in `text`. `invalid` for what is no expression, or too large a one.
Result<bool> is_found(std::string_view expression, std::string_view text);

// What the first group stands for where it is first found, or the whole where there is no group; nothing
// where it is not found.
Result<std::optional<std::string>> found_part(std::string_view expression, std::string_view text);

}  // namespace hindcast::guards
