#include "disk/write.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "disk/disk.h"
#include "disk/intent.h"

using namespace hindcast;
namespace fs = std::filesystem;

namespace {

// A folder of its own for one test, gone afterwards.
struct Tree {
  std::string path;
  Tree() {
    char name[] = "/tmp/hindcast-write-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~Tree() { fs::remove_all(path); }
  std::string at(const std::string& name) const { return path + "/" + name; }
  std::string file(const std::string& name, std::string_view text) const {
    fs::create_directories(fs::path(at(name)).parent_path());
    fs::remove(at(name));
    CHECK(disk::create_file(at(name), text).ok());
    return at(name);
  }
  std::string text(const std::string& name) const {
    auto read = disk::read_file(at(name), 1 << 20);
    return read.ok() ? *read : "(" + read.error().message + ")";
  }
  // Every name below, in order.
  std::string names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path))
      if (!entry.is_directory()) found.push_back(entry.path().string().substr(path.size() + 1));
    std::sort(found.begin(), found.end());
    std::string all;
    for (const auto& name : found)
      all += (all.empty() ? "" : " ") + name;
    return all;
  }
  std::string write(const std::vector<disk::Change>& changes, disk::WriteOptions options = {}) const {
    auto done = disk::write_changes({path}, changes, options);
    if (!done) {
      std::string message = done.error().message;
      for (std::size_t at; (at = message.find(path + "/")) != message.npos;)
        message.erase(at, path.size() + 1);
      return message;
    }
    std::string said = "ok";
    for (const auto& note : *done)
      said += "; " + note.substr(note.find(path) == 0 ? path.size() + 1 : 0);
    return said;
  }
};

}  // namespace

TEST_CASE("a file gets its new bytes and keeps its mode, and nothing else appears") {
  Tree tree;
  std::string path = tree.file("docs/a.md", "old\r\n");
  ::chmod(path.c_str(), 0640);
  CHECK(tree.write({{path, "old\r\n", "new\r\n"}}) == "ok");
  CHECK(tree.text("docs/a.md") == "new\r\n");
  CHECK(tree.names() == "docs/a.md");
  struct stat status {};
  ::stat(path.c_str(), &status);
  CHECK((status.st_mode & 07777) == 0640);
}

TEST_CASE("many files change together") {
  Tree tree;
  std::vector<disk::Change> changes;
  for (const char* name : {"b/c/3.md", "a/1.md", "a/2.md", "4.md"})
    changes.push_back({tree.file(name, name), name, std::string("new ") + name});
  CHECK(tree.write(changes) == "ok");
  CHECK(tree.text("a/2.md") == "new a/2.md");
  CHECK(tree.text("b/c/3.md") == "new b/c/3.md");
  CHECK(tree.names() == "4.md a/1.md a/2.md b/c/3.md");
}

TEST_CASE("a file that changed since it was read is left alone, and so are all others of the call") {
  Tree tree;
  std::string a = tree.file("a.md", "a"), b = tree.file("b.md", "edited");
  CHECK(tree.write({{a, "a", "A"}, {b, "b", "B"}}) == "b.md: changed since it was read; read it again");
  CHECK(tree.text("a.md") == "a");
  CHECK(tree.text("b.md") == "edited");
  CHECK(tree.names() == "a.md b.md");
}

TEST_CASE("a file that another program has open for writing is left alone") {
  Tree tree;
  std::string path = tree.file("a.md", "a");
  int editor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  CHECK(tree.write({{path, "a", "A"}}) == "a.md: is being written by another program; try again");
  ::close(editor);
  int reader = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  CHECK(tree.write({{path, "a", "A"}}) == "ok");
  ::close(reader);
}

