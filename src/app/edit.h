// The verbs `set`, `tick`, `untick` and `add action`: which items are meant, and
// what their files would hold afterwards. Planning writes
// nothing, but for what was cut short and is asked to be put right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "base/result.h"
#include "base/time.h"
#include "facts/facts.h"

namespace hindcast::app {

// One thing to be changed. For an item: `state`, `owner`, `due`, `priority`, `ticked`. For a file: a field or
// a slot by its `name`.
struct Assignment {
  enum class What : std::uint8_t { state, owner, due, priority, ticked, field, slot };
  What what{};
  std::string name;   // of the field or the slot
  std::string value;  // as the user wrote it; "" takes the fact out
};

// "state=done", "field:Severity=SEV1"; nothing when `word` is no assignment, an error when it is a wrong one
// ("stat=done", "due=soon"). `today` is what "due=+14d" counts from.
Result<std::optional<Assignment>> assignment_of(std::string_view word, Date today);

// What a file would hold. Files that stay as they are have none.
struct FileChange {
  std::string path;
  std::string before, after;
};

struct EditPlan {
  std::vector<FileChange> files;
  // One line for each thing that changes, for people: "docs/outage.md:12: done (was open): Rotate keys".
  std::vector<std::string> done;
  std::size_t unchanged = 0;       // facts that the documents say already
  std::vector<std::string> notes;  // what was put right before reading, a sentence each; mostly none
  std::vector<std::string> roots;  // files and folders that the user named: nothing outside is touched
};

struct EditRequest {
  // `outage#x7k2p`, `docs/outage.md#x7k2p`, `docs/outage.md:12`, or, for fields and slots, `docs/outage.md`.
  std::vector<std::string> targets;
  std::vector<Assignment> assignments;
  std::vector<std::string> paths;  // where slugs and ids are looked for; empty: as seek.h says
  bool recover = false;            // bring writes that were cut short to an end before reading
};

// All of it or the first reason why not, which begins with the target: nothing is planned in part.
Result<EditPlan> plan_edits(const EditRequest&, const ReadOptions&);

struct ActionRequest {
  std::string path;
  std::string text, owner, priority;
  std::optional<Date> due;
  bool recover = false;  // as above
};
Result<EditPlan> plan_action(const ActionRequest&, const ReadOptions&);

// Writes every file of the plan or none (src/disk/write.h says how). What comes back are notes for the user,
// mostly none. `conflict` when a file is not what it was when it was read.
Result<std::vector<std::string>> apply_plan(const EditPlan&);

// The plan as a patch.
std::string plan_diff(const EditPlan&);

}  // namespace hindcast::app
