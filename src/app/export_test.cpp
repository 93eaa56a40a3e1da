#include "app/export.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "app/archived.h"
#include "app/indexing.h"
#include "app/testing_team.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "exchange/export_files.h"
#include "exchange/rows.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

namespace fs = std::filesystem;

// Every file below a folder with its bytes.
std::map<std::string, std::string> files_of(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder)] = *disk::read_file(entry.path(), 1u << 30);
  return files;
}

std::string exported(const Team& team, const std::string& folder) {
  const auto done = export_archive(team.root(), folder, "hindcast test");
  return done.ok() ? "fine" : done.error().message;
}
std::string imported(const Team& team, const std::string& folder, bool writes_documents = false) {
  const auto done = import_archive(team.root(), folder, {.read = {}, .writes_documents = writes_documents});
  return done.ok() ? "fine" : done.error().message;
}

// Export, import into an empty archive, export again: the same bytes.
void check_round_trip(const Team& team) {
  const Team place, other;
  REQUIRE(exported(team, place.at("one")) == "fine");
  REQUIRE(imported(other, place.at("one")) == "fine");
  CHECK(other.verified() == team.verified());
  REQUIRE(exported(other, place.at("two")) == "fine");
  CHECK(files_of(place.at("one")) == files_of(place.at("two")));
}

// A history with everything: changed, moved, gone and come back, bytes that are no UTF-8.
void live_through(const Team& team) {
  team.write("a.md", outage("Tills", "Restart them"));
  team.write("docs/caf\xe9.md", "# P\n\n## Action items\n\n- [ ] caf\xe9 @ada\n");
  team.write("c.md", outage("Shop", "Warm it"));
  team.sync();
  team.write("a.md", outage("Tills", "Restart all of them"));
  team.move("c.md", "old/c.md");
  team.sync(2'000, "b\xf6");
  team.remove("a.md");
  team.sync(3'000);
  team.write("a.md", outage("Tills", "Restart all of them, at night"));
  team.write("d.md", outage("Tills again", "Restart all of them by night"));
  team.sync(4'000);
  auto open = team.open();
  const auto judge = [&](std::string verdict) {
    return open.archive.change(open.workspace, {"ada", 5'000, ""}, [&](archive::Changes& changes) {
      return changes.judge({2, 6, std::move(verdict), "the same \xff", "", 0});
    });
  };
  REQUIRE(judge("confirmed").ok());
  REQUIRE(judge("dismissed").ok());
}

// Gives a file of an export other bytes, and the manifest what holds then.
void rewrite(const std::string& folder, const std::string& path, const std::string& bytes) {
  fs::remove(folder + "/" + path);
  REQUIRE(disk::create_file(folder + "/" + path, bytes).ok());
  const auto name = folder + "/" + std::string(exchange::manifest_file);
  auto manifest = *exchange::read_manifest(*disk::read_file(name, 1u << 20));
  for (auto& file : manifest.files)
    if (file.path == path) {
      file.bytes = bytes.size();
      file.sha256 = hex(sha256(bytes));
    }
  fs::remove(name);
  REQUIRE(disk::create_file(name, exchange::manifest_text(manifest)).ok());
}

std::string replaced(std::string text, std::string_view old, std::string_view by) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), by);
}

}  // namespace

TEST_CASE("an archive that is exported and imported is exported again byte for byte") {
  const Team team;
  SUBCASE("a history") {
    live_through(team);
  }
  SUBCASE("an empty one") {
    team.sync();
  }
  SUBCASE("the examples") {
    fs::copy(HINDCAST_ROOT "/examples", team.at("examples"), fs::copy_options::recursive);
    team.sync();
  }
  SUBCASE("the corpus") {
    const fs::path corpus = HINDCAST_ROOT "/../shared/corpus";
    if (!fs::exists(corpus)) {
      MESSAGE("skipped: there is no ../shared/corpus beside the repository");
      return;
    }
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(corpus))
      if (entry.is_regular_file() && entry.path().extension() == ".md" && ++count % 4 == 0)
        team.write(fs::relative(entry.path(), corpus), *disk::read_file(entry.path(), 1u << 24));
    REQUIRE(count > 100);
    team.sync();
  }
  check_round_trip(team);
}

TEST_CASE("an export holds the texts of today as files, and old ones in its lines") {
  const Team team, place;
  live_through(team);
  REQUIRE(exported(team, place.at("one")) == "fine");
  const auto files = files_of(place.at("one"));
  CHECK(files.at("documents/a.md") == team.text_of("a.md"));
  CHECK(files.at("documents/docs/caf\xe9.md") == team.text_of("docs/caf\xe9.md"));
  CHECK(files.count("documents/c.md") == 0);
  CHECK(files.at("archive/revisions.jsonl").find("- [ ] Restart them\\n") != std::string::npos);
  CHECK(files.size() == 10);  // four documents, five lists, the manifest
}

