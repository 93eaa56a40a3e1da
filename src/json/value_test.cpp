#include "json/value.h"

#include <doctest/doctest.h>

#include "base/text.h"

using hindcast::json::ReadLimits;
using hindcast::json::Tree;
using hindcast::json::Type;
using hindcast::json::Value;

namespace {

// Every value in its own words: objects as {key=value}, lists as [a b], strings decoded.
std::string told(Value value) {
  std::string out;
  switch (value.type()) {
    case Type::string:
      return value.text();
    case Type::array:
      for (Value member = value.first(); member; member = member.next())
        out += (out.empty() ? "" : " ") + told(member);
      return "[" + out + "]";
    case Type::object:
      for (Value member = value.first(); member; member = member.next())
        out += (out.empty() ? "" : " ") + member.key() + "=" + told(member);
      return "{" + out + "}";
    default:
      return std::string(value.raw());
  }
}

std::string read(std::string_view text, const ReadLimits& limits = {}) {
  const auto tree = Tree::read(text, limits);
  if (!tree) return tree.error().message;
  std::string out;
  for (Value value = tree->first(); value; value = value.next())
    out += (out.empty() ? "" : " | ") + told(value);
  return out;
}

}  // namespace

TEST_CASE("JSON is read as it is written") {
  CHECK(read(R"({"a":[1,-2.5e3,{}],"b":null,"c":{"d":"x"},"e":[]})") ==
        "{a=[1 -2.5e3 {}] b=null c={d=x} e=[]}");
  CHECK(read(" true ") == "true");
  CHECK(read("") == "");
  CHECK(read("\xEF\xBB\xBF[1]") == "[1]");
}

TEST_CASE("values may stand one behind the other, as in JSON Lines") {
  CHECK(read("{\"a\":1}\n{\"a\":2}\n") == "{a=1} | {a=2}");
  CHECK(read("[1][2] 3") == "[1] | [2] | 3");
}

TEST_CASE("a string says what its escapes stand for") {
  CHECK(read(R"("a\n\t\"\\\/\u00e9\u20ac")") == "a\n\t\"\\/\u00e9\u20ac");
  CHECK(read(R"("\ud83d\ude80")") == "\U0001F680");
  CHECK(read(R"("\ud83d!" "\ude80" "\ud83d\ud83d")") == "\uFFFD! | \uFFFD | \uFFFD\uFFFD");
  CHECK(Tree::read(R"("a\u0000b")")->first().text() == std::string("a\0b", 3));
  CHECK(read("\"\xff\"") == "\xff");
}

TEST_CASE("the last of equal keys counts, and what is not there may be asked") {
  const auto tree = Tree::read(R"({"a":1,"b":{"c":"x"},"a":2,"q\"":3})");
  REQUIRE(tree);
  const Value root = tree->first();
  CHECK(root["a"].integer() == 2);
  CHECK(root["q\""].integer() == 3);
  CHECK(root["b"]["c"].text() == "x");
  CHECK(root["no"]["way"].first().next().text().empty());
  CHECK(root["b"]["c"]["d"].type() == Type::nothing);
}

TEST_CASE("a number is whole and fits, or it is no integer") {
  const auto number = [](std::string_view text) { return Tree::read(text)->first().integer(); };
  CHECK(number("-9223372036854775808") == INT64_MIN);
  CHECK_FALSE(number("9223372036854775808"));
  CHECK_FALSE(number("1e3"));
  CHECK_FALSE(number("\"1\""));
}

TEST_CASE("what is no JSON is said with its place") {
  CHECK(read("{\"a\":1,\n \"b\" 2}") == "line 2, column 6: a colon is missing behind the key");
  CHECK(read("[1 2]") == "line 1, column 4: a comma or ']' is missing");
  CHECK(read("[1,]") == "line 1, column 4: a value is missing");
  CHECK(read("{\"a\":1,}") == "line 1, column 8: a key in double quotes is missing");
  CHECK(read("{a:1}") == "line 1, column 2: a key in double quotes is missing");
  CHECK(read("[1") == "line 1, column 3: the text ends inside of a list that began before");
  CHECK(read("\"a") == "line 1, column 3: the text ends inside of a string");
  CHECK(read("\"\\x\"") == "line 1, column 2: no such escape in a string");
  CHECK(read("\"\\u12g4\"") == "line 1, column 6: four hexadecimal digits are missing behind \\u");
  CHECK(read("\"a\nb\"") == "line 1, column 3: a control character in a string");
  CHECK(read("[01]") == "line 1, column 4: no number");
  CHECK(read("[-]") == "line 1, column 3: no number");
  CHECK(read("]") == "line 1, column 1: a value is missing");
  CHECK(read("\xFF\xFE[\0") == "is UTF-16; save it as UTF-8");
}

TEST_CASE("depth and number of values have limits") {
  CHECK(read("[[[1]]]", {.depth_max = 3}) == "[[[1]]]");
  CHECK(read("[[[[1]]]]", {.depth_max = 3}) == "line 1, column 4: more than 3 lists in each other");
  CHECK(read("[1,2,3]", {.values_max = 3}) == "line 1, column 6: more than 3 values");
  CHECK(read(std::string(1'000'000, '[')) == "line 1, column 65: more than 64 lists in each other");
}

TEST_CASE("a value knows its line") {
  const auto tree = Tree::read("{\"a\":\n 1,\n\"b\":2}");
  CHECK(tree->first()["a"].line() == 2);
  CHECK(tree->first()["b"].line() == 3);
}
