#include "sandbox/plan.h"

#include <doctest/doctest.h>

namespace hindcast::sandbox {

TEST_CASE("a plan comes out of its bytes as it went in") {
  Plan plan;
  plan.level = Level::namespaces;
  plan.program = "/usr/bin/hindcast";
  plan.own_folder = "/tmp/own";
  plan.request.command = {"make", "", "a b\n", std::string("\0;", 2)};
  plan.request.folder = "/srv/shop";
  plan.request.writable = {"/srv/shop/build"};
  plan.request.environment = {{"PATH", "/usr/bin"}, {"EMPTY", ""}};
  plan.request.may_use_network = true;
  plan.request.limits.wall_ms = 1234;
  const auto read = parse_plan(print(plan));
  REQUIRE(read);
  CHECK(read->level == Level::namespaces);
  CHECK(read->program == "/usr/bin/hindcast");
  CHECK(read->own_folder == "/tmp/own");
  CHECK(read->request.command == plan.request.command);
  CHECK(read->request.folder == "/srv/shop");
  CHECK(read->request.writable == plan.request.writable);
  CHECK(read->request.environment == plan.request.environment);
  CHECK(read->request.may_use_network);
  CHECK(read->request.limits.wall_ms == 1234);
}

TEST_CASE("bytes that were cut are no plan") {
  Plan plan;
  plan.request.command = {"make"};
  const auto whole = print(plan);
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(!parse_plan(std::string_view(whole).substr(0, size)));
  CHECK(parse_plan(whole));
  CHECK(!parse_plan(whole + "x"));
}

TEST_CASE("a level has a word, and the word the level") {
  CHECK(word(Level::process) == "process");
  CHECK(level("namespaces") == Level::namespaces);
  CHECK(!level("jail"));
}

}  // namespace hindcast::sandbox
