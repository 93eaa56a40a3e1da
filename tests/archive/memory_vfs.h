// SQLite's files on a disk in memory, where any call can be made to fail.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "disk_model.h"

namespace hindcast::power {

// What goes wrong, and when.
struct Faults {
  // The two last: SQLite's own memory, and that of operator new, which asks takes_memory().
  enum class Kind : std::uint8_t { none, io_error, disk_full, sqlite_memory, memory };
  Kind kind = Kind::none;
  std::int64_t nth = 0;              // call, from 1; for disk_full: of those that write
  bool stays = false;                // every call from then on
  bool ignores_sync = false;         // a drive that lies
  bool ignores_folder_sync = false;  // a program that forgets that names are data too
};

// Makes the disk in memory SQLite's own, for all connections of this process. Once, before any is opened.
void install_vfs();
// The disk that connections see from now on. REQUIRES: none is open.
void use(Disk&);
// What is to fail from now on, and how many calls there were that could.
void arm(const Faults&);
std::int64_t calls();
bool has_fired();
// Files that were synced on a handle on which that had failed before.
const std::set<std::string>& retried_syncs();
// Is there memory for operator new?
bool takes_memory();

// While one lives, nothing fails and nothing is counted.
class Calm {
 public:
  Calm();
  Calm(const Calm&) = delete;
  ~Calm();
};

}  // namespace hindcast::power
