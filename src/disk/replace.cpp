#include "disk/replace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>

#include "base/hash.h"

namespace hindcast::disk {
namespace {

constexpr std::uint64_t bytes_max = 256u << 20;  // far beyond any document that is read

// The kernel grants a read lease only on a file that nobody has open for writing. Given back at once; should
// somebody come in between, SIGURG is a signal that nobody minds.
bool has_writer(int fd) {
  ::fcntl(fd, F_SETSIG, SIGURG);
  if (::fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
  }
  return errno == EAGAIN;
}

Status read_all(int fd, std::string& bytes) {
  std::array<char, 65536> buffer{};
  for (;;) {
    ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) return Ok();
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > bytes_max) return Error{ErrorCode::invalid, "is too large to be a document"};
  }
}

Status write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Ok();
}

// As far as our user may: an owner or an attribute that can't be kept is no reason not to write.
void copy_attributes(int from, int to) {
  std::array<char, 4096> names{};
  ssize_t size = ::flistxattr(from, names.data(), names.size());
  for (ssize_t at = 0; at < size;) {
    std::string name(names.data() + at);
    at += static_cast<ssize_t>(name.size()) + 1;
    std::array<char, 65536> value{};
    ssize_t got = ::fgetxattr(from, name.c_str(), value.data(), value.size());
    if (got >= 0) (void)::fsetxattr(to, name.c_str(), value.data(), static_cast<std::size_t>(got), 0);
  }
}

Status dress(int fd, const Seen& like) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return system_error(errno);
  if (status.st_uid != like.user || status.st_gid != like.group)
    if (::fchown(fd, like.user, like.group) != 0) (void)!::fchown(fd, static_cast<uid_t>(-1), like.group);
  copy_attributes(like.handle.fd(), fd);
  if (::fchmod(fd, like.mode & 07777) != 0) return system_error(errno);
  return Ok();
}

// Copies what is at `name` to `swap`.old, puts `swap` over it, and gives the copy the name `swap`.
Status exchange_in_steps(const Folder& folder, const std::string& name, const std::string& swap) {
  Seen seen = TRY(look(folder, name));
  std::string copy = swap + ".old";
  Staged staged = TRY(stage(folder, swap + ".part", seen.bytes, &seen));
  TRY(give_name(folder, staged, copy));
  if (TRY(digest_of(folder, name)) != digest(seen.bytes))
    return Error{ErrorCode::conflict, "changed since it was read; read it again"};
  int fd = folder.handle.fd();
  if (::renameat(fd, swap.c_str(), fd, name.c_str()) != 0) return system_error(errno);
  if (::renameat(fd, copy.c_str(), fd, swap.c_str()) != 0) return system_error(errno);
  return Ok();
}

// What another program put at `swap` may be no plain file: it has no digest, and is nothing of ours. A disk
// that fails once is asked again: going on without an answer would leave the wrong file in place.
Result<std::optional<Digest>> digest_of_any(const Folder& folder, const std::string& swap) {
  constexpr int tries_max = 3;
  for (int tries = 1;; ++tries) {
    auto read = digest_of(folder, swap);
    if (read) return std::optional(*read);
    if (read.error().code != ErrorCode::unavailable) return std::optional<Digest>();
    if (tries == tries_max) return std::move(read).error();
  }
}

Result<std::string> keep(const Folder& folder, const std::string& name, const std::string& swap) {
  constexpr int names_max = 1000;
  int fd = folder.handle.fd();
  for (int n = 1; n <= names_max; ++n) {
    std::string orig = name + ".orig" + (n == 1 ? "" : "." + std::to_string(n));
    if (::renameat2(fd, swap.c_str(), fd, orig.c_str(), RENAME_NOREPLACE) == 0) return orig;
    if (errno == EINVAL && ::faccessat(fd, orig.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
        ::renameat(fd, swap.c_str(), fd, orig.c_str()) == 0)
      return orig;
    if (errno != EEXIST && errno != EINVAL && errno != ENOENT) return system_error(errno);
  }
  return Error{ErrorCode::unavailable, "has a thousand files .orig beside it; look at them and remove them"};
}

}  // namespace

Digest digest(std::string_view bytes) {
  return {bytes.size(), fnv(bytes)};
}

