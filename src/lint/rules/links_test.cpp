#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

class Shelf final : public Neighbours {
 public:
  bool exists(std::string_view path) const override {
    return path == "depot.md" || path == "made.md" || path == "img/map.png" || path == "a b.md";
  }
  std::string text(std::string_view path) const override {
    return path == "made.md" ? "# Made\n\n{{ list_of_trams }}\n" : "# Depot\n\n## Points (north)\n";
  }
};

std::string broken(std::string_view text) {
  const Shelf shelf;
  return findings_of("broken-link", text, nullptr, &shelf);
}

TEST_CASE("a link to a file that is not there is found") {
  CHECK(broken("See [the depot](depot.md), [the yard](yard.md) and ![map](img/map.png)\n") == "yard.md\n");
  CHECK(broken("See [a b](a%20b.md) and [page](depot.html), [both](depot)\n") == "");
  CHECK(broken("See [the yard]\n\n[the yard]: yard.md\n") == "yard.md\n");
}

TEST_CASE("an anchor that no heading has is found, here and in the other file") {
  CHECK(broken("# A\n\n[b](#bee) [a](#a)\n") == "#bee\n");
  CHECK(broken("[points](depot.md#points-north) [south](depot.md#points-south)\n") ==
        "depot.md#points-south\n");
}

TEST_CASE("an anchor may be a line that the file has") {
  CHECK(broken("[1](depot.md#L3) [2](depot.md#L1-L3) [3](depot.md#L99) [4](depot.md#L0)\n") ==
        "depot.md#L99\ndepot.md#L0\n");
}

TEST_CASE("anchors are compared by what every renderer keeps") {
  CHECK(
      broken("# 1. Was tun? -- Öl\n\n# Öl\n\n[1](#1-was-tun----öl) [2](#1-was-tun-o\xcc\x88l) [3](#öl)\n") ==
      "");
  CHECK(broken("# See [docs](x://y) & more\n\n[1](#see-docs--more)\n") == "");
  CHECK(broken("<a name=\"top\"></a>\n\n[1](#top) [2](#)\n") == "");
}

TEST_CASE("a link to nothing was to be filled in, unless it leads to the top") {
  CHECK(broken("- [Dashboard of the points](#)\n") == "#\n");
  CHECK(broken("[Back to top](#) [↑](#) `[Dashboard](#)`\n") == "");
}

TEST_CASE("what only the site or the network can tell is left alone") {
  CHECK(broken("[a](/root.md) [b](https://example.com/x.md) [c](mailto:a@example.com) [d](<{{ link }}>)\n") ==
        "");
  CHECK(broken("[row](made.md#tram-7) `[not](a-link.md)` [place]({{site}}/x.md)\n") == "");
  CHECK(broken("See [below](below)\n\n(below)=\n## Below\n") == "");
  CHECK(findings_of("broken-link", "[the yard](yard.md)\n") == "");
}

}  // namespace
}  // namespace hindcast::lint
