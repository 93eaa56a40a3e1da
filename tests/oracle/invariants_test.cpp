// The fuzzer's claims, over documents: ours in examples/, and any folder beside the project.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "../../fuzz/markdown_invariants.h"

namespace hindcast::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> documents() {
  std::vector<std::string> texts;
  for (const char* folder : {"/examples", "/templates", "/docs", "/../shared/corpus", "/../shared/seeds"}) {
    std::error_code none;
    fs::recursive_directory_iterator walk(std::string(HINDCAST_ROOT) + folder, none), end;
    for (; !none && walk != end; walk.increment(none)) {
      if (!walk->is_regular_file() || walk->file_size() > 200000) continue;
      std::ifstream file(walk->path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

TEST_CASE("the tree of every document keeps its promises") {
  std::vector<std::string> texts = documents();
  REQUIRE(!texts.empty());
  for (const std::string& text : texts)
    CHECK(broken_invariant(text) == "");
}

TEST_CASE("a document cut anywhere is a document") {
  for (const std::string& text : documents()) {
    for (std::size_t cut : {text.size() / 3, text.size() / 2}) {
      CHECK(broken_invariant(std::string_view(text).substr(cut, 400)) == "");
    }
  }
}

TEST_CASE("line ends are what they are: CRLF and CR give the same blocks") {
  auto replaced = [](const std::string& text, const std::string& end) {
    std::string out;
    for (char c : text)
      out += c == '\n' ? end : std::string(1, c);
    return out;
  };
  std::string text = "# a\n\n- b\n  c\n\n> d\ne\n\n```\nf\n\ng\n```\n\nh|i\n-|-\nj|k\n\n[l]:\nm\n";
  std::string picture = dump(parse(text), text);
  for (const char* end : {"\r\n", "\r"}) {
    std::string other = replaced(text, end);
    CHECK(dump(parse(other), other) == picture);
    CHECK(broken_invariant(other) == "");
  }
}

TEST_CASE("a broken promise is seen") {
  std::string text = "- a\n";
  Tree tree = parse(text);
  tree.nodes[3].span.end = 99;
  CHECK(broken_node(tree, 3, text) == "span outside parent");
  tree = parse(text);
  tree.nodes[3].span.begin = tree.nodes[3].span.end = 3;
  tree.lines[0] = {3, 3};
  CHECK(broken_coverage(tree, text) == "byte 2 in no node");
}

}  // namespace
}  // namespace hindcast::fuzz
