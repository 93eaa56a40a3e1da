// The command line: one table of commands feeds parsing, --help, the man pages
// and shell completion.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::cli {

// What a run may know of the world outside. main/ fills it; tests do too.
struct Terminal {
  bool is_terminal = false;  // standard output is a terminal
  bool color = false;        // colour may be used when --color=auto
  bool unicode = true;       // the locale's character set is UTF-8
  int columns = 80;
  Date today;
  bool day_is_given = false;                  // by $HINDCAST_NOW: no zone makes another day of it
  Timestamp now = 0;                          // the same day's, to the millisecond
  std::string cache_folder = {};              // for what can be made again; "" for none
  std::string config_folder = {};             // of this user's own settings: what they approved; "" for none
  std::function<void(std::string_view)> out;  // standard output, in order
  std::function<void(std::string_view)> err;  // standard error
  std::string actor = {};  // $HINDCAST_ACTOR: who somebody said is at work; "" where nobody did
  // Who is at work; "" when nobody knows. May be empty. Asked only by what records it: the answer is slow.
  std::function<std::string()> user;
  // One line that shows how far a run is, written over by the next one; "" takes it away. Empty where nobody
  // looks.
  std::function<void(std::string_view line)> progress = {};
  std::function<std::int64_t()> clock_ms = {};  // counts up, from wherever it began
  // Did somebody ask the program to stop? From the first call on that only makes this true, and what is at
  // work leaves off in good order; asked twice, the program ends at once. May be empty. For any thread.
  std::function<bool()> is_stop_asked = {};
  // All of standard input, but an error beyond that many bytes. May be empty: there is none.
  std::function<Result<std::string>(std::uint64_t bytes_max)> in;
};

// Runs one command line, without the program's name. Returns the exit status:
// 0 fine, 1 findings, 2 could not do it, 130 stopped as Terminal::is_stop_asked asked.
inline constexpr int stopped_status = 130;
int run(std::span<const std::string_view> arguments, const Terminal&);

}  // namespace hindcast::cli
