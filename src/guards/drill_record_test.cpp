// Lines that the command writes, among those of people.
#include "guards/drill_record.h"

#include <doctest/doctest.h>

namespace hindcast::guards {
namespace {

constexpr Timestamp nine = 1'931'072'400'000;  // 2031-03-12T09:00:00Z

std::string added(std::string_view text, std::string_view drill, const std::vector<std::string>& lines) {
  const auto result = with_drill_lines(text, drill, lines);
  return result ? result->text : "error: " + result.error().message;
}

}  // namespace

TEST_CASE("a run begins at the end of the file") {
  CHECK(
      *with_drill_begun("", "restore the shop", "Ada", nine) ==
      "# Recovery drills\n\n## 2031-03-12 restore the shop\n\n- started: 2031-03-12T09:00:00Z\n- by: Ada\n");
  CHECK(*with_drill_begun("# Ours\r\n\r\nprose", "a\n## 2031-01-01 b", "", nine) ==
        "# Ours\r\n\r\nprose\r\n\r\n## 2031-03-12 a ## 2031-01-01 b\r\n\r\n- started: "
        "2031-03-12T09:00:00Z\r\n");
  const auto twice = with_drill_begun(*with_drill_begun("", "a", "", nine), "A", "", nine);
  CHECK(twice.error().message ==
        "a run of 'A' that began on 2031-03-12T09:00:00Z is not finished; 'hindcast drill finish' ends it");
}

TEST_CASE("lines go behind the last one of their run, and nothing else changes") {
  const std::string two =
      "## 2031-03-12 a\n- started: 2031-03-12T09:00:00Z\n\n```\n# no heading\n```\n\n\n## 2031-03-13 b\n"
      "- started: 2031-03-13T09:00:00Z";
  CHECK(added(two, "a", {"step: x", "step: y\nz"}) ==
        "## 2031-03-12 a\n- started: 2031-03-12T09:00:00Z\n\n```\n# no heading\n```\n- step: x\n- step: y "
        "z\n\n\n"
        "## 2031-03-13 b\n- started: 2031-03-13T09:00:00Z");
  CHECK(added(two, "B", {"result: passed"}) == two + "\n- result: passed\n");
  CHECK(added(two, "", {"x: y"}) == "error: several drills are under way: say which one with --drill");
  CHECK(added(two, "c", {"x: y"}) == "error: no run of 'c' is under way");
  CHECK(added("## 2031-03-12 a\n- result: passed\n", "", {"x: y"}) ==
        "error: no drill is under way; 'hindcast drill start' begins one");
}

}  // namespace hindcast::guards
