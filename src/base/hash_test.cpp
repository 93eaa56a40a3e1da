#include "base/hash.h"

#include <doctest/doctest.h>

namespace hindcast {

// The values are those of the draft's own test vectors.
TEST_CASE("a word has the number that everybody gives it") {
  CHECK(fnv("") == 0xCBF29CE484222325ULL);
  CHECK(fnv("a") == 0xAF63DC4C8601EC8CULL);
  CHECK(fnv("foobar") == 0x85944171F73967E8ULL);
}

}  // namespace hindcast
