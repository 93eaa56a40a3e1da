#include "document/states.h"

#include <doctest/doctest.h>

#include <string>

using namespace hindcast;

namespace {
// "done «Done» | text without it": the state, its word, and what is left of an item.
std::string item(std::string_view text) {
  auto found = document::state_in_item(text);
  if (!found) return "none";
  std::string left(text.substr(0, found->cut.begin));
  left += text.substr(found->cut.end);
  return std::string(facts::word(found->state)) + " «" +
         std::string(text.substr(found->at.begin, found->at.end - found->at.begin)) + "» | " + left;
}

std::string cell(std::string_view text) {
  auto found = document::state_in_cell(text);
  return found ? std::string(facts::word(found->state)) : "none";
}
}  // namespace

TEST_CASE("a bracket that goes on after a word that may mean anything gives no state") {
  CHECK_FALSE(hindcast::document::state_in_item("Page somebody when pods fail (active monitoring)"));
  CHECK_FALSE(hindcast::document::state_in_item("Test the pair (active-passive) and its switch"));
  CHECK(hindcast::document::state_in_item("Page somebody when pods fail (done in May)"));
}

TEST_CASE("a state that is set off marks an item at its start") {
  CHECK(item("✅ Rotate the keys") == "done «✅» | Rotate the keys");
  CHECK(item("DONE: Rotate the keys") == "done «DONE» | Rotate the keys");
  CHECK(item("**TODO** Rotate the keys") == "open «TODO» | Rotate the keys");
  CHECK(item("[in progress] Rotate the keys") == "in_progress «in progress» | Rotate the keys");
  CHECK(item("✅ Done: Rotate the keys") == "done «✅» | Rotate the keys");
}

TEST_CASE("the boxes that note takers and trackers add to Markdown's two tell a state") {
  CHECK(item("[-] Rotate the keys") == "wont_do «[-]» | Rotate the keys");
  CHECK(item("[~] Rotate the keys") == "wont_do «[~]» | Rotate the keys");
  CHECK(item("[/] Rotate the keys") == "in_progress «[/]» | Rotate the keys");
  CHECK(item("[>] Rotate the keys") == "open «[>]» | Rotate the keys");
}

TEST_CASE("a state in brackets or after a dash marks an item at its end") {
  CHECK(item("Rotate the keys (done)") == "done «done» | Rotate the keys");
  CHECK(item("Rotate the keys - merged") == "done «merged» | Rotate the keys");
  CHECK(item("Rotate the keys ✅") == "done «✅» | Rotate the keys");
  CHECK(item("鍵を更新する（完了）") == "done «完了» | 鍵を更新する");
  CHECK(item("鍵を更新する【対応中】") == "in_progress «対応中» | 鍵を更新する");
  CHECK(item("鍵を更新する（完了条件）") == "none");
}

TEST_CASE("a state word in running text marks nothing") {
  for (auto text : {"Make sure that the work is done", "Open the firewall port", "Complete the migration",
                    "Done", "Add a blocked-request metric", "Close the [open](https://example.com) ticket"})
    CHECK(item(text) == "none");
}

TEST_CASE("the last clause may tell the state, and work put off is still owed") {
  CHECK(item("Purge the logs; completed as of May 5.") == "done «completed» | Purge the logs");
  CHECK(item("Page sooner. DONE in PR #12") == "done «DONE» | Page sooner.");
  CHECK(item("Check the name first. PR exists") == "in_progress «PR exists» | Check the name first.");
  CHECK(item("Page more people (currently blocking on #12)") ==
        "blocked «currently blocking on» | Page more people (currently blocking on #12)");
  CHECK(item("Group targeting is deferred past spring") ==
        "open «deferred» | Group targeting is deferred past spring");
}

TEST_CASE("the first word of a cell decides") {
  CHECK(cell("✅ Done (PR #12)") == "done");
  CHECK(cell("**完了**") == "done");
  CHECK(cell("未着手") == "open");
  CHECK(cell("~~Open~~ Done") == "done");
  CHECK(cell("In Progress") == "in_progress");
  CHECK(cell("Won't fix") == "wont_do");
  CHECK(cell("[x]") == "done");
  CHECK(cell("Em andamento") == "in_progress");
  for (auto text : {"", "-", "see #12", "Doneness"})
    CHECK(cell(text) == "none");
}

TEST_CASE("a heading that is one state word is a state") {
  CHECK(document::state_of_word("✅ Done") == facts::ActionState::done);
  CHECK(document::state_of_word("未着手") == facts::ActionState::open);
  CHECK_FALSE(document::state_of_word("Done this week").has_value());
}
