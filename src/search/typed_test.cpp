#include "search/typed.h"

#include <doctest/doctest.h>

using namespace hindcast;
using namespace hindcast::search::typed;

namespace {

// The tree, or the query with a caret line under it, what is wrong, and the hint.
std::string read(std::string_view query) {
  const auto parsed = parse(query);
  if (!parsed.problem) return shown(parsed.query);
  const auto& problem = *parsed.problem;
  std::string out(query);
  out.append("\n").append(std::string(problem.at.begin, ' '));
  out.append(std::string(std::max(problem.at.end - problem.at.begin, 1U), '^'))
      .append(" ")
      .append(problem.what);
  return problem.hint.empty() ? out : out.append("\n").append(problem.hint);
}

}  // namespace

TEST_CASE("every word must be there, unless OR stands between") {
  CHECK(read("checkout") == "checkout");
  CHECK(read("checkout timeout") == "(all checkout timeout)");
  CHECK(read("checkout AND timeout") == "(all checkout timeout)");
  CHECK(read("a OR b") == "(any a b)");
  CHECK(read("a b OR c d") == "(any (all a b) (all c d))");
  CHECK(read("a (b OR c)") == "(all a (any b c))");
  CHECK(read("　データベース　障害　") == "(all データベース 障害)");
}

TEST_CASE("words that must not be there follow a minus or NOT") {
  CHECK(read("a -b") == "(all a (not b))");
  CHECK(read("a NOT b") == "(all a (not b))");
  CHECK(read("a -(b OR c)") == "(all a (not (any b c)))");
  CHECK(read("a NOT NOT b") == "(all a b)");
  CHECK(read("-a") == "(not a)");
  CHECK(read("a -\"b c\" -title:d") == "(all a (not \"b c\") (not title:d))");
}

TEST_CASE("phrases stand in quotes, straight or curly, and a star ends a prefix") {
  CHECK(read("\"connection pool\"") == "\"connection pool\"");
  CHECK(read("“connection pool” x") == "(all \"connection pool\" x)");
  CHECK(read("retr*") == "retr*");
  CHECK(read("title:retr*") == "title:retr*");
}

TEST_CASE("fields take a word, a phrase, a list or a group") {
  CHECK(read("title:checkout heading:\"what went well\"") ==
        "(all title:checkout heading:\"what went well\")");
  CHECK(read("service:api,web") == "(any service:api service:web)");
  CHECK(read("title:(a OR b)") == "(any title:a title:b)");
  CHECK(read("title:(a b) c") == "(all (all title:a title:b) c)");
  CHECK(read("Kind:Postmortem kind:\"Lessons Learned\"") == "(all kind:postmortem kind:lessons-learned)");
  CHECK(read("state:In-Progress") == "state:in_progress");
  CHECK(read("state:owed") == "(any state:idea state:open state:in_progress state:blocked state:unknown)");
}

TEST_CASE("a list in any field is any of its values") {
  CHECK(read("title:kafka,dns") == "(any title:kafka title:dns)");
  CHECK(read("heading:a,b c") == "(all (any heading:a heading:b) c)");
  CHECK(read("date:2024,2025-06") == "(any date:2024-01-01..2024-12-31 date:2025-06-01..2025-06-30)");
  CHECK(read("owner:ada|bob") == "(any owner:ada owner:bob)");
  CHECK(read("tag:\"card desk\",dns,\"a b\"") == "(any tag:\"card desk\" tag:dns tag:\"a b\")");
  CHECK(read("service:ap*,web,") == "(any service:ap* service:web)");
  CHECK(read("title:(a,b c)") == "(all (any title:a title:b) title:c)");
  CHECK(read("date:none tag:none") == "(all date:none tag:none)");
  CHECK(read("1,000 a,b") == "(all 1,000 a,b)");
}

TEST_CASE("signs of other search engines mean what they mean there") {
  CHECK(read("a !b !(c OR d)") == "(all a (not b) (not (any c d)))");
  CHECK(read("a | b || c") == "(any a b c)");
  CHECK(read("a|b c") == "(any a (all b c))");
  CHECK(read("a && b & c") == "(all a b c)");
  CHECK(read("owner:(ada | bob)") == "(any owner:ada owner:bob)");
  CHECK(read("R&D wow! a != b ![x](y)") == "(all R&D wow! a != b ![x](y))");
}

TEST_CASE("signs of other search engines that mean nothing here are refused") {
  for (const std::string sign :
       {"wor?d", "w*rd", "*ord", "word~2", "word~", "word^4", "\"a b\"~5", "(a OR b)^2", "severity:>1",
        "path:docs/*.md", "title:w?rd", "service:[a", "basket)", "| a", "a |"}) {
    CAPTURE(sign);
    CHECK(read(sign).find("^ ") != std::string::npos);
    CHECK(parse(sign).problem);
  }
  CHECK(read("a wor?d") ==
        "a wor?d\n     ^ `?` stands for no letters here\nonly a star at the end does: retr*; text that has "
        "this "
        "sign goes in quotes");
  CHECK(read("word~2") ==
        "word~2\n    ^^ `~2` means nothing here\nnear words are suggested when nothing is found; \"a b\" are "
        "side by side");
  CHECK(read("severity:<=2") ==
        "severity:<=2\n         ^ only dates are compared\nlist the values that are meant: severity:1,2");
  CHECK(read("a | ").find("`|` has nothing behind it\nit means OR") != std::string::npos);
}

