// What the stage gives up, step by step, before it becomes the command. Each says "" or why it can't be done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace hindcast::sandbox {

// Limits of each process; what the user runs already is not counted against it.
std::string limit_resources(const Limits&);

// No program that this one executes gets more rights than this one has, and this one has none of the
// superuser's.
std::string drop_privileges(bool drops_capabilities);

// Files: the system's programs and what they need, `readable` and its own folder, and nothing else; what is
// `writable` may be changed too. What is not there is left out, but for `needed`.
struct FileRules {
  std::vector<std::string> readable, writable;
  std::vector<std::string> needed;  // of those two: without them it can't be run
  bool keeps_connections = false;   // refuses TCP, too, where the kernel can
  std::uint32_t version_most = 0;   // see Request::landlock_most
};
struct FilesLocked {
  std::string why;
  bool are_signals_kept = false;    // the kernel keeps signals within, too
  bool is_truncation_kept = false;  // and files that may only be read from being emptied
};
FilesLocked lock_files(const FileRules&);

// What every command may read, some of it not there on every machine.
const std::vector<std::string>& system_paths();

}  // namespace hindcast::sandbox
