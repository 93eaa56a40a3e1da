#include "disk/workplace.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "disk/confine.h"
#include "disk/disk.h"
#include "disk/stamp.h"

namespace hindcast::disk {
namespace {

// A repository may bring such a link along, and then others' folders would be written in.
Status refuse_link(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return Ok();
  return Error{ErrorCode::denied, path + ": is a symbolic link, through which nothing is written; remove it"};
}

}  // namespace

std::string repository_above(const std::string& start) {
  std::string folder = absolute(start);
  while (!exists(folder + "/.git")) {
    const auto slash = folder.rfind('/');
    if (slash == folder.npos || slash == 0) return {};
    folder.resize(slash);
  }
  return folder;
}

Result<Workplace> Workplace::hold(const std::string& root, int wait_ms_max) {
  const auto folder = root + "/.hindcast";
  if (auto made = create_folders(folder); !made.ok())
    return Error{made.error().code, folder + ": " + made.error().message};
  TRY(refuse_link(folder));
  for (const char* name : {"/archive.db", "/archive.db-wal", "/archive.db-shm"})
    TRY(refuse_link(folder + name));
  // Someone may have made it, and another way on purpose: then it stays.
  if (const auto ignored = folder + "/.gitignore"; !exists(ignored))
    (void)create_file(ignored, "# made by hindcast: can be made again, or is backed up\n*\n");

  Workplace place;
  place.lock_ = Handle(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!place.lock_.is_open()) return system_error(errno).while_(folder + "/lock");
  constexpr int wait_ms = 50;
  for (int i = 0; ::flock(place.lock_.fd(), LOCK_EX | LOCK_NB) != 0; ++i) {
    if (errno != EWOULDBLOCK && errno != EINTR) break;  // a file system without locks
    if (i * wait_ms >= wait_ms_max)
      return Error{ErrorCode::unavailable,
                   "another hindcast is writing the archive; try again when it is done"};
    ::poll(nullptr, 0, wait_ms);
  }
  struct stat status {};
  if (::futimens(place.lock_.fd(), nullptr) != 0 || ::fstat(place.lock_.fd(), &status) != 0)
    return system_error(errno);
  place.since_ = nanoseconds(status.st_mtim);
  return place;
}

}  // namespace hindcast::disk
