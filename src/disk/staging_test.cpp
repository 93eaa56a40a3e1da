// Nobody takes what another is making, and what was abandoned goes.
#include "disk/staging.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "disk/disk.h"

using namespace hindcast;
using namespace hindcast::disk;

namespace {

namespace fs = std::filesystem;

bool has_locks = true;  // the file system of these tests

struct Folder {
  std::string path = fs::temp_directory_path() / "hindcast-staging-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { fs::remove_all(path); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

}  // namespace

// In place of the C library's, in this program.
extern "C" int flock(int fd, int operation) noexcept {
  if (has_locks) return static_cast<int>(::syscall(SYS_flock, fd, operation));
  errno = ENOLCK;
  return -1;
}

TEST_CASE("two make the same at once, each in a folder of its own, and leave nothing") {
  const Folder folder;
  {
    const auto one = Staging::beside(folder.path + "/copy.db");
    const auto other = Staging::beside(folder.path + "/copy.db");
    REQUIRE(one.ok());
    REQUIRE(other.ok());
    REQUIRE(create_file(one->path_of("a"), "one").ok());
    REQUIRE(create_file(other->path_of("a"), "other").ok());
    CHECK(*read_file(one->path_of("a"), 100) == "one");
    CHECK(folder.entries() == 2);
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("what a killed process left goes when the next is made, and what is the user's stays") {
  const Folder folder;
  const auto child = ::fork();
  if (child == 0) {
    const auto abandoned = Staging::beside(folder.path + "/copy.db");
    if (abandoned.ok()) (void)create_file(abandoned->path_of("a"), "half");
    ::_exit(abandoned.ok() ? 0 : 1);
  }
  int status = 1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  REQUIRE(folder.entries() == 1);
  for (const char* mine : {"/.copy.db.part", "/.copy.db.part-backup", "/.copy.db.part-secret"})
    fs::create_directory(folder.path + mine);  // the last looks like one of ours, but others may enter it
  fs::permissions(folder.path + "/.copy.db.part-secret", fs::perms(0755));
  CHECK(Staging::beside(folder.path + "/copy.db").ok());
  CHECK(folder.entries() == 3);
}

TEST_CASE("where the file system gives folders a mode of its own, one is made all the same") {
  const Folder folder;
  const auto usual = ::umask(0200);
  const auto staging = Staging::beside(folder.path + "/copy.db");
  ::umask(usual);
  CHECK(staging.ok());
  CHECK(folder.entries() == 1);
}

TEST_CASE("where the file system knows no locks, one is made, and nobody's is taken for abandoned") {
  const Folder folder;
  has_locks = false;
  {
    const auto one = Staging::beside(folder.path + "/copy.db");
    const auto other = Staging::beside(folder.path + "/copy.db");
    CHECK(one.ok());
    CHECK(other.ok());
    CHECK(folder.entries() == 2);
  }
  CHECK(folder.entries() == 0);
  has_locks = true;
}

TEST_CASE("where no folder can be made, that is said") {
  const Folder folder;
  CHECK_FALSE(Staging::beside(folder.path + "/no/copy.db").ok());
}
