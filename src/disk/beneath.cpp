#include "disk/beneath.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "disk/confine.h"
#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr std::size_t block_bytes = 256 * 1024;

}  // namespace

BlockReader::BlockReader(Handle file, std::uint64_t size)
    : file_(std::move(file)), size_(size), block_(block_bytes, '\0') {}

Result<BlockReader> BlockReader::open(const std::string& folder, const std::string& path) {
  const auto place = TRY(find_place({folder}, folder + "/" + path));
  Handle file(
      ::openat(place.folder.handle.fd(), place.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open() && errno == ELOOP)
    return Error{ErrorCode::denied, "is a symbolic link, which is not followed"};
  if (!file.is_open()) return system_error(errno);
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::invalid, "is no regular file"};
  return BlockReader(std::move(file), static_cast<std::uint64_t>(status.st_size));
}

Result<std::string_view> BlockReader::next() {
  for (;;) {
    const ssize_t got = ::read(file_.fd(), block_.data(), block_bytes);
    if (got >= 0) return std::string_view(block_.data(), static_cast<std::size_t>(got));
    if (errno != EINTR) return system_error(errno);
  }
}

Status make_way_beneath(const std::string& folder, const std::string& path) {
  // What is there on the way has to be folders of this one before a missing one is made in it.
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
    const auto on_the_way = folder + "/" + path.substr(0, slash);
    if (::mkdir(on_the_way.c_str(), 0777) != 0 && errno != EEXIST) return system_error(errno);
    TRY(find_place({folder}, on_the_way + "/file"));
  }
  return Ok();
}

Status create_beneath(const std::string& folder, const std::string& path, std::string_view text) {
  TRY(make_way_beneath(folder, path));
  const auto place = TRY(find_place({folder}, folder + "/" + path));
  return create_file(place.folder.path + "/" + place.name, text);
}

Status sync_all(const std::string& path) {
  const Handle folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::syncfs(folder.fd()) != 0) return system_error(errno);
  return Ok();
}

void remove_all(const std::string& path) {
  std::error_code ignored;  // what stays is in the way the next time, and said then
  std::filesystem::remove_all(path, ignored);
}

}  // namespace hindcast::disk
