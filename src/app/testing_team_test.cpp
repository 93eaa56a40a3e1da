#include "app/testing_team.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "app/archived.h"
#include "app/sync.h"
#include "disk/disk.h"

namespace hindcast::app::testing {

namespace fs = std::filesystem;

Team::Team() : root_(fs::temp_directory_path() / "hindcast-team-XXXXXX") {
  REQUIRE(::mkdtemp(root_.data()) != nullptr);
}

Team::~Team() {
  fs::remove_all(root_);
}

void Team::write(const std::string& name, const std::string& text) const {
  fs::create_directories(fs::path(at(name)).parent_path());
  fs::remove(at(name));
  REQUIRE(disk::create_file(at(name), text).ok());
}

void Team::move(const std::string& from, const std::string& to) const {
  fs::create_directories(fs::path(at(to)).parent_path());
  fs::rename(at(from), at(to));
}

void Team::remove(const std::string& name) const {
  fs::remove_all(at(name));
}

std::string Team::text_of(const std::string& name) const {
  auto text = disk::read_file(at(name), 64u << 20);
  return text.ok() ? *std::move(text) : "no " + name;
}

void Team::sync(Timestamp at, const std::string& actor) const {
  Configuration configuration;
  configuration.folder = root_;
  const auto done = app::sync(root_, {}, configuration, {.read = {}, .actor = actor, .at = at});
  REQUIRE(done.ok());
}

OpenArchive Team::open() const {
  auto opened = open_archive(root_);
  REQUIRE(opened.ok());
  return *std::move(opened);
}

std::string Team::verified() const {
  auto opened = open_archive(root_);
  if (!opened.ok()) return opened.error().message;
  auto problems = opened->archive.verify(opened->workspace);
  REQUIRE(problems.ok());
  if (!problems->empty()) return problems->front();
  return "whole: " + std::to_string(opened->archive.documents(opened->workspace)->size()) + " documents, " +
         std::to_string(*opened->archive.last_event(opened->workspace)) + " events";
}

std::string outage(const std::string& title, const std::string& action) {
  return "# Postmortem: " + title + "\n\n" + title + " lasted an hour.\n\n## Action items\n\n- [ ] " +
         action + "\n";
}

}  // namespace hindcast::app::testing
