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

// ROOT/.hindcast/archive.db: ROOT is the nearest folder at or above `start` (a file or folder), up to the
// root of its repository, that has an archive; else the one of the configuration, else the repository's, else
// `start` itself. Absolute.
std::string archive_root(const std::string& start, const Configuration&);
std::string archive_file(const std::string& root);

// The one workspace of an archive beside documents.
inline constexpr std::string_view main_workspace = "main";

struct OpenArchive {
  std::string root;
  archive::Archive archive;
  archive::Id workspace = 0;
};
// An archive that is there; `not_found` says how to make one, or to bring one back.
Result<OpenArchive> open_archive(const std::string& root);
// The archive of `root`, for its user alone when it is begun here. REQUIRES: the workplace is held
Result<OpenArchive> open_or_begin_archive(const std::string& root, const archive::SqliteOptions& = {});
// What failed with the archive of `root`, with its file in front.
Error of_archive(Error, const std::string& root);
// A sentence where backups tell of an archive before this one, which is empty; "" mostly.
Result<std::string> note_of_history_before(OpenArchive&);
// An empty one, of which nothing is kept.
Result<OpenArchive> archive_in_memory(const std::string& root);
// The one of `start`, a file or folder that must be there.
Result<OpenArchive> open_archive_above(const std::string& start, const Configuration&);

archive::DocumentFacts archived(const facts::Document&);
std::vector<archive::ItemFacts> archived(const std::vector<facts::Item>&);

// An absolute or relative path as one from `root`: "" for the root itself, nothing for what lies outside.
std::optional<std::string> path_from(const std::string& root, const std::string& path);

// All that is told of one document, or of one item.
struct Story {
  archive::Document document;
  std::optional<archive::Item> item;
  std::vector<StoryLine> lines;
};
// `target` is a path (of this process), a slug, SLUG#id, PATH#id or PATH:LINE. Of a document: its own events
// and those of its items. Of an item: from its first day, wherever it stood then.
Result<Story> story_of(OpenArchive&, const std::string& target);

// The events with the names of what they are about.
Result<std::vector<StoryLine>> told(archive::Archive&, archive::Id workspace,
                                    std::vector<archive::Event> events);

}  // namespace hindcast::app
