#include "app/files.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace hindcast::app {
namespace {

bool is_beside(const std::string& path, std::string_view name) {
  auto all = neighbours_of(path);
  return std::find(all.begin(), all.end(), name) != all.end();
}

TEST_CASE("neighbours are written as the path is") {
  std::string root = HINDCAST_ROOT;
  CHECK(is_beside(root + "/READMEE.md", root + "/README.md"));
  CHECK(is_beside(root + "/sr/", root + "/src"));
}

TEST_CASE("a folder that is not there has none") {
  CHECK(neighbours_of("/no/such/folder/x.md").empty());
  CHECK(neighbours_of("").size() <= 1000);
}

}  // namespace
}  // namespace hindcast::app
