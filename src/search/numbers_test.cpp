#include "search/numbers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hindcast::search {
namespace {

std::vector<std::string> sorted(const std::vector<std::string>& texts) {
  Numbers numbers;
  for (const auto& text : texts)
    numbers.of(text);
  std::vector<std::string> out;
  for (const auto number : numbers.in_order())
    out.emplace_back(numbers.text(number));
  return out;
}

TEST_CASE("each text has one number, and they count up") {
  Numbers numbers;
  CHECK(numbers.of("queue").number == 0);
  CHECK(numbers.of("").number == 1);
  CHECK(numbers.of("lock").is_new);
  CHECK_FALSE(numbers.of("queue").is_new);
  CHECK(numbers.of("lock").number == 2);
  CHECK(numbers.text(0) == "queue");
  CHECK(numbers.text(1).empty());
  CHECK(numbers.size() == 3);
}

TEST_CASE("many texts keep their numbers while the table grows") {
  Numbers numbers;
  for (std::uint32_t i = 0; i < 10'000; ++i)
    CHECK(numbers.of("item " + std::to_string(i)).number == i);
  for (std::uint32_t i = 0; i < 10'000; ++i)
    CHECK(numbers.text(i) == "item " + std::to_string(i));
  CHECK(numbers.bytes() >= 10'000 * 6);
}

TEST_CASE("the order is that of the bytes") {
  const std::string zero("a\0", 2);
  CHECK(sorted({"b", "\xC3\xA4", "a", "", zero}) == std::vector<std::string>{"", "a", zero, "b", "\xC3\xA4"});
  // Where the beginnings are the same, and where one text is another's beginning.
  CHECK(sorted({"deployment-2", "deployment-1", "deployment"}) ==
        std::vector<std::string>{"deployment", "deployment-1", "deployment-2"});
  CHECK(sorted({"same beginning b", "same beginning a"}) ==
        std::vector<std::string>{"same beginning a", "same beginning b"});
  CHECK(sorted({}).empty());
}

TEST_CASE("texts of any length that differ late are in order") {
  std::uint32_t drawn = 7;
  const auto below = [&](std::uint32_t limit) {
    drawn = drawn * 1664525 + 1013904223;
    return (drawn >> 16) % limit;
  };
  std::vector<std::string> texts;
  for (int i = 0; i < 3'000; ++i) {
    std::string text(below(3) * 8, 's');
    for (auto letters = below(12); letters > 0; --letters)
      text += std::string_view("\0a\xFF", 3)[below(3)];
    texts.push_back(text);
  }
  auto expected = texts;
  std::sort(expected.begin(), expected.end());
  expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
  CHECK(expected.size() > 1'000);
  CHECK(sorted(texts) == expected);
}

}  // namespace
}  // namespace hindcast::search
