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

TEST_CASE("no variable of the caller leads git elsewhere or lets it run a program") {
  const Trap trap;
  const auto ran = trap.folder + "/ran";
  const auto asked = [&](const char* name, const std::string& value) {
    ::setenv(name, value.c_str(), 1);
    const auto top = disk::ask_git({"-C", trap.folder + "/own", "rev-parse", "--show-toplevel"});
    const auto setting = disk::ask_git({"-C", trap.folder + "/own", "config", "--get", "planted.key"});
    (void)disk::ask_git({"diff", "--no-index", "/dev/null", trap.folder + "/planted"});  // they differ
    ::unsetenv(name);
    return (top.ok() ? top->substr(trap.folder.size(), top->find('\n') - trap.folder.size())
                     : top.error().message) +
           (setting.ok() ? ", planted" : "") + (disk::exists(ran) ? ", trapped" : "");
  };
  for (const std::string name : {"/own", "/other"}) {
    CHECK(disk::create_folders(trap.folder + name).ok());
    CHECK(disk::ask_git({"-C", trap.folder + name, "init", "--quiet"}).ok());
  }
  CHECK(disk::create_file(trap.folder + "/planted", "[planted]\n\tkey = 1\n").ok());
  CHECK(asked("GIT_DIR", trap.folder + "/other/.git") == "/own");
  CHECK(asked("GIT_WORK_TREE", trap.folder + "/other") == "/own");
  CHECK(asked("GIT_CONFIG_GLOBAL", trap.folder + "/planted") == "/own");
  CHECK(asked("GIT_CONFIG_PARAMETERS", "'planted.key'='1'") == "/own");
  CHECK(asked("GIT_EXTERNAL_DIFF", trap.folder + "/git") == "/own");
  CHECK(asked("GIT_EXEC_PATH", trap.folder + "/bin") == "/own");
}

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

TEST_CASE("two commits are compared from where one left the other") {
  const Trap trap;
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"-C", trap.folder + "/own", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"});
    return disk::ask_git(words).ok();
  };
  const auto commit = [&](const std::string& file) {
    CHECK(disk::create_file(trap.folder + "/own/" + file, file).ok());
    CHECK(git({"add", file}));
    CHECK(git({"commit", "--quiet", "-m", "commit " + file}));
  };
  const auto told = [&](const std::string& base, const std::string& head) {
    const auto made = disk::compare(trap.folder + "/own", base, head);
    if (!made.ok()) return made.error().message.substr(0, made.error().message.find(" here"));
    std::string out = made->base == made->left ? "from base:" : "from where it left:";
    for (const auto& path : made->paths)
      out += " " + path;
    return out;
  };
  CHECK(disk::create_folders(trap.folder + "/own").ok());
  CHECK(git({"init", "--quiet", "--initial-branch=main"}));
  commit("a");
  commit("b");
  CHECK(git({"checkout", "--quiet", "-b", "side"}));
  commit("c");
  CHECK(git({"checkout", "--quiet", "main"}));
  commit("d");
  CHECK(told("main~2", "main") == "from base: b d");
  CHECK(told("main", "side") == "from where it left: c");
  CHECK(told("side", "main") == "from where it left: d");
  CHECK(told("main", "main") == "from base:");
  CHECK(git({"checkout", "--quiet", "--orphan", "other"}));
  CHECK(git({"rm", "--quiet", "-r", "-f", "."}));
  commit("e");
  CHECK(told("main", "other") == "from base: a b d e");  // they never were one
  CHECK(told("nowhere", "main") == "git knows no revision `nowhere`");
  CHECK(told("main", "nowhere") == "git knows no revision `nowhere`");
  CHECK(told("commit b", "main") == "git knows no revision `commit b`");
  CHECK(told("main", "side\nmain") == "git knows no revision `side\nmain`");
  CHECK(told("main", "-x").starts_with("`-x` is no revision"));
}