TEST_CASE("what is no plain file beneath the roots is refused") {
  Tree tree;
  std::string outside = tree.file("outside/x.md", "x"), inside = tree.file("root/docs/a.md", "x");
  fs::create_symlink("a.md", tree.at("root/docs/link.md"));
  fs::create_symlink("../../outside/x.md", tree.at("root/docs/out.md"));
  fs::create_directory_symlink("../outside", tree.at("root/outside"));
  fs::create_directory_symlink("docs", tree.at("root/same"));
  fs::create_hard_link(tree.at("outside/x.md"), tree.at("root/hard.md"));
  tree.file("root/.git/config.md", "x");
  tree.file("root/sub/.GIT", "x");
  ::mkfifo(tree.at("root/pipe.md").c_str(), 0600);
  auto said = [&](const std::string& name) {
    auto done = disk::write_changes({tree.at("root")}, std::vector<disk::Change>{{tree.at(name), "x", "y"}});
    return done.ok() ? "ok" : done.error().message.substr(tree.at(name).size() + 2);
  };
  std::string link = "is a symbolic link; name the file that it points to";
  std::string through = "leads through a symbolic link; name the file where it lies";
  std::string out = "lies outside of the folders that were named; it is not written";
  std::string git = "belongs to git; it is not written";
  CHECK(said("root/docs/link.md") == link);
  CHECK(said("root/docs/out.md") == link);
  CHECK(said("root/outside/x.md") == through);
  CHECK(said("root/same/a.md") == through);
  CHECK(said("root/../outside/x.md") == out);
  CHECK(said("outside/x.md") == out);
  CHECK(said("root/hard.md") == "has other names (hard links), which would keep the old text");
  CHECK(said("root/.git/config.md") == git);
  CHECK(said("root/sub/.GIT") == git);
  CHECK(said("root/pipe.md") == "is no regular file");
  CHECK(said("root/docs") == "is no regular file");
  CHECK(said("root/gone.md") == "is gone");
  CHECK(said("root/docs/../docs/./a.md") == "ok");
  CHECK(tree.text("outside/x.md") == "x");
  CHECK(tree.text("root/docs/a.md") == "y");
}

TEST_CASE("a root that is a file allows that file alone") {
  Tree tree;
  std::string a = tree.file("a.md", "a"), b = tree.file("b.md", "b");
  CHECK(disk::write_changes({a}, std::vector<disk::Change>{{a, "a", "A"}}).ok());
  CHECK(disk::write_changes({a}, std::vector<disk::Change>{{b, "b", "B"}}).error().code == ErrorCode::denied);
}

TEST_CASE("hard links are split when that is allowed") {
  Tree tree;
  std::string path = tree.file("a.md", "a");
  fs::create_hard_link(path, tree.at("b.md"));
  CHECK(tree.write({{path, "a", "A"}}, {.split_hard_links = true}) == "ok");
  CHECK(tree.text("a.md") == "A");
  CHECK(tree.text("b.md") == "a");
}

namespace {

// What a write of `names` (old text "old NAME", new text "new NAME") leaves when it is cut short.
struct CutShort {
  std::string id = "00112233445566aa";
  const Tree& tree;
  std::vector<std::string> names;

  CutShort(const Tree& in, const std::vector<std::string>& of) : tree(in), names(of) {
    for (const auto& home : names) {
      disk::Intent intent{id, {}};
      for (const auto& name : names)
        intent.files.push_back({disk::path_between(folder(home), folder(name)), fs::path(name).filename(),
                                disk::digest("old " + name), disk::digest("new " + name)});
      tree.file(fs::path(home).parent_path() / disk::intent_name(id), disk::print(intent));
    }
  }
  std::string folder(const std::string& name) const { return fs::path(tree.at(name)).parent_path(); }
  // What lies at a file's name and at that of its swap.
  void left(std::size_t nth, const std::string& target, const std::string& swap) const {
    tree.file(names[nth], target);
    if (!swap.empty()) tree.file(fs::path(names[nth]).parent_path() / disk::swap_name(id, nth), swap);
  }
  // Writes a third file in the folder of the first.
  std::string then_write() const {
    std::string path = tree.file(fs::path(names[0]).parent_path() / "z.md", "z");
    return tree.write({{path, "z", "Z"}});
  }
};

}  // namespace

