// What a sync remembers of the files of one folder, in the bytes that the archive keeps for it.
#pragma once

#include <cstdint>
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

// Which reader understood what the archive keeps of the files, in a number.
using ReaderMark = std::int64_t;

// Equal files and readers give equal bytes when the files come in one order.
std::string packed(const std::vector<FileStamp>&, ReaderMark);

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
ReaderMark reader_of(std::string_view);  // 0 when they are not

}  // namespace hindcast::app
