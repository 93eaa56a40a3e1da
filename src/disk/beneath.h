// Files beneath a folder that came from elsewhere: no path and no link leads out of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "disk/handle.h"

namespace hindcast::disk {

// A regular file that is read from its start to its end, a block at a time.
class BlockReader {
 public:
  // `denied` where a link stands in the way, `invalid` for what is no regular file.
  static Result<BlockReader> open(const std::string& folder, const std::string& path);

  std::uint64_t size() const { return size_; }  // when it was opened
  // Empty at the end. Lives until the next one.
  Result<std::string_view> next();

 private:
  BlockReader(Handle file, std::uint64_t size);
  Handle file_;
  std::uint64_t size_ = 0;
  std::string block_;
};

// The folders on the way to a file beneath `folder`, those that are missing made; no link is gone through.
Status make_way_beneath(const std::string& folder, const std::string& path);

// A new file beneath `folder`, with the folders that are missing on the way. `conflict` when it is there.
Status create_beneath(const std::string& folder, const std::string& path, std::string_view text);

// All that was written in the file system of `path` is on the disk.
Status sync_all(const std::string& path);

// Removes a folder with all that is in it; links in it are removed, not followed. Fine when there is none.
void remove_all(const std::string& path);

}  // namespace hindcast::disk
