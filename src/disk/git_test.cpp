#include "disk/git.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "disk/disk.h"

using namespace hindcast;
namespace fs = std::filesystem;

namespace {
// A current folder with a program `git` that leaves a file behind, and a PATH; both as before afterwards.
struct Trap {
  Trap() {
    char name[] = "/tmp/hindcast-git-XXXXXX";
    folder = ::mkdtemp(name);
    CHECK(disk::create_folders(folder + "/bin").ok());
    const auto script = "#!/bin/sh\n: >" + folder + "/ran\necho trapped\n";
    for (const std::string program : {"/git", "/bin/git"}) {
      CHECK(disk::create_file(folder + program, script).ok());
      fs::permissions(folder + program, fs::perms::owner_all);
    }
    fs::current_path(folder);
  }
  Trap(const Trap&) = delete;
  ~Trap() {
    ::setenv("PATH", path.c_str(), 1);
    fs::current_path(before);
    fs::remove_all(folder);
  }
  // What `git --version` says with that PATH, and whether the trap ran.
  std::string asked(const std::string& with) const {
    ::setenv("PATH", with.c_str(), 1);
    const auto said = disk::ask_git({"--version"});
    ::setenv("PATH", path.c_str(), 1);
    return (said.ok() ? said->substr(0, said->find(' ')) : said.error().message) +
           (disk::exists(folder + "/ran") ? ", trapped" : "");
  }

  std::string path = std::getenv("PATH"), folder;
  fs::path before = fs::current_path();
};
}  // namespace

TEST_CASE("git is looked for in absolute folders of PATH alone") {
  const Trap trap;
  const auto around = "../" + trap.folder.substr(5) + ":";
  for (const auto& with : {std::string(".:"), std::string(":"), std::string("bin:"), around}) {
    CAPTURE(with);
    CHECK(trap.asked(with + trap.path) == "git");
    CHECK(trap.asked(with) == "git could not be run: No such file or directory");
  }
  CHECK(trap.asked(trap.path + ":") == "git");
  CHECK(trap.asked("") == "git could not be run: No such file or directory");
  CHECK(trap.asked(trap.folder + "/bin").ends_with(", trapped"));  // somebody asked for that one
}
