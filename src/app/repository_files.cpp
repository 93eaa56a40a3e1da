#include "app/repository_files.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "app/archived.h"
#include "base/glob.h"
#include "base/nearest.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/history.h"
#include "gate/scope.h"

namespace hindcast::app {
namespace {

// Of paths that are nowhere: git walks the whole history for each, and all files are looked at.
constexpr std::size_t misses_max = 32;
// Of files that are held against globs without a folder in front.
constexpr std::size_t compared_max = 20'000'000;

// A glob up to its first mark, and the rest: "src/parcle" and "/**".
std::pair<std::string, std::string> split(const std::string& glob) {
  const auto mark = std::min(glob.find_first_of("*?"), glob.size());
  const auto slash = mark == glob.size() ? mark : glob.rfind('/', mark);
  const auto end = slash == glob.npos ? 0 : slash;
  return {glob.substr(0, end), glob.substr(end)};
}

// As the paths of a change are written: without "./", "/" in front and "/" behind.
std::string plain(std::string_view path) {
  while (path.starts_with("./"))
    path.remove_prefix(2);
  if (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/'))
    path.remove_suffix(1);
  return std::string(path);
}

// What git takes for the same glob, from the root.
std::string pathspec(const std::string& glob) {
  std::string out = ":(top,glob)";
  if (glob.find('/') == glob.npos) out += "**/";
  for (const char c : glob) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string nearest_glob(const std::string& glob, const std::vector<std::string>& files) {
  const auto [place, rest] = split(glob);
  std::set<std::string> places;
  for (const auto& file : files)
    for (auto slash = file.find('/'); slash != file.npos; slash = file.find('/', slash + 1))
      places.insert(file.substr(0, slash));
  if (rest.empty()) places.insert(files.begin(), files.end());
  const std::vector<std::string_view> known(places.begin(), places.end());
  const auto near = closest(place, known);
  return near ? std::string(*near) + rest : std::string();
}

struct RepositoryFiles::Impl {
  std::string commit, root;
  bool is_listed = false, is_known = false, is_shallow = false;
  std::string top;                        // of the repository
  std::vector<std::string> files;         // sorted
  std::unordered_set<std::string> names;  // of files and folders, at any depth
  std::size_t misses = 0, compared = 0;

  void list();
  bool has(const std::string& path);
  bool lies_there(const std::string& path);
  bool ever_had(const std::string& path);
};

void RepositoryFiles::Impl::list() {
  if (std::exchange(is_listed, true)) return;
  const auto folder = disk::top_of_repository(".");
  if (!folder.ok()) return;
  top = *folder;
  if (root != top && !path_from(top, root)) return;
  auto tree = disk::paths_of_commit(".", commit);
  if (!tree.ok()) return;
  files = *std::move(tree);
  std::sort(files.begin(), files.end());
  for (const auto& file : files)
    for (std::size_t begin = 0, slash = 0; slash != file.npos; begin = slash + 1) {
      slash = file.find('/', begin);
      names.insert(file.substr(begin, slash == file.npos ? slash : slash - begin));
    }
  const auto shallow = disk::is_shallow(".");
  is_shallow = !shallow.ok() || *shallow;
  is_known = !files.empty();
}

bool RepositoryFiles::Impl::has(const std::string& path) {
  if (!is_glob(path)) {
    if (path.find('/') == path.npos) return names.count(path) > 0;
    const auto same = std::lower_bound(files.begin(), files.end(), path);
    const auto below = std::lower_bound(files.begin(), files.end(), path + "/");
    return (same != files.end() && *same == path) || (below != files.end() && below->starts_with(path + "/"));
  }
  const auto prefix = path.find('/') == path.npos ? std::string() : path.substr(0, path.find_first_of("*?"));
  for (auto at = std::lower_bound(files.begin(), files.end(), prefix);
       at != files.end() && at->starts_with(prefix); ++at) {
    if (++compared > compared_max || matches_glob(path, *at)) return true;  // or nobody looked
  }
  return false;
}

// What is not committed yet.
bool RepositoryFiles::Impl::lies_there(const std::string& path) {
  const auto place = is_glob(path) ? split(path).first : path;
  return !place.empty() && !has(place) && disk::exists(top + "/" + place);
}

bool RepositoryFiles::Impl::ever_had(const std::string& path) {
  const auto last =
      disk::ask_git({"--no-literal-pathspecs", "rev-list", "--max-count=1", commit, "--", pathspec(path)});
  return !last.ok() || !last->empty();
}

RepositoryFiles::RepositoryFiles(std::string commit, std::string documents_root)
    : impl_(std::make_unique<Impl>()) {
  impl_->commit = commit.empty() ? "HEAD" : std::move(commit);
  impl_->root = std::move(documents_root);
}
RepositoryFiles::RepositoryFiles(RepositoryFiles&&) noexcept = default;
RepositoryFiles::~RepositoryFiles() = default;

std::optional<std::string> RepositoryFiles::nearest_to_missing(const std::string& written) const {
  impl_->list();
  const auto path = plain(written);
  if (!impl_->is_known || path.empty() || impl_->has(path) || impl_->lies_there(path)) return std::nullopt;
  if (++impl_->misses > misses_max) return std::nullopt;  // nobody looked
  // A migration that went in another's is still about the next one beside it.
  if (gate::is_one_migration(path)) return std::nullopt;
  auto near = nearest_glob(path, impl_->files);
  if (!near.empty() && !impl_->has(near)) near.clear();
  if (impl_->is_shallow) return near.empty() ? std::nullopt : std::optional(std::move(near));
  if (impl_->ever_had(path)) return std::nullopt;
  return near;
}

}  // namespace hindcast::app
