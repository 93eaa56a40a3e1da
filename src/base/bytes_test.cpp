#include "base/bytes.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast {
namespace {

// The slow way, one byte after the other.
std::size_t first_of(std::string_view text, std::string_view wanted, std::size_t from) {
  return text.find_first_of(wanted, from);
}

TEST_CASE("bytes are found wherever they stand in blocks of sixteen") {
  for (std::size_t size = 0; size < 70; ++size)
    for (std::size_t at = 0; at <= size; ++at) {
      std::string text(size, 'a');
      if (at < size) text[at] = '#';
      for (std::size_t from = 0; from <= size; from += 7)
        CHECK(find_any<'#', '\xFF'>(text, from) == first_of(text, "#\xFF", from));
      CHECK(holds_any<'#', '\xFF'>(text) == (at < size));
    }
}

TEST_CASE("two in a row are seen across blocks, one alone is not") {
  for (std::size_t size = 2; size < 70; ++size)
    for (std::size_t at = 0; at + 1 < size; ++at) {
      std::string text(size, 'a');
      text[at] = ' ';
      CHECK_FALSE(holds_doubled<' '>(text));
      text[at + 1] = ' ';
      CHECK(holds_doubled<' '>(text));
    }
}

}  // namespace
}  // namespace hindcast
