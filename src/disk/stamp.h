// What a file's inode tells of whether it changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

struct timespec;

namespace hindcast::disk {

// What the file system says of a regular file without reading it. Times are nanoseconds since 1970.
struct Stamp {
  std::int64_t size = 0, changed = 0, inode_changed = 0, inode = 0;
  bool operator==(const Stamp&) const = default;
};
// Links are followed; nothing for what is no regular file or not there.
std::optional<Stamp> stamp_of(const std::string& path);
// The same of a name in a folder that is open, or AT_FDCWD.
std::optional<Stamp> stamp_in(int folder, const char* name);

// A file that was written within the last two seconds may be written again without another time to tell by:
// git calls it racy.
inline constexpr std::int64_t racy_ns = 2'000'000'000;

// Since 1970.
std::int64_t nanoseconds(const timespec&);

}  // namespace hindcast::disk
