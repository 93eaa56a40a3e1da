#include "gate/ticked.h"

#include <doctest/doctest.h>

namespace hindcast::gate {
namespace {

facts::Section section(std::string title, std::uint32_t line, std::uint32_t end_line) {
  facts::Section made;
  made.title = std::move(title);
  made.line = line;
  made.end_line = end_line;
  return made;
}

}  // namespace

TEST_CASE("the innermost section of a line is found downwards and upwards") {
  facts::Document document;
  document.sections = {section("A", 1, 20), section("B", 3, 8), section("C", 5, 8), section("D", 12, 15)};
  Sections sections(document);
  const auto at = [&](std::uint32_t line) {
    const auto* found = sections.innermost(line);
    return found == nullptr ? std::string() : found->title;
  };
  CHECK(at(1) == "A");
  CHECK(at(5) == "C");
  CHECK(sections.open().size() == 3);
  CHECK(at(10) == "A");
  CHECK(at(14) == "D");
  CHECK(at(4) == "B");
  CHECK(at(30) == "");
  CHECK(at(20) == "A");
}

}  // namespace hindcast::gate
