// What hindcast.toml says of a check: which documents, which rules with which
// severity, and what fails a run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/config.h"

namespace hindcast::app {

struct ReadDocument;

// A configuration file, or none: then everything is as by default.
struct Configuration {
  std::string file;    // as a user would name it; "" for none
  std::string folder;  // absolute, of the file: every path in it is meant from there
  config::Config config;
};

// Reads `file`, or where that is empty the hindcast.toml in `start` (a file or folder) or the nearest folder
// above it, up to the root of its repository. The error has a line for each problem.
Result<Configuration> load_configuration(const std::string& start, const std::string& file);

// What says who may let a release pass and what may run: `file`, or where that is empty the outermost
// hindcast.toml from the root of the current folder's repository down to the current folder; outside of a
// repository that of the current folder. Whoever writes documents has no say in it: another file above the
// current folder or one of `paths` that says what only a policy does ([gate], [guards], [services], [teams])
// is `invalid`, with both files and what to do.
Result<Configuration> load_policy(const std::vector<std::string>& paths, const std::string& file);

// What a hindcast.toml says that is not on the disk; `name` calls it in messages.
Result<config::Config> read_settings(std::string_view text, const std::string& name);

// A path of the configuration as the current folder's programs open it.
std::string path_in(const Configuration&, const std::string& path);

// A document's path as globs of the configuration see it, from its folder.
std::string path_below(const Configuration&, const std::string& path);

// Do documents.include and documents.exclude want the document at that absolute path? What lies outside of
// the configuration's folder is not its business, and wanted. documents.h asks it of every command's
// documents.
bool is_wanted(const Configuration&, std::string_view path);

// A configuration to begin with, after a look at the documents under the current folder: commented, and every
// line that is no comment is what the look suggests.
std::string starting_configuration(const std::vector<ReadDocument>& documents);

}  // namespace hindcast::app
