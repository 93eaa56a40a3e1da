// The processes that came of this one.
#pragma once

#include <cstdint>
#include <vector>

namespace hindcast::sandbox {

// The living descendants of this process: those that it has not waited for, and theirs.
std::vector<std::int64_t> descendants();

// Kills them until there are none, and waits for all. How many there were when it began. A process that no
// signal ends (it waits for a disk) is given up after some seconds.
std::uint32_t kill_descendants();

// How many tasks the system has, at the price of one small file; 0 where it does not tell.
std::uint64_t tasks_of_system();

}  // namespace hindcast::sandbox
