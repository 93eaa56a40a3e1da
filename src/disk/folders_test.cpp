// Folders that are remembered: a walk must tell what it would have told without.
#include "disk/folders.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "disk/disk.h"
#include "disk/handle.h"

using namespace hindcast;
namespace fs = std::filesystem;

namespace {
constexpr int moment_ms = 24;  // in which two changes may have one time

struct Tree {
  Tree() {
    char name[] = "/tmp/hindcast-folders-XXXXXX";
    path = fs::canonical(::mkdtemp(name)).string();
    root = path + "/documents";
    kept = path + "/kept";
    fs::create_directories(root);
  }
  Tree(const Tree&) = delete;
  ~Tree() { fs::remove_all(path); }

  void file(const std::string& name, const std::string& text = "# A\n") const {
    std::error_code ignored;  // a link that leads nowhere may stand there
    fs::create_directories(fs::path(root + "/" + name).parent_path(), ignored);
    write(root + "/" + name, text);
  }
  static void write(const std::string& file, const std::string& text) {
    std::error_code ignored;
    fs::remove(file, ignored);
    (void)disk::create_file(file, text);
  }
  static void wait() { ::poll(nullptr, 0, 2 * moment_ms); }
  // A run that takes what is a moment old for old.
  std::int64_t since() const {
    write(path + "/clock", "");
    return disk::stamp_of(path + "/clock")->changed + disk::racy_ns - std::int64_t{moment_ms} * 1'000'000;
  }

  static std::string told(const disk::Listing& listing) {
    std::string out;
    for (std::size_t i = 0; i < listing.files.size(); ++i) {
      const auto& stamp = listing.stamps[i];
      out += listing.files[i] + " " +
             (stamp ? std::to_string(stamp->inode) + "," + std::to_string(stamp->size) : "?") + "\n";
    }
    for (const auto& link : listing.links)
      out += "link " + link + "\n";
    for (const auto& trouble : listing.troubles)
      out += trouble.path + ": " + trouble.error.message + "\n";
    return out + (listing.leaves_out ? "leaves out\n" : "");
  }
  std::string plain(const std::string& from) const {
    return told(disk::list_documents({from}, {.respects_ignores = true, .with_stamps = true, .wants = {}}));
  }
  std::string remembering(const std::string& from) const {
    disk::FolderMemory memory(kept, root, since());
    auto listing = disk::list_documents(
        {from}, {.respects_ignores = true, .with_stamps = true, .wants = {}, .memory = &memory});
    memory.finish();
    return told(listing);
  }

  // Says where nothing of this can be seen.
  bool is_remembered() const {
    disk::FolderMemory memory(kept, root, 0);
    const disk::Handle folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY));
    const bool is = memory.begin(root, folder.fd());
    if (!is) MESSAGE("skipped: the file system of /tmp is none whose folders are remembered");
    return is;
  }

  std::string path, root, kept;
};

// Something that happens to folders.
void change(const Tree& tree, std::mt19937& random) {
  const auto some = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  const auto folder =
      tree.root + "/f" + std::to_string(some(4)) + (some(2) == 0 ? "" : "/g" + std::to_string(some(2)));
  const auto file = folder + "/d" + std::to_string(some(3)) + ".md";
  std::error_code ignored;
  switch (some(10)) {
    case 0:
      fs::remove(file, ignored);
      break;
    case 1:
      fs::rename(file, folder + "/renamed.md", ignored);
      break;
    case 2:
      fs::rename(folder, tree.root + "/f" + std::to_string(some(4)) + "-moved", ignored);
      break;
    case 3:  // another folder under the same name
      fs::rename(folder, tree.path + "/away" + std::to_string(random()), ignored);
      tree.file(folder.substr(tree.root.size() + 1) + "/new.md");
      break;
    case 4:
      fs::remove_all(folder, ignored);
      fs::create_directory_symlink(tree.root + "/f0", folder, ignored);
      break;
    case 5:
      fs::remove(file, ignored);
      fs::create_symlink("../README.md", file, ignored);
      break;
    case 6:
      fs::create_directories(folder, ignored);
      Tree::write(folder + "/.gitignore", some(2) == 0 ? "d1.md\n" : "g*\n");
      break;
    case 7:
      fs::remove(folder + "/.gitignore", ignored);
      break;
    case 8:
      ::chmod(folder.c_str(), some(2) == 0 ? 0500 : 0700);
      break;
    default:
      fs::create_directories(folder, ignored);
      Tree::write(file, std::string(static_cast<std::size_t>(some(9)), 'x'));
  }
}
}  // namespace

