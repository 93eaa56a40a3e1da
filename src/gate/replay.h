// What a guard said of past commits, and what that proves. Pure: verdicts in, figures out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "facts/facts.h"
#include "facts/verdict.h"

namespace hindcast::gate {

// What an incident left in the history: the commit that shipped it and the first that has its fix, as places
// in the list of commits that is replayed. Nothing where nobody said, or it is not in that list.
struct Spell {
  std::optional<std::size_t> shipped, fixed;
};

// What a guard would have done about one incident. Only `stopped` proves anything.
enum class Proof : std::uint8_t {
  stopped,   // failed on the commit that shipped it, and passes since the fix
  silent,    // passed on the commit that shipped it: it looks at something else
  still,     // failed on the commit that shipped it, and fails on its fix, too
  untold,    // could not tell on one of the two: no data is no proof
  untraced,  // nobody said which commit shipped it or which fixed it, or they are not among those replayed
};
std::string_view word(Proof);  // "would have stopped", "silent", "still fails", "can't be told", "untraced"

struct Figures {
  std::vector<Proof> proofs;  // one for each incident
  std::size_t commits = 0;    // that were replayed
  std::size_t by_verdict[7] = {};
  std::size_t unseen = 0;  // commits of the range on which it was not run
  // Failures on commits that belong to no incident of this guard, of those among them that have a verdict:
  // pass, warn or fail. What could not be told is in neither number.
  std::size_t false_alarms = 0, judged = 0;
  std::vector<std::size_t> alarms_at;                           // their places
  double per_1000 = 0, per_1000_low = 0, per_1000_high = 1000;  // with the 95 % interval of Wilson
  std::size_t stopped() const;
};

// `verdicts` in the order of the commits, nothing where the guard was not run. A commit belongs to an
// incident from the one that shipped it until before the one that fixed it, or up to the last where nothing
// did.
Figures figures_of(std::span<const std::optional<facts::Verdict>> verdicts, std::span<const Spell> incidents);

// Whether these figures give a guard the right to stop a release; "" or why not.
std::string why_not_proven(const Figures&, double per_1000_max);

struct Interval {
  double low = 0, high = 1;
};
// The 95 % interval of Wilson for a share; 0 to 1 for none of none.
Interval wilson(std::size_t hits, std::size_t of);

// What a document says about itself that a replay needs.
struct Lesson {
  std::string path, slug, title;  // no slug: the document is about no incident, as a checklist
  std::optional<Date> date;
  // As written: commits in hexadecimal, or one word that git may know.
  std::vector<std::string> shipped, fixed;
  struct Bound {
    std::string item;                 // its short id
    std::vector<std::string> guards;  // named on it, in small letters
  };
  std::vector<Bound> items;  // checks, actions and improvements, finished ones too
};
// "Introduced by", "Shipped in", "Fix", "Fixed by", "Commits: BAD..FIX", whatever the letter case, as fields
// or in front matter. Numbers of pull requests name no commit.
Lesson lesson_of(const facts::Document&, std::string_view path, std::string_view text);

}  // namespace hindcast::gate
