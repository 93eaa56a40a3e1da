// After an edit: the archive beside the documents hears of it at once.
#pragma once

#include <string>
#include <vector>

#include "app/sync.h"
#include "base/result.h"

namespace hindcast::app {

// Is there an archive that may know any of these documents?
bool has_archive(const std::vector<std::string>& paths);

// Records what `paths` say now, those whose archive knows them; others wait for their first sync. Where there
// is no archive nothing is made. They are read with the forms of the archive's configuration, as a sync reads
// them.
Status follow_edits(const std::vector<std::string>& paths, const SyncOptions& options);

}  // namespace hindcast::app
