#include "disk/past.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "disk/beneath.h"
#include "disk/confine.h"
#include "disk/git.h"
#include "disk/history.h"

namespace hindcast::disk {
namespace {

constexpr std::uint64_t file_bytes_max = 64u << 20;
constexpr std::uint64_t portion_bytes_max = 64u << 20;  // of files that are read at once
constexpr std::size_t files_max = 200'000;
constexpr std::string_view link_mode = "120000";

std::string_view take(std::string_view& left, char end) {
  const auto at = std::min(left.find(end), left.size());
  const auto part = left.substr(0, at);
  left.remove_prefix(std::min(at + 1, left.size()));
  return part;
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  while (!digits.empty() && digits.front() == ' ')
    digits.remove_prefix(1);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// A path that stays beneath the folder in which it is written, and is none of git's own.
bool is_safe(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  while (!path.empty()) {
    const auto part = take(path, '/');
    if (part.empty() || part == "." || part == "..") return false;
    if (part.size() == 4 && part[0] == '.' && (part[1] | 0x20) == 'g' && (part[2] | 0x20) == 'i' &&
        (part[3] | 0x20) == 't')
      return false;
  }
  return true;
}

Error unwritable(std::string_view path, std::string_view why) {
  return {ErrorCode::unsupported, "holds " + std::string(path) + ", " + std::string(why)};
}

}  // namespace

Result<std::vector<PastState>> past_states(const std::string& folder, const std::string& from,
                                           const std::string& to) {
  const auto last = TRY(commit_of(folder, to));
  const auto first = from.empty() ? std::string() : TRY(commit_of(folder, from));
  const auto prefix = TRY(place_in_repository(folder));
  const auto rows = TRY(ask_git({"-C", folder, "rev-list", "--first-parent", "--no-commit-header",
                                 "--format=%H%x00%ct%x00%s", "--end-of-options", last}));
  std::vector<PastState> states;
  bool has_begun = first.empty();
  std::string asked;
  for (std::string_view left = rows; !left.empty();) {
    auto row = take(left, '\n');
    PastState state;
    state.commit = take(row, '\0');
    if (state.commit.empty()) continue;
    state.at = static_cast<std::int64_t>(number_of(take(row, '\0'))) * 1000;
    state.subject = row;
    asked += state.commit + (prefix.empty() ? "^{tree}" : ":" + prefix) + "\n";
    states.push_back(std::move(state));
    if (!first.empty() && states.back().commit == first) {
      has_begun = true;
      break;
    }
  }
  if (!has_begun)
    return Error{ErrorCode::invalid, "`" + from + "` is no commit of the line of first parents up to `" + to +
                                         "`; name one of 'git log --first-parent'"};
  const auto trees =
      TRY(ask_git({"-C", folder, "cat-file", "--batch-check=%(objecttype) %(objectname)"}, asked));
  std::string_view left = trees;
  for (auto& state : states) {
    auto row = take(left, '\n');
    if (take(row, ' ') == "tree") state.tree = row;
  }
  std::reverse(states.begin(), states.end());
  return states;
}

bool led_to(const std::string& folder, const std::string& earlier, const std::string& later) {
  return ask_git({"-C", folder, "merge-base", "--is-ancestor", "--end-of-options", earlier, later}).ok();
}

Result<PastFiles> PastFiles::make(const std::string& repository) {
  std::error_code failure;
  const auto temporary = std::filesystem::canonical(std::filesystem::temp_directory_path(failure), failure);
  auto name = (failure ? std::string("/tmp") : temporary.string()) + "/hindcast-replay-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return system_error(errno).while_(name);
  PastFiles made;
  made.repository_ = repository;
  made.path_ = std::move(name);
  return made;
}

PastFiles::PastFiles(PastFiles&& other) noexcept
    : repository_(std::move(other.repository_)),
      path_(std::exchange(other.path_, std::string())),
      files_(std::move(other.files_)),
      is_known_(other.is_known_) {}

PastFiles::~PastFiles() {
  if (!path_.empty()) remove_all(path_);
}

void PastFiles::forget() {
  is_known_ = false;
}

Result<PastFiles::Files> PastFiles::list(const std::string& tree) const {
  const auto rows =
      TRY(ask_git({"-C", repository_, "ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", tree}));
  Files files;
  for (std::string_view left = rows; !left.empty();) {  // "100644 blob HASH   SIZE\tPATH\0"
    auto row = take(left, '\0');
    auto head = take(row, '\t');
    const auto mode = take(head, ' '), type = take(head, ' '), blob = take(head, ' ');
    if (type != "blob") continue;
    if (!is_safe(row)) return unwritable("a file", "whose name leads elsewhere");
    const auto bytes = number_of(head);
    if (bytes > file_bytes_max) return unwritable(row, "which is larger than 64 MiB");
    if (files.size() == files_max) return unwritable("more", "than 200,000 files");
    files.push_back({std::string(row), std::string(mode), std::string(blob), bytes});
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  const auto is_there = [&](const std::string& path) {
    const auto found = std::lower_bound(files.begin(), files.end(), path,
                                        [](const File& a, const std::string& b) { return a.path < b; });
    return found != files.end() && found->path == path;
  };
  // No repository that git itself made has a file beneath a file; through a link it would lead elsewhere.
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& path = files[i].path;
    if (i > 0 && files[i - 1].path == path) return unwritable(path, "twice");
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
      if (is_there(path.substr(0, slash))) return unwritable(path, "which lies beneath a file");
  }
  return files;
}

Status PastFiles::show(const std::string& tree) {
  auto wanted = TRY(list(tree));
  if (!is_known_) {
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(path_, failure), end; !failure && entry != end;
         entry.increment(failure))
      remove_all(entry->path().string());
    if (failure) return system_error(failure.value()).while_(path_);
    files_.clear();
  }
  is_known_ = false;
  Files missing;
  const auto is_in = [](const Files& files, const File& file) {
    const auto found = std::lower_bound(files.begin(), files.end(), file.path,
                                        [](const File& a, const std::string& b) { return a.path < b; });
    return found != files.end() && *found == file;
  };
  for (const auto& file : files_)
    if (!is_in(wanted, file)) TRY(remove(file.path));
  for (const auto& file : wanted)
    if (!is_in(files_, file)) missing.push_back(file);
  // Links come last: no file is written through one.
  std::stable_partition(missing.begin(), missing.end(),
                        [](const File& file) { return file.mode != link_mode; });
  TRY(write(missing));
  files_ = std::move(wanted);
  is_known_ = true;
  return Ok();
}

// A file or a link, with the folders that are empty then. Its folder is held open: a link that a commit has
// in its place is refused, so that nothing outside is removed through it.
Status PastFiles::remove(const std::string& path) {
  const auto place = find_place({path_}, path_ + "/" + path);
  if (!place.ok() && place.error().code == ErrorCode::not_found) return Ok();
  if (!place.ok()) return Error(place.error()).while_(path);
  if (::unlinkat(place->folder.handle.fd(), place->name.c_str(), 0) != 0 && errno != ENOENT)
    return errno == EISDIR ? unwritable(path, "which is a folder") : system_error(errno).while_(path);
  for (auto slash = path.rfind('/'); slash != path.npos && slash > 0; slash = path.rfind('/', slash - 1)) {
    const auto above = find_place({path_}, path_ + "/" + path.substr(0, slash));
    if (!above.ok() || ::unlinkat(above->folder.handle.fd(), above->name.c_str(), AT_REMOVEDIR) != 0) break;
  }
  return Ok();
}

Status PastFiles::write(const Files& files) {
  constexpr std::size_t portion = 256;
  for (std::size_t begin = 0, end = 0; begin < files.size(); begin = end) {
    std::vector<std::string> blobs;
    for (std::uint64_t bytes = 0; end < files.size() && blobs.size() < portion && bytes < portion_bytes_max;
         ++end) {
      blobs.push_back(files[end].blob);
      bytes += files[end].bytes;
    }
    const auto texts = TRY(read_blobs(repository_, blobs, file_bytes_max));
    for (auto i = begin; i < end; ++i)
      TRY(write_one(files[i].path, files[i].mode, texts[i - begin]));
  }
  return Ok();
}

Status PastFiles::write_one(const std::string& path, const std::string& mode, const std::string& text) {
  const auto full = path_ + "/" + path;
  auto found = find_place({path_}, full);
  if (!found.ok() && found.error().code == ErrorCode::not_found) {
    // One folder after the other, each in the one that is held open.
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
      const auto above = TRY(find_place({path_}, path_ + "/" + path.substr(0, slash)));
      if (::mkdirat(above.folder.handle.fd(), above.name.c_str(), 0700) != 0 && errno != EEXIST)
        return system_error(errno).while_(path);
    }
    found = find_place({path_}, full);
  }
  if (!found.ok()) return std::move(found).error().while_(path);
  const auto place = *std::move(found);
  const int folder = place.folder.handle.fd();
  if (mode == link_mode) {
    if (::symlinkat(text.c_str(), folder, place.name.c_str()) != 0) return system_error(errno).while_(path);
    return Ok();
  }
  const Handle file(::openat(folder, place.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                             mode == "100755" ? 0700 : 0600));
  if (!file.is_open()) return system_error(errno).while_(path);
  for (std::string_view left = text; !left.empty();) {
    const ssize_t written = ::write(file.fd(), left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(errno).while_(path);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  return Ok();
}

std::vector<std::string> PastFiles::paths() const {
  std::vector<std::string> all;
  for (const auto& file : files_)
    all.push_back(file.path);
  return all;
}

Status PastFiles::put(const std::string& path, const std::string& text, bool may_execute) {
  if (!is_safe(path)) return Error{ErrorCode::invalid, path + " leads elsewhere"};
  TRY(leave_out(path));
  return write_one(path, may_execute ? "100755" : "100644", text);
}

Status PastFiles::leave_out(const std::string& path) {
  if (!is_safe(path)) return Ok();  // of no tree
  struct stat status {};
  const auto place = find_place({path_}, path_ + "/" + path);
  if (!place.ok() && place.error().code != ErrorCode::not_found) return Error(place.error()).while_(path);
  const bool is_there = place.ok() && ::fstatat(place->folder.handle.fd(), place->name.c_str(), &status,
                                                AT_SYMLINK_NOFOLLOW) == 0;
  if (is_there && S_ISDIR(status.st_mode)) return Ok();
  if (is_there) TRY(remove(path));
  // Equal to no file of a tree: the next one takes its place.
  const auto found = std::lower_bound(files_.begin(), files_.end(), path,
                                      [](const File& a, const std::string& b) { return a.path < b; });
  if (found != files_.end() && found->path == path)
    *found = {path, {}, {}, 0};
  else
    files_.insert(found, {path, {}, {}, 0});
  return Ok();
}

}  // namespace hindcast::disk
