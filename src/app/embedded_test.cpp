#include "app/embedded.h"

#include <doctest/doctest.h>

namespace hindcast::app {
namespace {

constexpr std::string_view outer_text = R"(# How we write lessons

~~~markdown
# Lessons Learned: first launch

## Action Items

| Action | Owner | Status |
|--------|-------|--------|
| Compare the environments | QA | Todo |
~~~
)";

ReadDocument outer() {
  auto read = read_text("lessons.md", std::string(outer_text), {});
  REQUIRE(read.ok());
  return *read;
}

TEST_CASE("an embedded document is read with lines as in the file around it") {
  auto inner = read_embedded(outer(), 1, {});
  REQUIRE(inner.ok());
  CHECK(inner->document.title.text == "Lessons Learned: first launch");
  REQUIRE(inner->document.items.size() == 1);
  CHECK(inner->document.items[0].line == 10);
  CHECK(inner->document.sections.back().line == 6);
}

TEST_CASE("it yields nothing to the outer document") {
  CHECK(outer().document.items.empty());
}

TEST_CASE("a number beyond the last is refused with how many there are") {
  for (std::size_t number : {std::size_t{0}, std::size_t{2}, static_cast<std::size_t>(-1)}) {
    auto none = read_embedded(outer(), number, {});
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().message == "has one embedded document only; 'hindcast show' lists them");
  }
}

}  // namespace
}  // namespace hindcast::app
