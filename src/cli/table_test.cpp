#include "cli/table.h"

#include <doctest/doctest.h>

namespace hindcast::cli {
namespace {

std::string drawn(int columns, const std::vector<Row>& rows) {
  static const std::vector<Column> head = {
      {"due"}, {"age", true}, {"owner", false, false, 6}, {"text", false, true}};
  auto set = table(head, rows, 10, {.columns = columns});
  return set ? "\n" + without_trailing_spaces(*set) : "does not fit";
}

const std::vector<Row> two = {
    {{{"2024-03-01"}, {"9 d"}, {"Ada"}, {"Alert before the certificate runs out"}}, {"a.md:12"}},
    {{{""}, {"120 d"}, {"Grace Example"}, {"短い"}}, {}},
};

TEST_CASE("the flexible column takes what the others leave and wraps") {
  CHECK(drawn(60, two) == R"(
due           age  owner   text
2024-03-01    9 d  Ada     Alert before the certificate runs
                           out
                           a.md:12
            120 d  Grace   短い
                   Exampl
                   e
)");
}

TEST_CASE("a column without a text is left out") {
  CHECK(drawn(30, {{{{""}, {"9 d"}, {""}, {"Alert"}}, {}}}) == R"(
age  text
9 d  Alert
)");
}

TEST_CASE("a page that leaves the text no room gets no table") {
  CHECK(drawn(32, two) == "does not fit");
}

TEST_CASE("a long line below moves to the left and is never broken") {
  CHECK(drawn(20, {{{{""}, {"9 d"}, {""}, {"Alert"}}, {"a/long/path.md:7"}}}) == R"(
age  text
9 d  Alert
    a/long/path.md:7
)");
}

}  // namespace
}  // namespace hindcast::cli
