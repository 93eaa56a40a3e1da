#include "lint/marks.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::lint {
namespace {

// The marked bytes of a text, the others as dots.
std::string marked(std::string_view text, const Marks& marks) {
  std::string out(text.size(), '.');
  const auto size = static_cast<std::uint32_t>(text.size());
  for (auto at = marks.next(0, size); at < size; at = marks.next(at + 1, size))
    out[at] = text[at];
  return out;
}

}  // namespace

TEST_CASE("digits are marked wherever they stand") {
  const std::string_view text = "at 09:15, /0:9/ \xB2\xB9 and ¹²³ in 2031";
  CHECK(marked(text, digits_of(text)) == "...09.15...0.9...................2031");
  CHECK(marked("", digits_of("")) == "");
}

TEST_CASE("digits are marked across the steps of a long text") {
  for (std::size_t before = 0; before < 200; ++before) {
    const auto text = std::string(before, 'x') + "7" + std::string(70, 'y');
    CHECK(digits_of(text).next(0, static_cast<std::uint32_t>(text.size())) == before);
  }
}

TEST_CASE("a walk goes on where it is told to") {
  const auto marks = digits_of("1 2 3 4");
  Marks::Walk walk(marks, 1, 7);
  CHECK(walk.next() == 2);
  walk.skip_to(5);
  CHECK(walk.next() == 6);
  CHECK(walk.next() == 7);
  walk.skip_to(70);
  CHECK(walk.next() == 7);
}

TEST_CASE("a span without a mark has its end as the next one") {
  const auto marks = digits_of("abc 12");
  CHECK(marks.next(0, 4) == 4);
  CHECK_FALSE(marks.any({0, 4}));
  CHECK(marks.any({0, 5}));
  CHECK_FALSE(marks.any({5, 5}));
}

TEST_CASE("words are marked at their beginnings, and signs that lead past prose") {
  const auto look = [](std::string_view text) { return marked(text, word_marks_of(text)); };
  CHECK(look("Don't say \"it's\" (so) `x`") == "D.....s...\"i...\"..s...`x`");
  CHECK(look("[a](b) <c> http://d") == ".a].b..<c>.h...:..d");
  CHECK(look(std::string(63, '-') + "word") == std::string(63, '.') + "w...");
  CHECK(look(std::string(62, '-') + "word") == std::string(62, '.') + "w...");
}

}  // namespace hindcast::lint
