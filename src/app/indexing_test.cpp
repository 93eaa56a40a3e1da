// The search index follows the documents, and says so when it doesn't.
#include "app/indexing.h"

#include <doctest/doctest.h>

#include "app/entry.h"
#include "app/sync.h"
#include "app/testing_team.h"
#include "document/document.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

using Lines = std::vector<std::string>;

std::string joined(const Lines& lines) {
  std::string out;
  for (const auto& line : lines)
    out.append(out.empty() ? "" : ", ").append(line);
  return out;
}

// The paths of the documents that a query finds.
std::string found(const Team& team, const search::Query& query) {
  auto open = team.open();
  auto index = open_index(open);
  if (!index.ok()) return index.error().message;
  const auto result = index->index.search(query);
  if (!result.ok()) return result.error().message;
  Lines paths;
  const auto documents = open.archive.documents(open.workspace);
  for (const auto& document : *documents)
    for (const auto& hit : result->hits)
      if (hit.id == document.id) paths.push_back(document.path);
  return joined(paths);
}

std::string index_problems(const Team& team) {
  auto open = team.open();
  if (!*is_index_current(open)) return "behind";
  const auto problems = verify_index(open);
  return problems.ok() ? joined(*problems) : problems.error().message;
}

// Something that the index is not told of.
void change_untold(const Team& team, const std::function<Status(archive::Changes&)>& make) {
  auto open = team.open();
  REQUIRE(open.archive.change(open.workspace, {"eve", 1, ""}, make).ok());
}

}  // namespace

TEST_CASE("what is synced is found, as it is now and not as it was") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  CHECK(found(team, search::words("tills")) == "a.md");
  CHECK(found(team, search::words("label")) == "b.md");
  team.write("a.md", outage("Doors froze", "Oil the doors"));
  team.sync();
  CHECK(found(team, search::words("tills")) == "");
  CHECK(found(team, search::words("doors")) == "a.md");
  CHECK(index_problems(team) == "");
}

TEST_CASE("a document that moves is found under its new path, one that goes is not found") {
  const Team team;
  team.write("old/a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  team.move("old/a.md", "new/a.md");
  team.remove("b.md");
  team.sync();
  CHECK(found(team, search::attribute("path:new")) == "new/a.md");
  CHECK(found(team, search::attribute("path:old")) == "");
  CHECK(found(team, search::words("labels")) == "");
  CHECK(index_problems(team) == "");
}

TEST_CASE("what was written without telling the index is made up for by the next sync") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.sync();
  change_untold(team, [](archive::Changes& changes) -> Status {
    TRY(changes.add_document("imported/b.md", {}, {"digest", "# Labels lost\n"}, {}));
    return Ok();
  });
  CHECK(index_problems(team) == "behind");
  CHECK(found(team, search::words("labels")) == "");
  {
    auto open = team.open();
    REQUIRE(open.archive
                .change(open.workspace, {"ada", 1, ""},
                        [&](archive::Changes& changes) -> Status {
                          return TRY(Indexing::begin(open, changes, {}))->end();
                        })
                .ok());
  }
  CHECK(found(team, search::words("labels")) == "imported/b.md");
  CHECK(index_problems(team) == "");
}

TEST_CASE("an archive without an index, or with one of another version, gets it at the next sync") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.sync();
  for (const archive::IndexState& state : {archive::IndexState{}, archive::IndexState{999, 1, "another"}}) {
    change_untold(team, [&](archive::Changes& changes) -> Status {
      TRY(changes.drop_index());
      return changes.put_index(state);
    });
    team.write("b.md", outage("Labels lost " + std::to_string(state.maker), "Print labels twice"));
    team.sync();
    CHECK(found(team, search::words("tills")) == "a.md");
    CHECK(index_problems(team) == "");
  }
}