TEST_CASE("an export goes to a new folder alone") {
  const Team team, place;
  team.sync();
  place.write("one/note.txt", "mine");
  CHECK(exported(team, place.at("one")).find("exists already and is not empty") != std::string::npos);
  fs::create_directory(place.at("two"));
  CHECK(exported(team, place.at("two")) == "fine");
  CHECK(disk::names_in(place.root()).size() == 2);
}

TEST_CASE("an export among the documents is not taken for documents by the next sync") {
  const Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  REQUIRE(exported(team, team.at("out")) == "fine");
  team.sync(2'000);
  CHECK(team.verified() == "whole: 1 documents, 1 events");
}

TEST_CASE("documents that are missing are written when that is asked for, and none is written over") {
  const Team team, place, other;
  live_through(team);
  REQUIRE(exported(team, place.at("one")) == "fine");
  other.write("a.md", "mine\n");
  REQUIRE(imported(other, place.at("one"), true) == "fine");
  CHECK(other.text_of("a.md") == "mine\n");
  CHECK(other.text_of("old/c.md") == team.text_of("old/c.md"));
}

TEST_CASE("no link leads what is written out of the folder") {
  const Team team, place, other, outside;
  live_through(team);
  REQUIRE(exported(team, place.at("one")) == "fine");
  REQUIRE(::symlink(outside.root().c_str(), other.at("docs").c_str()) == 0);
  CHECK(imported(other, place.at("one"), true) != "fine");
  CHECK(disk::names_in(outside.root()).empty());
}

TEST_CASE("an archive that has begun is not imported into") {
  const Team team, place, other;
  live_through(team);
  REQUIRE(exported(team, place.at("one")) == "fine");
  other.write("a.md", outage("Tills", "Sell them"));
  other.sync(9'000);
  const auto before = other.verified();
  CHECK(imported(other, place.at("one")).find("has begun already") != std::string::npos);
  CHECK(other.verified() == before);
}

TEST_CASE("an import that was cut short is repeated") {
  const Team team, place, other;
  live_through(team);
  REQUIRE(exported(team, place.at("one")) == "fine");
  REQUIRE(imported(other, place.at("one")) == "fine");
  {  // as it is when the archive was filled, and then the disk was full
    auto open = other.open();
    REQUIRE(open.archive.change(1, {}, [](archive::Changes& changes) { return changes.drop_index(); }).ok());
  }
  const auto again = import_archive(other.root(), place.at("one"), {.read = {}, .writes_documents = true});
  REQUIRE(again.ok());
  CHECK(again->was_there);
  CHECK(again->written == 4);
  CHECK(other.text_of("a.md") == team.text_of("a.md"));
  auto open = other.open();
  CHECK(*is_index_current(open));
  CHECK(other.verified() == team.verified());
}

TEST_CASE("documents that an import brings without their files are said to be missing, and gone by a sync") {
  const Team team, place, other;
  team.write("a.md", outage("Tills", "Restart them"));
  team.write("b.md", outage("Shop", "Warm it"));
  team.sync();
  REQUIRE(exported(team, place.at("one")) == "fine");
  const auto done = import_archive(other.root(), place.at("one"), {});
  REQUIRE(done.ok());
  REQUIRE(done->notes.size() == 1);
  CHECK(done->notes[0] == "2 of its documents are not beneath " + other.root() +
                              ", and the next sync tells that they are gone; --documents writes them");
  other.sync();
  CHECK(other.verified() == "whole: 2 documents, 4 events");
  other.sync();
  CHECK(other.verified() == "whole: 2 documents, 4 events");
}

TEST_CASE("an import that was done is done, though more has happened since") {
  const Team team, place, other;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  REQUIRE(exported(team, place.at("one")) == "fine");
  REQUIRE(import_archive(other.root(), place.at("one"), {}).ok());
  other.sync();
  const auto since = other.verified();
  const auto again = import_archive(other.root(), place.at("one"), {});
  REQUIRE(again.ok());
  CHECK(again->was_there);
  CHECK(other.verified() == since);
  const auto files = import_archive(other.root(), place.at("one"), {.read = {}, .writes_documents = true});
  REQUIRE(files.ok());
  CHECK(files->written == 1);
  CHECK(other.text_of("a.md") == team.text_of("a.md"));
}

TEST_CASE("a folder that is no export is said to be none") {
  const Team place, other;
  CHECK(import_archive(other.root(), place.root(), {}).error().message ==
        place.root() + ": is no export of Hindcast, which has a manifest.json");
  CHECK_FALSE(disk::exists(archive_file(other.root())));
}

TEST_CASE("every file is held against the manifest before anything is taken") {
  const Team team, place, other;
  live_through(team);
  const auto folder = place.at("one");
  REQUIRE(exported(team, folder) == "fine");
  const auto change = [&](const std::string& path, const std::string& bytes) {
    fs::remove(folder + "/" + path);
    REQUIRE(disk::create_file(folder + "/" + path, bytes).ok());
  };
  CHECK(imported(other, place.at("no")).find("no such folder") != std::string::npos);
  SUBCASE("other bytes") {
    auto text = place.text_of("one/documents/a.md");
    text[3] ^= 1;
    change("documents/a.md", text);
    CHECK(imported(other, folder).find("documents/a.md: is not what was exported") == 0);
  }
  SUBCASE("more bytes") {
    change("documents/a.md", place.text_of("one/documents/a.md") + "x");
    CHECK(imported(other, folder).find("documents/a.md: has ") == 0);
  }
  SUBCASE("no file") {
    fs::remove(folder + "/archive/items.jsonl");
    CHECK(imported(other, folder).find("archive/items.jsonl: ") == 0);
  }
  SUBCASE("a link to the same bytes") {
    fs::rename(folder + "/documents/a.md", place.at("a.md"));
    REQUIRE(::symlink(place.at("a.md").c_str(), (folder + "/documents/a.md").c_str()) == 0);
    CHECK(imported(other, folder).find("documents/a.md: ") == 0);
  }
  SUBCASE("a folder that is a link") {
    fs::rename(folder + "/documents", place.at("documents"));
    REQUIRE(::symlink(place.at("documents").c_str(), (folder + "/documents").c_str()) == 0);
    CHECK(imported(other, folder).find("documents/") == 0);
  }
  SUBCASE("a pipe") {
    fs::remove(folder + "/documents/a.md");
    REQUIRE(::mkfifo((folder + "/documents/a.md").c_str(), 0600) == 0);
    CHECK(imported(other, folder) == "documents/a.md: is no regular file");
  }
  SUBCASE("a path that leads out") {
    change("manifest.json",
           replaced(place.text_of("one/manifest.json"), "documents/a.md", "documents/../../a"));
    CHECK(imported(other, folder).find("manifest.json: line ") == 0);
  }
  SUBCASE("no manifest") {
    change("manifest.json", "{}");
    CHECK(imported(other, folder) == "manifest.json: is no manifest of an export of Hindcast");
  }
  CHECK_FALSE(disk::exists(archive_file(other.root())));
}

TEST_CASE("a line that is wrong is named, and nothing of the import stays") {
  const Team team, place, other;
  live_through(team);
  const auto folder = place.at("one");
  REQUIRE(exported(team, folder) == "fine");
  const auto try_with = [&](const std::string& path, std::string_view old, std::string_view by) {
    const auto before = place.text_of("one/" + path);
    rewrite(folder, path, replaced(before, old, by));
    const auto why = imported(other, folder);
    CHECK(other.verified() == "whole: 0 documents, 0 events");
    rewrite(folder, path, before);
    return why;
  };
  CHECK(try_with("archive/items.jsonl", "\"since\":1", "\"since\":\"1\"") ==
        "archive/items.jsonl:1: `since` is no number");
  CHECK(try_with("archive/items.jsonl", "}\n{", "}\n{{").find("archive/items.jsonl:2: ") == 0);
  CHECK(try_with("archive/documents.jsonl", "\"path\":\"a.md\"", "\"path\":\"../a.md\"")
            .find("`path` is no path within the archive's folder") != std::string::npos);
  CHECK(try_with("archive/revisions.jsonl", "\"file\":\"documents/a.md\"", "\"file\":\"manifest.json\"")
            .find("is not in the manifest") != std::string::npos);
  CHECK(try_with("archive/events.jsonl", "\"actor\":\"ada\"", "\"actor\":\"eve\"") ==
        "event 1, or the revision that it made, is not what was written, and more is wrong");
  CHECK(try_with("archive/events.jsonl", "{\"event\":1,", "{\"event\":2,")
            .find("archive/events.jsonl:1: event 2") == 0);
  auto lines = place.text_of("one/archive/items.jsonl");
  rewrite(folder, "archive/items.jsonl", lines.substr(0, lines.size() - 1));
  CHECK(imported(other, folder).find("has no end") != std::string::npos);
  rewrite(folder, "archive/items.jsonl", lines.substr(0, lines.rfind('\n', lines.size() - 2) + 1));
  CHECK(imported(other, folder).find("lines, and the manifest says") != std::string::npos);
  rewrite(folder, "archive/items.jsonl", lines);
  CHECK(imported(other, folder) == "fine");
}
