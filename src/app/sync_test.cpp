#include "app/sync.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <utime.h>

#include <cstdlib>
#include <filesystem>

#include "app/archived.h"
#include "app/stamps.h"
#include "app/testing_team.h"
#include "archive/migrate.h"
#include "archive/sqlite.h"
#include "disk/disk.h"

using namespace hindcast;
using namespace hindcast::app;

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

// A folder of documents with an archive beside them.
class Team {
 public:
  Team() { REQUIRE(::mkdtemp(root_.data()) != nullptr); }
  ~Team() { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories(fs::path(at(name)).parent_path());
    fs::remove(at(name));
    REQUIRE(disk::create_file(at(name), text).ok());
  }
  // The same, and old enough to be trusted by its stamp.
  void write_long_ago(const std::string& name, const std::string& text) {
    write(name, text);
    const utimbuf then{1'000'000'000, 1'000'000'000};
    REQUIRE(::utime(at(name).c_str(), &then) == 0);
  }
  void move(const std::string& from, const std::string& to) {
    fs::create_directories(fs::path(at(to)).parent_path());
    fs::rename(at(from), at(to));
  }
  void remove(const std::string& name) { fs::remove_all(at(name)); }
  std::string at(const std::string& name) const { return root_ + "/" + name; }
  const std::string& root() const { return root_; }

