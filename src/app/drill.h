// The verb `drill`: writes what happens in a recovery drill into the team's file of records, as it happens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct Configuration;

// Where the drills stand and where their runs are written: of the guard that uses `drill`, or as given.
struct DrillFiles {
  std::vector<std::string> registers;  // from the folder of hindcast.toml, globs too
  std::string records;                 // one Markdown file
};
// `records` "" takes the guard's. The error says what to write into hindcast.toml.
Result<DrillFiles> drill_files(const Configuration&, const std::string& records);

struct DrillWritten {
  std::string drill;
  std::string path;  // of the records, as a user would name it
  std::int64_t lasted_ms = 0;
  std::vector<std::string> notes;
};
// A drill that no register names is refused, with the names that there are; without a register any will do.
Result<DrillWritten> start_drill(const Configuration&, const DrillFiles&, const std::string& drill,
                                 const std::string& who, Timestamp at);
// `lines` are "key: value"; `drill` may be "" while one alone is under way.
Result<DrillWritten> add_to_drill(const Configuration&, const DrillFiles&, const std::string& drill,
                                  const std::vector<std::string>& lines, Timestamp at);

// "2031-03-12T09:00:00Z", with any zone that is written; nothing for a moment without one.
std::optional<Timestamp> moment_given(std::string_view text);

struct DrillRow {
  std::string name, owner, every;
  std::optional<Date> last;  // that passed
  std::optional<Date> due;   // nothing where nobody can tell
  bool is_overdue = false;
  std::optional<Timestamp> began;  // of a run under way
};
struct DrillList {
  std::vector<DrillRow> rows;           // in the order of the registers
  std::vector<std::string> complaints;  // "ops/drills.toml:3: a drill has no name"
};
Result<DrillList> list_drills(const Configuration&, const DrillFiles&, Timestamp now);
// One object; docs/schema/drills.json.
std::string drills_json(const DrillList&);

}  // namespace hindcast::app
