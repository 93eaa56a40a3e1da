// A file descriptor with an owner.
#pragma once

#include <utility>

namespace hindcast::disk {

class Handle {
 public:
  Handle() = default;
  explicit Handle(int opened) : fd_(opened) {}
  Handle(Handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Handle();  // whatever must reach the disk was synced before: what close says is not asked
  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace hindcast::disk
