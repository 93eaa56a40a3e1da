#include "data/data.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::data {
namespace {

// A value as one line: tables in braces, lists in brackets, texts in quotes, all else bare.
std::string shown(const Value& value) {
  if (value.type == Type::null) return "null";
  if (value.is_text()) return "'" + value.text + "'";
  if (value.is_scalar()) return value.text;
  std::string out;
  for (const Value& member : value.members)
    out.append(out.empty() ? "" : ", ")
        .append(value.is_table() ? member.key + ": " : std::string())
        .append(shown(member));
  return (value.is_table() ? "{" : "[") + out + (value.is_table() ? "}" : "]");
}

std::string shown(const Result<Value>& value) {
  return value ? shown(*value) : value.error().message;
}
std::string json(std::string_view text) {
  return shown(read_json(text));
}
std::string yaml(std::string_view text) {
  return shown(read_yaml(text));
}
std::string toml(std::string_view text) {
  return shown(read_toml(text));
}
std::string dotenv(std::string_view text) {
  return shown(read_dotenv(text));
}

// "key@line:column" of every member, the outermost first.
std::string places(const Result<Value>& value) {
  REQUIRE(value.ok());
  std::string out;
  std::vector<const Value*> open = {&*value};
  for (std::size_t i = 0; i < open.size(); ++i)
    for (const Value& member : open[i]->members) {
      out.append(member.key).append("@").append(std::to_string(member.line)).append(":");
      out.append(std::to_string(member.column)).append(" ");
      open.push_back(&member);
    }
  return out;
}

}  // namespace

TEST_CASE("JSON is read with the lines of its values") {
  CHECK(json(R"({"a": [1, -2.50, true, null], "b": {"c": "x\ny"}})") ==
        "{a: [1, -2.50, true, null], b: {c: 'x\ny'}}");
  CHECK(places(read_json("{\n \"a\": 1,\n \"b\":\n  [2]}")) == "a@2:7 b@4:3 @4:4 ");
  CHECK(json("{\"a\": 1, \"a\": 2}") == "{a: 1, a: 2}");
  CHECK(read_json("{\"a\": 1, \"a\": 2}")->find("a")->text == "2");
}

TEST_CASE("what is no JSON says on which line") {
  CHECK(json("{\"a\": 1,\n \"b\" 2}") == "line 2: a colon is missing behind the key");
  CHECK(json("1 \n 2") == "line 2: more stands behind the value");
  CHECK(json(" \n") == "line 1: the file is empty");
  CHECK(json("\xFF\xFE{") == "line 1: the file is UTF-16; save it as UTF-8");
  CHECK(json(std::string(65, '[')).starts_with("line 1: more than 64 "));
  CHECK(shown(read_json("[1, 2, 3]", {100, 64, 3})) == "line 1: more than 3 values");
  CHECK(shown(read_json("[1, 2, 3]", {8, 64, 9})) == "line 1: the file is larger than 8 bytes");
}

TEST_CASE("YAML is a list of documents") {
  CHECK(yaml("a: 1\nb: [x, 'y']\n") == "[{a: 1, b: ['x', 'y']}]");
  CHECK(yaml("a: 1\n---\nb: 2\n...\n") == "[{a: 1}, {b: 2}]");
  CHECK(yaml("# only a comment\n") == "[]");
  CHECK(yaml("") == "[]");
  CHECK(yaml("---\n---\na") == "[null, 'a']");
}

