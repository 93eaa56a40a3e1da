// What an edit tells the archive: what is edited stays what it was, wherever it was moved to since.
#include "app/follow.h"

#include <doctest/doctest.h>

#include "app/archived.h"
#include "app/testing_team.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

// Writes `after` where `name` was, and tells the archive. What that records, a line each:
// "document_changed b.md", "item_changed b.md state: open -> done".
std::string recorded(const Team& team, const std::string& name, const std::string& after) {
  FileChange edit{team.at(name), team.text_of(name), after};
  team.write(name, after);
  const auto last = *team.open().archive.last_event(1);
  const auto done = follow_edits({edit}, {.actor = "ada", .at = 2'000});
  if (!done.ok()) return done.error().message;
  auto open = team.open();
  std::string lines;
  const auto told_lines = told(open.archive, 1, *open.archive.events(1, {.after = last}));
  for (const auto& line : *told_lines) {
    const auto& event = line.event;
    lines += event.what + " " + line.document;
    if (event.item != 0) lines += " " + event.field + ": " + event.before + " -> " + event.after;
    lines += "\n";
  }
  return lines;
}

std::string ticked(std::string text) {
  return text.replace(text.find("[ ]"), 3, "[x]");
}

}  // namespace

TEST_CASE("an edit is recorded, and nothing else that has changed meanwhile") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  team.write("b.md", outage("Labels burnt", "Buy sand"));
  CHECK(recorded(team, "a.md", ticked(team.text_of("a.md"))) ==
        "document_changed a.md\n"
        "item_changed a.md state: open -> done\n");
}

TEST_CASE("a new document waits for its first sync") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.sync();
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  CHECK(recorded(team, "b.md", ticked(team.text_of("b.md"))) == "");
}

TEST_CASE("an item that was moved to another document before it is edited stays the same item") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  team.write("a.md", "# Postmortem: Tills froze\n\nSee b.\n");
  team.write(
      "b.md",
      "# Postmortem: Labels lost\n\n## Action items\n\n- [ ] Restart the tills\n- [x] Print labels twice\n");
  CHECK(recorded(team, "b.md", ticked(team.text_of("b.md"))) ==
        "document_changed a.md\n"
        "document_changed b.md\n"
        "item_changed b.md state: open -> done\n"
        "item_moved b.md : a.md -> b.md\n"
        "item_changed b.md state: open -> done\n");
}

TEST_CASE("a document that was moved before it is edited stays the same document") {
  const Team team;
  team.write("a.md", "# Tills\n\n## Action items\n\n- [ ] Restart the tills\n");
  team.sync();
  team.move("a.md", "b.md");
  CHECK(recorded(team, "b.md", ticked(team.text_of("b.md"))) ==
        "document_moved b.md\n"
        "document_changed b.md\n"
        "item_changed b.md state: open -> done\n");
}

TEST_CASE("a document that was moved is not taken for gone by an edit of another that promises the same") {
  const Team team;
  team.write("old.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  team.move("old.md", "new.md");
  team.write("b.md", outage("Labels lost", "Restart the tills"));
  CHECK(recorded(team, "b.md", ticked(team.text_of("b.md"))).find("old.md") == std::string::npos);
  const auto last = *team.open().archive.last_event(1);
  team.sync();
  const auto events = *team.open().archive.events(1, {.after = last});
  REQUIRE(events.size() == 1);
  CHECK(events[0].what == "document_moved");
}
