#include "disk/staging.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "disk/beneath.h"
#include "disk/confine.h"

namespace hindcast::disk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view letters = "XXXXXX";

// "docs/.export.part-", as all of them begin that are beside "docs/export".
std::string beginning_beside(const std::string& path) {
  const auto name = path.rfind('/') + 1;  // npos + 1 is 0
  return path.substr(0, name) + "." + path.substr(name) + ".part-";
}

struct Held {
  Handle folder;  // open unless another holds it, or it can't be opened
  bool is_locked = false;
};

// Locks it, where the file system knows locks.
Held hold(const std::string& path) {
  Held held{Handle(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))};
  if (!held.folder.is_open()) return held;
  held.is_locked = ::flock(held.folder.fd(), LOCK_EX | LOCK_NB) == 0;
  if (!held.is_locked && errno == EWOULDBLOCK) return Held();
  return held;
}

// Is that folder still the one at `path`?
bool is_still(const Handle& folder, const std::string& path) {
  struct stat opened {
  }, named{};
  return ::fstat(folder.fd(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

// As Staging makes them. Some file systems give all folders one owner or mode: there nothing looks so.
bool is_of_this_user_alone(const Handle& folder) {
  struct stat opened {};
  return ::fstat(folder.fd(), &opened) == 0 && opened.st_uid == ::geteuid() &&
         (opened.st_mode & 0777) == 0700;
}

// Those that nobody holds any more; none where there are no locks to tell by.
void remove_abandoned(const std::string& beginning) {
  const auto slash = beginning.rfind('/');
  const auto folder = slash == beginning.npos ? "." : beginning.substr(0, slash + 1);
  const auto name = beginning.substr(slash + 1);
  std::error_code ignored;  // what can't be listed is left
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
    const auto found = at->path().filename().string();
    if (found.size() != name.size() + letters.size() || found.compare(0, name.size(), name) != 0) continue;
    const auto path = beginning + found.substr(name.size());
    const Held held = hold(path);
    if (held.is_locked && is_still(held.folder, path) && is_of_this_user_alone(held.folder)) remove_all(path);
  }
}

}  // namespace

Result<Staging> Staging::beside(const std::string& path) {
  const auto beginning = beginning_beside(path);
  remove_abandoned(beginning);
  for (int tries = 0; tries < 100; ++tries) {
    auto folder = beginning + std::string(letters);
    if (::mkdtemp(folder.data()) == nullptr) return system_error(errno);
    errno = 0;
    auto held = hold(folder);
    const auto failure = errno;
    if (held.folder.is_open() && is_still(held.folder, folder))
      return Staging(std::move(folder), std::move(held.folder));
    (void)::rmdir(folder.c_str());
    if (!held.folder.is_open() && failure != EWOULDBLOCK && failure != ENOENT) return system_error(failure);
  }  // another took it for abandoned between its making and its lock
  return Error{ErrorCode::unavailable, "others are at work at the same name; try again"};
}

Staging::~Staging() {
  if (lock_.is_open()) remove_all(folder_);
}

}  // namespace hindcast::disk
