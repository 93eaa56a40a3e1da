#include "cli/suggest.h"

#include <doctest/doctest.h>

namespace hindcast::cli {
namespace {

TEST_CASE("what a user typed is quoted without its control characters") {
  CHECK(quoted("a\x1b[31m") == "'a␛[31m'");
  CHECK(quoted(std::string(90, 'a')) == "'" + std::string(80, 'a') + "...'");
}

}  // namespace
}  // namespace hindcast::cli
