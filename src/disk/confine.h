// Finds files beneath the roots that the user named, and holds their folders
// open, so that no link can lead a write elsewhere meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "disk/handle.h"

namespace hindcast::disk {

// A folder that is held open and, once locked, is ours among Hindcast's own processes.
struct Folder {
  Handle handle;
  std::string path;  // absolute, without links
  std::uint64_t device = 0, inode = 0;
};

struct Place {
  Folder folder;
  std::string name;  // of the file in it; the file need not exist
};

// `denied` when the path lies beneath no root, leads through a link, or into `.git`.
Result<Place> find_place(const std::vector<std::string>& roots, const std::string& path);

// The folder at an absolute path without links, when it lies beneath a root (or is the folder of a root that
// is a file).
Result<Folder> find_folder(const std::vector<std::string>& roots, const std::string& path);

// Waits some seconds for another Hindcast that writes there; `unavailable` when it stays.
Status lock(const Folder&);

// How a failed system call is said to a user.
Error system_error(int code);

}  // namespace hindcast::disk
