// Runs one command so that it reads what a build needs, writes nothing that stays, reaches nobody, ends in
// time and leaves no process behind.
//
// The command is not started by this process but by a small stage: this program's own binary, executed again
// (`stage`), which sets up the layers, watches over the command and kills all that comes of it, also when
// this process is killed meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hindcast::sandbox {

// What holds a command. `process` needs no privilege: no_new_privs, no capability, Landlock, a filter of
// system calls, resource limits, a session of its own. `namespaces` is that within namespaces of its own
// (mounts, processes, network, IPC, users) which bubblewrap makes.
enum class Level : std::uint8_t { none, process, namespaces };
std::string_view word(Level);  // "none", "process", "namespaces"
std::optional<Level> level(std::string_view word);

struct Limits {
  std::int64_t wall_ms = 600'000;
  std::uint64_t memory_bytes = 4ull << 30;  // address space of each process
  std::uint64_t file_bytes = 1ull << 30;    // of each file that is written
  std::uint32_t files = 1024;               // open at once in each process
  std::uint32_t processes = 256;            // and threads; beyond what the user runs already
  std::uint64_t flood_bytes = 64u << 20;    // of output: a command that prints more is stopped
};
inline constexpr std::size_t output_bytes_max = 1u << 20;  // kept of what it prints

// Parts of the sandbox that a test leaves out, to see that its probes notice.
enum Layer : std::uint32_t {
  layer_files = 1,         // Landlock; within namespaces the mounts too
  layer_calls = 2,         // the filter of system calls
  layer_limits = 4,        // resource limits and the count of processes
  layer_tree = 8,          // killing what the command left behind
  layer_environment = 16,  // variables of this process that nobody asked for
  layer_descriptors = 32,  // open files of this process
  layer_capabilities = 64  // what the superuser may do
};

struct Request {
  std::vector<std::string> command;  // REQUIRES: not empty. The program by path, or looked for in PATH
  std::string folder;                // absolute: the working directory; all in it may be read
  std::vector<std::string> readable, writable;  // absolute
  std::vector<std::pair<std::string, std::string>> environment;
  bool may_use_network = false;
  Limits limits;
  Level needed = Level::process;     // less is a failure
  Level wanted = Level::namespaces;  // the best that is tried
  std::string stage;                 // the program whose main calls stage(); "": this one
  std::uint32_t without = 0;         // of tests only: layers that are left out
  std::uint32_t landlock_most =
      0;  // of tests only: the kernel's Landlock is taken for this version; 0: as it is
};

enum class End : std::uint8_t {
  exited,     // `code` is its exit status
  signalled,  // `code` is the signal
  timed_out,  // was killed at its limit
  stopped,    // was killed because somebody asked to stop
  refused     // could not be run as asked, or nobody can tell how it ended: `why`
};

struct Outcome {
  End end = End::refused;
  int code = 0;
  Level level = Level::none;  // that was reached
  std::string why;
  std::string output;  // both streams, in the order written; the first `output_bytes_max` bytes, as they came
  bool is_cut = false;
  std::uint32_t left = 0;  // processes that it left behind and that were killed
  std::int64_t lasted_ms = 0;
};

// Waits for its end. `is_stopped` is asked every few hundredths of a second; may be empty. For any thread.
Outcome run(const Request&, const std::function<bool()>& is_stopped = {});

// Is this process one that `run` started? Then it becomes the command, or watches over it, and the exit
// status is returned. main asks this before all else.
std::optional<int> stage(int count, char** words);

}  // namespace hindcast::sandbox
