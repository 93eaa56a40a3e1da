#include "app/entry.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "document/document.h"
#include "document/form.h"

using namespace hindcast;
using namespace hindcast::app;

namespace {

constexpr std::string_view text =
    "---\nservices: [checkout-api]\ntags: dns\n---\n# Postmortem: Tills froze\n\n**Date**: 2031-03-01\n"
    "**Severity**: SEV-2\n\nThey froze when the night was the busiest of the year, and nobody was there to "
    "restart them.\n\n## Action items\n\n| Action | Owner | Status |\n|--|--|--|\n"
    "| Restart tills | Ada Ruiz | Open |\n| Buy tills | | Done |\n";

facts::Document read() {
  return document::read({.path = "docs/tills.md", .text = text}, document::builtin_forms());
}

bool has(std::string_view attribute) {
  const auto document = read();
  const auto all = entry_of(1, document, text, "digest", "docs/tills.md").attributes;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] == attribute) return true;
  return false;
}

}  // namespace

TEST_CASE("the pieces of an entry are the text, each byte once, title, headings and items by themselves") {
  const auto document = read();
  const auto entry = entry_of(1, document, text, "digest", "docs/tills.md");
  std::string joined, titles, headings, items;
  for (const auto& piece : entry.pieces) {
    joined += piece.text;
    if (piece.field == search::Field::title) titles += piece.text;
    if (piece.field == search::Field::heading) headings += piece.text;
    if (piece.field == search::Field::item) items += piece.text;
  }
  CHECK(joined == text);
  CHECK(titles.find("Tills froze") != titles.npos);
  CHECK(headings.find("Action items") != headings.npos);
  CHECK(items.find("Restart tills") != items.npos);
  CHECK(items.find("They froze") == items.npos);
}

TEST_CASE("what a document is about becomes attributes") {
  for (const std::string attribute : {"kind:postmortem",
                                      "lang:en",
                                      "year:2031",
                                      "severity:SEV-2",
                                      "severity.level:2",
                                      "service:checkout-api",
                                      "service.word:checkout",
                                      "tag:dns",
                                      "path:docs",
                                      "path:docs/tills.md",
                                      "path.word:tills",
                                      "path.word:docs+tills",
                                      "severity.group:SEV2",
                                      "team.word:-",
                                      "role:action",
                                      "state:open",
                                      "state:done",
                                      "owner:Ada Ruiz",
                                      "owner.word:ada",
                                      "owner.word:ada+ruiz",
                                      "owner.word:-",
                                      "has:owner",
                                      "has:date"}) {
    CAPTURE(attribute);
    CHECK(has(attribute));
  }
  CHECK_FALSE(has("has:due"));
}

TEST_CASE("what holds of one item together is one attribute, what holds of two is none") {
  CHECK(has(item_attribute({.state = "open", .owner = "ada"})));
  CHECK(has(item_attribute({.state = "open", .role = "action", .owner = "ada+ruiz"})));
  CHECK(has(item_attribute({.state = "done", .owner = "-"})));
  CHECK_FALSE(has(item_attribute({.state = "done", .owner = "ada"})));
  CHECK_FALSE(has(item_attribute({.state = "open", .owner = "-"})));
}

TEST_CASE("words of values without spaces are each two characters; the last has none of its own") {
  CHECK(words_of_value("開発担当者") == std::vector<std::string>{"開発", "発担", "担当", "当者"});
  CHECK(words_of_value("開発") == std::vector<std::string>{"開発"});
  CHECK(words_of_value("王") == std::vector<std::string>{"王"});
  CHECK(words_of_value("dfds__postmortems/PM2022-004.md") ==
        std::vector<std::string>{"dfds", "postmortems", "pm2022", "004", "md"});
}
