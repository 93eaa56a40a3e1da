#include "disk/confine.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>

#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

// The parts of a path once "." and ".." are worked out; it starts at the root of the file system.
std::vector<std::string> parts_of(std::string_view path) {
  std::string absolute;
  if (!path.starts_with('/')) {
    char here[PATH_MAX];
    if (::getcwd(here, sizeof here) != nullptr) absolute = std::string(here) + "/";
  }
  absolute += path;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < absolute.size();) {
    std::size_t end = std::min(absolute.find('/', at), absolute.size());
    std::string part = absolute.substr(at, end - at);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(std::move(part));
    }
    at = end + 1;
  }
  return parts;
}

std::string joined(std::span<const std::string> parts) {
  std::string path;
  for (const auto& part : parts)
    path += (path.empty() ? "" : "/") + part;
  return path;
}

bool is_git(std::string_view name) {  // also on file systems that don't tell letters' case
  return name.size() == 4 && name[0] == '.' && (name[1] | 32) == 'g' && (name[2] | 32) == 'i' &&
         (name[3] | 32) == 't';
}

Error outside() {
  return {ErrorCode::denied, "lies outside of the folders that were named; it is not written"};
}
Error through_link() {
  return {ErrorCode::denied, "leads through a symbolic link; name the file where it lies"};
}

// The path of an open folder, without links; empty where the system does not tell.
std::string path_of(const Handle& folder) {
  char path[PATH_MAX];
  std::string link = "/proc/self/fd/" + std::to_string(folder.fd());
  ssize_t size = ::readlink(link.c_str(), path, sizeof path);
  return size > 0 && size < PATH_MAX ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

// One step at a time, no link and no "..": what kernels before 5.6 can do.
Result<Handle> walk_beneath(const Handle& root, std::span<const std::string> parts) {
  Handle at(::openat(root.fd(), ".", folder_flags));
  for (std::size_t i = 0; at.is_open() && i < parts.size(); ++i)
    at = Handle(::openat(at.fd(), parts[i].c_str(), folder_flags | O_NOFOLLOW));
  if (at.is_open()) return at;
  // With O_DIRECTORY a link is refused as "not a folder".
  return errno == ELOOP || errno == ENOTDIR ? through_link() : system_error(errno);
}

Result<Handle> open_beneath(const Handle& root, std::span<const std::string> parts) {
  open_how how{};
  how.flags = folder_flags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  std::string path = parts.empty() ? "." : joined(parts);
  constexpr int tries_max = 100;  // EAGAIN: something was renamed on the way
  for (int tries = 0; tries < tries_max; ++tries) {
    Handle folder(static_cast<int>(::syscall(SYS_openat2, root.fd(), path.c_str(), &how, sizeof how)));
    if (folder.is_open()) return folder;
    if (errno == ENOSYS || errno == EPERM)
      return walk_beneath(root, parts);  // EPERM: an old sandbox's filter
    if (errno == ELOOP || errno == ENOTDIR) return through_link();
    if (errno == EXDEV) return outside();
    if (errno != EAGAIN) return system_error(errno);
  }
  return Error{ErrorCode::unavailable, "its folders are being renamed; try again"};
}

struct Root {
  std::vector<std::string> parts;  // of the folder
  std::string open_as;             // the folder as the user named it
  std::string only;                // the name of a root that is a file; else empty
};

Root root_of(const std::string& named) {
  struct stat status {};
  bool is_file = ::stat(named.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
  std::size_t slash = named.find_last_of('/');
  if (!is_file) return {parts_of(named), named, {}};
  std::string folder = slash == named.npos ? "." : slash == 0 ? "/" : named.substr(0, slash);
  return {parts_of(folder), folder, named.substr(slash == named.npos ? 0 : slash + 1)};
}

Result<Folder> open_folder(const Root& root, std::span<const std::string> below) {
  Handle base(::open(root.open_as.c_str(), folder_flags));
  if (!base.is_open()) return system_error(errno);
  Folder folder{TRY(open_beneath(base, below)), {}};
  struct stat status {};
  if (::fstat(folder.handle.fd(), &status) != 0) return system_error(errno);
  folder.device = status.st_dev;
  folder.inode = status.st_ino;
  folder.path = path_of(folder.handle);
  if (folder.path.empty()) {
    char real[PATH_MAX];
    if (::realpath(root.open_as.c_str(), real) == nullptr) return system_error(errno);
    folder.path = std::string(real) + (below.empty() ? "" : "/" + joined(below));
  }
  std::vector<std::string> parts = parts_of(folder.path);
  if (std::any_of(parts.begin(), parts.end(), is_git))
    return Error{ErrorCode::denied, "belongs to git; it is not written"};
  return folder;
}

std::string real_folder(const Root& root) {
  char real[PATH_MAX];
  return ::realpath(root.open_as.c_str(), real) != nullptr ? real : std::string();
}

// What of `path` lies below `root`; nothing when it lies elsewhere.
std::optional<std::vector<std::string>> below(std::span<const std::string> root,
                                              std::span<const std::string> path) {
  if (path.size() < root.size() || !std::equal(root.begin(), root.end(), path.begin())) return std::nullopt;
  return std::vector<std::string>(path.begin() + static_cast<std::ptrdiff_t>(root.size()), path.end());
}

}  // namespace

Handle::~Handle() {
  if (fd_ >= 0) ::close(fd_);
}

Error system_error(int code) {
  switch (code) {
    case ENOENT:
      return {ErrorCode::not_found, "is gone"};
    case EACCES:
    case EPERM:
      return {ErrorCode::denied, "not allowed to write there; check the permissions of its folder"};
    case EROFS:
      return {ErrorCode::denied, "lies on a read-only file system"};
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::unavailable, "the disk is full"};
    case EIO:
      return {ErrorCode::unavailable, "the disk reports an error"};
    default:
      return {ErrorCode::unavailable, std::strerror(code)};
  }
}

