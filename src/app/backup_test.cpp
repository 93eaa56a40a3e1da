#include "app/backup.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "app/archived.h"
#include "app/export.h"
#include "app/sync.h"
#include "app/testing_team.h"
#include "app/verify.h"
#include "archive/migrate.h"
#include "archive/sqlite.h"
#include "disk/disk.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

constexpr Timestamp march = 1'709'251'200'000;  // 2024-03-01

std::string backed_up(const Team& team, const std::string& path, bool may_replace = false) {
  const auto done = backup(team.root(), path, {.at = march, .may_replace = may_replace});
  return done.ok() ? done->file : done.error().message;
}

// What was kept, or why nothing was done.
std::string restored(const Team& team, const std::string& file) {
  const auto done = restore(team.root(), file, march);
  return done.ok() ? done->kept : done.error().message;
}

std::vector<std::string> names_in(const std::string& folder) {
  return disk::names_in(folder);
}

// Changes bytes in the middle of the archive, which must be closed.
void damage(const std::string& file) {
  auto text = *disk::read_file(file, 64u << 20);
  for (std::size_t at = 4096; at < text.size(); at += 512)
    text.replace(at, 64, std::string(64, '\xAA'));
  std::filesystem::remove(file);
  REQUIRE(disk::create_file(file, text).ok());
}

}  // namespace

TEST_CASE("a restored archive is that of the day of the backup, and what was there is kept") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  const auto file = backed_up(team, team.at("one.db"));
  CHECK(file == team.at("one.db"));
  team.write("b.md", outage("Shop", "Warm it"));
  team.sync(2'000);
  CHECK(team.verified() == "whole: 2 documents, 2 events");
  const auto kept = restored(team, file);
  CHECK(kept == archive_file(team.root()) + ".before-restore-2024-03-01T000000Z");
  CHECK(team.verified() == "whole: 1 documents, 1 events");
  CHECK(restored(team, kept) == kept + "-2");
  CHECK(team.verified() == "whole: 2 documents, 2 events");
}

TEST_CASE("who has the archive open sees the restored one next") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  const auto file = backed_up(team, "");
  team.write("b.md", outage("Shop", "Warm it"));
  team.sync(2'000);
  auto reader = team.open();
  CHECK(reader.archive.documents(reader.workspace)->size() == 2);
  restored(team, file);
  CHECK(reader.archive.documents(reader.workspace)->size() == 1);
}

TEST_CASE("a log that a lost archive left behind is not played into the restored one") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  const auto file = backed_up(team, team.at("one.db"));
  const auto archive = archive_file(team.root()), log = archive + "-wal";
  {
    const auto reader = team.open();  // keeps the log from being taken in
    team.write("b.md", outage("Shop", "Warm it"));
    team.sync(2'000);
    std::filesystem::copy_file(log, team.at("log"));
  }
  std::filesystem::remove(archive);
  std::filesystem::copy_file(team.at("log"), log);
  CHECK(restored(team, file) == "");  // nothing was there
  CHECK(team.verified() == "whole: 1 documents, 1 events");
  CHECK(disk::exists(archive + ".orphaned-wal"));
}

TEST_CASE("a sync after a restore records what has changed since") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  const auto file = backed_up(team, "");
  team.write("a.md", outage("Tills", "Restart all of them"));
  team.sync(2'000);
  restored(team, file);
  team.sync(3'000);
  CHECK(team.open().archive.documents(1)->front().revision == 2);
  CHECK(team.verified() == "whole: 1 documents, 3 events");
}

TEST_CASE("a backup without a name has the time in it, and never another's") {
  Team team;
  team.sync();
  const auto folder = team.root() + "/.hindcast/backups";
  CHECK(backed_up(team, "") == folder + "/archive-2024-03-01T000000Z.db");
  CHECK(backed_up(team, "") == folder + "/archive-2024-03-01T000000Z-2.db");
  std::filesystem::create_directory(team.at("disk"));
  CHECK(backed_up(team, team.at("disk")) == team.at("disk") + "/archive-2024-03-01T000000Z.db");
  CHECK(names_in(team.at("disk")).size() == 1);
}

TEST_CASE("a backup replaces a file only when it is told to") {
  Team team;
  team.sync();
  team.write("note.txt", "mine");
  CHECK(backed_up(team, team.at("note.txt")) ==
        team.at("note.txt") + ": exists already; --force replaces it");
  CHECK(team.text_of("note.txt") == "mine");
  CHECK(backed_up(team, team.at("note.txt"), true) == team.at("note.txt"));
  CHECK(backed_up(team, archive_file(team.root()), true) ==
        archive_file(team.root()) + ": is the archive itself");
}

TEST_CASE("several backups and exports at once come to be, and nothing that is the user's goes") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.write(".one.part/mine.md", "# Mine\n");
  team.sync();
  std::vector<std::string> done(4);
  std::vector<std::thread> threads;
  for (auto& one : done)
    threads.emplace_back([&] {
      const auto made = backup(team.root(), "", {.at = march});
      one = made.ok() ? made->file : made.error().message;
    });
  threads.emplace_back(
      [&] { (void)export_archive(team.root(), team.at("one"), "test"); });  // one of them does
  threads.emplace_back([&] { (void)export_archive(team.root(), team.at("one"), "test"); });
  for (auto& thread : threads)
    thread.join();
  std::sort(done.begin(), done.end());
  CHECK(std::unique(done.begin(), done.end()) == done.end());
  const auto folder = team.root() + "/.hindcast/backups";
  CHECK(names_in(folder).size() == 4);
  for (const auto& file : done)
    CHECK(restored(team, file).find("before-restore") != std::string::npos);
  CHECK(team.verified() == "whole: 1 documents, 1 events");
  CHECK(names_in(team.at("one")) ==
        std::vector<std::string>{".gitignore", "archive", "documents", "manifest.json"});
  CHECK(team.text_of(".one.part/mine.md") == "# Mine\n");
  CHECK(names_in(team.root()) == std::vector<std::string>{".hindcast", ".one.part", "a.md", "one"});
}

