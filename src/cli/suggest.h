// What a user typed, ready for a message that answers it.
#pragma once

#include <string>
#include <string_view>

#include "base/nearest.h"

namespace hindcast::cli {

// What a user typed, for a message: control characters shown as ?, cut after 80 bytes.
std::string printable(std::string_view);
// The same in single quotes.
std::string quoted(std::string_view);

}  // namespace hindcast::cli
