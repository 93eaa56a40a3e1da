#include "markdown/inlines.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::markdown {
namespace {

std::string_view slice(std::string_view text, Span span) {
  return text.substr(span.begin, span.end - span.begin);
}

std::string name_of(InlineKind kind) {
  constexpr const char* names[] = {"text",  "soft",     "hard",   "escape",  "entity",
                                   "code",  "em",       "strong", "strike",  "link",
                                   "image", "autolink", "html",   "mention", "reference"};
  return names[static_cast<int>(kind)];
}

std::vector<Inline> inlines_of(std::string_view text, std::uint32_t node) {
  Tree tree = parse(text);
  std::vector<Inline> pieces;
  std::uint64_t steps = 0;
  read_inlines(tree, node, text, Definitions(tree, text), pieces, steps);
  return pieces;
}

std::uint32_t first_leaf(std::string_view text) {
  Tree tree = parse(text);
  std::uint32_t node = 0;
  while (node + 1 < tree.nodes.size() && tree.nodes[node].kind != Kind::paragraph &&
         tree.nodes[node].kind != Kind::heading && tree.nodes[node].kind != Kind::cell) {
    ++node;
  }
  return node;
}

// The pieces of the first leaf with the bytes of each: "a " em("b"), a target behind an arrow.
std::string picture(std::string_view text) {
  std::vector<Inline> pieces = inlines_of(text, first_leaf(text));
  std::string out;
  std::vector<std::uint32_t> ends;
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    for (; !ends.empty() && ends.back() == i; ends.pop_back())
      out += ')';
    const Inline& piece = pieces[i];
    if (!out.empty() && out.back() != '(') out += ' ';
    bool parent = piece.end > i + 1;
    if (piece.kind != InlineKind::text) out += name_of(piece.kind);
    if (piece.target.end > piece.target.begin) out += "->" + std::string(slice(text, piece.target));
    if (parent) ends.push_back(piece.end), out += '(';
    bool bare = parent || piece.kind == InlineKind::soft_break || piece.kind == InlineKind::hard_break;
    if (!bare) out += '"' + std::string(slice(text, piece.span)) + '"';
  }
  return out.append(ends.size(), ')');
}

std::string plain(std::string_view text, bool keep_ticks = false) {
  std::string out;
  append_plain(inlines_of(text, first_leaf(text)), text, keep_ticks, out);
  return out;
}

TEST_CASE("stars and underscores are emphasis, underscores not inside words") {
  CHECK(picture("*a* **b** ***c***") == R"_(em("a") " " strong("b") " " em(strong("c")))_");
  CHECK(picture("_a_ snake_case_name") == R"_(em("a") " snake_case_name")_");
  CHECK(picture("**a *b***") == R"_(strong("a " em("b")))_");
  CHECK(picture("*a **b*") == R"_("*a *" em("b"))_");
  CHECK(picture("a * b") == R"_("a * b")_");
}

TEST_CASE("one or two tildes strike through") {
  CHECK(picture("~~done~~ ~x~") == R"_(strike("done") " " strike("x"))_");
  CHECK(picture("a ~~~b~~~") == R"_("a ~~~b~~~")_");
}

TEST_CASE("code binds tighter than anything in it") {
  CHECK(picture("`*a*` *b `c* d`") == R"_(code"`*a*`" " *b " code"`c* d`")_");
  CHECK(picture("``a`b`` `open") == R"_(code"``a`b``" " `open")_");
}

TEST_CASE("code over lines of a quote has its lines as children") {
  CHECK(picture("> `a\n> b`") == R"_(code("a" soft "b"))_");
  CHECK(plain("> `a\n> b`", true) == "`a b`");
}

