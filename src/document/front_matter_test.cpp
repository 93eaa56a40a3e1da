#include "document/front_matter.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hindcast::document {
namespace {

// "key=value" for each field, with " | " between them; " !" at the end when something was left out.
std::string picture(const FrontMatter& read) {
  std::string out;
  for (const facts::Field& field : read.fields) {
    if (!out.empty()) out += " | ";
    out += field.key + "=" + field.value;
  }
  return read.is_complete ? out : out + " !";
}
std::string yaml(std::string_view text) {
  return picture(read_yaml(text));
}
std::string toml(std::string_view text) {
  return picture(read_toml(text));
}

// "line:key>value" as written, for each field.
std::string places(std::string_view text, const FrontMatter& read) {
  std::string out;
  auto cut = [&](Span at) { return std::string(text.substr(at.begin, at.end - at.begin)); };
  for (const facts::Field& field : read.fields) {
    if (!out.empty()) out += " | ";
    out += std::to_string(field.line) + ":" + cut(field.key_at) + ">" + cut(field.value_at);
  }
  return out;
}
std::string yaml_places(std::string_view text) {
  return places(text, read_yaml(text));
}
std::string toml_places(std::string_view text) {
  return places(text, read_toml(text));
}

struct Picture {
  std::string_view text, fields;
};

void check_yaml(const std::vector<Picture>& pictures) {
  for (const Picture& one : pictures) {
    CAPTURE(one.text);
    CHECK(yaml(one.text) == one.fields);
  }
}
void check_toml(const std::vector<Picture>& pictures) {
  for (const Picture& one : pictures) {
    CAPTURE(one.text);
    CHECK(toml(one.text) == one.fields);
  }
}

TEST_CASE("a YAML value is what a reader means, without quotes, comments and the blanks around it") {
  check_yaml({
      {"title: Outage of the shop", "title=Outage of the shop"},
      {"title:   Outage  \t", "title=Outage"},
      {"a: 1\nb: 2024-03-10\nc: true\nd: 10:30", "a=1 | b=2024-03-10 | c=true | d=10:30"},
      {"a: \"Outage: the \\\"shop\\\"\"", "a=Outage: the \"shop\""},
      {"a: \"tab\\tend\\u00e9\\x21\\U0001F600\\ud83d\\ude00\"", "a=tab\tendé!😀😀"},
      {"a: 'it''s C:\\new'", "a=it's C:\\new"},
      {"a: x # why\nb: x#y\n# c: z\n  # d\ne: # all", "a=x | b=x#y | e="},
      {"a: ~\nb: null\nc:\nd: ''\ne: \"null\"", "a= | b= | c= | d= | e=null"},
      {"url: https://example.com/a:b", "url=https://example.com/a:b"},
      {"\"Owner\": x\n'of the': y\nwith blanks : z", "Owner=x | of the=y | with blanks=z"},
      {"a: 1\na: 2", "a=1 | a=2"},
      {"", ""},
      {"\n\n# nothing\n", ""},
  });
}

TEST_CASE("what strict YAML rejects and nobody misreads is read") {
  check_yaml({
      {"title: Outage: the shop", "title=Outage: the shop"},
      {"owner: @ada", "owner=@ada"},
      {"owner: [Ada](https://example.com)", "owner=[Ada](https://example.com)"},
      {"state: [ ] open [x] closed", "state=[ ] open [x] closed"},
      {"title: \"Shop\" is down", "title=\"Shop\" is down"},
      {"title: {{ title }}\ndate: {% now %}", "title={{ title }} | date={% now %}"},
      {"tags: [{{ tag }}, outage]", "tags={{ tag }}, outage"},
      {"more: > than one line", "more=> than one line"},
  });
}

TEST_CASE("a YAML list is one field, its items joined") {
  check_yaml({
      {"tags: [shop, 'data, base', \"x\"]", "tags=shop, data, base, x"},
      {"tags: [\n  a, # first\n  b c\n   d,\n]\nnext: 1", "tags=a, b c d | next=1"},
      {"tags: [a,\nb: 1", "b=1 !"},
      {"tags: [\n  a\n]\nb: 1", "tags=a | b=1"},
      {"tags:\n  - a\n  - 'b'\n\n  # more\n  - c d # e\nnext: 1", "tags=a, b, c d | next=1"},
      {"tags:\n- a\n- b\nnext: 1", "tags=a, b | next=1"},
      {"tags:\n  - a\n    b\n  -\n    c\n  - ~\n  -", "tags=a b, c"},
      {"tags: []\nmap: {}", "tags= | map="},
      {"a: [[1, 2], [], [3]]", "a=1, 2, 3"},
      {"a:\n  - - 1\n    - 2\n  - [3, 4]\n  - - - 5", "a=1, 2, 3, 4, 5"},
      {"a: [x:y, http://example.com, #b]", " !"},
      {"a: [x:y, http://example.com]", "a=x:y, http://example.com"},
  });
}

TEST_CASE("YAML maps are joined with dots, those in lists with their number") {
  check_yaml({
      {"author:\n  name: Ada\n  at:\n    city: Bern\n  team: x\nnext: 1",
       "author.name=Ada | author.at.city=Bern | author.team=x | next=1"},
      {"authors:\n  - name: Ada\n    team: x\n  - name: Bo\n- c",
       "authors.0.name=Ada | authors.0.team=x | authors.1.name=Bo !"},
      {"authors:\n- name: Ada\n  tags: [a, b]\n-\n  name: Bo\nnext: 1",
       "authors.0.name=Ada | authors.0.tags=a, b | authors.1.name=Bo | next=1"},
      {"a: {b: 1, \"c\": {d: [2, 3]}, e, f: }\ng: 4", "a.b=1 | a.c.d=2, 3 | a.e= | a.f= | g=4"},
      {"a: [{b: 1}, {b: 2}, c: 3, d]", "a.0.b=1 | a.1.b=2 | a.2.c=3 | a=d"},
      {"a:\n  - x\n  - b: 1\n  - y", "a=x, y | a.1.b=1"},
      {"{{ field }}: 1\na: {\n  b: 1,\n  # why\n  c: 2\n}", "a.b=1 | a.c=2 !"},
  });
}

TEST_CASE("YAML text over lines is joined") {
  check_yaml({
      {"a: one\n  two\n\n  three\nb: 1", "a=one two\nthree | b=1"},
      {"a:\n  one\n  two", "a=one two"},
      {"a: \"one\n  two \\\n  three\n\n  four\"\nb: 1", "a=one two three\nfour | b=1"},
      {"a: 'one  \n   two'", "a=one two"},
      {"a: |\n  one\n    two\n\n  three\n\nb: 1", "a=one\n  two\n\nthree | b=1"},
      {"a: >-\n  one\n  two\n\n  three\n    deep\n  four\nb: 1", "a=one two\nthree\n  deep\nfour | b=1"},
      {"a: |2-\n   one\n  two", "a= one\ntwo"},
      {"a: |\n\n  one", "a=one"},
      {"a: | # why\nb: 1", "a= | b=1"},
      {"a:\n  - |\n    one\n    two\n  - >\n    x\n    # y\n", "a=one\ntwo, x # y"},
      {"a: one # why\n  two", "a=one !"},
  });
}

TEST_CASE("YAML that is not understood is left out, and only that") {
  check_yaml({
      {"a: &x 1\nb: *x\nc: !mine 2\nd: 3", "a=1 | d=3 !"},
      {"a: !important\nb: &\nc: [&x 1]\nd: 3", "d=3 !"},
      {"<<: *base\n? a\n: b\nc: 2", "c=2 !"},
      {"just words\na: 1", "a=1 !"},
      {"- a\n- b", " !"},
      {"a: 1\n  b: 2\nc: 3", "a=1 | c=3 !"},
      {"a:\n    b: 1\n  c: 2\nd: 3", "a.b=1 | d=3 !"},
      {"a: \"never closed\nb: 1", "b=1 !"},
      {"a: \"C:\\dir\"\nb: 1", "b=1 !"},
      {"a: [1, 2}\nb: 1", "b=1 !"},
      {"a:\n  - 1\n  - [2, *x]\n  - 3", "a=1, 3 !"},
      {"a: 1\n...\n", "a=1"},
      {"a: 1\n...\nb: 2", "a=1 !"},
  });
}

TEST_CASE("a YAML anchor or type says nothing about the text behind it") {
  check_yaml({
      {"a: &x 1\nb: !!str 2\nc: &y !!str '3'", "a=1 | b=2 | c=3"},
      {"a: &x\n  b: 1\nc: &y # why\n- 2\nd: &z", "a.b=1 | c=2 | d="},
      {"---\na: 1", "a=1"},
  });
}

TEST_CASE("line ends of every kind and bytes of any kind are read") {
  check_yaml({
      {"a: 1\r\nb:\r\n  - x\r\n  - y\r\nc: |\r\n  p\r\n  q\r\n", "a=1 | b=x, y | c=p\nq"},
      {"a: 1\rb: 2", "a=1 | b=2"},
      {"a: \xff\xfe\nb\xc3: x", "a=\xff\xfe | b\xc3=x"},
      {"障害: 決済\nsévérité: haute", "障害=決済 | sévérité=haute"},
      {std::string_view("a: x\0y", 6), std::string_view("a=x\0y", 5)},
  });
  CHECK(toml("a = 1\r\nb = [\r\n 'x',\r\n 'y']\r\nc = \"\"\"\r\np\r\nq\"\"\"\r\n") ==
        "a=1 | b=x, y | c=p\nq");
}

TEST_CASE("a YAML field knows its line and its bytes as written") {
  CHECK(yaml_places("\na: 'x' # c\n\"b\" : y\n") == "2:a>'x' | 3:\"b\">y");
  CHECK(yaml_places("a:\nb: \nc: ~") == "1:a> | 2:b> | 3:c>~");
  CHECK(yaml_places("a:\n  - x\n  - 'y' # c\nb: [p, q] # c") == "1:a>- x\n  - 'y' | 4:b>[p, q]");
  CHECK(yaml_places("a:\n  b: x\n  c:\n   - d: y") == "2:b>x | 4:d>y");
  CHECK(yaml_places("a: >-\n  x\n  y\n\nb: x\n  y\n") == "1:a>>-\n  x\n  y | 5:b>x\n  y");
  CHECK(yaml_places("a: {b: 1,\n  'c': [2]}") == "1:b>1 | 2:'c'>[2]");
  CHECK(yaml_places("a:\r\n- x\r\n- y\r\nb: 1") == "1:a>- x\r\n- y | 4:b>1");
  CHECK(yaml_places("a: [1,\n  2]\nb: [[3], 4]") == "1:a>[1,\n  2] | 3:b>[[3], 4]");
}

TEST_CASE("TOML values are read in all their forms") {
  check_toml({
      {"title = \"Outage of the shop\"", "title=Outage of the shop"},
      {"a = 1 # why\nb=-2.5e3\n c = 0xff\nd = true\ne = 2024-03-10T10:00:00Z\nf = 2024-03-10 10:00:00\ng = "
       "10:30:00",
       "a=1 | b=-2.5e3 | c=0xff | d=true | e=2024-03-10T10:00:00Z | f=2024-03-10 10:00:00 | g=10:30:00"},
      {"a = \"x # \\\"y\\\" \\u00e9\"\nb = 'C:\\new'", "a=x # \"y\" é | b=C:\\new"},
      {"a = \"\"\"\none\ntwo \\\n   three \"q\"\n\"\"\"\nb = '''x\\\ny'z'''",
       "a=one\ntwo three \"q\" | b=x\\\ny'z"},
      {"a = \"\"\nb = []\nc = {}", "a= | b= | c="},
      {"a = [1, 2, 'three',]\nb = [ # why\n  \"x\",\n  # more\n  [\"y\", \"z\"]\n]\nc = 1",
       "a=1, 2, three | b=x, y, z | c=1"},
      {"a = \"\"\"x\"\"\"\"\nb = \"\"\"\"\"\"", "a=x\" | b="},
  });
}

TEST_CASE("TOML tables are joined with dots, repeated ones with their number") {
  check_toml({
      {"a = 1\n[author]\nname = 'Ada'\n[author.at] # why\ncity = 'Bern'\n[ 'x.y' . z ]\nb = 2",
       "a=1 | author.name=Ada | author.at.city=Bern | x.y.z.b=2"},
      {"[[authors]]\nname = 'Ada'\n[authors.at]\ncity = 'Bern'\n[[authors]]\nname = 'Bo'",
       "authors.0.name=Ada | authors.0.at.city=Bern | authors.1.name=Bo"},
      {"author.name = 'Ada'\n\"of the\".'x' = 1", "author.name=Ada | of the.x=1"},
      {"a = {b = 1, c.d = [2, 3], e = {f = 'x'}}\ng = 1", "a.b=1 | a.c.d=2, 3 | a.e.f=x | g=1"},
      {"a = [{b = 1}, {b = 2}, 3]", "a.0.b=1 | a.1.b=2 | a=3"},
  });
}

TEST_CASE("TOML that is not understood is left out, and only that") {
  check_toml({
      {"a = shop\nb = 1", "b=1 !"},
      {"a = 'never closed\nb = 1", "b=1 !"},
      {"a = [1,\nb = 2", "b=2 !"},
      {"a = [1, 2}\nb = 2", "b=2 !"},
      {"a = 1 2\nb\n= 3\nc = 12 apples\nd = 4", "d=4 !"},
      {"[a\nb = 1\n[c]\nd = 2", "c.d=2 !"},
      {"a = \"\"\"\nb = 1", " !"},
      {"[a]\nb = [ [1], {c = \nd = 2\n", "a.d=2 !"},
  });
}

TEST_CASE("a TOML field knows its line and its bytes as written") {
  CHECK(toml_places("\na = 'x' # c\n\"b\".c = 1\n") == "2:a>'x' | 3:\"b\".c>1");
  CHECK(toml_places("[t]\na = [1,\n 2] # c\nb = {c = 2}") == "2:a>[1,\n 2] | 4:c>2");
  CHECK(toml_places("a = \"\"\"\nx\n\"\"\"\nb = 1") == "1:a>\"\"\"\nx\n\"\"\" | 4:b>1");
}

TEST_CASE("a field is found by its key in any case, the first of several") {
  const FrontMatter read = read_yaml("Severity: high\nseverity: low\nauthor:\n  name: Ada");
  CHECK(field_value(read, "severity") == "high");
  CHECK(field_value(read, "AUTHOR.Name") == "Ada");
  CHECK(field_value(read, "author") == "");
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += piece;
  return out;
}

TEST_CASE("limits leave out what is beyond them and say so") {
  CHECK(read_yaml(repeated("a: 1\n", 1000)).is_complete);
  const FrontMatter many = read_yaml(repeated("a: 1\n", 1001));
  CHECK(many.fields.size() == 1000);
  CHECK(!many.is_complete);
  CHECK(yaml("a: " + repeated("x", 70000) + "\nb: 1") == "b=1 !");
  CHECK(read_yaml("a: [" + repeated("xyz, ", 20000) + "]").fields.at(0).value.size() <= 65536);
  CHECK(yaml("a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}\ni: 1") == "a.b.c.d.e.f.g.h=1 | i=1");
  CHECK(yaml("a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}\ni: 1") == "i=1 !");
  CHECK(yaml("- - - - - - - - - - a: 1") == " !");
  CHECK(yaml("a:\n - - - - - - - - - - b\nc: 1") == "c=1 !");
  CHECK(toml("[a.b.c.d.e.f.g]\nh = 1") == "a.b.c.d.e.f.g.h=1");
  CHECK(toml("[a.b.c.d.e.f.g.h]\ni = 1\n[x]\ny = 1") == "x.y=1 !");
  CHECK(toml("a = " + repeated("[", 100000)) == " !");
  CHECK(yaml("a: " + repeated("[", 100000)) == " !");
}

TEST_CASE("the time to read grows with the text and no faster") {
  for (const std::string_view piece : {"a: [\n", "a: \"\n", " a: [\n", "- ", "a: |\n\n", "a: x\n\n\n",
                                       "  x\n", "\"a\n", "a: &x {", "a: 'b\n  c\n"}) {
    CAPTURE(piece);
    const std::string text = "k: v\n" + repeated(piece, 400000 / piece.size());
    CHECK(read_yaml(text).fields.size() <= 1000);  // a quadratic reader would run into the test's time limit
  }
  for (const std::string_view piece :
       {"a = [\n", "a = \"\"\"\n", "a = '''", "[[a]]\n", "[a.b\n", "a = {b = [\n"}) {
    CAPTURE(piece);
    CHECK(read_toml(repeated(piece, 400000 / piece.size())).fields.size() <= 1000);
  }
}

}  // namespace
}  // namespace hindcast::document
