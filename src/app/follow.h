// After an edit: the archive beside the documents hears of it at once.
#pragma once

#include <string>
#include <vector>

#include "app/edit.h"
#include "app/sync.h"
#include "base/result.h"

namespace hindcast::app {

// Is there an archive that may know any of these documents?
bool has_archive(const std::vector<FileChange>&);

// Records what the documents of `edits`, which have been written, say now; those that their archive knows,
// and others wait for their first sync. What was moved and not synced keeps its identity: the document under
// its old path and the documents from which items came are looked at, too. Where there is no archive nothing
// is made. They are read with the forms of the archive's configuration, as a sync reads them.
Status follow_edits(const std::vector<FileChange>& edits, const SyncOptions& options);

}  // namespace hindcast::app
