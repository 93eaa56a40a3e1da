#include "document/ids.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hindcast::document {
namespace {

std::string action(std::string_view text) {
  return item_id(facts::ItemRole::action, text);
}

TEST_CASE("an id is the same on every machine and in every version") {
  CHECK(action("Add an alert for a full disk") == "j37x9");
  CHECK(item_id(facts::ItemRole::check, "Add an alert for a full disk") == "5f85m");
  CHECK(action("監視を追加する") == "pe5z1");
  CHECK(action("") == "8j6wx");
}

TEST_CASE("case, blanks, punctuation and markup make no difference to an id") {
  const std::string id = action("Add an alert, then test it");
  for (const std::string_view same :
       {"add an ALERT then test it", "  Add  an\talert -- then test it.",
        "**Add** an `alert`, then _test_ it!", "Ａｄｄ an alert: then test it"}) {
    CAPTURE(same);
    CHECK(action(same) == id);
  }
  CHECK(action("ÄNDERN") == action("ändern"));
  CHECK(action("ПРОВЕРИТЬ") == action("проверить"));
}

TEST_CASE("a promise keeps its id when its due date changes") {
  const std::string text = "Rotate keys (due 2026-05-01)";
  facts::Item item;
  item.text = text;
  item.span = {0, 28};
  CHECK(text_for_id(item, text) == text);
  item.due = facts::DerivedDate{{2026, 5, 1}, "", {13, 27}};
  CHECK(action(text_for_id(item, text)) == action("Rotate keys"));
}

TEST_CASE("another word, another order or another role is another id") {
  const std::string id = action("Add an alert");
  CHECK(action("Add the alert") != id);
  CHECK(action("an alert Add") != id);
  CHECK(action("Addan alert") != id);
  CHECK(action("Add an alert 2") != id);
  CHECK(item_id(facts::ItemRole::improvement, "Add an alert") != id);
}

TEST_CASE("an id is five letters with a digit in the middle, so that it spells no word") {
  for (int i = 0; i < 2000; ++i) {
    const std::string id = action("task " + std::to_string(i));
    REQUIRE(id.size() == 5);
    CHECK(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
    CHECK(std::string("23456789").find(id[2]) != std::string::npos);
  }
}

TEST_CASE("two thousand texts share hardly an id") {
  std::vector<std::string> ids;
  for (int i = 0; i < 2000; ++i)
    ids.push_back(action("Check host " + std::to_string(i) + " again"));
  std::sort(ids.begin(), ids.end());
  CHECK(ids.end() - std::unique(ids.begin(), ids.end()) <= 3);  // 0.24 are expected among 8.4 million
}

TEST_CASE("equal ids in one document are numbered in order") {
  ItemIds ids;
  const std::string id = action("Add an alert");
  CHECK(ids.give(facts::ItemRole::action, "Add an alert") == id);
  CHECK(ids.give(facts::ItemRole::action, "add an alert!") == id + ".2");
  CHECK(ids.give(facts::ItemRole::action, "Add an alert") == id + ".3");
  CHECK(ids.give(facts::ItemRole::check, "Add an alert") != id);
  CHECK(ids.give(facts::ItemRole::action, "pinned", "disk") == "disk");
  CHECK(ids.give(facts::ItemRole::action, "pinned twice", "disk") == "disk.2");
}

TEST_CASE("a number that is pinned already is passed over") {
  ItemIds ids;
  CHECK(ids.give(facts::ItemRole::action, "", "x.2") == "x.2");
  CHECK(ids.give(facts::ItemRole::action, "", "x") == "x");
  CHECK(ids.give(facts::ItemRole::action, "", "x") == "x.3");
}

TEST_CASE("a comment on the line pins the id") {
  const std::string_view line = "- [ ] Add an alert <!-- hindcast:id=abc12 -->";
  const auto pin = pinned_id(line);
  REQUIRE(pin);
  CHECK(pin->id == "abc12");
  CHECK(line.substr(pin->at.begin, pin->at.end - pin->at.begin) == "abc12");
  CHECK(line.substr(pin->cut.begin, pin->cut.end - pin->cut.begin) == "<!-- hindcast:id=abc12 -->");
  CHECK(pinned_id("<!--hindcast:id=disk-alert.v2-->")->id == "disk-alert.v2");
}

TEST_CASE("what is no pin pins nothing") {
  for (const std::string_view line :
       {"- [ ] Add an alert", "hindcast:id=abc12", "<!-- hindcast:id= -->", "<!-- hindcast:id=a b -->",
        "<!-- hindcast:id=abc12", "<!-- see hindcast:id=abc12 -->", "<!-- hindcast:id=аbc -->",
        "<!-- hindcast:id=123456789012345678901234567890123 -->"}) {
    CAPTURE(line);
    CHECK_FALSE(pinned_id(line));
  }
}

TEST_CASE("a slug comes from the front matter, the file or the folder") {
  const auto slug = [](std::string_view path, std::string_view id = "") { return slug_of(path, id); };
  CHECK(slug("a/b/2025-05-04 Disk full.md") == "2025-05-04-disk-full");
  CHECK(slug("a/b/2025-05-04 Disk full.md", "INC-7") == "inc-7");
  CHECK(slug("postmortems/2025-05-04/README.md") == "2025-05-04");
  CHECK(slug("docs/outage/index.html.md.erb") == "outage");
  CHECK(slug("README.md") == "readme");
  CHECK(slug("a.md", std::string(201, 'x')) == std::string(200, 'x'));
  CHECK(slug("./x/障害報告.md") == "障害報告");
  CHECK(slug("v1.2 outage (final).markdown") == "v1.2-outage-final");
  CHECK(slug("C:\\notes\\Ausfall Köln.md") == "ausfall-köln");
  CHECK(slug("") == "document");
  CHECK(slug("///") == "document");
  CHECK(slug("...md") == "document");
}

}  // namespace
}  // namespace hindcast::document
