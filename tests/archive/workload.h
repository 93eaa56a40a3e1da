// What the archive is put through: the changes that syncs make, through its front door, at random from a
// seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "memory_vfs.h"

namespace hindcast::power {

// What each proof must notice, so that it is known to see anything at all.
enum class Bug : std::uint8_t {
  none,
  normal,          // synchronous=NORMAL, which many guides recommend
  lying_drive,     // says that it has synced, and has not
  forgotten_name,  // the folder is never synced
  early_word,      // says that a change is kept before it is
  split            // a change and its event in two transactions
};
inline constexpr Bug bugs[] = {Bug::normal, Bug::lying_drive, Bug::forgotten_name, Bug::early_word,
                               Bug::split};
std::string_view word(Bug);
// From now on, in all connections that are opened.
void seed_bug(Bug);

// A change: when it began and when it was said to be kept, counted in operations of the disk.
struct Moment {
  std::size_t begun = 0;
  std::optional<std::size_t> kept;
  std::string state;  // all that the archive tells then; "" when it was not kept
};

struct Course {
  std::vector<Moment> moments;
  struct Copy {
    std::size_t kept = 0;
    std::string name, state;
  };
  std::vector<Copy> copies;
  std::vector<std::string> failures;  // what was said of them, in order
  bool is_ended_early = false;        // by the last of them
};

inline const std::string archive_name = "archive.db";

// A disk that holds an archive of the first schema, or nothing.
Files beginning(bool has_old_archive);
// `steps` changes, with closing, opening and copying between. A change that fails is tried once more on the
// same connection; whatever else fails ends the course.
Course run(Disk&, std::uint64_t seed, int steps, Bug = Bug::none);

// An archive of the first schema on its way to one that knows a table more, and what a cut in between leaves:
// either of them, the old one in its copy when it is the new, and one that can go on. Returns when it was
// done.
std::size_t migrate_old(Disk&);
std::string judge_migration(const Files& left, bool is_done);

// All that an archive tells, as one text.
std::string told(archive::Archive&, archive::Id workspace);

// Opens what is left after `operations` of the disk: is it whole, does it tell every change that was said to
// be kept and none in part, and does it go on? Returns what is wrong, "" for nothing.
std::string judge(const Files& left, const Course&, std::size_t operations);
// The same after a course in which something failed; `undisturbed` is that in which nothing did.
std::string judge_failed(const Files& left, const Course&, const Course& undisturbed);

}  // namespace hindcast::power
