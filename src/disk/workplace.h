// The folder `.hindcast` beside the documents: what Hindcast keeps for itself, held by one writer at a time.
// And what a file's inode tells of whether it changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "disk/handle.h"

namespace hindcast::disk {

// The root of the repository that holds `start` (a folder with `.git`), absolute; "" outside of any.
std::string repository_above(const std::string& start);

class Workplace {
 public:
  // ROOT/.hindcast, made when it is missing with a .gitignore that keeps all of it out of git. Waits for
  // another Hindcast that holds it; `unavailable` when that stays.
  static Result<Workplace> hold(const std::string& root, int wait_ms_max = 5'000);

  // When it was taken, by the clock that stamps the files beside it: nanoseconds since 1970.
  std::int64_t since() const { return since_; }

 private:
  Handle lock_;
  std::int64_t since_ = 0;
};

// What the file system says of a regular file without reading it. Times are nanoseconds since 1970.
struct Stamp {
  std::int64_t size = 0, changed = 0, inode_changed = 0, inode = 0;
  bool operator==(const Stamp&) const = default;
};
// Links are followed; nothing for what is no regular file or not there.
std::optional<Stamp> stamp_of(const std::string& path);

// A file that was written within the last two seconds may be written again without another time to tell by:
// git calls it racy.
inline constexpr std::int64_t racy_ns = 2'000'000'000;

}  // namespace hindcast::disk