TEST_CASE("a change that was cut short between two files is undone by the next write") {
  Tree tree;
  CutShort cut(tree, {"a/1.md", "b/2.md"});
  cut.left(0, "new a/1.md", "old a/1.md");
  cut.left(1, "old b/2.md", "new b/2.md");
  CHECK(cut.then_write() == "ok; a/1.md: undid a change that was cut short");
  CHECK(tree.text("a/1.md") == "old a/1.md");
  CHECK(tree.text("b/2.md") == "old b/2.md");
  CHECK(tree.names() == "a/1.md a/z.md b/2.md");
}

TEST_CASE("a change that was cut short when all was done stands") {
  Tree tree;
  CutShort cut(tree, {"a/1.md", "b/2.md"});
  cut.left(0, "new a/1.md", "");
  cut.left(1, "new b/2.md", "old b/2.md");
  CHECK(cut.then_write() == "ok");
  CHECK(tree.text("b/2.md") == "new b/2.md");
  CHECK(tree.names() == "a/1.md a/z.md b/2.md");
}

TEST_CASE("an edit that was displaced when the writer was killed comes back") {
  Tree tree;
  CutShort cut(tree, {"1.md"});
  cut.left(0, "new 1.md", "an editor's");
  CHECK(cut.then_write() == "ok; 1.md: undid a change that was cut short");
  CHECK(tree.text("1.md") == "an editor's");
  CHECK(tree.names() == "1.md z.md");
}

TEST_CASE("an edit that was displaced is kept aside when there is a newer one") {
  Tree tree;
  CutShort cut(tree, {"1.md"});
  cut.left(0, "edited again", "an editor's");
  CHECK(cut.then_write() == "ok; 1.md: what another program wrote is in 1.md.orig");
  CHECK(tree.text("1.md") == "edited again");
  CHECK(tree.text("1.md.orig") == "an editor's");
}

TEST_CASE("a listing says that a change was cut short, and nothing of one that is at work") {
  Tree tree;
  CutShort cut(tree, {"a/1.md"});
  cut.left(0, "new a/1.md", "old a/1.md");
  const auto listed = disk::list_documents({tree.path});
  CHECK(listed.files.size() == 1);
  REQUIRE(listed.troubles.size() == 1);
  CHECK(listed.troubles[0].path == tree.at("a/.hindcast-00112233445566aa.intent"));
  const int held = ::open(tree.at("a").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  CHECK(disk::list_documents({tree.path}).troubles.empty());
  ::close(held);
  CHECK(cut.then_write().starts_with("ok"));
  CHECK(disk::list_documents({tree.path}).troubles.empty());
}

TEST_CASE("a record of files out of reach stops the write and says what to do") {
  Tree tree;
  CutShort cut(tree, {"a/1.md", "b/2.md"});
  cut.left(0, "new a/1.md", "old a/1.md");
  cut.left(1, "old b/2.md", "new b/2.md");
  std::string path = tree.file("a/z.md", "z");
  auto done = disk::write_changes({tree.at("a")}, std::vector<disk::Change>{{path, "z", "Z"}});
  CHECK(done.error().message.ends_with("name a folder that holds them all"));
  CHECK(tree.text("a/1.md") == "new a/1.md");
  CHECK(*disk::recover({tree.path}, std::vector<std::string>{path}) ==
        disk::Notes{tree.at("a/1.md") + ": undid a change that was cut short"});
}

TEST_CASE("a record that cannot be read is left and said") {
  Tree tree;
  tree.file(disk::intent_name("0011223344556677"), "hindcast intent 1");
  std::string path = tree.file("a.md", "a");
  CHECK(tree.write({{path, "a", "A"}}) ==
        "ok; .hindcast-0011223344556677.intent: is damaged; look at what it names and remove it");
}

TEST_CASE("an intent reads back as it was printed, and no part of it is taken for one") {
  disk::Intent intent{"", {{"../b\n/", "x \"y\".md", {1, 2}, {3, 18446744073709551615u}}, {"", "z", {}, {}}}};
  std::string text = disk::print(intent);
  CHECK(disk::print(*disk::parse_intent(text)) == text);
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK(!disk::parse_intent(text.substr(0, size)));
}