TEST_CASE("a folder is no backup, and the newest one in it is named") {
  Team team;
  team.sync();
  const auto folder = team.at("copies");
  std::filesystem::create_directory(folder);
  CHECK(restored(team, folder) == folder + ": is a folder; name the backup in it");
  const auto file = backed_up(team, folder);
  CHECK(restored(team, folder) ==
        folder + ": is a folder; name the backup in it, the newest for one: " + file);
  CHECK(newest_backup(team.root()) == "");
  const auto named_by_time = backed_up(team, "");
  CHECK(newest_backup(team.root()) == named_by_time);
}

TEST_CASE("an archive is its user's alone, begun or restored") {
  Team team;
  team.sync();
  const auto mode = [&] { return std::filesystem::status(archive_file(team.root())).permissions(); };
  using std::filesystem::perms;
  CHECK(mode() == (perms::owner_read | perms::owner_write));
  const auto file = backed_up(team, team.at("one.db"));
  std::filesystem::remove(archive_file(team.root()));
  restored(team, file);
  CHECK(mode() == (perms::owner_read | perms::owner_write));
}

TEST_CASE("what lies beside an archive is its user's alone from the beginning") {
  Team team;
  std::filesystem::create_directory(team.at(".hindcast"));
  const auto open = open_or_begin_archive(team.root());
  REQUIRE(open.ok());
  for (const char* beside : {"", "-wal", "-shm"}) {
    CAPTURE(beside);
    using std::filesystem::perms;
    CHECK(std::filesystem::status(archive_file(team.root()) + beside).permissions() ==
          (perms::owner_read | perms::owner_write));
  }
}

TEST_CASE("an archive that is not whole is not backed up, and nothing is left of the try") {
  Team team;
  for (int n = 0; n < 40; ++n)
    team.write(std::to_string(n) + ".md", outage("Tills " + std::to_string(n), "Restart them"));
  team.sync();
  damage(archive_file(team.root()));
  const auto why = backed_up(team, team.at("one.db"));
  CHECK(why == archive_file(team.root()) +
                   ": is damaged; restore a backup: what is removed and synced again has no history");
  SyncOptions options;
  options.actor = "ada";
  CHECK(app::sync(team.root(), {}, Configuration(), options).error().message == why);
  CHECK(export_archive(team.root(), team.at("export"), "test").error().message == why);
  CHECK_FALSE(disk::exists(team.at("one.db")));
  for (const auto& name : names_in(team.root()))
    CHECK(name.find(".part") == std::string::npos);
}

TEST_CASE("what is wrong with an archive is said of the archive, and not of its backup") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  {
    auto database =
        archive::Database::open(archive_file(team.root()), {.application_id = archive::application_id});
    REQUIRE(database.ok());
    REQUIRE(database->run("UPDATE revisions SET at = 7").ok());
  }
  CHECK(backed_up(team, team.at("one.db")) ==
        archive_file(team.root()) +
            ": is not whole: a.md: revision 1: no event tells who made it then; no backup was made of it");
}