Result<Seen> look(const Folder& folder, const std::string& name) {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  Handle file(::openat(folder.handle.fd(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (!file.is_open() && errno == ELOOP)
    return Error{ErrorCode::invalid, "is a symbolic link; name the file that it points to"};
  if (!file.is_open() && errno == ENXIO) return Error{ErrorCode::invalid, "is no regular file"};
  if (!file.is_open()) return system_error(errno);
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::invalid, "is no regular file"};
  Seen seen;
  TRY(read_all(file.fd(), seen.bytes));
  seen.mode = status.st_mode;
  seen.user = status.st_uid;
  seen.group = status.st_gid;
  seen.links = status.st_nlink;
  seen.has_writer = has_writer(file.fd());
  seen.handle = std::move(file);
  return seen;
}

Result<Digest> digest_of(const Folder& folder, const std::string& name) {
  return digest(TRY(look(folder, name)).bytes);
}

Result<Staged> stage(const Folder& folder, const std::string& part, std::string_view bytes,
                     const Seen* like) {
  int at = folder.handle.fd();
  Staged staged;
  staged.handle = Handle(::openat(at, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  if (!staged.handle.is_open() && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    staged.part = part;
    staged.handle =
        Handle(::openat(at, part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  }
  if (!staged.handle.is_open()) return system_error(errno);
  Status done = write_all(staged.handle.fd(), bytes);
  if (done.ok() && like != nullptr) done = dress(staged.handle.fd(), *like);
  if (done.ok() && ::fsync(staged.handle.fd()) != 0) done = system_error(errno);
  if (done.ok()) return staged;
  if (!staged.part.empty()) (void)remove(folder, staged.part);  // the first trouble is the one to tell
  return std::move(done).error();
}

Status give_name(const Folder& folder, const Staged& staged, const std::string& name) {
  int at = folder.handle.fd();
  if (!staged.part.empty())
    return ::renameat(at, staged.part.c_str(), at, name.c_str()) == 0 ? Ok() : Status(system_error(errno));
  std::string link = "/proc/self/fd/" + std::to_string(staged.handle.fd());
  if (::linkat(AT_FDCWD, link.c_str(), at, name.c_str(), AT_SYMLINK_FOLLOW) == 0) return Ok();
  return system_error(errno);
}

Result<Exchanged> exchange(const Folder& folder, const std::string& name, const std::string& swap) {
  int at = folder.handle.fd();
  if (::renameat2(at, swap.c_str(), at, name.c_str(), RENAME_EXCHANGE) == 0) return Exchanged::at_once;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return system_error(errno);
  TRY(exchange_in_steps(folder, name, swap));
  return Exchanged::in_steps;
}

void mend_exchange(const Folder& folder, const std::string& swap) {
  int at = folder.handle.fd();
  std::string copy = swap + ".old";
  if (::faccessat(at, swap.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    (void)!::renameat(at, copy.c_str(), at, swap.c_str());
  else
    (void)remove(folder, copy);  // a copy of what still is in its place
}

Status put_back(const Folder& folder, const std::string& name, const std::string& swap, const Digest& ours) {
  constexpr int tries_max = 1000;
  std::optional<Digest> expected = ours, placing = TRY(digest_of_any(folder, swap));
  for (int tries = 0; tries < tries_max; ++tries) {
    auto done = exchange(folder, name, swap);
    if (!done && done.error().code == ErrorCode::not_found) {  // another program removed it
      int at = folder.handle.fd();
      if (::renameat2(at, swap.c_str(), at, name.c_str(), RENAME_NOREPLACE) == 0) return Ok();
      if (errno != EEXIST) return system_error(errno);
      continue;
    }
    if (!done) return std::move(done).error();
    std::optional<Digest> displaced = TRY(digest_of_any(folder, swap));
    if (displaced == expected) return Ok();
    // Somebody saved in between: that is newer than what was just put back, so back with it.
    expected = std::exchange(placing, displaced);
  }
  return Error{ErrorCode::unavailable, "is being written by another program without pause"};
}

Result<std::string> discard(const Folder& folder, const std::string& name, const std::string& swap,
                            const Digest& before, const Digest& after) {
  auto seen = look(folder, swap);
  if (!seen && seen.error().code == ErrorCode::not_found) return std::string();
  if (!seen && seen.error().code == ErrorCode::unavailable) return std::move(seen).error();
  if (seen && !seen->has_writer) {
    Digest held = digest(seen->bytes);
    if (held == before || held == after) {
      TRY(remove(folder, swap));
      return std::string();
    }
  }
  return keep(folder, name, swap);
}

Status sync(const Folder& folder) {
  if (::fsync(folder.handle.fd()) == 0 || errno == EINVAL) return Ok();  // EINVAL: a file system without need
  return system_error(errno);
}

Status remove(const Folder& folder, const std::string& name) {
  if (::unlinkat(folder.handle.fd(), name.c_str(), 0) == 0 || errno == ENOENT) return Ok();
  return system_error(errno);
}

}  // namespace hindcast::disk
