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

TEST_CASE("every mistake of a configuration is said with its line") {
  const Folder folder;
  REQUIRE(create_document(folder.at("repo/hindcast.toml"), "profil = \"sre\"\n[rules]\nno-such = \"hint\"\n")
              .ok());
  const auto message = load_configuration(folder.at("repo"), "").error().message;
  CHECK(message.find("hindcast.toml:1:1: ") != message.npos);
  CHECK(message.find("hindcast.toml:3:1: ") != message.npos);
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
