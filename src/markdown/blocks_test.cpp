#include <doctest/doctest.h>

#include <string>

#include "markdown/markdown.h"

namespace hindcast::markdown {
namespace {

// The tree without its "document(" … ")".
std::string blocks(std::string_view text) {
  std::string picture = dump(parse(text), text);
  return picture == "document" ? "" : picture.substr(9, picture.size() - 10);
}

// The bytes of every node of `kind`, each in brackets.
std::string spans(std::string_view text, Kind kind) {
  Tree tree = parse(text);
  std::string out;
  for (const Node& node : tree.nodes) {
    if (node.kind == kind) {
      out += '[' + std::string(text.substr(node.span.begin, node.span.end - node.span.begin)) + ']';
    }
  }
  return out;
}

TEST_CASE("a heading has one to six hashes, a blank and its text") {
  CHECK(blocks("# Impact") == R"(heading1("Impact"))");
  CHECK(blocks("   ###### Why? ##") == R"(heading6("Why?"))");
  CHECK(blocks("#hashtag") == R"(paragraph("#hashtag"))");
  CHECK(blocks("####### seven") == R"(paragraph("####### seven"))");
  CHECK(blocks("# C#") == R"(heading1("C#"))");
  CHECK(blocks("#") == R"(heading1(""))");
}

TEST_CASE("a line of = or - under text makes it a heading") {
  CHECK(blocks("Root\ncause\n===") == R"(heading1("Root\ncause"))");
  CHECK(blocks("Impact  \n---") == R"(heading2("Impact"))");
  CHECK(blocks("> quoted\n---") == R"(quote(paragraph("quoted")) rule)");
  CHECK(blocks("[a]: b\n---") == R"(definition("[a]: b") paragraph("---"))");
  CHECK(blocks("[a]: b\n===") == R"(definition("[a]: b") paragraph("==="))");
}

TEST_CASE("a paragraph runs until a blank line or another block") {
  CHECK(blocks("a\n  b\n\nc") == R"(paragraph("a\nb") paragraph("c"))");
  CHECK(blocks("a\n# b") == R"(paragraph("a") heading1("b"))");
  CHECK(blocks("a\n    b") == R"(paragraph("a\nb"))");
}

TEST_CASE("a paragraph in a quote or an item goes on over lines that lack the marker") {
  CHECK(blocks("> a\nb") == R"(quote(paragraph("a\nb")))");
  CHECK(blocks("- > a\nb") == R"(list(item(quote(paragraph("a\nb")))))");
  CHECK(blocks("> a\n- b") == R"(quote(paragraph("a")) list(item(paragraph("b"))))");
}

TEST_CASE("a list ends where the marker changes") {
  CHECK(blocks("- a\n- b\n+ c") ==
        R"(list(item(paragraph("a")) item(paragraph("b"))) list(item(paragraph("c"))))");
  CHECK(blocks("2. a\n7. b\n1) c") ==
        R"(ordered_list(item2(paragraph("a")) item7(paragraph("b"))) ordered_list(item1(paragraph("c"))))");
}

TEST_CASE("prose that breaks before a number or a lone dash stays prose") {
  CHECK(blocks("at\n14. of May") == R"(paragraph("at\n14. of May"))");
  CHECK(blocks("at\n*\nb") == R"(paragraph("at\n*\nb"))");
  CHECK(blocks("at\n1. first") == R"(paragraph("at") ordered_list(item1(paragraph("first"))))");
}

TEST_CASE("an item holds what is indented to its text") {
  CHECK(blocks("- a\n\n  b\n- c") ==
        R"(loose_list(item(paragraph("a") paragraph("b")) item(paragraph("c"))))");
  CHECK(blocks("- a\n  - b\n    - c") ==
        R"(list(item(paragraph("a") list(item(paragraph("b") list(item(paragraph("c"))))))))");
  CHECK(blocks("-\n  a") == R"(list(item(paragraph("a"))))");
  CHECK(blocks("-\n\n  a") == R"(list(item) paragraph("a"))");
  CHECK(blocks("-     code") == R"(list(item(code("code"))))");
}

TEST_CASE("a list is loose when a blank line lies between its items or their blocks") {
  CHECK(blocks("- a\n\n- b") == R"(loose_list(item(paragraph("a")) item(paragraph("b"))))");
  CHECK(blocks("- a\n- b\n\n") == R"(list(item(paragraph("a")) item(paragraph("b"))))");
  CHECK(blocks("- a\n  > b\n  >\n- c") ==
        R"(list(item(paragraph("a") quote(paragraph("b"))) item(paragraph("c"))))");
  CHECK(blocks("- ```\n\n  ```\n- c") == R"(list(item(fence("")) item(paragraph("c"))))");
  CHECK(blocks("- a\n  - b\n\n    c\n- d") ==
        R"(list(item(paragraph("a") loose_list(item(paragraph("b") paragraph("c")))) item(paragraph("d"))))");
}

TEST_CASE("a box that a blank follows makes a task, in quotes and numbered lists too") {
  CHECK(blocks("- [ ] a\n- [x] b") == R"(list(item[ ](paragraph("a")) item[x](paragraph("b"))))");
  CHECK(blocks("- [X] a\n- [x](b)") == R"_(list(item[x](paragraph("a")) item(paragraph("[x](b)"))))_");
  CHECK(blocks("> 1. [x] a") == R"(quote(ordered_list(item1[x](paragraph("a")))))");
  CHECK(blocks("- [ ]") == R"(list(item[ ]))");
  CHECK(blocks("- [ ] # a") == R"(list(item[ ](paragraph("# a"))))");
}

TEST_CASE("quotes nest and hold any block") {
  CHECK(blocks("> # a\n> > b\n>\n> c") == R"(quote(heading1("a") quote(paragraph("b")) paragraph("c")))");
  CHECK(blocks(">a\n\n> b") == R"(quote(paragraph("a")) quote(paragraph("b")))");
}

TEST_CASE("a fence runs to a fence of its kind, else to the end of its container") {
  CHECK(blocks("```sh\n# a\n\n  b\n````") == R"(fence("# a\n\n  b"))");
  CHECK(blocks("~~~\n```\n~~~") == R"(fence("```"))");
  CHECK(blocks("> ```\n> a\nb") == R"(quote(unclosed_fence("a")) paragraph("b"))");
  CHECK(blocks("``` a`b") == R"(paragraph("``` a`b"))");
  CHECK(blocks("  ```\n  a\n b\n    c\n  ```") == R"(fence("a\nb\n  c"))");
}

TEST_CASE("indented code keeps the blank lines inside it and leaves those behind it") {
  CHECK(blocks("    a\n\n      b\n\nc") == R"(code("a\n\n  b") paragraph("c"))");
  CHECK(blocks("\ta") == R"(code("a"))");
}

TEST_CASE("a tab that is indentation in part leaves its other columns to the text") {
  std::string_view text = "- a\n\n\t\tb";
  Tree tree = parse(text);
  CHECK(dump(tree, text) == R"(document(loose_list(item(paragraph("a") code("b")))))");
  REQUIRE(tree.part_tabs.size() == 1);
  CHECK(tree.part_tabs[0].columns == 2);
  CHECK(blocks("-\ta\n\n\tb") == R"(loose_list(item(paragraph("a") paragraph("b"))))");
}

TEST_CASE("HTML starts a block in seven ways, each with its own end") {
  CHECK(blocks("<pre>\n\n</pre> a\nb") == R"(html("<pre>\n\n</pre> a") paragraph("b"))");
  CHECK(blocks("<!-- a\n\nb --> c\nd") == R"(html("<!-- a\n\nb --> c") paragraph("d"))");
  CHECK(blocks("<?a\n\n?>") == R"(html("<?a\n\n?>"))");
  CHECK(blocks("<!doctype html>\na") == R"(html("<!doctype html>") paragraph("a"))");
  CHECK(blocks("<![CDATA[\n\n]]>") == R"(html("<![CDATA[\n\n]]>"))");
  CHECK(blocks("a\n<div>\nb\n\nc") == R"(paragraph("a") html("<div>\nb") paragraph("c"))");
  CHECK(blocks("<a b='c'>\nd\n\ne") == R"(html("<a b='c'>\nd") paragraph("e"))");
  CHECK(blocks("a\n<a>") == R"(paragraph("a\n<a>"))");
  CHECK(blocks("<a b>c") == R"(paragraph("<a b>c"))");
}

TEST_CASE("three or more marks of one kind are a rule") {
  CHECK(blocks("***\n- - -\n_____") == "rule rule rule");
  CHECK(blocks("a\n***\nb") == R"(paragraph("a") rule paragraph("b"))");
  CHECK(blocks("--\n**") == R"(paragraph("--\n**"))");
}

TEST_CASE("a table is a header, a delimiter row of as many columns, and rows until a blank line") {
  CHECK(blocks("| a | b |\n|---|:-:|\n| 1 | 2 |\n\nc") ==
        R"(table(row(cell("a") cell("b")) row(cell("1") cell("2"))) paragraph("c"))");
  CHECK(blocks("a|b\n-|-\n1\nx|y|z") ==
        R"(table(row(cell("a") cell("b")) row(cell("1")) row(cell("x") cell("y"))))");
  CHECK(blocks("a|b\n-|-|-") == R"(paragraph("a|b\n-|-|-"))");
  CHECK(blocks("> a|b\n> -|-\n> 1|2\n3|4") ==
        R"(quote(table(row(cell("a") cell("b")) row(cell("1") cell("2")))) paragraph("3|4"))");
}

TEST_CASE("text right above a table's header stays a paragraph") {
  CHECK(blocks("Actions:\na|b\n-|-") == R"(paragraph("Actions:") table(row(cell("a") cell("b"))))");
}

TEST_CASE("a pipe after a backslash divides nothing") {
  CHECK(blocks("a\\|b|c\n-|-\n`x\\|y`|") == R"(table(row(cell("a\\|b") cell("c")) row(cell("`x\\|y`"))))");
}

TEST_CASE("a cell knows its alignment") {
  Tree tree = parse("a|b|c|d\n-|:-|:-:|-:");
  std::string levels;
  for (const Node& node : tree.nodes) {
    if (node.kind == Kind::cell) levels += static_cast<char>('0' + node.level);
  }
  CHECK(levels == "0123");
}

TEST_CASE("definitions stand at the start of a paragraph") {
  CHECK(blocks("[a]: /b 'c'\n[d]:\n <e f>\ng") ==
        R"(definition("[a]: /b 'c'") definition("[d]:\n<e f>") paragraph("g"))");
  CHECK(blocks("[a]: b\n'c' d") == R"(definition("[a]: b") paragraph("'c' d"))");
  CHECK(blocks("a\n[b]: c") == R"(paragraph("a\n[b]: c"))");
  CHECK(blocks("[a]: b c") == R"(paragraph("[a]: b c"))");
}

TEST_CASE("front matter stands before all but comments and looks like YAML or TOML") {
  CHECK(blocks("---\ntitle: a\n---\n# b") == R"(front_matter("title: a") heading1("b"))");
  CHECK(blocks("+++\na = 1\n+++\nb") == R"(toml_front_matter("a = 1") paragraph("b"))");
  CHECK(blocks("\xEF\xBB\xBF---\n# note\na: 1\n---") == R"(front_matter("# note\na: 1"))");
  CHECK(blocks("---\n---\na") == R"(rule rule paragraph("a"))");
  CHECK(blocks("---\n# Title\n\nWe: all\n---") == R"(rule heading1("Title") heading2("We: all"))");
  CHECK(blocks("---\ntitle: a") == R"(rule paragraph("title: a"))");
  CHECK(blocks("\xEF\xBB\xBF\n\n---\na: b\n---\nc") == R"(front_matter("a: b") paragraph("c"))");
  CHECK(blocks("<!-- by hand -->\n\n---\na: b\nlist:\n- c\n---") ==
        R"(html("<!-- by hand -->") front_matter("a: b\nlist:\n- c"))");
  CHECK(blocks("\n---\nWe saw: b\n---") == R"(rule heading2("We saw: b"))");
  CHECK(blocks("\n---\nNote: b\nof c\n---") == R"(rule heading2("Note: b\nof c"))");
  CHECK(blocks("<!-- a --> b\n---\na: b\n---") == R"(html("<!-- a --> b") rule heading2("a: b"))");
  CHECK(blocks("a\n\n---\na: b\n---") == R"(paragraph("a") rule heading2("a: b"))");
}

TEST_CASE("a block's span runs from its first marker to the end of its last line") {
  CHECK(spans("  # a #  \n", Kind::heading) == "[# a #  ]");
  CHECK(spans("- a\n  b\n\n- c\n\nd", Kind::item) == "[- a\n  b][- c]");
  CHECK(spans("- a\n  b\n\n- c\n\nd", Kind::list) == "[- a\n  b\n\n- c]");
  CHECK(spans("> a\nb\n>\n\nc", Kind::quote) == "[> a\nb\n>]");
  CHECK(spans("> ```\n> a\n> ```\n", Kind::code) == "[```\n> a\n> ```]");
  CHECK(spans("| a |b|\n|-|-|\n", Kind::cell) == "[ a ][b]");
  CHECK(spans("a\nb|c\n-|-\n", Kind::table) == "[b|c\n-|-]");
}

TEST_CASE("an item's content follows its marker and box, to its end") {
  std::string_view text = "1. [x] a\n   b\n";
  Tree tree = parse(text);
  const Node& item = tree.nodes[2];
  CHECK(text.substr(item.mark.begin, 3) == "[x]");
  CHECK(text.substr(item.content.begin, item.content.end - item.content.begin) == "a\n   b");
}

TEST_CASE("lines end with LF, CRLF or a lone CR, mixed as they come") {
  CHECK(blocks("# a\r\nb\rc\nd\r\n\r\n- e") ==
        R"(heading1("a") paragraph("b\nc\nd") list(item(paragraph("e"))))");
  CHECK(parse("a\r\nb\rc\n").line_starts == std::vector<std::uint32_t>{0, 3, 5, 7});
  CHECK(parse("a\nb").line_of(2) == 1);
  CHECK(parse("").line_starts == std::vector<std::uint32_t>{0});
}

TEST_CASE("any bytes are a document") {
  CHECK(blocks("") == "");
  CHECK(blocks("\xFF\xFE") == "paragraph(\"\xFF\xFE\")");
  CHECK(blocks(std::string_view("# a\0b", 5)) == std::string("heading1(\"a\0b\")", 15));
  CHECK(blocks("\xEF\xBB\xBF# a") == R"(heading1("a"))");
}

TEST_CASE("containers beyond the cap are text") {
  std::string deep(nesting_max + 5, '>');
  Tree tree = parse(deep);
  CHECK(tree.nodes.size() == nesting_max + 2);
  CHECK(tree.nodes.back().kind == Kind::paragraph);
}

TEST_CASE("a table of more columns than the cap is text") {
  std::string row, rule;
  for (int i = 0; i <= columns_max; ++i)
    row += "|a", rule += "|-";
  CHECK(parse(row + "\n" + rule).nodes[1].kind == Kind::paragraph);
  CHECK(parse(row.substr(2) + "\n" + rule.substr(2)).nodes[1].kind == Kind::table);
}

}  // namespace
}  // namespace hindcast::markdown
