// Which document is meant when an item is named without the path of its file.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"

namespace hindcast::app {

// "outage#x7k2p" or "#x7k2p".
struct Sought {
  std::string slug;  // "" for that of any document
  std::string id;
};

struct SoughtDocuments {
  std::vector<std::string> found;  // paths from the current folder
  std::vector<std::string> near;   // what may have been meant instead, nearest first: "outage#x7k2p"
  std::string root;                // what was looked through
};

// Looks beneath `paths`, or where there are none beneath the root: that of the archive, of the repository, or
// the current folder. An archive answers without a file being read; what it does not know (or is not
// where it says) is looked for in the documents themselves, in those that documents.h tells of. An error for
// a hindcast.toml that can't be read.
Result<SoughtDocuments> seek(const Sought&, const std::vector<std::string>& paths, const ReadOptions&);

}  // namespace hindcast::app
