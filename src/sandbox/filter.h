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
  // only.
  bool are_signals_kept = false;
  std::int64_t supervisor = 0, parent = 0;
};

// Sets it for this process from now on; "" or why it can't be. REQUIRES: no_new_privs is set
std::string filter_calls(const FilterFor&);

}  // namespace hindcast::sandbox
