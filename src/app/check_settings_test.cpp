#include "app/check_settings.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <string>

#include "app/app.h"
#include "app/files.h"

namespace hindcast::app {
namespace {

namespace fs = std::filesystem;

// A folder of its own for one test, gone afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("hindcast-settings-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path / "repo" / ".git"), fs::create_directories(path / "repo" / "docs"); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  std::string at(const char* name) const { return (path / name).string(); }
};

std::string start_of(std::vector<std::pair<std::string, facts::DocumentKind>> documents) {
  std::vector<ReadDocument> read;
  for (auto& [path, kind] : documents) {
    read.emplace_back();
    read.back().path = path;
    read.back().document.kind = kind;
  }
  return starting_configuration(read);
}

TEST_CASE("a configuration is found upward, and no further than the repository's root") {
  const Folder folder;
  REQUIRE(create_document(folder.at("hindcast.toml"), "profile = \"sre\"\n").ok());
  CHECK(load_configuration(folder.at("repo/docs"), "")->file.empty());
  REQUIRE(create_document(folder.at("repo/hindcast.toml"), "profile = \"blameless\"\n").ok());
  const auto found = load_configuration(folder.at("repo/docs"), "");
  REQUIRE(found.ok());
  CHECK(found->config.profile.value == "blameless");
  CHECK(path_below(*found, folder.at("repo/docs/a.md")) == "docs/a.md");
  CHECK(load_configuration(folder.at("repo/docs"), folder.at("hindcast.toml"))->config.profile.value ==
        "sre");
}

TEST_CASE("the policy is the outermost file of the current folder's repository, and has no rival") {
  const Folder folder;
  const auto before = fs::current_path();
  const auto policy = [&](const char* here, const char* path) {
    fs::current_path(folder.at(here));
    const auto found = load_policy({path}, "");
    fs::current_path(before);
    return found.ok() ? found->file : found.error().message.substr(0, found.error().message.find(':'));
  };
  const auto write = [&](const char* path, const std::string& text) {
    fs::remove(folder.at(path));
    REQUIRE(create_document(folder.at(path), text).ok());
  };
  write("hindcast.toml", "[gate]\nmode = \"advisory\"\n");  // of no repository: nobody looks there
  CHECK(policy("repo", "docs").empty());
  write("repo/docs/hindcast.toml", "[check]\nfail_on = \"never\"\n");
  CHECK(policy("repo", "docs").empty());
  write("repo/docs/hindcast.toml", "[gate]\nmode = \"advisory\"\n");
  CHECK(policy("repo", "docs") ==
        "docs/hindcast.toml says [gate], and can't take the place of the policy of the current folder, which "
        "has none");
  CHECK(policy("repo/docs", ".") == "hindcast.toml");  // who stands there means it
  write("repo/hindcast.toml", "[guards.a]\ncommand = [\"true\"]\n");
  const auto rival =
      "docs/hindcast.toml says [gate], and can't take the place of hindcast.toml, which is the policy here";
  CHECK(policy("repo", "docs") == rival);
  CHECK(policy("repo", "docs/a.md") == rival);
  CHECK(policy("repo", "nowhere/docs") == "hindcast.toml");
  CHECK(policy("repo/docs", ".") == "hindcast.toml says [gate], and can't take the place of " +
                                        folder.at("repo/hindcast.toml") + ", which is the policy here");
  write("repo/docs/hindcast.toml", "guards.a.use = \"smoke\"\nservices.b.paths = \"c\"\n");
  CHECK(policy("repo", "docs").starts_with("docs/hindcast.toml says [guards], [services], and"));
  write("repo/docs/hindcast.toml", "gate");
  CHECK(policy("repo", "docs").starts_with("docs/hindcast.toml can't be read"));
  CHECK(load_policy({folder.at("repo/docs")}, folder.at("repo/hindcast.toml"))->config.guards.size() == 1);
}

TEST_CASE("every mistake of a configuration is said with its line") {
  const Folder folder;
  REQUIRE(create_document(folder.at("repo/hindcast.toml"), "profil = \"sre\"\n[rules]\nno-such = \"hint\"\n")
              .ok());
  const auto message = load_configuration(folder.at("repo"), "").error().message;
  CHECK(message.find("hindcast.toml:1:1: ") != message.npos);
  CHECK(message.find("hindcast.toml:3:1: ") != message.npos);
}

TEST_CASE("what a first configuration offers reads without its comment marks") {
  const auto offered = starting_configuration({});
  for (const auto* section :
       {"# [[policy]]", "# [teams.", "# [services.", "# [gate]", "# [guards.", "# [views."})
    CHECK(offered.find(section) != offered.npos);
  std::string taken;
  std::string_view left = offered;
  while (!left.empty()) {
    auto line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    const bool is_offer =
        line.starts_with("# [") || (line.starts_with("# ") && line.find(" = ") != line.npos);
    taken.append(line.substr(is_offer ? 2 : 0)).append("\n");
  }
  const auto read = read_settings(taken, "hindcast.toml");
  CHECK_MESSAGE(read.ok(), (read.ok() ? "" : read.error().message) << "\n" << taken);
  CHECK(read_settings(offered, "hindcast.toml").ok());
}

TEST_CASE("a first configuration names the folders that hold documents, and the templates") {
  using facts::DocumentKind;
  const auto text = start_of({{"docs/incidents/a.md", DocumentKind::postmortem},
                              {"docs/incidents/b.md", DocumentKind::other},
                              {"docs/Template.md", DocumentKind::postmortem},
                              {"README.md", DocumentKind::other}});
  CHECK(text.find("\ninclude = [\"docs/incidents/**\"]\n") != text.npos);
  CHECK(text.find("\nexclude = [\"docs/Template.md\"]\n") != text.npos);
  CHECK(text.find("1 document of a kind") != text.npos);
}

TEST_CASE("a first configuration means nothing else than none at all where all documents are known") {
  const auto text = start_of({{"a.md", facts::DocumentKind::postmortem}});
  CHECK(text.find("\ninclude") == text.npos);
  CHECK(text.find("\nexclude") == text.npos);
}

}  // namespace
}  // namespace hindcast::app
