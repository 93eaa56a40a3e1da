// Changing files that other programs may be changing too: all of them or none,
// and nobody's edit is lost.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::disk {

// A file whose bytes were `before` when it was read, and shall be `after`.
struct Change {
  std::string path;
  std::string before;
  std::string after;
};

struct WriteOptions {
  // A file with several names (hard links) would lose that bond: refused unless this is set.
  bool split_hard_links = false;
};

// What the writer should know though the write succeeded; each a sentence that names its file. Mostly empty.
using Notes = std::vector<std::string>;

// Makes every change or none. A root is a folder or a file that the user named; only what lies beneath one is
// written, links below a root are never followed, and nothing in `.git` is touched. Mode, owner and extended
// attributes of a file are kept as far as its user may set them.
//
// Refuses (conflict) when a file's bytes are not `before`, or when another program has it open for writing.
// A new file is exchanged with the old one, and what was displaced is looked at before it is dropped, so an
// edit that comes in between is put back. Killed at any moment, a file holds its old bytes or its new ones; a
// change of several files that was cut short is undone by the next call that comes near (see recover).
// Where the file system cannot exchange two files, an edit made in the same instant could be lost; a note
// says so.
Result<Notes> write_changes(const std::vector<std::string>& roots, std::span<const Change> changes,
                            const WriteOptions& options = {});

// Undoes, or completes where all was done but the tidying, changes that were cut short in the folders of
// these files. Call it before reading what is to be changed; write_changes does it too.
Result<Notes> recover(const std::vector<std::string>& roots, std::span<const std::string> paths);

}  // namespace hindcast::disk
