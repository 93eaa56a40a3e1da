// Doubles hostile inputs and compares the counted steps of blocks and inlines:
// linear work doubles, quadratic work quadruples. HINDCAST_LONG=1 goes to 5 MiB.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "linear/shape.h"
#include "markdown/inlines.h"
#include "markdown/markdown.h"

namespace hindcast::markdown {
namespace {

using linear::halves;
using linear::of;
using linear::repeated;
using linear::Shape;

constexpr double ratio_max = 2.5;

// Counted work for all there is to read in `text`.
std::uint64_t steps_of(std::string_view text) {
  Tree tree = parse(text);
  std::uint64_t steps = tree.steps;
  Definitions definitions(tree, text);
  std::vector<Inline> pieces;
  for (std::uint32_t n = 0; n < tree.nodes.size(); ++n) {
    Kind kind = tree.nodes[n].kind;
    if (kind != Kind::paragraph && kind != Kind::heading && kind != Kind::cell) continue;
    read_inlines(tree, n, text, definitions, pieces, steps);
  }
  return steps;
}

std::vector<Shape> block_shapes() {
  return {
      of("nested quotes", ">"),
      of("nested quotes with blanks", "> "),
      of("nested quotes on every line", std::string(200, '>') + " a\n"),
      of("nested bullets on one line", "- "),
      of("nested bullets and text", "- a "),
      of("nested numbers on one line", "1. "),
      of("alternating quotes and bullets", "> - "),
      {"ever deeper bullets",
       [](std::size_t bytes) {
         std::string text;
         for (std::size_t depth = 0; text.size() < bytes; ++depth)
           text += std::string(depth % 300 * 2, ' ') + "- a\n";
         return text;
       }},
      of("lazy lines behind deep quotes", "a\n", std::string(100, '>') + "a\n"),
      of("lazy lines behind deep bullets", "a\n", repeated("- ", 200) + "a\n"),
      of("blank lines in deep bullets", "\n", repeated("- ", 200) + "a\n"),
      of("blank lines and text in deep bullets", "\n" + std::string(200, ' ') + "a\n",
         repeated("- ", 200) + "a\n"),
      of("blank lines", "\n"),
      of("lines of blanks", "   \n"),
      of("one line of blanks", " "),
      of("lone carriage returns", "\r"),
      of("CRLF", "a\r\n"),
      of("tabs", "\t"),
      of("tabs behind bullets", "-\t"),
      of("tabs behind quotes", ">\t"),
      of("rules that fail at the end", "- - - ", "", "a"),
      of("stars that are no rule", "* * * ", "", "a"),
      of("a long rule", "*"),
      of("setext underlines", "a\n=\n"),
      of("underlines without text", "=\n"),
      of("definitions and underlines", "[a]: b\n===\n"),
      of("hashes", "#"),
      of("headings", "# a #\n"),
      of("closing hashes", "# ", "# "),
      of("fences that never close", "```\n"),
      of("ever longer fences", "`````"),
      {"fences of growing length",
       [](std::size_t bytes) {
         std::string text;
         for (std::size_t length = 3; text.size() < bytes; ++length)
           text += std::string(length, '~') + "\na\n";
         return text;
       }},
      of("backticks in an info string", "a`", "```"),
      of("indented code and blank lines", "    a\n\n"),
      of("blank lines behind indented code", "\n", "    a\n"),
      of("comments that never close", "<!-- a\n"),
      of("tags that start blocks", "<div>\n\n"),
      of("raw blocks that never close", "<pre>\n"),
      of("closing tags in a raw block", "</x>", "<pre>"),
      of("a wide table", "|a", "", ""),
      {"a wide table with its rule",
       [](std::size_t bytes) { return repeated("|a", bytes / 2) + "\n" + repeated("|-", bytes / 2); }},
      {"many short rows under a wide rule",
       [](std::size_t bytes) {
         return repeated("|a", 1800) + "\n" + repeated("|-", 1800) + "\n" + repeated("b\n", bytes);
       }},
      of("rules of one column", "a\n-|-\n"),
      of("rows of pipes", "||||||||||||\n", "a|b\n-|-\n"),
      of("escaped pipes", "\\|", "a|b\n-|-\n"),
      of("rules under a growing paragraph", "a|b|c\n-|-\n"),
      of("definitions", "[a]: b\n"),
      of("definitions with titles that fail", "[a]: b\n\"c\n"),
      of("a definition that never closes its title", "a\n", "[a]: b \"c\n"),
      of("labels that never close", "[a\n"),
      of("front matter that never closes", "a: b\n", "---\n"),
      of("empty items", "-\n"),
      of("empty items and blank lines", "-\n\n"),
      of("numbers", "1"),
      of("boxes", "- [ ] "),
  };
}

std::vector<Shape> inline_shapes() {
  return {
      of("stars", "*"),
      of("stars that open", "*a "),
      of("stars that close", "a* "),
      of("stars around words", "*a* "),
      of("mixed openers", "*a _b **c __d ~e "),
      of("openers and another's closers", "*a _b "),
      halves("openers, then closers", "**a ", " a**"),
      halves("openers of one, closers of two", "*a ", " a**"),
      of("runs of three and two", "a***b**c"),
      of("underscores in words", "a_"),
      of("tildes", "~~a ~"),
      of("ticks that never close", "` `` ``` "),
      {"runs of ticks, each longer",
       [](std::size_t bytes) {
         std::string text;
         for (std::size_t length = 1; text.size() < bytes; ++length)
           text += std::string(length, '`') + " ";
         return text;
       }},
      of("escaped ticks", "\\```"),
      of("open brackets", "["),
      of("close brackets", "]"),
      halves("nested brackets", "[", "]"),
      halves("nested links", "[", "](b)"),
      halves("nested images", "![", "](b)"),
      of("open brackets and links", "[ [a](b) "),
      of("links that fail at the end", "[a](b"),
      of("destinations in angle brackets that never close", "[a](<b"),
      of("titles that never close", "[a](b \"c"),
      of("parentheses in a destination", "(", "[a]("),
      of("blanks in a link", " ", "[a]("),
      of("labels", "[a][b]"),
      of("labels with a definition", "[a][b] ", "[b]: c\n\n"),
      of("half a label", "[a]["),
      {"as many labels as definitions",
       [](std::size_t bytes) {
         std::string text;
         for (int i = 0; text.size() < bytes / 2; ++i)
           text += "[a" + std::to_string(i) + "]: b\n";
         for (int i = 0; text.size() < bytes; ++i)
           text += "\n[a" + std::to_string(i) + "]";
         return text;
       }},
      of("images inside links", "[![a](b)"),
      of("angle brackets", "<"),
      of("angle links that never close", "<a:b"),
      of("angle addresses that never close", "<a@b."),
      of("tags that never close", "a <b c=\"d\" "),
      of("quotes in tags", "a <b c='<b c=\""),
      of("comments in text", "a <!-- "),
      of("instructions in text", "a <? "),
      of("declarations in text", "a <!A "),
      of("CDATA in text", "a <![CDATA["),
      of("entities", "&amp;"),
      of("half entities", "&amp"),
      of("numbers of entities", "&#1"),
      of("addresses", "a@"),
      of("addresses with domains", "a@b.c@"),
      of("one long address", "a.", "", "@b.c"),
      of("mentions", "@a "),
      of("at signs", "@"),
      of("www", "www."),
      of("www behind blanks", " www.a"),
      of("URLs", "http://"),
      of("URLs with parentheses", "http://a.b/(", " "),
      of("URLs that end in marks", "!", "http://a.b/"),
      of("URLs that end in entities", "&a;", "http://a.b/"),
      of("colons", "://"),
      of("hashes in text", "a#1"),
      of("repositories", "a/b#"),
      of("keys", "A-1"),
      of("hard breaks", "a  \n"),
      of("blanks between words", "a      "),
      of("blanks before line ends", "    \n> ", "> "),
      of("backslashes", "\\"),
      of("code over quoted lines", "> a\n", "> `"),
      of("emphasis over quoted lines", "> *a\n"),
  };
}

// Megabytes on request, else what a landing has time for.
std::size_t base_size() {
  return std::getenv("HINDCAST_LONG") != nullptr ? std::size_t{5} << 19 : std::size_t{64} << 10;
}

double ratio_of(const Shape& shape, std::size_t bytes) {
  return static_cast<double>(steps_of(shape.make(2 * bytes))) /
         static_cast<double>(steps_of(shape.make(bytes)));
}

TEST_CASE("twice the text is at most two and a half times the work, whatever its shape") {
  std::vector<Shape> shapes = block_shapes();
  for (Shape& shape : inline_shapes())
    shapes.push_back(std::move(shape));
  CHECK(shapes.size() >= 110);
  for (const Shape& shape : shapes) {
    CAPTURE(shape.name);
    CHECK(ratio_of(shape, base_size()) <= ratio_max);
  }
}

TEST_CASE("the count is honest: no byte is read without a step") {
  for (const Shape& shape : inline_shapes()) {
    CAPTURE(shape.name);
    std::string text = shape.make(10000);
    CHECK(steps_of(text) >= text.size());
  }
}

TEST_CASE("work that is quadratic would be seen") {
  // Reading every prefix again is what a parser without memos does.
  auto careless = [](std::size_t bytes) {
    std::string text = repeated("`a ", bytes);
    std::uint64_t steps = 0;
    for (std::size_t end = 0; end <= text.size(); end += 64)
      steps += steps_of(std::string_view(text).substr(0, end));
    return steps;
  };
  CHECK(static_cast<double>(careless(8192)) / static_cast<double>(careless(4096)) > ratio_max);
}

}  // namespace
}  // namespace hindcast::markdown
