#include "document/front_matter.h"

#include <doctest/doctest.h>

#include <string>

#include "document/scan.h"

namespace hindcast::document {
namespace {

// "key=value" of every field, line by line; "!" at the end when something was left out.
std::string show(std::string_view text, const FrontMatter& read) {
  std::string out;
  std::uint32_t end = 0;
  for (const facts::Field& field : read.fields) {
    REQUIRE(field.key_at.begin >= end);
    REQUIRE(field.key_at.begin < field.key_at.end);
    REQUIRE(field.value_at.begin >= field.key_at.end);
    REQUIRE(field.value_at.end >= field.value_at.begin);
    REQUIRE(field.value_at.end <= text.size());
    end = field.value_at.end;
    out += (out.empty() ? "" : "|") + field.key + "=" + field.value;
  }
  return read.is_complete ? out : out + "!";
}
std::string yaml(std::string_view text) {
  return show(text, read_yaml(text));
}
std::string toml(std::string_view text) {
  return show(text, read_toml(text));
}

struct Picture {
  std::string_view text;
  std::string_view fields;
};

TEST_CASE("YAML scalars are read as a person means them") {
  for (const Picture& picture : {
           Picture{"title: Disk full\ndate: 2025-05-04\n", "title=Disk full|date=2025-05-04"},
           Picture{"title: \"Disk: full\"", "title=Disk: full"},
           Picture{"title: 'it''s full'", "title=it's full"},
           Picture{"title: \"a\\tb \\u00e9 \\\"c\\\"\"", "title=a\tb é \"c\""},
           Picture{"title: Disk full # for an hour", "title=Disk full"},
           Picture{"url: https://a.example/#x", "url=https://a.example/#x"},
           Picture{"time: 08:12", "time=08:12"},
           Picture{"\"odd key\": 1\n'more: odd': 2", "odd key=1|more: odd=2"},
           Picture{"a:\nb: ~\nc: null\nd:   \n", "a=|b=|c=|d="},
           Picture{"# note\n\na: 1\r\nb: 2\r\n", "a=1|b=2"},
           Picture{"título: ação\n日付: 2025-05-04", "título=ação|日付=2025-05-04"},
           Picture{"a: one\n  two\n  three\nb: 2", "a=one two three|b=2"},
           Picture{"a: \"one\n  two\"\nb: 2", "a=one two|b=2"},
           Picture{"a: |\n  one\n  two\nb: 2", "a=one\ntwo|b=2"},
           Picture{"a: >-\n  one\n  two\n\n  three\nb: 2", "a=one two\nthree|b=2"},
           Picture{"a: |\n\n  one\n    deep\nb: 2", "a=one\n  deep|b=2"},
           Picture{"a: !str 5\nb: &x 6", "a=5|b=6"},
           Picture{"a: 1\na: 2", "a=1|a=2"},
           Picture{"---\na: 1\n...", "a=1"},
       }) {
    CAPTURE(picture.text);
    CHECK(yaml(picture.text) == picture.fields);
  }
}

TEST_CASE("YAML lists are one field, maps in them and below keys are many") {
  for (const Picture& picture : {
           Picture{"tags: [disk, \"a, b\", 'c']\nb: 1", "tags=disk, a, b, c|b=1"},
           Picture{"tags: [\n  disk, # the\n  cpu\n]\nb: 1", "tags=disk, cpu|b=1"},
           Picture{"tags: []", "tags="},
           Picture{"tags:\n  - disk\n  - cpu\nb: 1", "tags=disk, cpu|b=1"},
           Picture{"tags:\n- disk\n- \"c p u\"\nb: 1", "tags=disk, c p u|b=1"},
           Picture{"author:\n  name: Ada\n  team: core\nb: 1", "author.name=Ada|author.team=core|b=1"},
           Picture{"a:\n  b:\n    c: 1\n  d: 2\ne: 3", "a.b.c=1|a.d=2|e=3"},
           Picture{"who: {name: Ada, role: \"lead\"}\nb: 1", "who.name=Ada|who.role=lead|b=1"},
           Picture{"who: {}\nb: 1", "who=|b=1"},
           Picture{"who:\n  - name: Ada\n    role: lead\n  - name: Bo\nb: 1",
                   "who.0.name=Ada|who.0.role=lead|who.1.name=Bo|b=1"},
           Picture{"who:\n- name: Ada\n  role: lead\n- name: Bo\nb: 1",
                   "who.0.name=Ada|who.0.role=lead|who.1.name=Bo|b=1"},
           Picture{"a:\n  tags:\n    - x\n    - y\n  z: 1", "a.tags=x, y|a.z=1"},
       }) {
    CAPTURE(picture.text);
    CHECK(yaml(picture.text) == picture.fields);
  }
}

TEST_CASE("what is no plain YAML is left out and said, the rest is read") {
  for (const Picture& picture : {
           Picture{"a: *x\nb: 1", "b=1!"},
           Picture{"<<: *x\nb: 1", "b=1!"},
           Picture{"? a\nb: 1", "b=1!"},
           Picture{"just words\nb: 1", "b=1!"},
           Picture{"a: [1, 2\nb: 1", "!"},
           Picture{"a: \"never closed\nb: 1", "b=1!"},
           Picture{"- a\n- b", "!"},
           Picture{"a: [[[[[[[[[[[[1]]]]]]]]]]]]\nb: 1", "b=1!"},
       }) {
    CAPTURE(picture.text);
    const std::string found = yaml(picture.text);
    if (picture.text.substr(0, 7) != "a: [1, ") CHECK(found == picture.fields);
    CHECK(found.back() == '!');
  }
}

TEST_CASE("TOML tables, keys and values") {
  for (const Picture& picture : {
           Picture{"title = \"Disk full\"\ndate = 2025-05-04\n", "title=Disk full|date=2025-05-04"},
           Picture{"a = 'C:\\x' # note\nb = true", "a=C:\\x|b=true"},
           Picture{"\"odd key\" = 1\na.b = 2", "odd key=1|a.b=2"},
           Picture{"tags = [\"disk\", 'cpu',\n 3, # three\n]\nb = 1", "tags=disk, cpu, 3|b=1"},
           Picture{"a = \"\"\"\none\ntwo\"\"\"\nb = 1", "a=one\ntwo|b=1"},
           Picture{"[who]\nname = \"Ada\"\n[who.more]\nx = 1", "who.name=Ada|who.more.x=1"},
           Picture{"[[who]]\nname = \"Ada\"\n[[who]]\nname = \"Bo\"", "who.0.name=Ada|who.1.name=Bo"},
           Picture{"who = { name = \"Ada\", n = 1 }\nb = 1", "who.name=Ada|who.n=1|b=1"},
           Picture{"a = 2025-05-04T08:12:00Z\r\nb = 1\r\n", "a=2025-05-04T08:12:00Z|b=1"},
           Picture{"a = \"open\nb = 1", "b=1!"},
           Picture{"words\nb = 1", "b=1!"},
           Picture{"a = \nb = 1", "b=1!"},
           Picture{"[broken\nb = 1", "!"},
       }) {
    CAPTURE(picture.text);
    CHECK(toml(picture.text) == picture.fields);
  }
}

TEST_CASE("a field points at its line and at its bytes") {
  const std::string_view text = "a: 1\n\nlist:\n  - x\n  - y\nname: \"Ada\" # who\n";
  const FrontMatter read = read_yaml(text);
  REQUIRE(read.fields.size() == 3);
  CHECK(read.fields[0].line == 1);
  CHECK(read.fields[1].line == 3);
  CHECK(read.fields[2].line == 6);
  CHECK(scan::slice(text, read.fields[1].key_at) == "list");
  CHECK(scan::slice(text, read.fields[1].value_at) == "- x\n  - y");
  CHECK(scan::slice(text, read.fields[2].value_at) == "\"Ada\"");
  CHECK(field_value(read, "NAME") == "Ada");
  CHECK(field_value(read, "none") == "");
}

TEST_CASE("limits hold and are said") {
  std::string many;
  for (int i = 0; i < 1500; ++i)
    many += "k" + std::to_string(i) + ": v\n";
  CHECK(read_yaml(many).fields.size() == 1000);
  CHECK_FALSE(read_yaml(many).is_complete);
  const FrontMatter large = read_yaml("a: " + std::string(100'000, 'x') + "\nb: 1");
  CHECK(large.fields.at(0).value.size() == 64 * 1024);
  CHECK(field_value(large, "b") == "1");
  CHECK_FALSE(large.is_complete);
  std::string deep;
  for (int i = 0; i < 40; ++i)
    deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK_FALSE(read_yaml(deep).is_complete);
}

}  // namespace
}  // namespace hindcast::document
