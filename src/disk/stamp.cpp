#include "disk/stamp.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace hindcast::disk {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::optional<Stamp> stamp_in(int folder, const char* name) {
  struct stat status {};
  if (::fstatat(folder, name, &status, 0) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Stamp{status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim),
               static_cast<std::int64_t>(status.st_ino)};
}

std::optional<Stamp> stamp_of(const std::string& path) {
  return stamp_in(AT_FDCWD, path.c_str());
}

}  // namespace hindcast::disk