  SyncReport report(const std::vector<std::string>& names = {}, bool dry_run = false) {
    std::vector<std::string> paths;
    for (const auto& name : names)
      paths.push_back(at(name));
    Configuration configuration;
    configuration.folder = root_;
    auto done = sync(root_, paths, configuration, {.actor = "ada", .at = 1'000, .dry_run = dry_run});
    REQUIRE(done.ok());
    return *std::move(done);
  }
  // "added a.md", "changed a.md", "item state open -> done: Rotate the keys".
  Lines sync_now(const std::vector<std::string>& names = {}) { return lines_of(report(names)); }

  static Lines lines_of(const SyncReport& report) {
    Lines out;
    for (const StoryLine& line : report.changes) {
      const auto& event = line.event;
      const bool is_item = event.item != 0;
      std::string what = event.what.substr(event.what.find('_') + 1);
      if (is_item) what = "item " + (event.field.empty() ? what : event.field);
      if (event.what == "document_moved") what += " " + event.before + " ->";
      if (event.what == "item_changed") what += " " + event.before + " -> " + event.after;
      if (event.what == "item_moved") what += " " + event.before + " -> " + event.after;
      out.push_back(what + (is_item ? ": " + line.text : " " + line.document));
    }
    for (const auto& trouble : report.troubles)
      out.push_back("trouble: " + trouble.error.message);
    return out;
  }

 private:
  std::string root_ = fs::temp_directory_path() / "hindcast-sync-XXXXXX";
};

// A postmortem with these actions, a bullet each.
std::string outage(const Lines& actions, const std::string& title = "Outage") {
  std::string text = "# Postmortem: " + title + "\n\n" + title + " lasted an hour.\n\nNobody was woken for " +
                     title + ".\n\n## Action items\n\n";
  for (const auto& action : actions)
    text += "- [ ] " + action + "\n";
  return text;
}

}  // namespace

TEST_CASE("what is new is added, and the second time nothing is") {
  Team team;
  team.write_long_ago("docs/a.md", outage({"Rotate the keys"}));
  team.write_long_ago("b.md", outage({}));
  CHECK(team.sync_now() == Lines{"added b.md", "added docs/a.md"});
  const auto again = team.report();
  CHECK(again.changes.empty());
  CHECK(again.files == 2);
  CHECK(again.read == 0);
}

TEST_CASE("a file that was just written is read again, until its time tells") {
  Team team;
  team.write("a.md", outage({}));
  CHECK(team.sync_now() == Lines{"added a.md"});
  const auto again = team.report();
  CHECK(again.read == 1);
  CHECK(again.changes.empty());
}

TEST_CASE("each fact of an item that changes is told") {
  Team team;
  team.write("a.md", outage({"Rotate the keys", "Add an alarm @bo"}));
  team.sync_now();
  std::string text = outage({"Rotate the keys", "Add an alarm @ada"});
  text.replace(text.find("[ ] Rotate"), 3, "[x]");
  team.write("a.md", text);
  CHECK(team.sync_now() == Lines{"changed a.md", "item state open -> done: Rotate the keys",
                                 "item owner @bo -> @ada: Add an alarm"});
}

TEST_CASE("an item that is rewritten stays the same item") {
  Team team;
  team.write("a.md", outage({"Rotate the keys of the ledger", "Buy tea"}));
  team.sync_now();
  team.write("a.md", outage({"Rotate all keys of the ledger weekly", "Buy tea", "Call everybody"}));
  CHECK(team.sync_now() == Lines{"changed a.md",
                                 "item text Rotate the keys of the ledger -> Rotate all keys of the ledger "
                                 "weekly: Rotate all keys of "
                                 "the ledger weekly",
                                 "item added: Call everybody"});
}

TEST_CASE("a document that is renamed is the same, rewritten in part or not") {
  Team team;
  team.write("a.md", outage({"Rotate the keys"}, "The ledger"));
  team.write("b.md", outage({"Buy tea"}, "The shop"));
  team.sync_now();
  team.move("a.md", "2031/a.md");
  team.remove("b.md");
  team.write("2031/shop.md", outage({"Buy tea", "Buy cups"}, "The shop"));
  CHECK(team.sync_now() == Lines{"moved a.md -> 2031/a.md", "moved b.md -> 2031/shop.md",
                                 "changed 2031/shop.md", "item added: Buy cups"});
}

TEST_CASE("a document that goes takes its items along, and brings them back") {
  Team team;
  team.write("a.md", outage({"Rotate the keys"}));
  team.sync_now();
  team.move("a.md", "a.txt");
  CHECK(team.sync_now() == Lines{"gone a.md"});
  team.move("a.txt", "a.md");
  CHECK(team.sync_now() == Lines{"back a.md"});
}

TEST_CASE("an item that is moved to another document is followed") {
  Team team;
  team.write("a.md", outage({"Rotate the keys", "Buy tea"}));
  team.write("b.md", outage({}));
  team.sync_now();
  SUBCASE("to one that was there") {
    team.write("a.md", outage({"Buy tea"}));
    team.write("b.md", outage({"Rotate the keys"}));
    CHECK(team.sync_now() ==
          Lines{"changed a.md", "changed b.md", "item moved a.md -> b.md: Rotate the keys"});
  }
  SUBCASE("to a new one") {
    team.write("a.md", outage({"Buy tea"}));
    team.write("c.md", outage({"Rotate the keys"}, "Something else entirely"));
    CHECK(team.sync_now() == Lines{"changed a.md", "added c.md", "item moved a.md -> c.md: Rotate the keys"});
  }
  SUBCASE("or nowhere") {
    team.write("a.md", outage({"Buy tea"}));
    CHECK(team.sync_now() == Lines{"changed a.md", "item gone: Rotate the keys"});
  }
}

TEST_CASE("what was not looked at stays as it is") {
  Team team;
  team.write("a/a.md", outage({}));
  team.write("b/b.md", outage({}));
  team.sync_now();
  team.remove("a/a.md");
  team.remove("b/b.md");
  CHECK(team.sync_now({"b"}) == Lines{"gone b/b.md"});
  CHECK(team.sync_now({"a/a.md"}) == Lines{"gone a/a.md"});
}

TEST_CASE("a folder that is gone is no trouble once the archive knows") {
  Team team;
  team.write("a/a.md", outage({}));
  team.sync_now();
  team.remove("a");
  CHECK(team.sync_now({"a"}) == Lines{"gone a/a.md"});
  CHECK(team.sync_now({"a"}) == Lines{"trouble: no such file; check the spelling"});
}

TEST_CASE("a file that cannot be read keeps what is known of it, and is tried again") {
  Team team;
  team.write_long_ago("a.md", outage({}));
  team.sync_now();
  team.write_long_ago("a.md", std::string("\1\2\3\4", 4));
  CHECK(team.sync_now() == Lines{"trouble: is a binary file, not a document; leave it out"});
  CHECK(team.sync_now() == Lines{"trouble: is a binary file, not a document; leave it out"});
  team.write_long_ago("a.md", outage({"Rotate the keys"}));
  CHECK(team.sync_now() == Lines{"changed a.md", "item added: Rotate the keys"});
}

TEST_CASE("what git leaves out, sync leaves out") {
  Team team;
  team.write("drafts/a.md", outage({}));
  team.write("b.md", outage({}));
  team.write(".gitignore", "drafts/\n");
  CHECK(team.sync_now() == Lines{"added b.md"});
}

TEST_CASE("a dry run tells the same and writes nothing") {
  Team team;
  team.write("a.md", outage({"Rotate the keys"}));
  CHECK(Team::lines_of(team.report({}, true)) == Lines{"added a.md"});
  CHECK_FALSE(fs::exists(team.at(".hindcast")));
  team.sync_now();
  team.write("a.md", outage({"Rotate the keys", "Buy tea"}));
  CHECK(Team::lines_of(team.report({}, true)) == Lines{"changed a.md", "item added: Buy tea"});
  CHECK(team.sync_now() == Lines{"changed a.md", "item added: Buy tea"});
}

TEST_CASE("many documents come in several transactions, and all of them come") {
  Team team;
  for (int i = 0; i < 1'100; ++i)
    team.write_long_ago("docs/" + std::to_string(i) + ".md", outage({"Do " + std::to_string(i)}));
  CHECK(team.report().changes.size() == 1'100);
  CHECK(team.report().read == 0);
  team.remove("docs/7.md");
  CHECK(team.sync_now() == Lines{"gone docs/7.md"});
  auto opened = open_archive(team.root());
  REQUIRE(opened.ok());
  CHECK(opened->archive.verify(opened->workspace)->empty());
}

TEST_CASE("the history of a repository is told as it was committed") {
  Team team;
  REQUIRE(std::system(("git init -q -b main " + team.root()).c_str()) == 0);
  const auto commit = [&](const std::string& author, const std::string& day,
                          const std::string& branch = "main") {
    const auto git = "cd " + team.root() + " && export GIT_AUTHOR_NAME=" + author +
                     " GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x GIT_AUTHOR_DATE=" + day +
                     "T12:00:00Z GIT_COMMITTER_DATE=" + day + "T12:00:00Z && git ";
    const auto first =
        branch == "main" ? git + "add -A && git commit -q -m x" : git + "merge -q --no-ff -m x " + branch;
    REQUIRE(std::system(first.c_str()) == 0);
  };
  team.write("a.md", outage({"Rotate the keys", "Buy tea"}));
  team.write("drafts.txt", "no document");
  commit("ada", "2031-01-05");
  team.write("a.md", outage({"Rotate the keys @bo", "Buy tea"}));
  team.move("a.md", "2031/a.md");
  commit("bo", "2031-01-07");
  team.write("drafts.txt", "still none");
  commit("bo", "2031-01-08");
  REQUIRE(std::system(("cd " + team.root() + " && git checkout -q -b side").c_str()) == 0);
  team.write("b.md", outage({"Call everybody"}, "The shop"));
  commit("cy", "2031-01-09");
  REQUIRE(std::system(("cd " + team.root() + " && git checkout -q main").c_str()) == 0);
  commit("ada", "2031-01-10", "side");
  team.write("b.md", outage({}, "The shop"));  // not committed

  Configuration configuration;
  configuration.folder = team.root();
  auto history = sync_history(team.root(), configuration, {.actor = "eve"});
  REQUIRE(history.ok());
  CHECK(history->commits == 3);
  CHECK(history->documents == 2);
  CHECK(history->revisions == 3);
  auto open = open_archive(team.root());
  REQUIRE(open.ok());
  std::string lines;
  const auto events = open->archive.events(open->workspace, {});
  REQUIRE(events.ok());
  for (const auto& event : *events)
    lines += to_iso_time(event.at).substr(0, 10) + " " + event.actor + " " + event.what + "\n";
  CHECK(lines ==
        "2031-01-05 ada document_added\n2031-01-07 bo document_moved\n2031-01-07 bo document_changed\n"
        "2031-01-07 bo item_changed\n2031-01-10 ada document_added\n");
  CHECK(team.sync_now() == Lines{"changed b.md", "item gone: Call everybody"});
  const auto again = sync_history(team.root(), configuration, {.actor = "eve"});
  REQUIRE(again.ok());
  CHECK(again->was_told);
  CHECK(again->commits == 0);
  CHECK(open->archive.verify(open->workspace)->empty());
}

TEST_CASE("what .gitignore leaves out is not in the history either, though git has it") {
  Team team;
  const auto run = [](const std::string& command) { REQUIRE(std::system(command.c_str()) == 0); };
  run("git init -q -b main " + team.root());
  team.write("a.md", outage({"Rotate the keys"}));
  team.write("old/b.md", outage({"Buy tea"}, "The shop"));
  team.write("docs/draft-c.md", outage({"Call everybody"}, "The phone"));
  team.write("docs/keep.md", outage({"Look again"}, "The pump"));
  run("cd " + team.root() + " && git add . && git -c user.name=ada -c user.email=x commit -q -m x");
  team.write(".gitignore", "old/\n");
  team.write("docs/.gitignore", "draft-*\n");
  const auto past = sync_history(team.root(), {}, {.actor = "eve"});
  REQUIRE(past.ok());
  CHECK(past->documents == 2);
  CHECK(team.sync_now() == Lines{});
}

TEST_CASE("a history that was stopped goes on, but not over a sync in between, whatever that was of") {
  Team team;
  const auto run = [](const std::string& command) { REQUIRE(std::system(command.c_str()) == 0); };
  run("git init -q -b main " + team.root());
  for (const char* action : {"Rotate the keys", "Buy tea", "Call everybody"}) {
    team.write_long_ago("a.md", outage({action}));
    run("cd " + team.root() + " && git add a.md && git -c user.name=ada -c user.email=x commit -q -m x");
  }
  Watch watch;
  std::size_t told = 0;
  watch.hear = [&](auto...) { ++told; };
  watch.is_stopped = [&] { return told == 1; };
  SyncOptions options;
  options.actor = "eve";
  options.read.watch = &watch;
  const auto history = [&] { return sync_history(team.root(), {}, options); };
  REQUIRE(history()->is_stopped);
  watch = {};

  SUBCASE("without a sync it goes on") {
    CHECK(history()->commits == 2);
  }
  SUBCASE("of the folder") {
    team.sync_now();
    CHECK(history().error().code == ErrorCode::conflict);
  }
  SUBCASE("of a file that is known") {
    team.write_long_ago("a.md", outage({"Look again"}));
    CHECK(team.sync_now({"a.md"}).front() == "changed a.md");
    CHECK(history().error().code == ErrorCode::conflict);
    CHECK(team.sync_now() == Lines{});
  }
}

TEST_CASE("a history of which the first commit can't be read goes on, and is told once") {
  Team team;
  const auto run = [](const std::string& command) { REQUIRE(std::system(command.c_str()) == 0); };
  run("git init -q -b main " + team.root());
  const auto commit = [&](const std::string& name, const std::string& text) {
    team.write_long_ago(name, text);
    run("cd " + team.root() + " && git add . && git -c user.name=ada -c user.email=x commit -q -m x");
  };
  commit("notes.md", std::string("\xff\xfe#\0 \0A\0\n\0", 10));
  commit("a.md", outage({"Rotate the keys"}));
  commit("a.md", outage({"Rotate the keys @bo"}));
  Watch watch;
  std::size_t told = 0, stop_at = 0;
  watch.hear = [&](auto...) { ++told; };
  watch.is_stopped = [&] { return told == stop_at; };
  SyncOptions options;
  options.actor = "eve";
  options.read.watch = &watch;
  const auto history = [&] { return sync_history(team.root(), {}, options); };

  SUBCASE("stopped before anything was recorded") {
    stop_at = 1;
  }
  SUBCASE("stopped later") {
    stop_at = 2;
  }
  REQUIRE(history()->is_stopped);
  watch = {};
  const auto rest = history();
  REQUIRE(rest.ok());
  CHECK(rest->revisions == 2);
  team.sync_now();
  const auto again = history();
  REQUIRE(again.ok());
  CHECK(again->was_told);
}

TEST_CASE("what a shallow clone lacks is said, and can't be told behind it") {
  Team team, clone;
  const auto run = [](const std::string& command) { REQUIRE(std::system(command.c_str()) == 0); };
  run("git init -q -b main " + team.root());
  for (const char* action : {"Rotate the keys", "Buy tea"}) {
    team.write("a.md", outage({action}));
    run("cd " + team.root() + " && git add a.md && git -c user.name=ada -c user.email=x commit -q -m x");
  }
  run("git clone -q --depth 1 file://" + team.root() + " " + clone.root());
  const auto past = sync_history(clone.root(), {}, {.actor = "eve"});
  REQUIRE(past.ok());
  CHECK(past->commits == 1);
  REQUIRE(past->notes.size() == 1);
  CHECK(past->notes[0].find("this clone is shallow: ") == 0);
  run("cd " + clone.root() + " && git fetch -q --unshallow");
  const auto again = sync_history(clone.root(), {}, {.actor = "eve"});
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().message.find("git has 1 commit from before the archive's first") == 0);
  fs::remove_all(clone.at(".hindcast"));
  CHECK(sync_history(clone.root(), {}, {.actor = "eve"})->commits == 2);
}

TEST_CASE("a folder without a repository has no history") {
  const Team team;
  CHECK(sync_history(team.root(), {}, {.actor = "eve"}).error().code == ErrorCode::invalid);
  CHECK_FALSE(fs::exists(team.at(".hindcast")));
}

TEST_CASE("another reader reads all of it anew, and what it understands otherwise is told of itself") {
  Team team;
  team.write_long_ago("a.md", outage({"Rotate the keys"}, "Keys"));
  team.write_long_ago("b.md", outage({"Buy tea"}, "Tea"));
  CHECK(team.sync_now() == Lines{"added a.md", "added b.md"});
  {  // the reader before took the first action for a closed one
    auto open = *open_archive(team.root());
    const auto item = (*open.archive.items(open.workspace, 1))[0];
    auto facts = item.facts;
    facts.state = "done";
    REQUIRE(open.archive
                .change(open.workspace, {"eve", 1, ""},
                        [&](archive::Changes& changes) {
                          return changes.put_item(1, archive::ItemChange{item, facts});
                        })
                .ok());
  }
  const auto read_by = [&](const char* reader) {
    return *sync(team.root(), {team.root()}, {}, {.actor = "ada", .at = 2'000, .reader = reader});
  };
  team.write_long_ago("b.md", outage({"Buy tea", "Boil water"}, "Tea"));
  const auto report = read_by("another");
  CHECK(Team::lines_of(report) ==
        Lines{"item state done -> open: Rotate the keys", "changed b.md", "item added: Boil water"});
  CHECK(report.changes[0].event.actor == "Hindcast, which read it anew");
  CHECK(report.changes[0].event.revision == 1);  // nobody has changed the text
  CHECK(report.changes[1].event.actor == "ada");
  CHECK(read_by("another").read == 0);
  CHECK(read_by("a third").read == 2);
}

TEST_CASE("stamps come back as they were kept, and damaged ones not at all") {
  const std::vector<FileStamp> files = {{"a.md", disk::Stamp{1, 2, 3, 4}}, {"b\n.md", std::nullopt}};
  CHECK(unpacked(packed(files, 7)) == files);
  CHECK(reader_of(packed(files, 7)) == 7);
  CHECK(packed({}, 7).empty());
  CHECK_FALSE(unpacked(packed(files, 7).substr(1)));
  CHECK_FALSE(unpacked("short"));
}

TEST_CASE("a failure is told as what it is, though somebody asked to stop meanwhile") {
  const testing::Team team;
  team.sync();
  {
    auto database =
        archive::Database::open(archive_file(team.root()), {.application_id = archive::application_id});
    REQUIRE(database.ok());
    REQUIRE(database->run("DROP TABLE revisions").ok());
  }
  team.write("a.md", "# One\n");
  bool is_asked = false;
  Watch watch;
  watch.hear = [&](auto...) { is_asked = true; };  // the one document has been read and handed on
  watch.is_stopped = [&] { return is_asked; };
  SyncOptions options;
  options.actor = "ada";
  options.read.watch = &watch;
  options.read.threads = 1;
  const auto report = sync(team.root(), {}, Configuration(), options);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().message.find("revisions") != std::string::npos);
}

TEST_CASE("a document that is left out is told apart from one that is gone") {
  const testing::Team team;
  team.write("a.md", "# One\n");
  team.write("drafts/b.md", "# Two\n");
  team.write("c.md", "# Three\n");
  team.sync();
  team.write(".gitignore", "drafts\n");
  team.remove("c.md");
  Configuration configuration;
  configuration.folder = team.root();
  const auto report = sync(team.root(), {}, configuration, {.actor = "ada"});
  REQUIRE(report.ok());
  std::string told;
  for (const auto& line : report->changes)
    told += line.document + (line.is_left_out ? " left out\n" : " gone\n");
  CHECK(told == "c.md gone\ndrafts/b.md left out\n");
}

TEST_CASE("the story of an item tells with which document it came, as that was called then") {
  const testing::Team team;
  team.write("old/a.md", testing::outage("Tills froze", "Restart the tills"));
  team.sync();
  team.move("old/a.md", "new/a.md");
  team.sync();
  auto open = team.open();
  const auto story = story_of(open, "a#" + open.archive.items(1, 1)->at(0).facts.short_id);
  REQUIRE(story.ok());
  CHECK(story->lines.at(0).path_then == "old/a.md");
  CHECK(story->document.path == "new/a.md");
}

TEST_CASE("the story of a document looks up no path of its own for every item that came") {
  const testing::Team team;
  team.write("a.md", testing::outage("Tills froze", "Restart the tills"));
  team.sync();
  team.write("a.md", testing::outage("Tills froze", "Restart the tills") + "- [ ] Oil the tills @ada\n");
  team.sync();
  auto open = team.open();
  const auto story = story_of(open, "a");
  REQUIRE(story.ok());
  CHECK(story->lines.back().event.what == "item_added");
  CHECK(story->lines.back().path_then == "");
}
