// The commands that a guard runs, and the files that say or are run: one list, for what a person approves and
// for what replay lays over a past commit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::config {
struct Guard;
}

namespace hindcast::app {

// Returns the bytes of a regular file beneath a folder, or nothing.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

// Why a file that is there can't be read: "is a symbolic link". "" where nothing or a folder stands.
using WhyNot = std::function<std::string(const std::string& path)>;
// All that is no folder beneath it, links among it, by paths from there.
using ListFiles = std::function<Result<std::vector<std::string>>()>;

// The folder of hindcast.toml as it lies there now, or as a revision has it.
struct FilesThere {
  ReadFile read;
  WhyNot why_not = {};  // none: what can't be read is not there
  ListFiles list = {};  // none: nothing is covered
};
FilesThere files_here(const std::string& folder);

// Every command of a guard: its own, those of its steps in hindcast.toml and in the files that `file` names,
// and what it runs to take a release back.
std::vector<std::vector<std::string>> commands_of(const config::Guard&, const std::string& folder,
                                                  const ReadFile& read);

// As paths from the folder, each once: the files that hold steps, and the words of its commands that could
// name a file there. Whether they do is not asked.
std::vector<std::string> files_of(const config::Guard&, const std::string& folder, const ReadFile& read);

// Does one of its words name a file of the folder?
bool names_a_file(const std::vector<std::string>& command, const std::string& folder, const ReadFile&);

// The first word of its commands that can only mean a script of the folder ("./check", "guards/a.sh") where
// nothing lies; "" where there is none.
std::string missing_script(const config::Guard&, const std::string& folder, const FilesThere&);

// Is the path among what `covers` names?
bool is_covered(const config::Guard&, const std::string& path);
// Those that `covers` names. `invalid` with why they can't be approved: "covers a.mk, which matches no file".
Result<std::vector<std::string>> covered_files(const config::Guard&, const FilesThere&);

// Through no link, and at most 64 MiB.
std::optional<std::string> read_here(const std::string& folder, const std::string& path);

// See WhyNot.
std::string why_unread(const std::string& folder, const std::string& path);

}  // namespace hindcast::app