TEST_CASE("what is said of items is said of one item") {
  CHECK(read("owner:qa state:open") == "(item owner:qa state:open)");
  CHECK(read("rollback owner:qa -state:done") == "(all rollback (item owner:qa (not state:done)))");
  CHECK(read("owner:qa (state:open OR state:blocked)") == "(item owner:qa (any state:open state:blocked))");
  CHECK(read("owner:qa OR state:open") == "(any owner:qa state:open)");
  CHECK(read("(owner:qa state:open) OR owner:ada") == "(any (item owner:qa state:open) owner:ada)");
  CHECK(read("state:open -has:owner has:date") == "(all has:date (item state:open (not has:owner)))");
  CHECK(read("-owner:qa -state:done") == "(all (not owner:qa) (not state:done))");
}

TEST_CASE("dates are days, months, years and ranges, their ends included") {
  CHECK(read("date:2025") == "date:2025-01-01..2025-12-31");
  CHECK(read("date:2024-02") == "date:2024-02-01..2024-02-29");
  CHECK(read("date:2025-06-17") == "date:2025-06-17..2025-06-17");
  CHECK(read("date:2025-01..2025-06") == "date:2025-01-01..2025-06-30");
  CHECK(read("date:>2025-03") == "date:2025-04-01..9999-12-31");
  CHECK(read("date:>=2025-03") == "date:2025-03-01..9999-12-31");
  CHECK(read("date:<2025") == "date:0000-01-01..2024-12-31");
  CHECK(read("date:<=2025") == "date:0000-01-01..2025-12-31");
  CHECK(read("date:..2024") == "date:0000-01-01..2024-12-31");
  CHECK(read("date:2024..") == "date:2024-01-01..9999-12-31");
}

TEST_CASE("what is pasted from a log or from code is words") {
  CHECK(read("TypeError: x") == "(all TypeError: x)");
  CHECK(read("https://example.com/a std::string 10:30 C:\\x") ==
        "(all https://example.com/a std::string 10:30 C:\\x)");
  CHECK(read("main() f(x)") == "(all main() f(x))");
  CHECK(read("(main() x)") == "(all main() x)");
  CHECK(read("f(x, y) g(x )") == "(all f(x, y) g(x)");
  CHECK(read("what? https://example.com/?a=b~2 ~/x HEAD^ **bold** a.b~c") ==
        "(all what? https://example.com/?a=b~2 ~/x HEAD^ **bold* a.b~c)");
  CHECK(read("a - b -- c") == "(all a - b -- c)");
  CHECK(read("or and not") == "(all or and not)");
}

TEST_CASE("a query that can't be read says where, what and what to do") {
  CHECK(read("onwer:qa") == "onwer:qa\n^^^^^ there is no field `onwer`\ndid you mean `owner:`?");
  CHECK(read("a foo:b") ==
        "a foo:b\n  ^^^ there is no field `foo`\nfields are title, heading, owner, team, state, role, kind, "
        "severity, service, tag, lang, path, date or has; text with a colon goes in quotes");
  CHECK(read("a \"b c") ==
        "a \"b c\n  ^ this quotation mark is never closed\nadd one behind the phrase, or take this one away");
  CHECK(read("state:opne") == "state:opne\n      ^^^^ `opne` is no state\ndid you mean `open`?");
  CHECK(read("kind:xyzzy") ==
        "kind:xyzzy\n     ^^^^^ `xyzzy` is no kind\nchoose postmortem, retrospective, lessons-learned, "
        "release, "
        "checklist, issue or other");
  CHECK(read("owner: qa") ==
        "owner: qa\n^^^^^^ `owner:` has no value\nit follows without a blank: owner:word");
  CHECK(read("date:2025-06..2025-01") ==
        "date:2025-06..2025-01\n     ^^^^^^^^^^^^^^^^ this range holds no day: it ends before it begins\n"
        "write the earlier date first");
  CHECK(read("date:2025-13").find("`2025-13` is no date") != std::string::npos);
  CHECK(read("date:..").find("`..` is no date") != std::string::npos);
}

TEST_CASE("brackets and operators need something to stand with") {
  CHECK(read("(a b") == "(a b\n^ this bracket is never closed\nadd `)` behind the group");
  CHECK(read("a )").find("  ^ this bracket closes nothing") != std::string::npos);
  CHECK(read("a ()").find("  ^^ there is nothing between these brackets") != std::string::npos);
  CHECK(read("OR a").find("`OR` has nothing before it") != std::string::npos);
  CHECK(read("a OR").find("`OR` has nothing behind it") != std::string::npos);
  CHECK(read("(a OR) b").find("`OR` has nothing behind it") != std::string::npos);
  CHECK(read("a OR OR b").find("`OR` has nothing before it") != std::string::npos);
  CHECK(read("a NOT").find("nothing follows to be left out") != std::string::npos);
  CHECK(read("*").find("`*` needs letters before it") != std::string::npos);
  CHECK(read("\"\"").find("there is nothing between these quotation marks") != std::string::npos);
  CHECK(read("").find("there is nothing to search for") != std::string::npos);
  CHECK(read("   ").find("there is nothing to search for") != std::string::npos);
}

TEST_CASE("a query has limits") {
  CHECK(read(std::string(5000, 'a')).find("at most 4096 bytes") != std::string::npos);
  std::string many, deep;
  for (int i = 0; i < 300; ++i)
    many += "a ";
  for (int i = 0; i < 40; ++i)
    deep += "(";
  CHECK(read(many).find("at most 256 words") != std::string::npos);
  CHECK(read(deep).find("more than 32 groups") != std::string::npos);
}

TEST_CASE("every part knows where it stands in the query") {
  const auto query = parse("a owner:qa -\"b c\"").query;
  std::vector<Span> at;
  for (const auto& node : query.nodes)
    at.push_back(node.at);
  CHECK(at == std::vector<Span>{{0, 1}, {2, 10}, {12, 17}, {11, 17}, {0, 17}});
}