TEST_CASE("a damaged archive gives way to a backup and is kept as it was") {
  Team team;
  for (int n = 0; n < 40; ++n)
    team.write(std::to_string(n) + ".md", outage("Tills " + std::to_string(n), "Restart them"));
  team.sync();
  const auto file = backed_up(team, team.at("one.db"));
  const auto archive = archive_file(team.root());
  SUBCASE("that can still be opened") {
    damage(archive);
  }
  SUBCASE("that is no database any more") {
    std::filesystem::remove(archive);
    REQUIRE(disk::create_file(archive, "no database").ok());
  }
  const auto bytes = *disk::read_file(archive, 64u << 20);
  const auto kept = restored(team, file);
  CHECK(team.verified() == "whole: 40 documents, 40 events");
  CHECK(*disk::read_file(kept, 64u << 20) == bytes);
}

TEST_CASE("what is no whole backup is refused, and the archive stays") {
  Team team;
  for (int n = 0; n < 40; ++n)
    team.write(std::to_string(n) + ".md", outage("Tills " + std::to_string(n), "Restart them"));
  team.sync();
  const auto file = backed_up(team, team.at("one.db"));
  const auto before = *disk::read_file(archive_file(team.root()), 64u << 20);
  CHECK(restored(team, team.at("no.db")) == team.at("no.db") + ": no such file; check the spelling");
  team.write("empty.db", "");
  CHECK(restored(team, team.at("empty.db")) == team.at("empty.db") + ": is empty, which no backup is");
  team.write("text.db", "# A postmortem\n");
  CHECK(restored(team, team.at("text.db")) == team.at("text.db") + ": is no archive of Hindcast");
  damage(file);
  CHECK(restored(team, file).substr(0, file.size() + 5) == file + ": is ");
  CHECK(*disk::read_file(archive_file(team.root()), 64u << 20) == before);
  CHECK(names_in(team.root() + "/.hindcast") == std::vector<std::string>{".gitignore", "archive.db", "lock"});
}

TEST_CASE("a backup of a newer Hindcast is refused, one of an older is brought to today's schema") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  const auto file = backed_up(team, team.at("one.db"));
  {
    auto database = archive::Database::open(file, {.application_id = archive::application_id});
    REQUIRE(database.ok());
    REQUIRE(database->run("PRAGMA user_version = 1000").ok());
  }
  const auto bytes = team.text_of("one.db");
  CHECK(restored(team, file).find("was written by a newer Hindcast (schema 1000") != std::string::npos);
  CHECK(team.text_of("one.db") == bytes);
  {
    auto old = archive::Database::open(team.at("old.db"), {});
    REQUIRE(old.ok());
    REQUIRE(old->run(archive::schema_steps()[0]).ok());
    REQUIRE(old->run("PRAGMA user_version = 1; PRAGMA application_id = " +
                     std::to_string(archive::application_id))
                .ok());
  }
  restored(team, team.at("old.db"));
  CHECK(team.verified() == "whole: 0 documents, 0 events");
}

TEST_CASE("an archive that is not there any more, or empty, is told of with its newest backup") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  const auto archive = archive_file(team.root());
  const auto why = [&] {
    const auto open = open_archive(team.root());
    return open.ok() ? "opened" : open.error().message;
  };
  CHECK(why() == "there is no archive here yet; 'hindcast sync' makes one");
  team.sync();
  const auto file = backed_up(team, "");
  std::filesystem::remove(archive);
  const auto way = " any more; 'hindcast restore " + file +
                   "' brings its newest backup back, and 'hindcast sync' begins anew, without its history";
  CHECK(why() == "there is no archive here" + way);
  REQUIRE(disk::create_file(archive, "").ok());
  const auto empty = archive + ": is empty: there is no archive in it";
  CHECK(why() == empty + way);
  CHECK(why() == empty + way);  // looking at it makes no archive of it
  std::filesystem::remove_all(team.at(".hindcast/backups"));
  CHECK(why() == empty + "; 'hindcast sync' begins one");
}

TEST_CASE("a sync that begins anew says that backups tell of an earlier archive, once") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  SyncOptions options;
  options.actor = "ada";
  const auto notes = [&] { return app::sync(team.root(), {}, Configuration(), options)->notes; };
  CHECK(notes().empty());
  const auto file = backed_up(team, "");
  std::filesystem::remove(archive_file(team.root()));
  const auto told = notes();
  REQUIRE(told.size() == 1);
  CHECK(told[0].find(file) != std::string::npos);
  CHECK(notes().empty());
}

TEST_CASE("an archive whose tables are gone is damaged") {
  Team team;
  team.write("a.md", outage("Tills", "Restart them"));
  team.sync();
  {
    auto database =
        archive::Database::open(archive_file(team.root()), {.application_id = archive::application_id});
    REQUIRE(database.ok());
    REQUIRE(database->run("DROP TABLE events").ok());
  }
  auto open = team.open();
  const auto report = verify_archive(open);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().code == ErrorCode::corrupt);
  CHECK(report.error().message.find(archive_file(team.root()) + ": is damaged") == 0);
}
