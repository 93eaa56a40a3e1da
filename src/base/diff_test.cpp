#include "base/diff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace hindcast;

namespace {

// Applies a diff the way patch does, with no fuzz: `before` must be what the diff says it is.
std::string patched(std::string_view before, std::string_view diff) {
  std::string out;
  std::size_t at = 0, read = 0;
  auto next_line = [](std::string_view text, std::size_t& from) {
    std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
    std::string_view line = text.substr(from, end - from);
    from = end;
    return line;
  };
  int line_number = 1;
  while (read < diff.size()) {
    std::string_view line = next_line(diff, read);
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line.starts_with("@@ -")) {
      int begin = std::stoi(std::string(line.substr(4)));
      bool is_empty = line.substr(0, line.find(" +")).ends_with(",0");
      for (; line_number < begin + is_empty; ++line_number)
        out += next_line(before, at);
      continue;
    }
    if (diff.substr(read).starts_with("\\ No newline")) {
      next_line(diff, read);
      line.remove_suffix(1);
    }
    if (line[0] != '+') {
      CHECK(next_line(before, at) == line.substr(1));
      ++line_number;
    }
    if (line[0] != '-') out += line.substr(1);
  }
  return out.append(before.substr(at));
}

std::string hunks(std::string_view before, std::string_view after) {
  std::string diff = unified_diff("a.md", before, after);
  CHECK(patched(before, diff) == after);
  return diff.substr(std::min(diff.size(), std::string_view("--- a/a.md\n+++ b/a.md\n").size()));
}

}  // namespace

TEST_CASE("a diff names the file and shows three lines around a change") {
  CHECK(unified_diff("docs/a.md", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n") ==
        "--- a/docs/a.md\n+++ b/docs/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("equal texts have no diff") {
  CHECK(unified_diff("a.md", "same\n", "same\n").empty());
  CHECK(unified_diff("a.md", "", "").empty());
}

TEST_CASE("changes far apart are hunks of their own") {
  CHECK(hunks("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n") ==
        "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

TEST_CASE("a last line without an end is marked on the side that lacks it") {
  CHECK(hunks("a\nb", "a\nc") ==
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n");
  CHECK(hunks("a", "a\n") == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("a change of line ends alone is a change, and carriage returns are kept") {
  CHECK(hunks("a\r\nb\r\n", "a\r\nc\r\n") == "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
  CHECK(hunks("a\r\n", "a\n") == "@@ -1 +1 @@\n-a\r\n+a\n");
}

TEST_CASE("a text that appears or goes away is counted from line 0") {
  CHECK(hunks("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK(hunks("a\n", "") == "@@ -1 +0,0 @@\n-a\n");
}

TEST_CASE("a name that patch would misread is quoted") {
  CHECK(unified_diff("a\n\x01\".md", "", "x\n").starts_with("--- \"a/a\\n\\001\\\".md\"\n"));
}

TEST_CASE("beyond a thousand changed lines the middle is replaced whole") {
  std::string before = "same\n", after = "same\n";
  for (int i = 0; i < 3000; ++i) {
    before += std::to_string(i) + "\n";
    after += std::to_string(i % 3 ? -i : i) + "\n";
  }
  std::string diff = hunks(before + "end\n", after + "end\n");
  CHECK(diff.starts_with("@@ -1,3002 +1,3002 @@\n"));
}

TEST_CASE("applying a diff gives the other text, whatever the two are") {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    auto text = [&] {
      std::string out;
      for (auto lines = random() % 12; lines > 0; --lines)
        out += std::string(1, static_cast<char>('a' + random() % 3)) + (random() % 4 ? "\n" : "\r\n");
      if (random() % 3 == 0) out += "-end";
      return out;
    };
    std::string before = text(), after = text();
    (void)hunks(before, after);  // checks what applying it gives
  }
}
