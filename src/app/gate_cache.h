// What documents ask of releases, remembered beside the archive: a gate reads only those whose files changed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "disk/stamp.h"
#include "gate/plan.h"

namespace hindcast::app {

// The file ROOT/.hindcast/gate, where an archive is. It can be lost at any time, and one that is damaged or
// of another program or other forms is as none. A file of documents is believed to be unchanged as sync
// believes it: by size, times and inode, unless it was written in the two seconds before it was read.
class GateCache {
 public:
  // Holds the folder as sync does, so that one gate writes at a time; another one only reads.
  static GateCache open(const std::string& root, const ReadOptions&);
  GateCache(GateCache&&) noexcept;
  ~GateCache();

  // When it was opened, by the clock that stamps files; 0 where another one holds the folder.
  std::int64_t since() const;

  // What the document at `key`, a path from the root, asks, while its file has that stamp; its path is left
  // out, and its texts lie in what take_texts() gives. False where nobody knows: `source`, which is as it was
  // made, may then hold a part.
  bool find(const std::string& key, const disk::Stamp&, gate::Source& source) const;
  // `stamp` as it was before the file was read.
  void put(const std::string& key, const disk::Stamp&, const gate::Source&);
  // Writes what was put, beside what was found; nothing where nothing was put. That it can't be is no
  // trouble: the next gate reads the documents again.
  void finish();
  // What texts of sources that were found lie in; nothing is found any more.
  std::string take_texts();

 private:
  struct Impl;
  explicit GateCache(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::app
