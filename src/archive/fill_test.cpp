// What rows that come back are held to, in every home.
#include <doctest/doctest.h>

#include "archive/testing.h"

using namespace hindcast;
using namespace hindcast::archive;
using namespace hindcast::archive::testing;

namespace {

// All rows of a small archive: one document that was changed, one that is gone, an item that was rewritten.
struct Rows {
  std::vector<Document> documents;
  std::vector<std::pair<Id, Revision>> revisions;
  std::vector<Item> items;
  std::vector<Event> events;
};

Rows some_rows() {
  auto archive = in_memory();
  const auto workspace = value_of(archive.workspace("main"));
  const auto change = [&](const By& by, const std::function<Status(Changes&)>& make) {
    REQUIRE(archive.change(workspace, by, make).ok());
  };
  change(ada, [](Changes& changes) -> Status {
    TRY(changes.add_document("a.md", {}, text("one"), {{std::nullopt, action("Rotate the keys")}}));
    TRY(changes.add_document("b.md", {}, text("two"), {}));
    return Ok();
  });
  const auto a = document(archive, workspace, "a.md");
  const auto item = value_of(archive.items(workspace, a.id))[0];
  change(bo, [&](Changes& changes) -> Status {
    TRY(changes.revise(a, "c.md", {}, text("three"), {{item, action("Rotate all keys", "done")}}));
    return changes.remove(document(archive, workspace, "b.md"));
  });
  Rows rows;
  rows.documents = value_of(archive.documents(workspace));
  for (const auto& one : rows.documents) {
    for (auto& revision : value_of(archive.revisions(workspace, one.id))) {
      revision.text = value_of(archive.text(workspace, one.id, revision.number));
      rows.revisions.emplace_back(one.id, revision);
    }
    for (auto& found : value_of(archive.items(workspace, one.id)))
      rows.items.push_back(found);
  }
  rows.events = value_of(archive.events(workspace, {}));
  return rows;
}

Status filled(Archive& archive, const Rows& rows) {
  return archive.fill(value_of(archive.workspace("main")), [&](Filling& filling) -> Status {
    for (const auto& row : rows.documents)
      TRY(filling.take(row));
    for (const auto& [document, revision] : rows.revisions)
      TRY(filling.take(document, revision));
    for (const auto& row : rows.items)
      TRY(filling.take(row));
    for (const auto& row : rows.events)
      TRY(filling.take(row));
    return Ok();
  });
}

// Why rows with one thing changed are refused; the archive must be as empty as before.
template <typename Change>
std::string refused(const Change& change) {
  auto rows = some_rows();
  change(rows);
  auto archive = in_memory();
  const auto done = filled(archive, rows);
  const auto workspace = value_of(archive.workspace("main"));
  CHECK(value_of(archive.documents(workspace)).empty());
  CHECK(value_of(archive.last_event(workspace)) == 0);
  REQUIRE(filled(archive, some_rows()).ok());
  return done.ok() ? "fine" : done.error().message;
}

}  // namespace

TEST_CASE("rows that were taken out come back as they were, and the archive goes on from there") {
  auto archive = in_memory();
  const auto rows = some_rows();
  REQUIRE(filled(archive, rows).ok());
  const auto workspace = value_of(archive.workspace("main"));
  CHECK(value_of(archive.verify(workspace)).empty());
  CHECK(value_of(archive.documents(workspace)) == rows.documents);
  CHECK(value_of(archive.events(workspace, {})) == rows.events);
  Id made = 0;
  REQUIRE(archive
              .change(workspace, ada,
                      [&](Changes& changes) -> Status {
                        made = TRY(changes.add_document("d.md", {}, text("four"), {}));
                        return Ok();
                      })
              .ok());
  CHECK(made == 4);  // behind two documents and an item
  CHECK(value_of(archive.verify(workspace)).empty());
}

TEST_CASE("an archive that has begun is not filled") {
  auto archive = in_memory();
  REQUIRE(filled(archive, some_rows()).ok());
  CHECK(filled(archive, some_rows()).error().code == ErrorCode::conflict);
}

TEST_CASE("rows that don't fit together are refused, and nothing of them stays") {
  CHECK(refused([](Rows& rows) { rows.documents.push_back(rows.documents[0]); }) ==
        "document 3 stands twice");
  CHECK(refused([](Rows& rows) { rows.items.push_back(rows.items[0]); }) == "item 2 stands twice");
  CHECK(refused([](Rows& rows) { rows.items[0].document = 99; }) == "item 2 belongs to nothing");
  CHECK(refused([](Rows& rows) { rows.items[0].since = 9; }) == "item 2 belongs to nothing");
  CHECK(refused([](Rows& rows) { rows.items[0].id = INT64_MAX; }) == "id 9223372036854775807 is none");
  CHECK(refused([](Rows& rows) { rows.revisions[0].first = 99; }) ==
        "revision 1 of document 99 belongs to nothing");
  CHECK(refused([](Rows& rows) { rows.revisions.pop_back(); }).find("its newest revision is missing") !=
        std::string::npos);
  CHECK(refused([](Rows& rows) {
          rows.revisions[0].second.text = "else";
        }).find("is not the text that was written") != std::string::npos);
  CHECK(refused([](Rows& rows) { rows.events.erase(rows.events.begin()); }) ==
        "event 2 stands where 1 is missing");
  CHECK(refused([](Rows& rows) {
          rows.events[1].actor = "eve";
        }).find("event 2, or the revision that it made, is not") != std::string::npos);
  CHECK(refused([](Rows& rows) { rows.events.pop_back(); }).find("no event has brought it there") !=
        std::string::npos);
  CHECK(refused([](Rows& rows) {
          rows.items[0].facts.state = "open";
        }).find("is not what its last event says") != std::string::npos);
  CHECK(refused([](Rows& rows) { rows.items[0].is_here = false; }) ==
        "c.md: item 2: is gone, and not as its last event says");
  CHECK(refused([](Rows& rows) { rows.items.clear(); }) == "documents or items are missing: 1 of them");
  for (std::string Revision::*value : {&Revision::actor, &Revision::source})
    CHECK(refused([&](Rows& rows) { rows.revisions[0].second.*value = "eve"; }) != "fine");
  CHECK(refused([](Rows& rows) { rows.revisions[0].second.at = 7; }) ==
        "b.md: revision 1: no event tells who made it then");
}

TEST_CASE("a look sees one moment") {
  auto archive = in_memory();
  REQUIRE(filled(archive, some_rows()).ok());
  std::size_t events = 0;
  REQUIRE(archive
              .look([&]() -> Status {
                events = TRY(archive.events(1, {})).size();
                return Ok();
              })
              .ok());
  CHECK(events == some_rows().events.size());
  CHECK(archive.look([]() -> Status { return Error{ErrorCode::invalid, "no"}; }).error().message == "no");
}
