// The verbs `export` and `import`: all of an archive as files that need no Hindcast to be read, and back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/app.h"
#include "base/result.h"

namespace hindcast::app {

struct ExportReport {
  std::string folder;
  std::size_t files = 0;  // the manifest not counted
  std::size_t documents = 0, revisions = 0, items = 0, events = 0;
  std::size_t written = 0;         // import: documents that were missing beside the archive
  bool was_there = false;          // import: the archive was that of the export already
  std::vector<std::string> notes;  // a sentence each; mostly none
};

// Writes the archive of `root`, as it is at one moment, to a new folder: documents/ has the texts of today
// under their paths, archive/ the rows as JSON Lines, manifest.json the size and SHA-256 of every file.
// `corrupt` when the archive is not whole, `conflict` when there is something in the folder. It gets its name
// when all of it is on the disk. `program` names and numbers this program.
Result<ExportReport> export_archive(const std::string& root, const std::string& folder,
                                    const std::string& program);

struct ImportOptions {
  ReadOptions read;               // for the search index
  bool writes_documents = false;  // those of today that are missing beneath `root`, too
};
// Fills the archive of `root`, which is made where there is none, with what such a folder holds: ids, events
// and seals as they were, so that exporting again gives the same bytes. All of it or nothing: every file is
// held against the manifest first, and the archive verified at the end. `conflict` when the archive has
// begun otherwise; one that holds just this export is left as it is, so that an import that was cut short can
// be repeated. Files are read beneath the folder alone. An error names file and line.
Result<ExportReport> import_archive(const std::string& root, const std::string& folder, const ImportOptions&);

}  // namespace hindcast::app