TEST_CASE("an index that does not know the documents as they are is found out, and made anew") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  team.sync();
  {
    auto open = team.open();
    REQUIRE(open.archive
                .change(open.workspace, {"eve", 1, ""},
                        [&](archive::Changes& changes) -> Status {
                          auto store = archive_store(open, &changes);
                          auto index = TRY(search::Index::open(*store));
                          TRY(index.remove(1));
                          return index.flush();
                        })
                .ok());
  }
  CHECK(index_problems(team) == "the search index does not know a.md as it is");
  Configuration configuration;
  configuration.folder = team.root();
  REQUIRE(sync(team.root(), {}, configuration, {.actor = "ada", .at = 1'000, .reindex = true}).ok());
  CHECK(index_problems(team) == "");
}

TEST_CASE(
    "what is said of a repeated promise leaves a current index current, and one that is behind behind") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.write("b.md", outage("Tills froze again", "Restart all tills"));
  team.sync();
  const auto judge = [&](OpenArchive& open) {
    return open.archive.change(1, {"ada", 1, ""}, [&](archive::Changes& changes) {
      return without_index(open, changes, [&] { return changes.judge({2, 4, "confirmed", "", "", 0}); });
    });
  };
  auto open = team.open();
  REQUIRE(judge(open).ok());
  CHECK(index_problems(team) == "");
  change_untold(team, [](archive::Changes& changes) -> Status {
    TRY(changes.add_document("imported/b.md", {}, {"digest", "# Labels lost\n"}, {}));
    return Ok();
  });
  REQUIRE(judge(open).ok());
  CHECK(index_problems(team) == "behind");
}

TEST_CASE("a damaged index stops no sync: it is made anew, and that is said") {
  struct Damage {
    std::string name;
    std::function<Status(OpenArchive&, archive::Changes&)> make;
  };
  const auto with_state = [](OpenArchive& open, archive::Changes& changes,
                             const std::function<void(archive::IndexState&)>& change) -> Status {
    auto state = TRY(open.archive.index(open.workspace));
    change(state);
    return changes.put_index(state);
  };
  const Damage damages[] = {
      {"its list is no list",
       [&](OpenArchive& open, archive::Changes& changes) {
         return with_state(open, changes, [](auto& state) { state.manifest = "nonsense"; });
       }},
      {"its list is empty and the blocks of the first segment are there",
       [&](OpenArchive& open, archive::Changes& changes) {
         return with_state(open, changes, [](auto& state) { state.manifest.clear(); });
       }},
      {"its blocks are gone",
       [](OpenArchive& open, archive::Changes& changes) -> Status {
         const auto state = TRY(open.archive.index(open.workspace));
         TRY(changes.drop_index());
         return changes.put_index(state);
       }},
  };
  for (const Damage& damage : damages) {
    CAPTURE(damage.name);
    const Team team;
    team.write("a.md", outage("Tills froze", "Restart the tills"));
    team.write("b.md", outage("Labels lost", "Print labels twice"));
    team.sync();
    {
      auto open = team.open();
      REQUIRE(open.archive
                  .change(open.workspace, {"eve", 1, ""},
                          [&](auto& changes) { return damage.make(open, changes); })
                  .ok());
    }
    CHECK(index_problems(team) != "");
    team.write("a.md", outage("Doors froze", "Oil the doors"));
    Configuration configuration;
    configuration.folder = team.root();
    const auto report = sync(team.root(), {}, configuration, {.actor = "ada", .at = 1'000});
    REQUIRE(report.ok());
    REQUIRE(report->notes.size() == 1);
    CHECK(report->notes[0].find("the search index was damaged (") == 0);
    CHECK(found(team, search::words("froze")) == "a.md");
    CHECK(found(team, search::words("tills")) == "");
    CHECK(index_problems(team) == "");
  }
}

TEST_CASE("a sync that is only tried writes no index") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.sync();
  team.write("b.md", outage("Labels lost", "Print labels twice"));
  Configuration configuration;
  configuration.folder = team.root();
  const auto before = team.open().archive.index(1);
  REQUIRE(sync(team.root(), {}, configuration, {.actor = "ada", .at = 1'000, .dry_run = true}).ok());
  CHECK(*team.open().archive.index(1) == *before);
}
