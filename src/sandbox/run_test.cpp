#include <doctest/doctest.h>

#include "sandbox/sandbox.h"

namespace hindcast::sandbox {

// This program's main is doctest's: started as the stage it would run these tests again.
TEST_CASE("a program whose main does not ask for the stage starts itself once and no more") {
  Request request;
  request.command = {"true"};
  request.folder = "/";
  const auto outcome = run(request);
  CHECK(outcome.end == End::refused);
  CHECK(outcome.level == Level::none);
  CHECK(outcome.why != "");
}

TEST_CASE("a command and an absolute folder are asked for") {
  CHECK(run({}).why == "a command and an absolute folder are needed");
}

}  // namespace hindcast::sandbox
