// Which guards may stop a release: those whose replay proved them, or that a named person vouches for. Kept
// in hindcast-guards.toml beside hindcast.toml, which a team commits and reviews.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/check_settings.h"
#include "base/result.h"
#include "base/time.h"
#include "config/config.h"

namespace hindcast::app {

// Somebody's word, or a replay's figures, as one entry of the file. The last one of a guard counts.
struct RightEntry {
  std::string guard;
  bool is_promotion = false;
  std::string definition;  // the content hash (approval.h) for which it was said
  Date date;
  std::string tool;        // "Hindcast 0.5.0"
  std::string by, reason;  // of a person; both "" where a replay proved it
  // Of a replay.
  std::string from, to;  // commits
  std::size_t commits = 0, judged = 0, false_alarms = 0;
  std::string false_alarms_per_1000;   // with its interval: "0 (0 to 27.8)"
  std::vector<std::string> incidents;  // that it would have stopped: "outage 4be1…..ab12…"
};

// Whether a guard may stop a release, and by whose word.
struct Right {
  enum class From : std::uint8_t { nobody, replay, person, configuration };
  From from = From::nobody;
  std::string by, because;    // person, configuration; the last who said so where it may not any more
  std::optional<Date> since;  // as hindcast-guards.toml has it
  std::string why_not;        // "" where it may
};
inline constexpr std::string_view never_proved = "no replay has proved it yet";  // a `why_not`
std::string_view word(Right::From);  // "nobody", "replay", "person", "hindcast.toml"

inline constexpr std::string_view rights_file = "hindcast-guards.toml";

class Rights {
 public:
  // Of the folder of hindcast.toml, or as `revision` has it where that is given. Fine when there is no file.
  // `corrupt` for one that cannot be read: then nobody knows who may block.
  static Result<Rights> load(const Configuration&, const std::string& revision = {});

  // "" or why the guard warns only. `blocks` in hindcast.toml is a named person's word, too; what was demoted
  // later is demoted.
  std::string why_not(const config::Guard&, std::string_view definition) const;
  Right right_of(const config::Guard&, std::string_view definition) const;
  const RightEntry* last_of(std::string_view guard) const;
  const std::vector<RightEntry>& entries() const { return entries_; }

 private:
  std::vector<RightEntry> entries_;
};

// Appends an entry to the file; what stands there stays as it is, byte by byte.
Status add_right(const Configuration&, const RightEntry&);

}  // namespace hindcast::app
