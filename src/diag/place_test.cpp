#include "diag/place.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::diag {
namespace {

// "line:column-end_line:end_column" of the first `word` in `text`.
std::string place_of(std::string_view text, std::string_view word) {
  const auto begin = static_cast<std::uint32_t>(text.find(word));
  Places places(text);
  const auto at = places.of({begin, begin + static_cast<std::uint32_t>(word.size())});
  return std::to_string(at.line) + ":" + std::to_string(at.column) + "-" + std::to_string(at.end_line) + ":" +
         std::to_string(at.end_column);
}

TEST_CASE("lines and columns count from 1, and the end is behind the last character") {
  CHECK(place_of("one two\nthree", "two") == "1:5-1:8");
  CHECK(place_of("one two\nthree", "three") == "2:1-2:6");
}

TEST_CASE("columns count characters, not bytes, and a broken byte is one") {
  CHECK(place_of("日本 ✓ x", "x") == "1:6-1:7");
  CHECK(place_of("\xFF\xFE x", "x") == "1:4-1:5");
}

TEST_CASE("a line ends at LF, CRLF or CR") {
  CHECK(place_of("a\r\nb\rc\nd", "b") == "2:1-2:2");
  CHECK(place_of("a\r\nb\rc\nd", "c") == "3:1-3:2");
  CHECK(place_of("a\r\nb\rc\nd", "d") == "4:1-4:2");
}

TEST_CASE("a span that takes its line end with it ends before it") {
  CHECK(place_of("one\r\ntwo", "one\r\n") == "1:1-1:4");
}

TEST_CASE("places are the same in whatever order they are asked for") {
  const std::string text = "äbc def\nghi";
  Places forth(text), back(text);
  const Span spans[] = {{0, 2}, {0, 8}, {3, 4}, {5, 8}, {9, 12}};
  std::vector<Place> first, second;
  for (std::size_t i = 0; i < 5; ++i)
    first.push_back(forth.of(spans[i]));
  for (std::size_t i = 5; i-- > 0;)
    second.insert(second.begin(), back.of(spans[i]));
  const bool same = first == second;
  CHECK(same);
}

}  // namespace
}  // namespace hindcast::diag
