#include "disk/past.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "disk/disk.h"
#include "disk/git.h"

using namespace hindcast;
namespace fs = std::filesystem;

namespace {
// A repository of one commit that shell lines made, and a folder beside it that is nobody's business.
struct Repository {
  explicit Repository(const std::string& lines) {
    char name[] = "/tmp/hindcast-past-XXXXXX";
    path = ::mkdtemp(name);
    CHECK(disk::create_folders(path + "/victim/sub").ok());
    CHECK(disk::create_file(path + "/victim/x.sh", "precious").ok());
    commit("git init -q && " + lines);
  }
  Repository(const Repository&) = delete;
  ~Repository() { fs::remove_all(path); }

  void commit(const std::string& lines) {
    const auto all = "mkdir -p " + path + "/repo && cd " + path + "/repo && " + lines +
                     " && git add -A && git -c user.name=Ada -c user.email=a@example.com commit -qm x";
    REQUIRE(::system(all.c_str()) == 0);
    trees.push_back(*disk::ask_git({"-C", path + "/repo", "rev-parse", "HEAD^{tree}"}));
    trees.back().pop_back();
  }
  bool is_whole() const {
    const auto count = std::distance(fs::directory_iterator(path + "/victim"), fs::directory_iterator());
    const auto text = disk::read_file(path + "/victim/x.sh", 100);
    return count == 2 && text.ok() && *text == "precious" && fs::is_empty(path + "/victim/sub");
  }

  std::string path;
  std::vector<std::string> trees;
};
}  // namespace

TEST_CASE("no file is put through a link of a past commit, and nothing outside is removed or made") {
  const struct {
    const char *made, *put;
  } cases[] = {{"ln -s ../victim scripts", "scripts/x.sh"},
               {"mkdir a && ln -s ../../victim a/scripts", "a/scripts/x.sh"},
               {"ln -s .. up", "up/victim/x.sh"},
               {"ln -s ../victim scripts", "scripts/new/x.sh"},
               {"ln -s ../victim scripts", "scripts/sub/new.sh"}};
  for (const auto& one : cases) {
    CAPTURE(one.put);
    // The link leads from where the tree stands, too.
    const Repository repository(one.made);
    auto files = disk::PastFiles::make(repository.path + "/repo");
    REQUIRE(files.ok());
    REQUIRE(files->show(repository.trees[0]).ok());
    const auto link = files->path() + "/" + std::string(one.put).substr(0, std::string(one.put).find('/'));
    if (fs::is_symlink(link)) {
      const bool is_up = std::string(one.put).starts_with("up");
      fs::remove(link);
      fs::create_symlink(is_up ? repository.path : repository.path + "/victim", link);
    } else {
      fs::remove(link + "/scripts");
      fs::create_symlink(repository.path + "/victim", link + "/scripts");
    }
    CHECK(files->put(one.put, "today", true).error().code == ErrorCode::denied);
    CHECK(files->leave_out(one.put).error().code == ErrorCode::denied);
    CHECK(repository.is_whole());
  }
}

TEST_CASE("a link where today's file is to stand is replaced, not followed") {
  const Repository repository("mkdir scripts && ln -s ../../victim/x.sh scripts/x.sh");
  auto files = disk::PastFiles::make(repository.path + "/repo");
  REQUIRE(files->show(repository.trees[0]).ok());
  CHECK(files->put("scripts/x.sh", "today", true).ok());
  CHECK(*disk::read_file(files->path() + "/scripts/x.sh", 100) == "today");
  CHECK(!fs::is_symlink(files->path() + "/scripts/x.sh"));
  CHECK(files->show(repository.trees[0]).ok());  // the link of the tree again
  CHECK(fs::is_symlink(files->path() + "/scripts/x.sh"));
  CHECK(repository.is_whole());
}

TEST_CASE("folders become links and links become folders from one commit to the next") {
  Repository repository("mkdir a && echo 1 > a/x.sh");
  repository.commit("rm -r a && ln -s ../victim a");
  repository.commit("rm a && mkdir a && echo 2 > a/x.sh");
  auto files = disk::PastFiles::make(repository.path + "/repo");
  for (const auto at : {0, 1, 2, 1, 0}) {
    REQUIRE(files->show(repository.trees[static_cast<std::size_t>(at)]).ok());
    CHECK(fs::is_symlink(files->path() + "/a") == (at == 1));
  }
  CHECK(*disk::read_file(files->path() + "/a/x.sh", 100) == "1\n");
  CHECK(repository.is_whole());
}

TEST_CASE("what is left out is back with the next tree, and a folder stays") {
  const Repository repository("mkdir a && echo 1 > a/x.sh && echo 2 > b");
  auto files = disk::PastFiles::make(repository.path + "/repo");
  REQUIRE(files->show(repository.trees[0]).ok());
  CHECK(files->leave_out("b").ok());
  CHECK(!disk::exists(files->path() + "/b"));
  CHECK(files->leave_out("a").ok());
  CHECK(disk::exists(files->path() + "/a/x.sh"));
  CHECK(files->leave_out("nowhere/at/all").ok());
  CHECK(files->put("a", "today", true).error().code != ErrorCode::denied);  // a folder is in the way
  CHECK(files->show(repository.trees[0]).ok());
  CHECK(*disk::read_file(files->path() + "/b", 100) == "2\n");
}
