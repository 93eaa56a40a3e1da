#include "disk/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "disk/handle.h"
#include "disk/ignore.h"

namespace hindcast::disk {
namespace {

Error from_errno(int code) {
  switch (code) {
    case ENOENT:
      return {ErrorCode::not_found, "no such file; check the spelling"};
    case EACCES:
    case EPERM:
      return {ErrorCode::denied, "not allowed to read it; check its permissions"};
    case EISDIR:
      return {ErrorCode::invalid, "is a folder; name a file in it"};
    case ENOTDIR:
      return {ErrorCode::not_found, "a part of its path is no folder; check the spelling"};
    case ELOOP:
      return {ErrorCode::invalid, "its symbolic links go round in a circle; name the file itself"};
    case ENAMETOOLONG:
      return {ErrorCode::invalid, "its name is too long; check the spelling"};
    default:
      return {ErrorCode::unavailable, std::strerror(code)};
  }
}

Error dangling() {
  return {ErrorCode::not_found, "no such file; its symbolic link points nowhere"};
}

Error too_large(std::uint64_t bytes_max) {
  const std::uint64_t mib = (bytes_max + (1u << 20) - 1) >> 20;
  return {ErrorCode::invalid,
          "is larger than " + std::to_string(mib) + " MiB, which no document is; leave it out"};
}

bool is_document_name(std::string_view name) {
  static constexpr std::array<std::string_view, 6> endings = {".md",  ".markdown", ".mdown",
                                                              ".mkd", ".mdx",      ".qmd"};
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;  // ".md" is a hidden file without ending
  const std::string ending = lower(name.substr(dot));
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

// See intent.h.
bool is_record_of_write(std::string_view name) {
  return name.starts_with(".hindcast-") && name.ends_with(".intent");
}

bool is_skipped_folder(std::string_view name) {
  return name == "node_modules" || name[0] == '.';
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

// The next entry but "." and ".."; null at the end and on an error, which `errno` tells.
const dirent* next_entry(DIR* folder) {
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(folder);
    if (entry == nullptr) return nullptr;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") return entry;
  }
}

// Lists what stands under one folder, as deep as it goes. Most file systems tell with an entry what kind of
// thing it is: only links and what they don't tell costs a question more.
class Walk {
 public:
  Walk(const std::string& root, Listing& listing, const ListOptions& options)
      : path_(root), root_size_(root.size()), listing_(listing) {
    if (options.respects_ignores) ignores_.emplace(root);
  }

  void run() {
    enter();
    while (!open_.empty()) {
      path_.resize(open_.back().path_size);
      const dirent* entry = next_entry(open_.back().folder.get());
      if (entry == nullptr) {
        if (errno != 0) listing_.troubles.push_back({path_, from_errno(errno)});
        open_.pop_back();
        if (ignores_) ignores_->leave();
        continue;
      }
      if (path_.back() != '/') path_ += '/';
      path_ += entry->d_name;
      take(entry->d_name, entry->d_type);
    }
  }

 private:
  struct Level {
    OpenFolder folder;
    std::size_t path_size;
  };

  void enter() {
    OpenFolder folder(::access(path_.c_str(), R_OK | X_OK) == 0 ? ::opendir(path_.c_str()) : nullptr);
    if (folder == nullptr) {
      listing_.troubles.push_back({path_, from_errno(errno)});
      return;
    }
    open_.push_back({std::move(folder), path_.size()});
    if (ignores_) ignores_->enter(below_root());
  }

  // What `path_` is called from the root that was named.
  std::string_view below_root() const {
    auto path = std::string_view(path_).substr(std::min(root_size_, path_.size()));
    while (!path.empty() && path[0] == '/')
      path.remove_prefix(1);
    return path;
  }

  // Takes the entry that `path_` names.
  void take(std::string_view name, unsigned char type) {
    if (type == DT_UNKNOWN) type = type_of(AT_SYMLINK_NOFOLLOW);
    if (type == DT_DIR && !is_skipped_folder(name) && !is_ignored(true)) enter();
    if (type == DT_REG && is_record_of_write(name)) say_cut_short();
    if (type == DT_DIR || !is_document_name(name) || is_ignored(false)) return;
    if (type == DT_LNK) {
      type = type_of(0);
      if (type == DT_UNKNOWN) listing_.troubles.push_back({path_, dangling()});
    }
    if (type == DT_REG) listing_.files.push_back(path_);
  }

  // Whoever writes holds the folder locked: a record in a folder that nobody holds was left behind.
  void say_cut_short() {
    const Handle folder(::open(path_.substr(0, path_.rfind('/') + 1).c_str(),
                               O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK));
    const bool is_held =
        folder.is_open() && ::flock(folder.fd(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (is_held || type_of(AT_SYMLINK_NOFOLLOW) != DT_REG) return;  // at work, or just done
    listing_.troubles.push_back(
        {path_,
         {ErrorCode::conflict,
          "a change of files here was cut short, so that some may be changed and others not; the next "
          "'hindcast set', 'tick' or 'add' of one of them puts it right"}});
  }

  bool is_ignored(bool is_folder) const { return ignores_ && ignores_->is_ignored(below_root(), is_folder); }

  // DT_UNKNOWN for what is not there.
  unsigned char type_of(int flags) const {
    struct stat status {};
    if (::fstatat(AT_FDCWD, path_.c_str(), &status, flags) != 0) return DT_UNKNOWN;
    return static_cast<unsigned char>(IFTODT(status.st_mode));
  }

  std::string path_;
  std::size_t root_size_;
  std::optional<Ignores> ignores_;
  Listing& listing_;
  std::vector<Level> open_;
};

Status write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Error{ErrorCode::unavailable, std::strerror(errno)};
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Ok();
}

}  // namespace

Status read_file(const std::string& path, std::uint64_t bytes_max, std::string& text) {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return from_errno(errno);
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) return from_errno(errno);
  if (S_ISDIR(status.st_mode)) return from_errno(EISDIR);
  if (!S_ISREG(status.st_mode))
    return Error{ErrorCode::invalid, "is no regular file; save what it gives in one"};
  auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > bytes_max) return too_large(bytes_max);

