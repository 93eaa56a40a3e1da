#include "disk/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace hindcast::disk {
namespace {

// Closes on every way out; close errors on a file that was only read mean nothing.
struct Descriptor {
  int fd = -1;
  explicit Descriptor(int opened) : fd(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

Error from_errno(int code) {
  switch (code) {
    case ENOENT:
      return {ErrorCode::not_found, "no such file; check the spelling"};
    case EACCES:
    case EPERM:
      return {ErrorCode::denied, "not allowed to read it; check its permissions"};
    case EISDIR:
      return {ErrorCode::invalid, "is a folder"};
    case ENOTDIR:
      return {ErrorCode::not_found, "a part of its path is no folder"};
    case ELOOP:
      return {ErrorCode::invalid, "its symbolic links go round in a circle"};
    case ENAMETOOLONG:
      return {ErrorCode::invalid, "its name is too long"};
    default:
      return {ErrorCode::unavailable, std::strerror(code)};
  }
}

Error dangling() {
  return {ErrorCode::not_found, "no such file; its symbolic link points nowhere"};
}

std::string in_mib(std::uint64_t bytes) {
  return std::to_string((bytes + (1u << 20) - 1) >> 20) + " MiB";
}

bool is_document_name(const std::filesystem::path& path) {
  static constexpr std::array<std::string_view, 6> endings = {".md",  ".markdown", ".mdown",
                                                              ".mkd", ".mdx",      ".qmd"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool is_skipped_folder(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  return name == "node_modules" || (name.size() > 1 && name[0] == '.' && name != "..");
}

void walk(const std::string& root, Listing& listing) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::recursive_directory_iterator at(root, fs::directory_options::none, failed), end;
  if (failed) {
    listing.troubles.push_back({root, from_errno(failed.value())});
    return;
  }
  while (at != end) {
    std::error_code ignored;  // an entry that vanished is no file any more
    bool is_folder = at->is_directory(ignored) && !at->is_symlink(ignored);
    if (is_folder && is_skipped_folder(at->path())) at.disable_recursion_pending();
    if (is_folder && ::access(at->path().c_str(), R_OK | X_OK) != 0) {
      listing.troubles.push_back({at->path().string(), from_errno(errno)});
      at.disable_recursion_pending();
    }
    if (is_document_name(at->path())) {
      if (at->is_symlink(ignored) && !fs::exists(at->path(), ignored))
        listing.troubles.push_back({at->path().string(), dangling()});
      else if (at->is_regular_file(ignored))
        listing.files.push_back(at->path().string());
    }
    at.increment(failed);
    if (failed) {
      listing.troubles.push_back({root, from_errno(failed.value())});
      return;
    }
  }
}

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

Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max) {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd < 0) return from_errno(errno);
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) return from_errno(errno);
  if (S_ISDIR(status.st_mode)) return from_errno(EISDIR);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::invalid, "is no regular file"};
  auto size = static_cast<std::uint64_t>(status.st_size);
  Error too_large{ErrorCode::invalid,
                  "is larger than " + in_mib(bytes_max) + ", which no document is; leave it out"};
  if (size > bytes_max) return too_large;

  std::string text(size, '\0');
  std::size_t filled = 0;
  for (;;) {
    if (filled == text.size()) text.resize(filled + (filled == size ? 1 : 65536));  // has it grown meanwhile?
    ssize_t got = ::read(file.fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return from_errno(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > bytes_max) return too_large;
  }
  text.resize(filled);
  return text;
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

Listing list_documents(const std::vector<std::string>& paths) {
  Listing listing;
  for (const std::string& path : paths) {
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
    walk(path, found);
    std::sort(found.files.begin(), found.files.end());
    std::move(found.files.begin(), found.files.end(), std::back_inserter(listing.files));
    std::move(found.troubles.begin(), found.troubles.end(), std::back_inserter(listing.troubles));
  }
  return listing;
}

std::vector<std::string> names_in(const std::string& folder) {
  constexpr std::size_t names_max = 1000;
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator at(folder, failed), end;
  for (; !failed && at != end && names.size() < names_max; at.increment(failed))
    names.push_back(at->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hindcast::disk
