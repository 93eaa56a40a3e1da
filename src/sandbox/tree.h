// The processes that came of this one.
#pragma once

#include <cstdint>
#include <vector>

namespace hindcast::sandbox {

// The living descendants of this process: those that it has not waited for, and theirs.
std::vector<std::int64_t> descendants();

struct Killed {
  std::uint32_t count = 0;  // that there were when it began
  bool is_all = true;       // false: one that no signal ends (it waits for a disk) is still there
};
// Kills them until there are none, and waits for all; some seconds long. REQUIRES: orphans come to this
// process
Killed kill_descendants();

// How many tasks the system has, at the price of one small file; 0 where it does not tell.
std::uint64_t tasks_of_system();

}  // namespace hindcast::sandbox
