// Whole files that others make, a database for one: copied, brought to the disk, and only then given the name
// by which they are known.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace hindcast::disk {

// A regular file's bytes in a new file of its user alone; they are on the disk when this returns. `conflict`
// when there is something at `to`. Nothing is left of it after an error.
Status copy_file(const std::string& from, const std::string& to);

enum class Existing : std::uint8_t { keep, replace };
// Brings the file or folder at `made` to the disk and gives it another name in the same file system, at once:
// after a crash it has the one or the other. `conflict` when that name is taken and shall be kept; a folder
// replaces nothing but an empty one.
Status publish(const std::string& made, const std::string& path, Existing);

// Gives a file another name, whatever has that one; fine when there is no such file.
Status move_file(const std::string& from, const std::string& to);
// An empty file of its user alone, to read and to write, whatever the umask; `conflict` when there is
// something at `path`.
Status create_private(const std::string& path);
// Fine when there is none.
Status remove_file(const std::string& path);

}  // namespace hindcast::disk
