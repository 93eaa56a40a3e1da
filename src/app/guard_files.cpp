#include "app/guard_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "base/glob.h"
#include "base/plain.h"
#include "config/config.h"
#include "data/data.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/tree.h"
#include "guards/guard.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t script_bytes_max = 64u << 20;
constexpr std::size_t covered_max = 10'000;
constexpr std::size_t glob_bytes_shown = 100;

// Only these built-ins start programs: what steps they have may stand in files.
bool has_steps(const config::Guard& guard) {
  const auto* built_in = guards::find_built_in(guard.use);
  return built_in != nullptr && built_in->reaches_network;
}

bool climbs(std::string_view path) {
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

// A word of a command as a path from the folder; "" for what can't be one.
std::string path_of(std::string_view word, const std::string& folder) {
  if (word.empty() || word[0] == '-' || word.find('\0') != word.npos) return {};
  if (word[0] == '/') {
    if (!word.starts_with(folder + "/")) return {};
    word.remove_prefix(folder.size() + 1);
  }
  if (word.empty() || word.ends_with('/')) return {};
  auto path = std::filesystem::path(word).lexically_normal().string();
  if (path.empty() || path == "." || path == ".." || path.starts_with("../") || path[0] == '/') return {};
  // "a/../b" is no "b" where a link stands at "a": it is kept as it is, and never read.
  return climbs(word) ? std::string(word) : path;
}

std::vector<std::string> words_in(const data::Value& value) {
  std::vector<std::string> words;
  if (value.is_text()) words.push_back(value.text);
  for (const auto& one : value.members)
    if (one.is_text()) words.push_back(one.text);
  return words;
}

// All that is called a command, however deep.
void add_commands(const data::Value& tree, std::vector<std::vector<std::string>>& commands) {
  for (std::vector<const data::Value*> left = {&tree}; !left.empty();) {
    const auto* value = left.back();
    left.pop_back();
    for (const auto& member : value->members) {
      if (member.key == "command") commands.push_back(words_in(member));
      left.push_back(&member);
    }
  }
}

std::vector<std::string> step_files(const config::Guard& guard, const std::string& folder) {
  std::vector<std::string> paths;
  const auto* file = has_steps(guard) ? guard.settings.find("file") : nullptr;
  if (file == nullptr) return paths;
  for (const auto& word : words_in(*file))
    if (auto path = path_of(word, folder); !path.empty()) paths.push_back(std::move(path));
  return paths;
}

}  // namespace

std::vector<std::vector<std::string>> commands_of(const config::Guard& guard, const std::string& folder,
                                                  const ReadFile& read) {
  std::vector<std::vector<std::string>> commands;
  if (!guard.command.empty()) commands.push_back(guard.command);
  if (!has_steps(guard)) return commands;
  add_commands(guard.settings, commands);
  if (const auto* rollback = guard.settings.find("rollback")) commands.push_back(words_in(*rollback));
  for (const auto& path : step_files(guard, folder)) {
    const auto text = read(path);
    if (!text) continue;
    // What can't be read as data runs nothing: the guard says so.
    if (const auto steps = data::read_file_text(path, *text); steps.ok()) add_commands(*steps, commands);
  }
  return commands;
}

std::vector<std::string> files_of(const config::Guard& guard, const std::string& folder,
                                  const ReadFile& read) {
  auto paths = step_files(guard, folder);
  for (const auto& command : commands_of(guard, folder, read))
    for (const auto& word : command)
      if (auto path = path_of(word, folder); !path.empty()) paths.push_back(std::move(path));
  std::vector<std::string> once;
  for (auto& path : paths)
    if (std::find(once.begin(), once.end(), path) == once.end()) once.push_back(std::move(path));
  return once;
}

FilesThere files_here(const std::string& folder) {
  return {[folder](const std::string& path) { return read_here(folder, path); },
          [folder](const std::string& path) { return why_unread(folder, path); },
          [folder] { return disk::all_beneath(folder); }};
}

bool names_a_file(const std::vector<std::string>& command, const std::string& folder, const ReadFile& read) {
  return std::any_of(command.begin(), command.end(), [&](const std::string& word) {
    const auto path = path_of(word, folder);
    return !path.empty() && read(path).has_value();
  });
}

namespace {

// "registry/app:1", "./..." and "net/http" are no scripts; "./check", "guards/a.sh" and a program with a
// folder are nothing else.
bool can_only_be_script(const std::string& word, bool is_program) {
  static constexpr std::string_view endings[] = {".sh", ".bash", ".py", ".rb", ".pl", ".js", ".mjs", ".ps1"};
  if (word.find("...") != word.npos || word.find("://") != word.npos) return false;
  return (is_program && word.find('/') != word.npos) ||
         std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return word.ends_with(ending); });
}

}  // namespace

std::string missing_script(const config::Guard& guard, const std::string& folder, const FilesThere& there) {
  for (const auto& command : commands_of(guard, folder, there.read))
    for (std::size_t i = 0; i < command.size(); ++i) {
      const auto path = path_of(command[i], folder);
      if (path.empty() || !can_only_be_script(command[i], i == 0) || there.read(path)) continue;
      if (!disk::exists(folder + "/" + path)) return path;
    }
  return {};
}

bool is_covered(const config::Guard& guard, const std::string& path) {
  return std::any_of(guard.covers.begin(), guard.covers.end(),
                     [&](const std::string& glob) { return matches_glob(glob, path); });
}

Result<std::vector<std::string>> covered_files(const config::Guard& guard, const FilesThere& there) {
  std::vector<std::string> covered;
  if (guard.covers.empty() || !there.list) return covered;
  const auto all = there.list();
  if (!all.ok()) return Error{ErrorCode::invalid, "covers files of a folder that " + all.error().message};
  // A slip in a glob must not leave out what somebody meant to have approved.
  for (const auto& glob : guard.covers)
    if (std::none_of(all->begin(), all->end(), [&](const auto& path) { return matches_glob(glob, path); }))
      return Error{ErrorCode::invalid,
                   "covers " + one_line(glob, glob_bytes_shown) + ", which matches no file"};
  for (const auto& path : *all)
    if (is_covered(guard, path)) covered.push_back(path);
  if (covered.size() > covered_max)
    return Error{ErrorCode::invalid, "covers more than 10,000 files; name what runs, not what it looks at"};
  return covered;
}

std::optional<std::string> read_here(const std::string& folder, const std::string& path) {
  if (climbs(path)) return std::nullopt;
  auto file = disk::BlockReader::open(folder, path);
  if (!file.ok() || file->size() > script_bytes_max) return std::nullopt;
  std::string text;
  for (;;) {
    const auto block = file->next();
    if (!block.ok() || text.size() > script_bytes_max) return std::nullopt;
    if (block->empty()) return text;
    text += *block;
  }
}

std::string why_unread(const std::string& folder, const std::string& path) {
  struct stat status {};
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    const auto here = path.substr(0, slash);
    if (::lstat((folder + "/" + here).c_str(), &status) != 0) return {};
    if (S_ISLNK(status.st_mode))
      return slash == path.npos ? "is a symbolic link; name the file where it lies"
                                : "lies behind a symbolic link; name the file where it lies";
    if (climbs(path)) return "climbs with `..`; name the file directly";
    if (slash == path.npos) break;
  }
  return S_ISDIR(status.st_mode) ? "" : "can't be read whole, as a regular file of at most 64 MiB";
}

}  // namespace hindcast::app