TEST_CASE("a walk that remembers folders tells what it would have told without") {
  for (const unsigned seed : {7u, 11u, 23u}) {
    const Tree tree;
    tree.file("README.md");
    std::mt19937 random(seed);
    for (int i = 0; i < 12; ++i)
      change(tree, random);
    for (int round = 0; round < 25; ++round) {
      CAPTURE(seed);
      CAPTURE(round);
      Tree::wait();
      for (const auto& from : {tree.root, tree.root + "/f1"})
        if (disk::is_folder(from)) CHECK(tree.remembering(from) == tree.plain(from));
      change(tree, random);
      if (random() % 2 == 0) change(tree, random);
      CHECK(tree.remembering(tree.root) == tree.plain(tree.root));  // in the same moment, too
    }
  }
}

TEST_CASE("a folder that did not change is not read, and the memory is not written again") {
  const Tree tree;
  if (!tree.is_remembered()) return;
  tree.file("a/b/one.md");
  tree.file("a/two.md");
  Tree::wait();
  const auto before = tree.remembering(tree.root);
  REQUIRE(fs::exists(tree.kept));
  const auto written = disk::stamp_of(tree.kept);
  CHECK(tree.remembering(tree.root) == before);
  CHECK(disk::stamp_of(tree.kept) == written);
  // What is planted there is believed: so nobody has looked.
  disk::FolderMemory memory(tree.kept, tree.root, tree.since());
  const disk::Handle root(::open(tree.root.c_str(), O_RDONLY | O_DIRECTORY));
  struct stat status {};
  REQUIRE(::stat((tree.root + "/a/b").c_str(), &status) == 0);
  REQUIRE(memory.begin(tree.root, root.fd()));
  const auto stamp = disk::folder_stamp(status);
  REQUIRE(memory.find("a/b", stamp).has_value());
  CHECK_FALSE(memory.find("a/c", stamp).has_value());
  memory.put("a/b", stamp, std::string("0"));
  memory.finish();
  CHECK(tree.remembering(tree.root).find("one.md") == std::string::npos);
}

TEST_CASE("a memory that is damaged, or of another place, is none") {
  const Tree tree;
  if (!tree.is_remembered()) return;
  tree.file("a/one.md");
  Tree::wait();
  const auto before = tree.remembering(tree.root);
  const auto text = *disk::read_file(tree.kept, 1 << 20);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto bad = text;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    Tree::write(tree.kept, bad);
    CHECK(tree.remembering(tree.root) == before);
    Tree::write(tree.kept, text.substr(0, at));
    CHECK(tree.remembering(tree.root) == before);
  }
  disk::FolderMemory memory(tree.kept, tree.path + "/other", tree.since());
  const disk::Handle root(::open(tree.root.c_str(), O_RDONLY | O_DIRECTORY));
  CHECK_FALSE(memory.begin(tree.root, root.fd()));
}

TEST_CASE("what was touched a moment ago is looked at again") {
  const Tree tree;
  tree.file("a/one.md");
  disk::FolderMemory memory(tree.kept, tree.root, disk::stamp_of(tree.root + "/a/one.md")->changed);
  (void)disk::list_documents({tree.root}, {.with_stamps = true, .wants = {}, .memory = &memory});
  memory.finish();
  CHECK_FALSE(fs::exists(tree.kept));
}