TEST_CASE("bare words of YAML are typed as YAML 1.2 does, quoted ones are texts") {
  CHECK(yaml("[1, 0x1F, -1.5e3, .5, 1.10, 1.2.3, ~, null, True, yes, on, '1', \"true\", !!str 5, ]")
            .find("[1, 0x1F, -1.5e3, .5, 1.10, '1.2.3', null, null, true, 'yes', 'on', '1', 'true', '5'") ==
        1);
  CHECK(yaml("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == "[{a: 'one\ntwo\n', b: 'one two'}]");
  CHECK(*read_yaml("0x1F")->members[0].integer() == 31);
  CHECK(*read_yaml("1.10")->members[0].number() == 1.10);
  CHECK(!read_yaml(".inf")->members[0].number());
}

TEST_CASE("keys of YAML know where they stand, also those that stand twice") {
  CHECK(places(read_yaml("a:\n  b: 1\n  b: 2\n")) == "@1:1 a@2:3 b@2:6 b@3:6 ");
  CHECK(read_yaml("a:\n  b: 1\n")->members[0].find("a")->key_line == 1);
}

TEST_CASE("a tab where YAML allows none is no crash") {
  for (const std::string_view text : {"3k:\n? Inf:\t:\x04", "? a:\t- b\n", "?\n a: \t ? b\n", "? a:\t:b\n"}) {
    CAPTURE(text);
    const auto read = read_yaml(text);
    REQUIRE(!read.ok());
    CHECK(read.error().message.find("holds a tab before a '-', ':' or '?'") != std::string::npos);
  }
  CHECK(read_yaml("a:\t-5\n").ok());
  CHECK(read_yaml("? a\n:\tb\n").ok());
}

TEST_CASE("an alias stands for what its anchor names") {
  CHECK(yaml("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n") == "[{a: {b: 1}, c: {b: 1}, d: [{b: 1}, {b: 1}]}]");
  CHECK(yaml("a: &x 1\nb: &x 2\nc: *x\n") == "[{a: 1, b: 2, c: 2}]");
  CHECK(yaml("a: *x\n").starts_with("line 1: "));
  CHECK(yaml("a: &x [*x]\n") == "line 1: an alias of what it stands in");
  CHECK(yaml("a: &x 1\n---\nb: *x\n").starts_with("line 3: "));
}

TEST_CASE("merge keys give way to what they name, and the map's own keys win") {
  CHECK(yaml("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\n") == "[{base: {x: 1, y: 2}, use: {x: 1, y: 3}}]");
  CHECK(yaml("a: &a {x: 1}\nb: &b {x: 2, z: 3}\nuse:\n  <<: [*a, *b]\n") ==
        "[{a: {x: 1}, b: {x: 2, z: 3}, use: {x: 1, z: 3}}]");
  CHECK(yaml("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n") ==
        "[{a: {x: 1}, b: {x: 1, y: 2}, c: {x: 1, y: 2}}]");
  CHECK(yaml("'<<': 5\n") == "[{<<: 5}]");
}

TEST_CASE("a bomb of aliases is refused before it goes off") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const auto name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [";
    for (int k = 0; k < 9; ++k)
      bomb.append(k == 0 ? "*a" : ", *a").append(std::to_string(i - 1));
    bomb += "]\n";
  }
  CHECK(yaml(bomb) == "line 1: more than 2000000 values");
  std::string wide = "a: &a " + std::string(1 << 20, 'x') + "\nb: [";
  for (int i = 0; i < 100; ++i)
    wide += "*a, ";
  CHECK(yaml(wide + "]\n") == "line 1: aliases stand for too much text");
  CHECK(yaml(std::string(70, '[')).starts_with("line 1: "));
}

TEST_CASE("what is no YAML says on which line") {
  CHECK(yaml("a:\n\tb: 2\n") == "line 2: is no YAML: tab character may not be used as indentation");
  CHECK(yaml("a: [1, 2\n").starts_with("line "));
  CHECK(yaml("a: 1\nb: \xFF\n") == "line 2: is no YAML: it is not written in UTF-8");
  CHECK(yaml("%YAML 1.2\n---\na") == "['a']");
  CHECK(yaml("%Y\xC3\xA4,") == "line 1: a directive other than '%YAML 1.2' is not supported");
  CHECK(yaml("? [a]\n: 1\n") == "line 1: a list or a table as a key is not supported");
}

TEST_CASE("TOML is read with dates, and with versions as they were written") {
  CHECK(toml("a = 1\nb = [1.10, 'x', true]\n[c]\nd = 2026-01-31\ne = 07:32:00\nf = "
             "1979-05-27T00:32:00.5-07:00\n") ==
        "{a: 1, b: [1.10, 'x', true], c: {d: 2026-01-31, e: 07:32:00, f: 1979-05-27T00:32:00.5-07:00}}");
  CHECK(places(read_toml("a = 1\n[b]\n  c = ['\xC3\xA4', 2.50]\n")) == "a@1:5 b@2:1 c@3:7 @3:8 @3:13 ");
  CHECK(toml("'\xC3\xA4' = ['\xC3\xA4', 2.50]\n") == "{\xC3\xA4: ['\xC3\xA4', 2.50]}");
  CHECK(toml("a = \"\"\"one\n[=\ntw\xC3\xB6 \"quoted\"\"\"\"\nb = '''\n[='''\n") ==
        "{a: 'one\n[=\ntw\xC3\xB6 \"quoted\"', b: '[='}");
  CHECK(toml("a = [\n [1],\n [],\n]\n") == "{a: [[1], []]}");
}

TEST_CASE("what is no TOML says on which line") {
  CHECK(toml("a = 1\nb = \n").starts_with("line 2: is no TOML: "));
  CHECK(toml("a = 'x\n") == "line 1: a quote is not closed on its line");
  CHECK(toml("\na = '''x\n") == "line 2: a quote is not closed");
  CHECK(toml("a = 1\n[=\n") == "line 2: is no TOML: a table needs a name after its bracket");
  CHECK(toml("a = " + std::string(70, '[')).starts_with("line 1: "));
}

TEST_CASE("lines of KEY=value are a table of texts") {
  CHECK(dotenv("A=1\nexport B = two words # why\n# C=3\nD=\n\nE='a # b'\n") ==
        "{A: '1', B: 'two words', D: '', E: 'a # b'}");
  CHECK(dotenv("A=\"x\\ny\\\"z\\\\ \\d\"\nB='x\\n'\nC=$HOME/a#b\n") ==
        "{A: 'x\ny\"z\\ \\d', B: 'x\\n', C: '$HOME/a#b'}");
  CHECK(dotenv("A=\"one\ntwo\"\nB=3\r\n") == "{A: 'one\ntwo', B: '3'}");
  CHECK(dotenv("A=1\nA=2\n") == "{A: '1', A: '2'}");
  CHECK(dotenv("\xEF\xBB\xBF"
               "A=1") == "{A: '1'}");
  CHECK(places(read_dotenv("A=1\nB='x\ny'\nC=2\n")) == "A@1:3 B@2:3 C@4:3 ");
}

TEST_CASE("what is no line of KEY=value says on which line") {
  CHECK(dotenv("A=1\nwhat is this\n") == "line 2: no '=' stands behind the key");
  CHECK(dotenv("A=1\nB=\"x\n") == "line 2: a quote is not closed");
  CHECK(dotenv("=1") == "line 1: a key is missing; it is made of letters, digits and '_'");
  CHECK(dotenv("A='x' y") == "line 1: more stands behind the closing quote");
}

TEST_CASE("the reader is chosen by the name of the file") {
  CHECK(format_of("a/b.yml") == Format::yaml);
  CHECK(format_of(".env.production") == Format::dotenv);
  CHECK(format_of("staging.env") == Format::dotenv);
  CHECK(!format_of("a.json/b"));
  CHECK(shown(read_file_text("a.yaml", "a: 1")) == "{a: 1}");
  CHECK(shown(read_file_text("a.yaml", "")) == "null");
  CHECK(shown(read_file_text("a.yaml", "a\n---\nb")) == "['a', 'b']");
  CHECK(shown(read_file_text("a.txt", "")) == "'a.txt' has the name of no JSON, YAML, TOML or .env file");
}

TEST_CASE("members are found by name and by path, the last of several") {
  const auto value = *read_json(R"({"a": {"b": {"c": 1}}, "d.e": 2, "a": {"b": 3}})");
  CHECK(value.at("a.b")->text == "3");
  CHECK(value.at("a.b.c") == nullptr);
  CHECK(value.at("d.e") == nullptr);
  CHECK(value.find("d.e")->text == "2");
}

}  // namespace hindcast::data
