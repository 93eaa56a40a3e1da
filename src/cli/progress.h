// A line on the terminal that says how far a long run is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/watch.h"
#include "cli/arguments.h"

namespace hindcast::cli {

// The line: a bar, how many of how many, and how long it will take yet.
struct Portion {
  std::string_view what;  // "documents"
  std::size_t done = 0, total = 0;
  std::int64_t ms = 0;  // since the first of them was begun
};
std::string progress_line(const Portion&, int columns, bool unicode);

// What a request to stop does (Terminal::is_stop_asked).
enum class Stop : std::uint8_t { ends_the_program, is_heeded };

// Shows it while a run lasts, from its second second on and ten times a second at most, where somebody looks:
// Terminal::progress is empty elsewhere. Gone when the object is.
class Progress {
 public:
  explicit Progress(const Terminal&, Stop = Stop::ends_the_program);  // the terminal outlives it
  Progress(const Progress&) = delete;
  ~Progress();

  const app::Watch* watch() const { return &watch_; }

 private:
  void show(std::string_view what, std::size_t done, std::size_t total);

  const Terminal& terminal_;
  app::Watch watch_;
  std::string what_;
  std::int64_t began_ms_ = 0, phase_ms_ = 0, shown_ms_ = 0;
  bool is_shown_ = false;
};

}  // namespace hindcast::cli
