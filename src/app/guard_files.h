// The commands that a guard runs, and the files that say or are run: one list, for what a person approves and
// for what replay lays over a past commit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hindcast::config {
struct Guard;
}

namespace hindcast::app {

// Returns the bytes of a regular file beneath a folder, or nothing.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

// Every command of a guard: its own, those of its steps in hindcast.toml and in the files that `file` names,
// and what it runs to take a release back.
std::vector<std::vector<std::string>> commands_of(const config::Guard&, const std::string& folder,
                                                  const ReadFile& read);

// As paths from the folder, each once: the files that hold steps, and the words of its commands that could
// name a file there. Whether they do is not asked.
std::vector<std::string> files_of(const config::Guard&, const std::string& folder, const ReadFile& read);

// Through no link, and at most 64 MiB.
std::optional<std::string> read_here(const std::string& folder, const std::string& path);

// What stands at a path that cannot be read so: "is a symbolic link". "" where nothing or a folder stands.
std::string why_unread(const std::string& folder, const std::string& path);

}  // namespace hindcast::app
