// What is promised of the file alone; what every home promises is in archive_contract_test.cpp.
#include "archive/sqlite.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <vector>

#include "archive/archive.h"
#include "archive/migrate.h"
#include "archive/sql/statements.h"
#include "archive/testing.h"

using namespace hindcast;
using namespace hindcast::archive;
using namespace hindcast::archive::testing;

namespace {

namespace fs = std::filesystem;

struct Folder {
  std::string path = fs::temp_directory_path() / "hindcast-sqlite-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { fs::remove_all(path); }
  std::string db() const { return path + "/archive.db"; }
};

Database open(const std::string& path) {
  return value_of(Database::open(path, {.application_id = application_id}));
}

void add_a(Archive& archive) {
  REQUIRE(archive
              .change(value_of(archive.workspace("main")), ada,
                      [](Changes& changes) -> Status {
                        TRY(changes.add_document("a.md", {}, text("one"), {}));
                        return Ok();
                      })
              .ok());
}

// Event 1: a document with items 2, 3 and 4; then 2 is done, 4 is taken out, and 3 said to be no repeat of 2.
void add_two_promises(Archive& archive, Id w) {
  REQUIRE(archive
              .change(w, ada,
                      [](Changes& changes) -> Status {
                        TRY(changes.add_document("a.md", {}, text("one"),
                                                 {{std::nullopt, action("Rotate keys")},
                                                  {std::nullopt, action("Rotate the keys")},
                                                  {std::nullopt, action("Buy a safe")}}));
                        return Ok();
                      })
              .ok());
  const auto items = value_of(archive.items(w, 1));
  REQUIRE(archive
              .change(w, bo,
                      [&](Changes& changes) -> Status {
                        TRY(changes.put_item(1, {items[0], action("Rotate keys", "done")}));
                        TRY(changes.drop(items[2]));
                        return changes.judge({2, 3, "dismissed", "another lock", "", 0});
                      })
              .ok());
}

}  // namespace

TEST_CASE("an item of no document is refused, and where nobody looked it is told by verify") {
  const auto added = [](bool checks) {
    const Folder folder;
    auto archive = value_of(open_sqlite(folder.db(), {.checks_references = checks}));
    auto database = value_of(
        Database::open(folder.db(), {.application_id = application_id, .checks_references = checks}));
    const auto workspace = value_of(archive.workspace("team"));
    const auto done = database.run(
        "INSERT INTO items VALUES (1, 7, 9, 1, 1, 'action', 'a', 'Rest', 1, '', '', '', '', '', '', '', '', "
        "'')");
    if (!done.ok()) return std::string("refused");
    std::string problems;
    for (const auto& problem : value_of(archive.verify(workspace)))
      problems.append(problem).append("\n");
    return problems;
  };
  CHECK(added(true) == "refused");
  CHECK(added(false).find("a row of items belongs to nothing") != std::string::npos);
}

TEST_CASE("commits wait for the disk, and readers don't wait for writers") {
  const Folder folder;
  auto database = open(folder.db());
  CHECK(value_of(database.number("PRAGMA synchronous")) == 3);  // EXTRA: FULL, and the names of copies
  CHECK(value_of(database.number("PRAGMA foreign_keys")) == 1);
  auto mode = value_of(database.rows("PRAGMA journal_mode", {}));
  REQUIRE(value_of(mode.next()));
  CHECK(mode.text(0) == "wal");
  auto version = value_of(database.rows("SELECT sqlite_version()", {}));
  REQUIRE(value_of(version.next()));
  CHECK(version.text(0) == "3.53.2");  // the pinned one, not the system's
}

TEST_CASE("every table is strict") {
  const Folder folder;
  value_of(open_sqlite(folder.db()));
  auto database = open(folder.db());
  CHECK(
      value_of(database.number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict = 0 "
                               "AND name NOT LIKE 'sqlite_%'")) == 0);
}

TEST_CASE("every key begins with the workspace") {
  const Folder folder;
  value_of(open_sqlite(folder.db()));
  auto database = open(folder.db());
  auto rows = value_of(database.rows(
      "SELECT t.name, i.name FROM pragma_table_list t, pragma_index_list(t.name) i, "
      "pragma_index_info(i.name) c "
      "WHERE t.schema = 'main' AND t.name NOT IN ('workspaces', 'sqlite_schema') AND c.seqno = 0 "
      "AND c.name <> 'workspace'",
      {}));
  CHECK_FALSE(value_of(rows.next()));
}

