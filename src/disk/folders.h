// What folders held when they were last looked at: a walk need not open those that have not changed since.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "disk/stamp.h"

struct stat;

namespace hindcast::disk {

// What the file system says of a folder without reading it. Whoever adds, removes or renames something in a
// folder changes its times, and nobody can set the time of that change (POSIX.1-2017, "st_ctime").
struct FolderStamp {
  std::int64_t device = 0, inode = 0, changed = 0, inode_changed = 0;
  bool operator==(const FolderStamp&) const = default;
};
FolderStamp folder_stamp(const struct stat&);

// A file beside the archive that may be lost at any time; one that is damaged, of another version or of
// another user is as none. Believed only of folders on file systems that are known to keep the times of
// folders, and that had not been touched for two seconds when they were read: git's untracked cache trusts as
// much.
class FolderMemory {
 public:
  // Of the folders beneath `root`, an absolute path. Nothing is made. `since` is when this run began, by the
  // clock that stamps files, in nanoseconds since 1970; 0: nothing new is remembered.
  FolderMemory(std::string file, std::string root, std::int64_t since);
  FolderMemory(FolderMemory&&) noexcept;
  ~FolderMemory();

  // Begins a walk from `folder`, absolute, that is open as `fd`; false where nothing of it can be remembered.
  bool begin(const std::string& folder, int fd);
  // What was put for the folder `below` the one that begin() named, where it has that stamp.
  std::optional<std::string_view> find(std::string_view below, const FolderStamp&);
  // `stamp` as it was before the folder was read.
  void put(std::string_view below, const FolderStamp&, std::string_view held);
  // Writes what was put, where anything was, beside what is known of folders in which nobody walked.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::disk
