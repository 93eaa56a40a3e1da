#include "base/nearest.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hindcast {
namespace {

std::string meant(std::string_view word) {
  static const std::vector<std::string_view> known = {"show",       "items", "form",       "new",
                                                      "completion", "help",  "in_progress"};
  return std::string(closest(word, known).value_or("nothing"));
}

TEST_CASE("a slip of the fingers is understood") {
  CHECK(meant("shwo") == "show");
  CHECK(meant("itmes") == "items");
  CHECK(meant("Items") == "items");
  CHECK(meant("item") == "items");
  CHECK(meant("complete") == "completion");
  CHECK(meant("in-progress") == "in_progress");
}

TEST_CASE("a word that is near to none gets no suggestion") {
  CHECK(meant("deploy") == "nothing");
  CHECK(meant("x") == "nothing");
  CHECK(meant("") == "nothing");
  CHECK(meant(std::string(100'000, 's')) == "nothing");
}

TEST_CASE("distance counts insertions, deletions, replacements and swaps") {
  CHECK(distance("show", "show") == 0);
  CHECK(distance("shwo", "show") == 1);
  CHECK(distance("shw", "show") == 1);
  CHECK(distance("shoow", "show") == 1);
  CHECK(distance("shop", "show") == 1);
  CHECK(distance("", "show") == 4);
}

}  // namespace
}  // namespace hindcast
