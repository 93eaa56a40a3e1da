// Whether a text that says who does something means somebody.
#pragma once

#include <string_view>

namespace hindcast::facts {

// By whole words, letter case aside: "Ada" is called in "Ada Example", "@ada" and "Bo, ada", and in neither
// "Adam" nor "@ada-two". "Ada Example" is called only where both words stand, one behind the other. Each
// character of a script without blanks is a word. Nobody has the name "".
bool is_called(std::string_view who, std::string_view name);

}  // namespace hindcast::facts
