#include "document/plain.h"

#include <doctest/doctest.h>

using namespace hindcast;
using namespace hindcast::document;

namespace {

std::string plain(std::string_view raw) {
  std::string out = "|";
  append_plain(raw, out);
  return out.substr(1);
}

}  // namespace

TEST_CASE("emphasis goes where it opens and closes, one in another too") {
  CHECK(plain("a **bold** and *one* and __two__ _b_ ~~gone~~") == "a bold and one and two b gone");
  CHECK(plain("**bold *and more***, ***all***") == "bold and more, all");
  CHECK(plain("**[the pump](a.md)**: *see* [*here*](b.md)") == "the pump: see here");
  CHECK(plain("in**side** of words, 名前**です**") == "inside of words, 名前です");
  CHECK(plain("known/**unknown** users") == "known/unknown users");
  CHECK(plain("**/api/v1** and **https://a.example/x/**") == "/api/v1 and https://a.example/x/");
}

TEST_CASE("stars of paths, products and names stay") {
  for (const std::string_view text :
       {"services/*/x", "services/*/x and jobs/*/y", "src/**/*.cpp", "**/*.md", "*.md and *.txt",
        "src/* is all", "a/*x and b/*y", "src/** is all", "2*3*4", "a * b * c", "`services/*/x`, `**`",
        "snake_case_name", "_private", "__dirname", "~5 minutes"})
    CHECK(plain(text) == text);
}

TEST_CASE("marks that a cut left without their partner go") {
  CHECK(plain("**Rotate the keys") == "Rotate the keys");
  CHECK(plain("Rotate the keys**") == "Rotate the keys");
  CHECK(plain("*Rotate the keys") == "Rotate the keys");
  CHECK(plain("~~Rotate the keys") == "Rotate the keys");
}
