#include "disk/own_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "disk/confine.h"
#include "disk/disk.h"
#include "disk/handle.h"

namespace hindcast::disk {

Result<std::string> read_own_file(const std::string& path, std::uint64_t bytes_max) {
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open() && errno == ELOOP) return Error{ErrorCode::denied, "is a link, which is not followed"};
  if (!file.is_open()) return system_error(errno);
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::denied, "is no regular file"};
  if (status.st_uid != ::geteuid()) return Error{ErrorCode::denied, "belongs to another user"};
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return Error{ErrorCode::denied, "can be written by others; take that away with chmod 600"};
  if (static_cast<std::uint64_t>(status.st_size) > bytes_max)
    return Error{ErrorCode::invalid, "is larger than anything that was written there"};
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.fd(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

Status write_own_file(const std::string& path, std::string_view text) {
  const auto slash = path.rfind('/');
  if (slash == path.npos || slash == 0) return Error{ErrorCode::invalid, "needs a folder"};
  const auto folder = path.substr(0, slash);
  TRY(create_folders(folder));
  auto made = path + ".XXXXXX";
  const Handle file(::mkostemp(made.data(), O_CLOEXEC));  // for its user alone
  if (!file.is_open()) return system_error(errno);
  int failure = 0;
  while (!text.empty() && failure == 0) {
    const ssize_t written = ::write(file.fd(), text.data(), text.size());
    if (written < 0 && errno != EINTR) failure = errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (failure == 0 && ::fsync(file.fd()) != 0) failure = errno;
  if (failure == 0 && ::rename(made.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    (void)::unlink(made.c_str());  // what stays is in nobody's way
    return system_error(failure);
  }
  const Handle around(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!around.is_open() || ::fsync(around.fd()) != 0) return system_error(errno);
  return Ok();
}

}  // namespace hindcast::disk