TEST_CASE("links and images have a text and a target") {
  CHECK(picture("[a *b*](c \"d\")") == R"_(link->c("a " em("b")))_");
  CHECK(picture("![a](<b c>)") == R"_(image->b c("a"))_");
  CHECK(picture("[a](b c)") == R"_("[a](b c)")_");
  CHECK(picture("[a [b](c)](d)") == R"_("[a " link->c("b") "](d)")_");
}

TEST_CASE("a reference link has its definition's target") {
  CHECK(picture("[a][B  c] [d][] [e]\n\n[b C]: x\n[d]: <y>\n[e]: z") ==
        R"_(link->x("a") " " link->y("d") " " link->z("e"))_");
  CHECK(picture("[a]\n\n[a]: first\n[a]: second") == R"_(link->first("a"))_");
  CHECK(picture("[a][ ]\n\n[a]: b") == R"_(link->b("a") "[ ]")_");
  CHECK(picture("[a][b]") == R"_("[a][b]")_");
}

TEST_CASE("URLs and e-mail addresses need no brackets") {
  CHECK(picture("see https://a.example/b(c)?d=e.") ==
        R"_("see " autolink->https://a.example/b(c)?d=e"https://a.example/b(c)?d=e" ".")_");
  CHECK(picture("(www.a.example)") == R"_("(" autolink->www.a.example"www.a.example" ")")_");
  CHECK(picture("ann@example.com!") == R"_(autolink->ann@example.com"ann@example.com" "!")_");
  CHECK(picture("<https://a.b> <x@y.z>") ==
        R"_(autolink->https://a.b"<https://a.b>" " " autolink->x@y.z"<x@y.z>")_");
  CHECK(picture("[http://a.b](c)") == R"_(link->c("http://a.b"))_");
}

TEST_CASE("people are mentioned by @name, which no address is") {
  CHECK(picture("@ann, (@bo-b) and @org/team.") ==
        R"_(mention"@ann" ", (" mention"@bo-b" ") and " mention"@org/team" ".")_");
  CHECK(picture("a@b") == R"_("a@b")_");
  CHECK(picture("担当@田中、@ann確認") == R"_("担当" mention"@田中" "、" mention"@ann" "確認")_");
}

TEST_CASE("issues are referred to by number, repository or key") {
  CHECK(picture("#12 a/b#3 GH-4 OPS-56.") ==
        R"_(reference"#12" " " reference"a/b#3" " " reference"GH-4" " " reference"OPS-56" ".")_");
  CHECK(picture("a#1 #1a UTF-8 CVE-2024-1 X-1 v1-2") == R"_("a#1 #1a UTF-8 CVE-2024-1 X-1 v1-2")_");
}

TEST_CASE("a line end is a soft break, or a hard one after two blanks or a backslash") {
  CHECK(picture("a\nb  \nc\\\nd") == R"_("a" soft "b" hard "c" hard "d")_");
  CHECK(picture("> a\r\n> b") == R"_("a" soft "b")_");
}

TEST_CASE("escapes, entities and HTML are pieces of their own") {
  CHECK(picture("\\*a&amp;b<br/>c&no;") == R"_(escape"\*" "a" entity"&amp;" "b" html"<br/>" "c&no;")_");
}

TEST_CASE("in a cell an escaped pipe is a pipe, in code too") {
  CHECK(plain("|`a\\|b` c\\|d|\n|-|") == "a|b c|d");
  CHECK(plain("`a\\|b`") == "a\\|b");
}

TEST_CASE("spans are right on every line of a quoted and indented paragraph") {
  CHECK(picture("> - *a\n>   b* #1\n>   @c") == R"_(em("a" soft "b") " " reference"#1" soft mention"@c")_");
}

TEST_CASE("plain text is what a reader sees") {
  CHECK(plain("**a** [b](c) `d` &lt;e\nf <i>g</i> \\*") == "a b d <e f g *");
  CHECK(plain("`` ` ``", true) == "`````");
  CHECK(plain("# Impact of #12") == "Impact of #12");
}

}  // namespace
}  // namespace hindcast::markdown