Result<Place> find_place(const std::vector<std::string>& roots, const std::string& path) {
  std::vector<std::string> parts = parts_of(path);
  if (parts.empty() || path.ends_with('/')) return Error{ErrorCode::invalid, "is a folder"};
  if (path.find('\0') != path.npos) return Error{ErrorCode::invalid, "is no file name"};
  std::string name = parts.back();
  parts.pop_back();
  if (is_git(name)) return Error{ErrorCode::denied, "belongs to git; it is not written"};
  for (const std::string& named : roots) {
    Root root = root_of(named);
    auto rest = below(root.parts, parts);
    // The same folder by another name, as when the current one was entered through a link.
    if (!rest) rest = below(parts_of(real_folder(root)), parts);
    if (!rest || (!root.only.empty() && (!rest->empty() || name != root.only))) continue;
    return Place{TRY(open_folder(root, *rest)), name};
  }
  return outside();
}

Result<Folder> find_folder(const std::vector<std::string>& roots, const std::string& path) {
  for (const std::string& named : roots) {
    Root root = root_of(named);
    auto rest = below(parts_of(real_folder(root)), parts_of(path));
    if (rest && (root.only.empty() || rest->empty())) return open_folder(root, *rest);
  }
  return outside();
}

Status lock(const Folder& folder) {
  constexpr int wait_ms = 10, tries_max = 500;
  for (int tries = 0; tries < tries_max; ++tries) {
    if (::flock(folder.handle.fd(), LOCK_EX | LOCK_NB) == 0) return Ok();
    // A file system without locks: the exchange alone keeps other programs' edits.
    if (errno != EWOULDBLOCK && errno != EINTR) return Ok();
    ::poll(nullptr, 0, wait_ms);
  }
  return Error{ErrorCode::unavailable, "another hindcast is writing in its folder; try again"};
}

std::string path_between(std::string_view from, std::string_view to) {
  std::vector<std::string> a = parts_of(from), b = parts_of(to);
  std::size_t same = 0;
  while (same < a.size() && same < b.size() && a[same] == b[same])
    ++same;
  std::string path;
  for (std::size_t i = same; i < a.size(); ++i)
    path += "../";
  for (std::size_t i = same; i < b.size(); ++i)
    path += b[i] + "/";
  return path;
}

std::string path_joined(std::string_view folder, std::string_view relative) {
  return "/" + joined(parts_of(std::string(folder) + "/" + std::string(relative)));
}

}  // namespace hindcast::disk
