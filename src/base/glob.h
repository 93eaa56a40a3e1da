// Globs over paths with "/" between parts, as hindcast.toml and documents write them.
#pragma once

#include <string_view>

namespace hindcast {

// "*" is any run without "/", "**" any run, "**/" any folders or none, "?" one character but "/". A glob
// without "/" matches at any depth, and one that names a folder matches all that lies in it. Letter case
// counts. Work is the product of the two lengths.
bool matches_glob(std::string_view glob, std::string_view path);

// False for a path that is meant as it stands.
constexpr bool is_glob(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

}  // namespace hindcast
