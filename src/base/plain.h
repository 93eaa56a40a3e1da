// Text from outside, made ready to stand in a line of something else: a table's cell, a message, a file's
// name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hindcast {

// One line of valid UTF-8: each run of blanks, line ends, control characters and marks that turn the
// direction of reading is one blank, none at the ends; bytes that are no UTF-8 become the replacement
// character. Stops behind `bytes_max`.
std::string one_line(std::string_view text, std::size_t bytes_max = std::string_view::npos);

// Between double quotes, with a backslash before each quote and backslash, and a blank for each control
// character of ASCII: as TOML, YAML and JSON read it.
std::string in_quotes(std::string_view text);

// "1 file", "3 files"
std::string counted(std::size_t count, std::string_view noun);

}  // namespace hindcast
