#include "lint/lines.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::lint {
namespace {

// The lines of a text parted by "|"; those with a digit are in brackets.
std::string lines(std::string_view text) {
  std::string out;
  for (const auto& line : lines_of(markdown::parse(text), digits_of(text))) {
    const std::string words(text.substr(line.at.begin, line.at.end - line.at.begin));
    out += (out.empty() ? "" : "|") + (line.has_digit ? "[" + words + "]" : words);
  }
  return out;
}

}  // namespace

TEST_CASE("lines are those of paragraphs, headings and front matter, and cells") {
  CHECK(lines("# Title\n\n- one\n  two\n\n> three 3\n") == "Title|one|two|[three 3]");
  CHECK(lines("| a | b 2 |\n|---|---|\n| c | d |\n") == "a|[b 2]|c|d");
  CHECK(lines("```\ncode 1\n```\n") == "");
}

}  // namespace hindcast::lint
