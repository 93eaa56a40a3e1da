#include "json/json.h"

#include <doctest/doctest.h>

using namespace hindcast;

namespace {
std::string written(std::string_view value) {
  std::string out;
  json::Writer(out).text(value);
  return out;
}
}  // namespace

TEST_CASE("objects and arrays get their commas") {
  std::string out;
  json::Writer(out)
      .open_object()
      .key("a")
      .number(-7)
      .key("b")
      .open_array()
      .null()
      .boolean(true)
      .open_object()
      .close_object()
      .close_array()
      .key("c")
      .text("x")
      .close_object();
  CHECK(out == R"({"a":-7,"b":[null,true,{}],"c":"x"})");
}

TEST_CASE("text is escaped where JSON needs it and nowhere else") {
  CHECK(written("a \"b\" \\ c\n\t\x01/é 日本") == R"("a \"b\" \\ c\n\t\u0001/é 日本")");
  CHECK(written("\x7f") == R"("\u007f")");  // DEL would reach a terminal
}

TEST_CASE("control characters above ASCII are escaped as those below are") {
  CHECK(written("a\xC2\x9B"
                "31m\xC2\x85\xC2\xA0") == "\"a\\u009b31m\\u0085\xC2\xA0\"");
}

TEST_CASE("bytes that are no UTF-8 are shown as U+FFFD, one each") {
  CHECK(written("a\xff z\xe3\x81") == "\"a\uFFFD z\uFFFD\uFFFD\"");
  CHECK(written("\xed\xa0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");  // a lone surrogate
  CHECK(written("\xc0\xaf") == "\"\uFFFD\uFFFD\"");            // an overlong slash
}

TEST_CASE("a decimal has at most three digits behind its point, and none that says nothing") {
  std::string out;
  hindcast::json::Writer(out).open_array().decimal(1.23456).decimal(2).decimal(0.5).decimal(0).close_array();
  CHECK(out == "[1.235,2,0.5,0]");
}
