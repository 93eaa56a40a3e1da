// What `hindcast drill` writes into a Markdown file of records: the same lines that people write. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::guards {

// The file with one more run at its end, begun at that moment; `text` is "" for a file that is not there.
// `conflict` when a run of that drill is not finished.
Result<std::string> with_drill_begun(std::string_view text, std::string_view drill, std::string_view who,
                                     Timestamp at);

struct OpenDrill {
  std::string name;
  Timestamp started = 0;
  std::uint32_t line = 0;  // of its heading, from 1
};
// Runs that were begun and not finished, in the order of the file.
std::vector<OpenDrill> open_drills(std::string_view text);

// The file with these "key: value" lines behind the last ones of that run; "" for the only one that is open.
// `not_found` when none is, `conflict` when nobody can tell which.
struct DrillLines {
  OpenDrill drill;
  std::string text;
};
Result<DrillLines> with_drill_lines(std::string_view text, std::string_view drill,
                                    const std::vector<std::string>& lines);

}  // namespace hindcast::guards
