#include "base/packed.h"

#include <doctest/doctest.h>

namespace hindcast {

TEST_CASE("what was put is taken again") {
  std::string out;
  const std::uint64_t numbers[] = {0, 1, 127, 128, 300, 1u << 31, ~std::uint64_t{0}};
  for (const auto number : numbers)
    put_number(out, number);
  put_text(out, "");
  put_text(out, std::string_view("a\0b", 3));
  Unpacker take(out);
  for (const auto number : numbers)
    CHECK(take.number() == number);
  CHECK(take.text().empty());
  CHECK(take.text() == std::string_view("a\0b", 3));
  CHECK(take.is_good());
  CHECK(take.is_at_end());
}

TEST_CASE("what is cut off anywhere is no longer good, and nothing beyond it is read") {
  std::string out;
  put_number(out, 1u << 20);
  put_text(out, "words");
  for (std::size_t size = 0; size < out.size(); ++size) {
    Unpacker take(std::string_view(out).substr(0, size));
    (void)take.number();
    (void)take.text();
    CHECK_FALSE(take.is_good());
  }
  std::string many;
  put_number(many, 1000);
  Unpacker take(many);
  CHECK(take.count() == 0);
  CHECK_FALSE(take.is_good());
}

}  // namespace hindcast
