// Where the archive lies, and what of a document it keeps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/story.h"
#include "archive/archive.h"
#include "base/result.h"

namespace hindcast::app {

// ROOT/.hindcast/archive.db: ROOT is the nearest folder at or above this one that has an archive, else the
// one of the configuration, else the repository's, else this one. Absolute.
std::string archive_root(const Configuration&);
std::string archive_file(const std::string& root);

// The one workspace of an archive beside documents.
inline constexpr std::string_view main_workspace = "main";

struct OpenArchive {
  std::string root;
  archive::Archive archive;
  archive::Id workspace = 0;
};
// An archive that is there; `not_found` says how to make one.
Result<OpenArchive> open_archive(const std::string& root);

archive::DocumentFacts archived(const facts::Document&);
std::vector<archive::ItemFacts> archived(const std::vector<facts::Item>&);

// An absolute or relative path as one from `root`: "" for the root itself, nothing for what lies outside.
std::optional<std::string> path_from(const std::string& root, const std::string& path);

// The events with the names of what they are about.
Result<std::vector<StoryLine>> told(archive::Archive&, archive::Id workspace,
                                    std::vector<archive::Event> events);

}  // namespace hindcast::app
