#include "base/plain.h"

#include <doctest/doctest.h>

#include "base/letters.h"

using namespace hindcast;

TEST_CASE("what stands on one line can do nothing to the lines around it") {
  CHECK(one_line("  a \t b\r\n\nc ") == "a b c");
  CHECK(one_line("a\x1b[31mb\x7f") == "a [31mb");
  CHECK(one_line("a\xE2\x80\xAE"
                 "b\xE2\x81\xA6"
                 "c\xE2\x80\xA8"
                 "d\xC2\x85") == "a b c d");
  CHECK(one_line("Zo\xC3\xAB \xE2\x80\x94 \xE9\x9A\x9C") == "Zo\xC3\xAB \xE2\x80\x94 \xE9\x9A\x9C");
  CHECK(one_line("a\xff") == "a\xEF\xBF\xBD");
  CHECK(one_line("\n\n").empty());
  CHECK(one_line("abcdef", 3) == "abc");
}

TEST_CASE("what stands in quotes ends where it should") {
  CHECK(in_quotes("orders") == "\"orders\"");
  CHECK(in_quotes("a\nb") == "\"a b\"");
  CHECK(in_quotes("a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
}

TEST_CASE("one is one, and none are many") {
  CHECK(counted(0, "file") == "0 files");
  CHECK(counted(1, "file") == "1 file");
  CHECK(counted(2, "file") == "2 files");
}

TEST_CASE("letter case does not hide a part of a text") {
  CHECK(holds("The TILL stood still", "till"));
  CHECK(holds("till", "TILL"));
  CHECK(holds("till", ""));
  CHECK_FALSE(holds("till", "tills"));
}
