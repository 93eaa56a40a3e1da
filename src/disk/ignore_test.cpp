#include "disk/ignore.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "disk/disk.h"
#include "disk/git.h"

using namespace hindcast::disk;

namespace {

namespace fs = std::filesystem;

bool ignores(std::string_view pattern, std::string_view path) {
  const bool is_folder = !path.empty() && path.back() == '/';
  if (is_folder) path.remove_suffix(1);
  return IgnorePattern(pattern).matches(path, is_folder);
}

struct Folder {
  std::string path = fs::temp_directory_path() / "hindcast-ignore-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { fs::remove_all(path); }
  void put(const std::string& name, std::string_view text) const {
    fs::create_directories(fs::path(path + "/" + name).parent_path());
    REQUIRE(create_file(path + "/" + name, text).ok());
  }
};

}  // namespace

TEST_CASE("a name matches at any depth, one with a slash from its folder only") {
  CHECK(ignores("draft.md", "draft.md"));
  CHECK(ignores("draft.md", "a/b/draft.md"));
  CHECK(ignores("/draft.md", "draft.md"));
  CHECK_FALSE(ignores("/draft.md", "a/draft.md"));
  CHECK(ignores("a/draft.md", "a/draft.md"));
  CHECK_FALSE(ignores("a/draft.md", "b/a/draft.md"));
  CHECK_FALSE(ignores("draft.md", "draft.mdx"));
}

TEST_CASE("a star stays within its folder, two go through all") {
  CHECK(ignores("*.md", "a/b.md"));
  CHECK(ignores("a/*.md", "a/b.md"));
  CHECK_FALSE(ignores("a/*.md", "a/b/c.md"));
  CHECK(ignores("a/**", "a/b/c.md"));
  CHECK_FALSE(ignores("a/**", "a/"));
  CHECK(ignores("**/c.md", "c.md"));
  CHECK(ignores("**/c.md", "a/b/c.md"));
  CHECK_FALSE(ignores("**/c.md", "a/bc.md"));
  CHECK(ignores("a/**/c.md", "a/c.md"));
  CHECK(ignores("a/**/c.md", "a/x/y/c.md"));
  CHECK(ignores("a**c.md", "abc.md"));
}

TEST_CASE("a slash at the end means folders, a question mark one byte, brackets a choice") {
  CHECK(ignores("build/", "build/"));
  CHECK_FALSE(ignores("build/", "build"));
  CHECK(ignores("a?.md", "ab.md"));
  CHECK_FALSE(ignores("a?b", "a/b"));
  CHECK(ignores("[a-c].md", "b.md"));
  CHECK_FALSE(ignores("[!a-c].md", "b.md"));
  CHECK(ignores("[]x].md", "].md"));
  CHECK(ignores("v[[:digit:]].md", "v7.md"));
  CHECK_FALSE(ignores("[a-c.md", "b.md"));
}

TEST_CASE("comments, blank lines and escapes are read as git reads them") {
  CHECK_FALSE(ignores("# a comment", "# a comment"));
  CHECK(ignores("\\#a.md", "#a.md"));
  CHECK(ignores("a.md   ", "a.md"));
  CHECK(ignores("a\\ ", "a "));
  CHECK(ignores("a.md\r", "a.md"));
  CHECK(IgnorePattern("   ").is_nothing());
  CHECK(IgnorePattern("!a.md").takes_back());
}

TEST_CASE("stars without end cost no more than pattern times path") {
  CHECK_FALSE(ignores("/" + std::string(200, '*') + "a*b*c*d*e*f*g*h/x", std::string(2000, 'a')));
}

TEST_CASE("a listing leaves out what .gitignore names, here, above and further down") {
  const Folder folder;
  fs::create_directories(folder.path + "/.git/info");
  folder.put(".git/info/exclude", "mine.md\n");
  folder.put(".gitignore", "drafts/\n*.tmp.md\n!keep.tmp.md\n");
  for (const char* name : {"a.md", "mine.md", "x.tmp.md", "keep.tmp.md", "drafts/b.md", "docs/drafts/c.md",
                           "docs/old.md", "docs/in/old.md", "docs/new.md"})
    folder.put(name, "text\n");
  folder.put("docs/.gitignore", "/old.md\n");
  const auto listed = [&](const std::string& root) {
    auto files = list_documents({root}, {.respects_ignores = true}).files;
    for (auto& file : files)
      file.erase(0, folder.path.size() + 1);
    return files;
  };
  CHECK(listed(folder.path) ==
        std::vector<std::string>{"a.md", "docs/in/old.md", "docs/new.md", "keep.tmp.md"});
  CHECK(listed(folder.path + "/docs") == std::vector<std::string>{"docs/in/old.md", "docs/new.md"});
  CHECK(listed(folder.path + "/drafts/b.md") == std::vector<std::string>{"drafts/b.md"});  // named itself
  CHECK(list_documents({folder.path}).files.size() == 9);
}

TEST_CASE("git says the same of many patterns and paths") {
  const Folder folder;
  REQUIRE(ask_git({"init", "--quiet", folder.path}).ok());
  const std::string_view patterns[] = {
      "a",       "/a",        "a/",    "a/b",         "*",     "*b",     "a*",   "**/b", "a/**",
      "a/**/c",  "[ab]",      "[!a]",  "?",           "a/*",   "*/b",    "**",   "a\\b", "b/c/",
      "a**",     "**b/c",     "/**/b", "[a-c]",       "!b",    "/a/*/c", "a//b", "**/",  "*\n!b",
      "a\n!a/b", "b/*\n!b/c", "[",     "[[:alpha:]]", "b/**/", "\\!b"};
  const std::string_view paths[] = {"d",     "e",   "ab",  "abc",   "!b",    "a/b",   "a/c",
                                    "a/x/c", "b/a", "b/c", "b/b/c", "c/a/b", "c/b/c", "c/abc"};
  for (const auto path : paths)
    folder.put(std::string(path), "text\n");
  std::size_t ignored_count = 0;
  for (const auto pattern : patterns) {
    fs::remove(folder.path + "/.gitignore");
    folder.put(".gitignore", std::string(pattern) + "\n");
    const auto said =
        ask_git({"-C", folder.path, "ls-files", "--others", "--ignored", "--exclude-standard", "-z"});
    REQUIRE(said.ok());
    for (const auto path : paths) {
      Ignores ignores(folder.path);
      ignores.enter("");
      bool is_ignored = false;  // by itself or by a folder above
      for (std::size_t at = path.find('/'); at != path.npos && !is_ignored; at = path.find('/', at + 1))
        is_ignored = ignores.is_ignored(path.substr(0, at), true);
      is_ignored = is_ignored || ignores.is_ignored(path, false);
      ignored_count += is_ignored ? 1 : 0;
      CAPTURE(pattern);
      CAPTURE(path);
      CHECK(is_ignored == (('\0' + *said).find('\0' + std::string(path) + '\0') != said->npos));
    }
  }
  CHECK(ignored_count > 100);
}
