#include "disk/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace hindcast::disk {
namespace {

constexpr std::size_t buffer_bytes_max = 64 * 1024;

Error from(int code) {
  if (code == ENOENT) return {ErrorCode::not_found, "its folder does not exist; create it first"};
  if (code == EISDIR) return {ErrorCode::invalid, "is a folder"};
  return {ErrorCode::unavailable, std::strerror(code)};
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  file.path_ = path;
  struct stat status {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  if (is_there && S_ISDIR(status.st_mode)) return from(EISDIR);
  if (is_there && !S_ISREG(status.st_mode)) {
    file.descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    file.made_ = path + ".hindcast-" + std::to_string(::getpid());
    file.descriptor_ = ::open(file.made_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (is_there && file.descriptor_ >= 0)
      (void)::fchmod(file.descriptor_, status.st_mode & 07777);  // as it was
  }
  if (file.descriptor_ < 0) return from(errno);
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      failure_(other.failure_),
      path_(std::move(other.path_)),
      made_(std::exchange(other.made_, {})),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!made_.empty()) ::unlink(made_.c_str());
}

void OutputFile::put(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= buffer_bytes_max) flush();
}

void OutputFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && failure_ == 0) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failure_ = errno;
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

Status OutputFile::finish() {
  flush();
  if (::close(std::exchange(descriptor_, -1)) != 0 && failure_ == 0) failure_ = errno;
  if (failure_ == 0 && !made_.empty() && std::rename(made_.c_str(), path_.c_str()) != 0) failure_ = errno;
  if (failure_ != 0) return from(failure_);
  made_.clear();
  return Ok();
}

}  // namespace hindcast::disk
