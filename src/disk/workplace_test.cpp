#include "disk/workplace.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

#include "disk/disk.h"

using namespace hindcast::disk;

namespace {

namespace fs = std::filesystem;

struct Folder {
  std::string path = fs::temp_directory_path() / "hindcast-place-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("the workplace is made for its user alone, and git never sees it") {
  const Folder folder;
  REQUIRE(Workplace::hold(folder.path).ok());
  CHECK(fs::status(folder.path + "/.hindcast").permissions() == fs::perms::owner_all);
  CHECK(read_file(folder.path + "/.hindcast/.gitignore", 1000)->find("\n*\n") != std::string::npos);
}

TEST_CASE("one writer holds the workplace, and the next takes it when that is gone") {
  const Folder folder;
  {
    const auto first = Workplace::hold(folder.path);
    REQUIRE(first.ok());
    const auto second = Workplace::hold(folder.path, 50);  // waits for it in vain
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().message == "another hindcast is writing the archive; try again when it is done");
  }
  CHECK(Workplace::hold(folder.path).ok());
}

TEST_CASE("a stamp changes with the file, and a file that was just written is newer than racy") {
  const Folder folder;
  const std::string path = folder.path + "/a.md";
  CHECK_FALSE(stamp_of(path));
  CHECK_FALSE(stamp_of(folder.path));
  REQUIRE(create_file(path, "one").ok());
  const auto before = stamp_of(path);
  REQUIRE(before);
  CHECK(before->size == 3);
  const auto place = Workplace::hold(folder.path);
  REQUIRE(place.ok());
  CHECK(before->changed > place->since() - racy_ns);
  fs::resize_file(path, 2);
  CHECK(*stamp_of(path) != *before);
}

TEST_CASE("a repository is the nearest folder with .git") {
  const Folder folder;
  fs::create_directories(folder.path + "/repo/.git");
  fs::create_directories(folder.path + "/repo/docs/deep");
  CHECK(repository_above(folder.path + "/repo/docs/deep") == folder.path + "/repo");
  CHECK(repository_above(folder.path + "/repo") == folder.path + "/repo");
  CHECK(repository_above(folder.path) == "");
}

TEST_CASE("nothing is written through a link that a repository brought along") {
  const Folder folder, elsewhere;
  fs::create_symlink(elsewhere.path, folder.path + "/.hindcast");
  CHECK(Workplace::hold(folder.path).error().message ==
        folder.path + "/.hindcast: is a symbolic link, through which nothing is written; remove it");
  fs::remove(folder.path + "/.hindcast");
  fs::create_directory(folder.path + "/.hindcast");
  fs::create_symlink(elsewhere.path + "/b", folder.path + "/.hindcast/archive.db");
  CHECK_FALSE(Workplace::hold(folder.path).ok());
  CHECK(fs::is_empty(elsewhere.path));
}
