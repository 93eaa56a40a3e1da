// The verb `sync`: the archive follows the folders. Costs what changed: files whose stamps are the same are
// not opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/story.h"
#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct OpenArchive;

struct SyncOptions {
  ReadOptions read;
  std::string actor;  // who the changes are told of
  Timestamp at = 0;   // when
  bool dry_run = false;
  bool reindex = false;              // the search index is made anew
  std::string program = "Hindcast";  // who tells of what it reads otherwise than the program before it did
  std::string reader = {};           // instead of the program's own, in tests
};

// What a history came to.
struct HistoryReport {
  std::size_t commits = 0, documents = 0, revisions = 0, events = 0;
  bool is_stopped = false;         // asked to: the next one goes on from there
  bool was_told = false;           // before, to its end: nothing was done
  std::vector<std::string> notes;  // a sentence each
  std::vector<Trouble> troubles;
};

struct SyncReport {
  std::size_t files = 0;      // that were looked at
  std::size_t read = 0;       // that were opened
  std::size_t unchanged = 0;  // documents that are as they were
  std::vector<StoryLine> changes;
  std::optional<HistoryReport> history;  // what came before, when that was read
  std::vector<std::string> notes;  // what was put right, a sentence each: edits cut short, a damaged index
  std::vector<Trouble> troubles;
  bool is_stopped =
      false;  // asked to (ReadOptions::watch): what is told here is recorded, the rest comes with the next
  bool is_refused = false;  // because of the troubles there is still no archive, and none was made
};

// Reads the documents beneath `paths` (files and folders; none: all of the archive's folder) into the archive
// of `root`, which is made where there is none. .gitignore files and the globs of the configuration are
// respected. What lies elsewhere stays as it is; a file that can't be read keeps what the archive knows of
// it. What another reader has read (another Hindcast, other forms) is read anew, and what is understood
// otherwise is told of `program`. Refused is a first sync of a path that is not there, or of paths without a
// document: they were mistyped. An error where nothing could be done at all.
Result<SyncReport> sync(const std::string& root, const std::vector<std::string>& paths, const Configuration&,
                        const SyncOptions&);

// Reads what git remembers of the folder `root` into an archive that has nothing yet, commit by commit along
// first parents, each change told of its author at its time; `conflict` when the archive has begun with
// anything else, or with less of it than git has now. One that was cut short goes on, and nothing is done
// where it was told to its end. Follow it with sync(): files that were not committed, or are
// not as they were, come then.
Result<HistoryReport> sync_history(const std::string& root, const Configuration&, const SyncOptions&);

// The same into an archive that the caller has: one in memory, of which nothing is kept.
Status sync_into(OpenArchive&, const std::vector<std::string>& paths, const Configuration&,
                 const SyncOptions&, SyncReport&);

// {"dry_run","files","read","unchanged","added","changed","moved","gone","back","history","changes":[…]}
std::string sync_json(const SyncReport&, bool dry_run);

// How many of the changes are of that kind: "document_added".
std::size_t count_of(const SyncReport&, std::string_view what);

}  // namespace hindcast::app
