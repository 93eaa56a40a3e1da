// The verbs `backup` and `restore`: the archive as one file, whole or not at all.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct BackupReport {
  std::string file;
  std::uint64_t bytes = 0;
  std::size_t documents = 0, events = 0;
};

struct BackupOptions {
  Timestamp at = 0;
  bool may_replace = false;  // a file that is there
};

// Copies the archive of `root` as it is at one moment, others writing meanwhile or not. The copy is verified
// and on the disk before it has its name. `path` is a file, a folder, or "": then it lies in
// ROOT/.hindcast/backups. In a folder its name tells the time. `corrupt` when the archive is not whole,
// `conflict` when the file is there.
Result<BackupReport> backup(const std::string& root, const std::string& path, const BackupOptions&);

// The newest in ROOT/.hindcast/backups; "" for none.
std::string newest_backup(const std::string& root);

struct RestoreReport {
  std::string archive;  // where it is now
  std::string kept;     // where the one that was there has gone; "" when there was none
  std::size_t documents = 0, events = 0;
};

// Puts the archive in `file` in the place of that of `root`, after it was verified: an older one is brought
// to today's schema, `unsupported` when a newer Hindcast wrote it. Who reads meanwhile sees the one or the
// other; who writes is waited for some seconds. `file` stays as it is.
Result<RestoreReport> restore(const std::string& root, const std::string& file, Timestamp at);

}  // namespace hindcast::app
