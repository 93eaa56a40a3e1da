#include "facts/people.h"

#include <doctest/doctest.h>

namespace hindcast::facts {

TEST_CASE("somebody is called by whole words, not by a part of another's name") {
  for (const auto who : {"Ada", "ada", "@ada", "Ada Example", "Bo, Ada", "@org/ada", "Bo (ada)", "Ada."})
    CHECK_MESSAGE(is_called(who, "Ada"), who);
  for (const auto who : {"Adam", "Nevada", "@ada-two", "Mada Example", "", "@"})
    CHECK_MESSAGE(!is_called(who, "Ada"), who);
  CHECK(is_called("Ada Example, Bo", "@ada example"));
  CHECK(!is_called("Ada, Example", "Bo Example"));
  CHECK(!is_called("Example Ada", "Ada Example"));
  CHECK(!is_called("anybody", ""));
  CHECK(!is_called("anybody", "@"));
}

TEST_CASE("a name of a script without blanks is found within the words around it") {
  CHECK(is_called("担当：織田さん", "織田"));
  CHECK(is_called("@織田", "織田"));
  CHECK(!is_called("田織", "織田"));
  CHECK(is_called("\xE9", "\xE9"));  // no UTF-8 at all
}

}  // namespace hindcast::facts
