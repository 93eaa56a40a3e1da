#include "archive/match.h"

#include <doctest/doctest.h>

using namespace hindcast::archive;

namespace {

// "a Rotate keys @ada": a short id, words and an owner; a role in front of a colon.
ItemFacts facts(std::string_view line) {
  ItemFacts made;
  made.role = "action";
  if (const auto colon = line.find(": "); colon != line.npos) {
    made.role = line.substr(0, colon);
    line.remove_prefix(colon + 2);
  }
  made.short_id = line.substr(0, line.find(' '));
  line.remove_prefix(made.short_id.size() + 1);
  const auto at = line.find(" @");
  if (at != line.npos) made.owner = line.substr(at + 1);
  made.text = line.substr(0, at);
  return made;
}

// For each new item the number of the old one, "-" for none.
std::string matched(const std::vector<std::string_view>& olds, const std::vector<std::string_view>& news) {
  std::vector<Item> old_items;
  std::vector<ItemFacts> new_items;
  for (const auto line : olds)
    old_items.push_back({.facts = facts(line)});
  for (const auto line : news)
    new_items.push_back(facts(line));
  std::string out;
  for (const auto& found : match(old_items, new_items))
    out += (out.empty() ? "" : " ") + (found ? std::to_string(*found) : "-");
  return out;
}

}  // namespace

TEST_CASE("an item of the same text is the same, wherever it stands") {
  CHECK(matched({"a One", "b Two", "c Three"}, {"c Three", "a One", "b Two"}) == "2 0 1");
}

TEST_CASE("equal texts keep their order") {
  CHECK(matched({"a One", "a One"}, {"a One", "a One"}) == "0 1");
}

TEST_CASE("an item of a similar text is the same, the most similar first") {
  CHECK(matched({"a Rotate the keys of the ledger", "b Rotate the keys of the shop"},
                {"x Rotate the keys of the shop daily", "y Rotate all the keys of the ledger"}) == "1 0");
}

TEST_CASE("an item alone between its old neighbours is the same when something else says so") {
  CHECK(matched({"a One", "b Add an alarm @ada", "c Three"},
                {"a One", "x Page somebody at night @ada", "c Three"}) == "0 1 2");
  CHECK(matched({"a One", "b Add an alarm for disks", "c Three"},
                {"a One", "x Alarm when queues fill up", "c Three"}) == "0 1 2");
  CHECK(matched({"a One", "b Add an alarm", "c Three"}, {"a One", "x Buy tea", "c Three"}) == "0 - 2");
}

TEST_CASE("items of different roles are never the same") {
  CHECK(matched({"lesson: a Test on real sizes"}, {"action: a Test on real sizes"}) == "-");
}

TEST_CASE("what was added is new and what was taken out is nobody") {
  CHECK(matched({"a One", "b Two"}, {"b Two", "c Quite another thing"}) == "1 -");
  CHECK(matched({}, {"a One"}) == "-");
  CHECK(matched({"a One"}, {}) == "");
}

TEST_CASE("texts in a script without spaces are compared by pairs of letters") {
  CHECK(likeness("アラームを追加する", "アラームを追加した") > 0.5);
  CHECK(likeness("アラームを追加する", "鍵を交換") < 0.2);
}

TEST_CASE("thousands of rewritten items are matched with their neighbours alone") {
  std::vector<Item> olds(20'000);
  std::vector<ItemFacts> news(20'000);
  for (std::size_t i = 0; i < olds.size(); ++i) {
    const auto number = std::to_string(i);
    olds[i].facts.short_id = "o" + number;
    olds[i].facts.text = "do thing " + number;
    news[i].short_id = "n" + number;
    news[i].text = "do thing " + number + " well";
  }
  const auto found = match(olds, news);
  for (std::size_t i = 0; i < news.size(); ++i)
    REQUIRE(found[i] == i);
}