  text.resize(size + 1);  // a byte more: has it grown meanwhile?
  std::size_t filled = 0;
  for (;;) {
    const std::size_t asked = text.size() - filled;
    ssize_t got = ::read(file.fd(), text.data() + filled, asked);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return from_errno(errno);
    filled += static_cast<std::size_t>(got);
    if (filled > bytes_max) return too_large(bytes_max);
    if (got == 0 || (filled == size && static_cast<std::size_t>(got) < asked)) break;
    if (filled == text.size()) text.resize(filled + 65536);
  }
  text.resize(filled);
  return Ok();
}

Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max) {
  std::string text;
  TRY(read_file(path, bytes_max, text));
  return text;
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string absolute(const std::string& path) {
  std::error_code failed;
  auto text = std::filesystem::absolute(path, failed).lexically_normal().string();
  while (text.size() > 1 && text.back() == '/')
    text.pop_back();
  return text;
}

std::string find_above(const std::string& start, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::path folder = absolute(start);
  if (!fs::is_directory(folder, failed)) folder = folder.parent_path();
  const auto shown = [&](const fs::path& found) {
    const auto relative = found.lexically_relative(fs::path(absolute(".")));
    return relative.empty() || *relative.begin() == ".." ? found.string() : relative.string();
  };
  const fs::path first = folder;
  std::string found;
  for (int steps = 0; steps < 256; ++steps) {
    if (found.empty() && fs::is_regular_file(folder / name, failed)) found = shown(folder / name);
    if (fs::exists(folder / ".git", failed)) return found;
    if (folder == folder.root_path() || folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  // No repository: what lies above belongs to nobody knows whom.
  return fs::is_regular_file(first / name, failed) ? shown(first / name) : "";
}

Status create_file(const std::string& path, std::string_view text) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST) return Error{ErrorCode::conflict, "exists already; choose another name"};
  if (fd < 0 && errno == ENOENT)
    return Error{ErrorCode::not_found, "its folder does not exist; create it first"};
  if (fd < 0) return Error{ErrorCode::denied, std::strerror(errno)};
  Status written = write_all(fd, text);
  bool closed = ::close(fd) == 0;
  if (written.ok() && closed) return Ok();
  ::unlink(path.c_str());  // half a document would be taken for a whole one
  return written.ok() ? Status(Error{ErrorCode::unavailable, "could not be written to the end"}) : written;
}

std::string as_listed(std::string path) {
  while (path.size() > 2 && path.substr(0, 2) == "./" && path[2] != '/' && path != "./-")
    path.erase(0, 2);  // "-" alone would be standard input
  return path;
}

Listing list_documents(const std::vector<std::string>& paths, const ListOptions& options) {
  Listing listing;
  for (const std::string& given : paths) {
    const auto path = as_listed(given);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
      listing.troubles.push_back({path, from_errno(errno)});
      continue;
    }
    if (!S_ISDIR(status.st_mode)) {
      listing.files.push_back(path);
      continue;
    }
    Listing found;
    Walk(path, found, options).run();
    if (path == "." || path == "./") {
      for (auto& file : found.files)
        file.erase(0, 2);
      for (auto& trouble : found.troubles)
        if (trouble.path.size() > 2) trouble.path.erase(0, 2);
    }
    std::sort(found.files.begin(), found.files.end());
    std::move(found.files.begin(), found.files.end(), std::back_inserter(listing.files));
    std::move(found.troubles.begin(), found.troubles.end(), std::back_inserter(listing.troubles));
  }
  if (paths.size() > 1) {  // a document may be named twice, or with its folder
    std::unordered_set<std::string> seen;
    const auto is_known = [&](const std::string& file) { return !seen.insert(file).second; };
    listing.files.erase(std::remove_if(listing.files.begin(), listing.files.end(), is_known),
                        listing.files.end());
  }
  return listing;
}

bool is_document_path(std::string_view path) {
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    if (slash == 0 || is_skipped_folder(path.substr(0, slash))) return false;
    path.remove_prefix(slash + 1);
  }
  return is_document_name(path);
}

Status create_folders(const std::string& path) {
  constexpr mode_t for_user_alone = 0700;
  for (std::size_t end = 1; end <= path.size(); ++end) {
    if (end < path.size() && path[end] != '/') continue;
    if (::mkdir(path.substr(0, end).c_str(), for_user_alone) == 0 || errno == EEXIST) continue;
    if (end == path.size())
      return Error{ErrorCode::denied, std::string("can't be created: ") + std::strerror(errno)};
  }
  return Ok();
}

std::vector<std::string> names_in(const std::string& folder) {
  constexpr std::size_t names_max = 1000;
  std::vector<std::string> names;
  const OpenFolder open(::opendir(folder.c_str()));
  while (open != nullptr && names.size() < names_max) {
    const dirent* entry = next_entry(open.get());
    if (entry == nullptr) break;
    names.emplace_back(entry->d_name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hindcast::disk