TEST_CASE("what is asked of one document or item costs no more when there are many") {
  const Folder folder;
  value_of(open_sqlite(folder.db()));
  auto database = open(folder.db());
  std::vector<std::string> kept;  // statements are known by their addresses
  for (const char* statement :
       {sql::items, sql::hide_items, sql::revisions, sql::events_of_document, sql::events_of_item})
    kept.push_back("EXPLAIN QUERY PLAN " + std::string(statement));
  for (const auto& explain : kept) {
    CAPTURE(explain);
    const bool has_event = explain.find("?3") != explain.npos;
    auto plan = value_of(
        has_event ? database.rows(explain.c_str(), {std::int64_t{1}, std::int64_t{0}, std::int64_t{1}})
                  : database.rows(explain.c_str(), {std::int64_t{1}, std::int64_t{1}}));
    REQUIRE(value_of(plan.next()));
    CAPTURE(plan.string(3));
    const auto place = plan.text(3);
    CHECK((place.find("workspace=? AND document=?") != place.npos ||
           place.find("workspace=? AND item=?") != place.npos));
    CHECK_FALSE(value_of(plan.next()));  // no sorting
  }
}

TEST_CASE("an archive that a newer Hindcast wrote is refused and not touched") {
  const Folder folder;
  value_of(open_sqlite(folder.db()));
  {
    auto database = open(folder.db());
    REQUIRE(database.run("PRAGMA user_version = 99").ok());
  }
  const auto opened = open_sqlite(folder.db());
  REQUIRE_FALSE(opened.ok());
  CHECK(
      opened.error().message ==
      "was written by a newer Hindcast (schema 99, this one knows 2); update Hindcast, nothing was touched");
}

TEST_CASE("a database of another program is refused, and so is a file that is none") {
  const Folder folder;
  {
    auto database = value_of(Database::open(folder.db(), {}));
    REQUIRE(database.run("CREATE TABLE theirs (x) STRICT").ok() == false);  // STRICT wants a type
    REQUIRE(database.run("CREATE TABLE theirs (x INT) STRICT").ok());
  }
  CHECK(open_sqlite(folder.db()).error().message == "is a database of another program");
  fs::resize_file(folder.db(), 100);
  CHECK(open_sqlite(folder.db()).error().code == ErrorCode::corrupt);
}

TEST_CASE("an archive that may not be created is missed, not made") {
  const Folder folder;
  CHECK(open_sqlite(folder.db(), {.may_create = false}).error().code == ErrorCode::not_found);
  CHECK_FALSE(fs::exists(folder.db()));
}

TEST_CASE("a new schema comes in one transaction, after a copy of what was there") {
  const Folder folder;
  auto archive = value_of(open_sqlite(folder.db()));
  add_a(archive);
  auto database = open(folder.db());
  const auto today = static_cast<std::int64_t>(schema_steps().size());
  std::vector<std::string_view> good(schema_steps().begin(), schema_steps().end());
  good.emplace_back("CREATE TABLE more (x INT) STRICT;");
  good.emplace_back("ALTER TABLE documents ADD COLUMN extra TEXT;");
  SUBCASE("all steps are taken") {
    REQUIRE(migrate(database, folder.db(), good).ok());
    CHECK(value_of(database.number("PRAGMA user_version")) == today + 2);
    auto copy = open(folder.db() + ".before-" + std::to_string(today + 2));
    CHECK(value_of(copy.number("PRAGMA user_version")) == today);
    CHECK(value_of(copy.number("SELECT count(*) FROM documents")) == 1);
  }
  SUBCASE("a copy that an earlier attempt left half done is no obstacle") {
    const auto kept = folder.db() + ".before-" + std::to_string(today + 2);
    for (const char* beside : {"", "-journal"}) {
      const auto file = kept + beside;
      fs::copy_file(folder.db(), file);
      fs::resize_file(file, 5'000);
    }
    REQUIRE(migrate(database, folder.db(), good).ok());
    auto copy = open(kept);
    CHECK(value_of(copy.number("SELECT count(*) FROM documents")) == 1);
  }
  SUBCASE("or none of them") {
    auto bad = good;
    bad.back() = "ALTER TABLE nothing ADD COLUMN x TEXT;";
    CHECK_FALSE(migrate(database, folder.db(), bad).ok());
    CHECK(value_of(database.number("PRAGMA user_version")) == today);
    CHECK_FALSE(database.rows("SELECT x FROM more", {}).ok());
  }
}

TEST_CASE("an archive of the first schema is read, once it was brought to today's") {
  const Folder folder;
  {
    auto database = open(folder.db());
    REQUIRE(migrate(database, folder.db(), schema_steps().subspan(0, 1)).ok());
    REQUIRE(database.run("INSERT INTO workspaces (name) VALUES ('main')").ok());
  }
  auto archive = value_of(open_sqlite(folder.db()));
  CHECK(value_of(archive.index(value_of(archive.workspace("main")))) == IndexState{});
  CHECK(fs::exists(folder.db() + ".before-" + std::to_string(schema_steps().size())));
}

TEST_CASE("a second writer waits as long as it may, then says so") {
  const Folder folder;
  auto first = value_of(open_sqlite(folder.db()));
  add_a(first);
  auto blocker = open(folder.db());
  REQUIRE(blocker.run("BEGIN IMMEDIATE").ok());
  auto second = value_of(open_sqlite(folder.db(), {.busy_ms_max = 20}));
  const Id w = value_of(second.workspace("main"));
  CHECK(value_of(second.documents(w)).size() == 1);  // reading goes on
  const auto refused = second.change(w, ada, [](Changes&) { return Ok(); });
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message == "another program is writing the archive; try again");
}

