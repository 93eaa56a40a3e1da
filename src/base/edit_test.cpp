#include "base/edit.h"

#include <doctest/doctest.h>

namespace hindcast {
namespace {

const std::vector<Edit> tick_and_own = {{{3, 4}, "x"}, {{10, 10}, " @ada"}};

TEST_CASE("only the bytes of the spans change") {
  CHECK(apply_edits("- [ ] test\n", tick_and_own) == "- [x] test @ada\n");
  CHECK(apply_edits("- [ ] test\n", {}) == "- [ ] test\n");
}

TEST_CASE("the inverse gives the text back") {
  const std::string text = "- [ ] test\n";
  CHECK(apply_edits(apply_edits(text, tick_and_own), inverse_edits(text, tick_and_own)) == text);
}

TEST_CASE("insertions at one place stand in the order given") {
  const std::vector<Edit> two = {{{1, 1}, "b"}, {{1, 1}, "c"}};
  CHECK(apply_edits("ad", two) == "abcd");
  CHECK(apply_edits("abcd", inverse_edits("ad", two)) == "ad");
}

TEST_CASE("edits that overlap, run backwards or leave the text are none") {
  const auto valid = [](std::vector<Edit> edits) { return is_valid_edits(edits, 8); };
  CHECK(valid({{{0, 2}, "a"}, {{2, 8}, "b"}}));
  CHECK_FALSE(valid({{{0, 3}, "a"}, {{2, 4}, "b"}}));
  CHECK_FALSE(valid({{{4, 5}, "a"}, {{0, 2}, "b"}}));
  CHECK_FALSE(valid({{{4, 9}, "a"}}));
  CHECK_FALSE(valid({{{5, 4}, "a"}}));
}

}  // namespace
}  // namespace hindcast
