// What a sync remembers of the files of one folder, in the bytes that the archive keeps for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "disk/stamp.h"

namespace hindcast::app {

struct FileStamp {
  std::string name;
  std::optional<disk::Stamp> stamp;  // nothing: it is there, and must be read to know whether it changed
  bool operator==(const FileStamp&) const = default;
};

// Equal files give equal bytes when they come in one order.
std::string packed(const std::vector<FileStamp>&);
// Whether bytes are what packed() made of some files, which are named one after another: none of them is
// copied.
class PackedFiles {
 public:
  explicit PackedFiles(std::string_view packed);
  // Is that file the next?
  bool take(std::string_view name, const disk::Stamp&);
  bool is_at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
};
// Nothing when the bytes are not what packed() made.
std::optional<std::vector<FileStamp>> unpacked(std::string_view);

}  // namespace hindcast::app
