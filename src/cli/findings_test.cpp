#include "cli/findings.h"

#include <doctest/doctest.h>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

// The excerpt of the first line that holds `mark`.
std::string around(std::string_view text, std::string_view mark, int columns = 60) {
  const auto begin = static_cast<std::uint32_t>(text.find(mark));
  diag::Places places(text);
  const Span span{begin, begin + static_cast<std::uint32_t>(mark.size())};
  const auto place = places.of(span);
  Style style;
  style.columns = columns;
  return excerpt(text, place.first_line, span, place.line, style);
}

TEST_CASE("the marks stand below the marked words") {
  CHECK(around("one two three", "two") ==
        "   1 | one two three\n"
        "     |     ^~~\n");
}

TEST_CASE("wide characters take two columns, combining marks none") {
  CHECK(around("日本 🦊 x", "x") ==
        "   1 | 日本 🦊 x\n"
        "     |         ^\n");
  CHECK(around("a\xCC\x81"
               "bc x",
               "x") ==
        "   1 | a\xCC\x81"
        "bc x\n"
        "     |     ^\n");
}

TEST_CASE("a tab goes to the next multiple of four") {
  CHECK(around("\tab\tx", "x") ==
        "   1 |     ab  x\n"
        "     |         ^\n");
}

TEST_CASE("control characters are shown as signs and take the place of one") {
  CHECK(around("a\x1b[31m x", "x") ==
        "   1 | a␛[31m x\n"
        "     |        ^\n");
}

TEST_CASE("a long line is cut around the mark, and a long mark at the page's end") {
  CHECK(around(std::string(100, 'a') + " mark " + std::string(100, 'b'), "mark", 40) ==
        "   1 | …aaaaaa mark bbbbbbbbbbbbbbbbbbb…\n"
        "     |         ^~~~\n");
  CHECK(around("m" + std::string(100, 'a'), "m" + std::string(100, 'a'), 20) ==
        "   1 | maaaaaaaaaaa…\n"
        "     | ^~~~~~~~~~~~~\n");
}

TEST_CASE("an excerpt fits the page, whatever the line") {
  const std::string_view texts[] = {
      "🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊", "\t\t\t\t\t\tx", "\xFF\xFE\xFD", "",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
  for (const auto text : texts)
    for (std::uint32_t begin = 0; begin <= text.size(); ++begin)
      for (int columns = 20; columns < 50; columns += 7) {
        Style style;
        style.columns = columns;
        diag::Places places(text);
        const Span span{begin, static_cast<std::uint32_t>(text.size())};
        const auto shown = excerpt(text, places.of(span).first_line, span, 1, style);
        const auto end = shown.find('\n');
        CHECK(columns_of(shown.substr(0, end)) <= columns);
        CHECK(columns_of(shown.substr(end + 1, shown.size() - end - 2)) <= columns);
      }
}

TEST_CASE("the closing line counts what there is and what does not count") {
  diag::Totals totals;
  totals.documents = 12;
  CHECK(totals_text(totals, 0, {}) == "No findings in 12 documents.\n");
  totals.by_severity = {0, 2, 3, 1};
  totals.suppressed = 4;
  totals.baselined = 10;
  totals.fixable = 1;
  CHECK(totals_text(totals, 2, {}) ==
        "6 findings in 2 of 12 documents: 1 error, 3 warnings, 2 hints.\n"
        "Not counted: 4 suppressed by comments, 10 in the baseline. 1 finding can be\n"
        "mended with --fix.\n");
}

}  // namespace
}  // namespace hindcast::cli
