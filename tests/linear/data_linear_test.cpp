// Doubles hostile JSON, YAML, TOML and dotenv and compares the counted work of reading them.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "data/data.h"
#include "linear/counted_work.h"
#include "linear/shape.h"

namespace hindcast::linear {
namespace {

constexpr double ratio_max = 2.5;
constexpr std::size_t base_bytes = 16 << 10;

using Read = Result<data::Value> (*)(std::string_view, const data::Limits&);

Result<data::Value> read_toml(std::string_view text, const data::Limits& limits) {
  return data::read_toml(text, limits);
}

// Of what is read, and of what is refused.
const std::vector<Shape> json_shapes = {
    of("numbers", "1,", "[", "1]"),
    of("brackets", "["),
    of("escapes", "\\u00e4", "\"", "\""),
    of("one key", "\"a\":1,", "{", "\"a\":1}"),
    numbered("keys", "\"", "\":[{}],", "{"),
    of("lines", "\n"),
    of("nested lists", "[[[[]]]],", "[", "0]"),
};
const std::vector<Shape> yaml_shapes = {
    of("dashes", "- a\n"),
    of("dashes in a line", "- "),
    numbered("keys", "k", ": v\n"),
    of("one key", "k: v\n"),
    of("flow", "a, ", "[", "]"),
    of("flow maps", "{a: 1}, ", "[", "]"),
    of("aliases", "- *a\n", "- &a {x: [1, 2]}\n"),
    of("merges", "- {<<: *a, y: 2}\n", "- &a {x: 1}\n"),
    of("merges of one map", "  <<: *a\n", "a: &a {x: 1}\nb:\n"),
    of("documents", "---\na\n"),
    of("a block", "  x\n", "a: |\n"),
    of("a folded block", "  x\n\n", "a: >\n"),
    of("one quote", "x\\n", "\"", "\""),
    of("a plain text of many lines", "  x\n", "a: x\n"),
    of("comments", "# x\n"),
    of("anchors", "- &a x\n"),
    of("quotes", "''", "'", "'"),
    of("open brackets", "["),
    of("question marks", "? "),
};
const std::vector<Shape> toml_shapes = {
    numbered("keys", "k", " = 'v'\n"),
    numbered("tables", "[t", "]\na = 1\n"),
    of("tables in a list", "[[t]]\na = 1\n"),
    of("numbers on a line", "1.10, ", "a = [", "]\n"),
    of("lines of a list", "1.5,\n", "a = [", "]\n"),
    of("one long text", "x\n", "a = '''", "'''\n"),
    of("comments", "# x\n"),
    of("brackets", "["),
};
const std::vector<Shape> dotenv_shapes = {
    of("pairs", "A=1\n"),
    of("one text", "x\n", "A=\"", "\"\n"),
    of("escapes", "\\n", "A=\"", "\"\n"),
    of("comments", "# x\n"),
    of("blanks", " "),
    of("hashes", "#", "A="),
};

std::uint64_t cost(Read read, const std::string& text) {
  const auto before = counted::work();
  (void)read(text, {});
  return counted::work() - before;
}

void check(const char* format, Read read, const std::vector<Shape>& shapes) {
  for (const Shape& shape : shapes) {
    const std::string what = std::string(format) + ": " + shape.name;
    CAPTURE(what);
    const auto small = cost(read, shape.make(base_bytes)), large = cost(read, shape.make(2 * base_bytes));
    CHECK(static_cast<double>(large) <= ratio_max * static_cast<double>(small));
  }
}

// Looks a value up for each value: what a reader that checks for keys that stand twice may do.
Result<data::Value> read_again_and_again(std::string_view text, const data::Limits& limits) {
  auto all = data::read_dotenv(text, limits);
  for (std::size_t i = 0; all && i < all->members.size(); ++i)
    if (all->find("never") != nullptr) break;
  return all;
}

}  // namespace

TEST_CASE("twice the data is at most two and a half times the work, whatever its shape") {
  check("JSON", data::read_json, json_shapes);
  check("YAML", data::read_yaml, yaml_shapes);
  check("TOML", read_toml, toml_shapes);
  check("dotenv", data::read_dotenv, dotenv_shapes);
}

TEST_CASE("a reader of data that looks again for each value would be seen") {
  const Shape pairs = of("pairs", "A=1\n");
  CHECK(static_cast<double>(cost(read_again_and_again, pairs.make(2 * base_bytes))) >
        ratio_max * static_cast<double>(cost(read_again_and_again, pairs.make(base_bytes))));
}

}  // namespace hindcast::linear
