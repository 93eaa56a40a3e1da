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

// Open while nobody else has it so.
Handle locked(const std::string& folder) {
  Handle made(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (made.is_open() && ::flock(made.fd(), LOCK_EX | LOCK_NB) != 0) return Handle();
  return made;
}

// Is that folder still the one at `path`, and this user's alone?
bool is_still(const Handle& folder, const std::string& path) {
  struct stat opened {
  }, named{};
  return ::fstat(folder.fd(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino && opened.st_uid == ::geteuid() &&
         (opened.st_mode & 0777) == 0700;
}

// Those that nobody holds any more.
void remove_abandoned(const std::string& beginning) {
  const auto slash = beginning.rfind('/');
  const auto folder = slash == beginning.npos ? "." : beginning.substr(0, slash + 1);
  const auto name = beginning.substr(slash + 1);
  std::error_code ignored;  // what can't be listed is left
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
    const auto found = at->path().filename().string();
    if (found.size() != name.size() + letters.size() || found.compare(0, name.size(), name) != 0) continue;
    const auto path = beginning + found.substr(name.size());
    const Handle lock = locked(path);
    if (lock.is_open() && is_still(lock, path)) remove_all(path);
  }
}

}  // namespace

Result<Staging> Staging::beside(const std::string& path) {
  const auto beginning = beginning_beside(path);
  remove_abandoned(beginning);
  for (int tries = 0; tries < 100; ++tries) {
    auto folder = beginning + std::string(letters);
    if (::mkdtemp(folder.data()) == nullptr) return system_error(errno);
    auto lock = locked(folder);
    if (!lock.is_open() && errno != EWOULDBLOCK && errno != ENOENT) {
      const auto failure = errno;
      (void)::rmdir(folder.c_str());
      return system_error(failure);
    }
    if (lock.is_open() && is_still(lock, folder)) return Staging(std::move(folder), std::move(lock));
  }  // another took it for abandoned between its making and its lock
  return Error{ErrorCode::unavailable, "others are at work at the same name; try again"};
}

Staging::~Staging() {
  if (lock_.is_open()) remove_all(folder_);
}

}  // namespace hindcast::disk