TEST_CASE("whatever is changed behind the archive's back is found") {
  const auto found_after = [](std::string_view sql) {
    const Folder folder;
    auto archive = value_of(open_sqlite(folder.db()));
    const Id w = value_of(archive.workspace("main"));
    add_two_promises(archive, w);
    CHECK(value_of(archive.verify(w)) == Lines{});
    REQUIRE(open(folder.db()).run(sql).ok());
    std::string found;
    for (const auto& problem : value_of(archive.verify(w)))
      found += problem + "\n";
    return found;
  };
  const std::string unsealed = "event 1, or the revision that it made, is not what was written\n";
  const std::string unmade = "a.md: revision 1: no event tells who made it then\n";
  CHECK(found_after("UPDATE revisions SET text = x'00'") ==
        "a.md: revision 1 is not the text that was written\n");
  CHECK(found_after("UPDATE events SET actor = 'eve' WHERE event = 1") == unsealed + unmade);
  CHECK(found_after("UPDATE events SET actor = 'eve' WHERE event = 2") ==
        "event 2 is not what was written\n");
  CHECK(found_after("UPDATE revisions SET actor = 'eve'") == unmade);
  CHECK(found_after("UPDATE revisions SET at = 7") == unmade);
  CHECK(found_after("UPDATE revisions SET source = 'git:1'") == unsealed);
  CHECK(found_after("UPDATE documents SET path = 'b.md'") == "b.md: no event has brought it there\n");
  CHECK(found_after("DELETE FROM events WHERE event = 4") ==
        "the last events are missing: 1 of them\n"
        "what was said of items 2 and 3 is not what "
        "the last event says\n");
  CHECK(found_after("UPDATE items SET state = 'open' WHERE item = 2") ==
        "a.md: item 2: `state` is not what its last event says\n");
  CHECK(found_after("UPDATE items SET is_here = 0 WHERE item = 2") ==
        "a.md: item 2: is gone, and not as its last event says\n");
  CHECK(found_after("UPDATE items SET is_here = 1 WHERE item = 4") ==
        "a.md: item 4: is here, and not as its last event says\n");
  CHECK(found_after("DELETE FROM items WHERE item = 4") == "documents or items are missing: 1 of them\n");
  for (const auto* change : {"verdict = 'confirmed'", "reason = 'none'", "actor = 'eve'", "at = 7"})
    CHECK(found_after("UPDATE judgements SET " + std::string(change)) ==
          "what was said of items 2 and 3 is not what the last event says\n");
}

TEST_CASE("a copy is the archive as it is at that moment") {
  const Folder folder;
  auto archive = value_of(open_sqlite(folder.db()));
  add_a(archive);
  const std::string path = folder.path + "/copy.db";
  REQUIRE(archive.copy_to(path).ok());
  auto copy = value_of(open_sqlite(path, {.may_create = false}));
  CHECK(story(copy, value_of(copy.workspace("main"))) == Lines{"1 ada document_added d1 r1 -> a.md"});
  CHECK_FALSE(archive.copy_to(path).ok());  // nothing is written over
}
