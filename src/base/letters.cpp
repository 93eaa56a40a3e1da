#include "base/letters.h"

#include <algorithm>

#include "base/text.h"

namespace hindcast {

bool holds(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace hindcast
