// The filter of system calls that a command and all that comes of it run under.
#pragma once

#include <cstdint>
#include <string>

#include "sandbox/sandbox.h"

namespace hindcast::sandbox {

struct FilterFor {
  Level level = Level::process;
  bool may_use_network = false;
  // Landlock keeps signals within the sandbox; where it can't, the filter lets a command signal its own group
  // and its first process only.
  bool are_signals_kept = false;
  // Landlock keeps files from being emptied that may only be read (since Linux 6.2); where it can't, the
  // filter refuses what empties a file that is not open for writing.
  bool is_truncation_kept = false;
};

// Sets it for this process from now on; "" or why it can't be. REQUIRES: no_new_privs is set
std::string filter_calls(const FilterFor&);

}  // namespace hindcast::sandbox
