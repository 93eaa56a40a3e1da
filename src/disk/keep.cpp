#include "disk/keep.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "disk/confine.h"
#include "disk/handle.h"

namespace hindcast::disk {
namespace {

Status copy_bytes(int from, int to) {
  std::array<char, 64 * 1024> block;
  for (;;) {
    const ssize_t got = ::read(from, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) break;
    for (ssize_t put = 0; put < got;) {
      const ssize_t written = ::write(to, block.data() + put, static_cast<std::size_t>(got - put));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return system_error(errno);
      put += written;
    }
  }
  if (::fsync(to) != 0) return system_error(errno);
  return Ok();
}

Status sync_path(const std::string& path) {
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return system_error(errno);
  if (::fsync(file.fd()) != 0 && errno != EINVAL) return system_error(errno);  // EINVAL: can't be synced
  return Ok();
}

std::string folder_above(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Status copy_file(const std::string& from, const std::string& to) {
  const Handle source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!source.is_open()) return system_error(errno);
  struct stat status {};
  if (::fstat(source.fd(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::invalid, "is no regular file"};
  const Handle made(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made.is_open() && errno == EEXIST) return Error{ErrorCode::conflict, to + ": exists already"};
  if (!made.is_open()) return system_error(errno).while_(to);
  auto copied = copy_bytes(source.fd(), made.fd());
  if (!copied.ok()) (void)remove_file(to);  // what went wrong first is what is said
  return copied;
}

Status publish(const std::string& made, const std::string& path, Existing existing) {
  TRY(sync_path(made));
  const auto flags = existing == Existing::keep ? RENAME_NOREPLACE : 0U;
  int failure = ::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, path.c_str(), flags) == 0 ? 0 : errno;
  if (failure == EINVAL && flags != 0) {  // the file system can't look and rename at once
    struct stat status {};
    const bool is_taken = ::lstat(path.c_str(), &status) == 0;
    failure = is_taken ? EEXIST : std::rename(made.c_str(), path.c_str()) == 0 ? 0 : errno;
  }
  if (failure == EEXIST || failure == ENOTEMPTY)
    return Error{ErrorCode::conflict, path + ": exists already; it is not replaced"};
  if (failure != 0) return system_error(failure).while_(path);
  return sync_path(folder_above(path));
}

Status move_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0 || errno == ENOENT) return Ok();
  return system_error(errno).while_(to);
}

Status create_private(const std::string& path) {
  const Handle made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (made.is_open()) return Ok();
  if (errno == EEXIST) return Error{ErrorCode::conflict, path + ": exists already"};
  return system_error(errno).while_(path);
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return Ok();
  return system_error(errno).while_(path);
}

}  // namespace hindcast::disk
