#include "disk/disk.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

using namespace hindcast;
namespace fs = std::filesystem;

namespace {
// A folder of its own for one test, gone afterwards.
struct Folder {
  std::string path;
  Folder() {
    char name[] = "/tmp/hindcast-disk-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name, std::string_view text = "x") const {
    fs::create_directories(fs::path(path + "/" + name).parent_path());
    CHECK(disk::create_file(path + "/" + name, text).ok());
    return path + "/" + name;
  }
};
}  // namespace

TEST_CASE("a path is made absolute as the standard library makes it, without a slash at its end") {
  const auto standard = [](const std::string& path) {
    auto text = fs::absolute(path).lexically_normal().string();
    while (text.size() > 1 && text.back() == '/')
      text.pop_back();
    return text;
  };
  for (const std::string path :
       {".", "..", "a", "a/", "./a//b/./c", "a/../b", "../..", "../../../../../../../../..", "/", "//", "/.",
        "/..", "/a/../..", "/a/b/../../c/", "/...", "..a/.b", "a/..", "/a//./b/.", "/\xc3\xbc/ x"})
    CHECK(disk::absolute(path) == standard(path));
}

TEST_CASE("a file is read byte for byte") {
  Folder folder;
  std::string bytes("a\r\n\0\xff", 5);
  CHECK(*disk::read_file(folder.file("a.md", bytes), 100) == bytes);
}

TEST_CASE("what cannot be read says what to do") {
  Folder folder;
  auto message = [](const std::string& path) { return disk::read_file(path, 2).error().message; };
  CHECK(message(folder.path + "/no.md") == "no such file; check the spelling");
  CHECK(message(folder.path) == "is a folder; name a file in it");
  CHECK(message(folder.file("big.md", "123")) == "is larger than 1 MiB, which no document is; leave it out");
  ::mkfifo((folder.path + "/pipe").c_str(), 0600);
  CHECK(message(folder.path + "/pipe") == "is no regular file; save what it gives in one");
}

TEST_CASE("a listing of a folder tells which of its files are links") {
  Folder folder;
  folder.file("docs/a.md");
  fs::create_symlink("a.md", folder.path + "/docs/b.md");
  const auto docs = folder.path + "/docs";
  CHECK(disk::list_documents({docs}).links == std::vector<std::string>{docs + "/b.md"});
  CHECK(disk::list_documents({docs + "/b.md"}).links.empty());  // who names it means it
}

TEST_CASE("a link leads out where its target lies beneath none of the folders") {
  Folder folder, other;
  const auto link = [&](const std::string& to) {
    fs::remove(folder.path + "/docs/link.md");
    fs::create_symlink(to, folder.path + "/docs/link.md");
    return disk::leads_out(folder.path + "/docs/link.md", {folder.path, folder.path + "/nowhere"});
  };
  folder.file("docs/a.md");
  folder.file("b.md");
  CHECK_FALSE(disk::leads_out(folder.path + "/b.md", {other.path}));
  CHECK_FALSE(link("a.md"));
  CHECK_FALSE(link("../b.md"));
  CHECK(link("nothing.md"));
  CHECK(link(other.file("c.md")));
  CHECK(link("../.." + other.path.substr(4) + "/c.md"));
  CHECK(link(folder.path + "x/c.md"));
  CHECK(link("link.md"));
  CHECK_FALSE(link("../docs/a.md"));
  CHECK(disk::real_path_beneath(folder.path, folder.path + "/docs/link.md") == "docs/a.md");
  CHECK_FALSE(disk::real_path_beneath(other.path, folder.path + "/docs/link.md"));
}

TEST_CASE("a document that exists is never written over") {
  Folder folder;
  std::string path = folder.file("a.md", "old");
  CHECK(disk::create_file(path, "new").error().code == ErrorCode::conflict);
  CHECK(*disk::read_file(path, 100) == "old");
}

TEST_CASE("a folder lists its documents in order, without hidden and dependency folders") {
  Folder folder;
  for (auto name : {"b.md", "a/z.MD", "a/notes.txt", ".git/x.md", "node_modules/y.md", "c.markdown"})
    folder.file(name);
  auto listing = disk::list_documents({folder.path, folder.path + "/a/notes.txt", folder.path + "/gone"});
  std::string names;
  for (const auto& file : listing.files)
    names += file.substr(folder.path.size()) + " ";
  CHECK(names == "/a/z.MD /b.md /c.markdown /a/notes.txt ");
  REQUIRE(listing.troubles.size() == 1);
  CHECK(listing.troubles[0].path == folder.path + "/gone");
}

TEST_CASE("a folder whose files nobody may look at is a trouble, and none of them is listed") {
  Folder folder;
  folder.file("closed/a.md");
  folder.file("closed/b.md");
  folder.file("open/c.md");
  ::chmod(folder.path.c_str(), 0755);
  ::chmod((folder.path + "/closed").c_str(), 0744);  // its names can be read by others, and nothing else
  const bool is_root = ::geteuid() == 0;             // who may all: as somebody else, then
  if (!is_root) ::chmod((folder.path + "/closed").c_str(), 0400);
  if (is_root) REQUIRE(::seteuid(65534) == 0);
  const auto listing = disk::list_documents({folder.path}, {.with_stamps = true, .wants = {}});
  if (is_root) REQUIRE(::seteuid(0) == 0);
  ::chmod((folder.path + "/closed").c_str(), 0755);
  CHECK(listing.files == std::vector<std::string>{folder.path + "/open/c.md"});
  REQUIRE(listing.troubles.size() == 1);
  CHECK(listing.troubles[0].path == folder.path + "/closed");
}
