// Where something is made that gets its name when it is whole.
#pragma once

#include <string>

#include "base/result.h"
#include "disk/handle.h"

namespace hindcast::disk {

// A new folder of this process alone, removed with all that is in it when it ends.
class Staging {
 public:
  // Beside `path`, ".NAME.part-" and six letters: what is made in it can be published at `path`. Others may
  // do the same at once, and nobody takes another's. One whose process was killed is removed when the next is
  // made. The folder around `path` must be there.
  static Result<Staging> beside(const std::string& path);
  Staging(Staging&&) noexcept = default;
  Staging& operator=(Staging&&) = delete;
  ~Staging();

  std::string path_of(const std::string& name) const { return folder_ + "/" + name; }

 private:
  Staging(std::string folder, Handle lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::string folder_;
  Handle lock_;  // held as long as the process lives
};

}  // namespace hindcast::disk
