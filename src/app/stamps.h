// What a sync remembers of the files of one folder, in the bytes that the archive keeps for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "disk/workplace.h"

namespace hindcast::app {

struct FileStamp {
  std::string name;
  std::optional<disk::Stamp> stamp;  // nothing: it is there, and must be read to know whether it changed
  bool operator==(const FileStamp&) const = default;
};

// Equal files give equal bytes when they come in one order.
std::string packed(const std::vector<FileStamp>&);
// Nothing when the bytes are not what packed() made.
std::optional<std::vector<FileStamp>> unpacked(std::string_view);

}  // namespace hindcast::app
