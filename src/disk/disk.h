// Folders and files: the only module that opens them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "disk/stamp.h"

namespace hindcast::disk {

class FolderMemory;  // folders.h

// The whole file. Refuses what is no regular file, and more than `bytes_max`.
// The error's message names what is wrong and what to do, not the path.
Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max);
// The same into a string that is used again and again; what it holds after an error means nothing.
Status read_file(const std::string& path, std::uint64_t bytes_max, std::string& text);

// True when there is a file or folder at `path`, symbolic links followed.
bool exists(const std::string& path);
bool is_folder(const std::string& path);
// Where `path` lies once every link is followed, from `folder`; nothing when it is not there or not beneath.
std::optional<std::string> real_path_beneath(const std::string& folder, const std::string& path);
// Is it a symbolic link to nothing, or to what lies beneath none of these folders? What `path` goes through
// before its last part is not asked.
bool leads_out(const std::string& path, const std::vector<std::string>& folders);

// `path` from the root, "." and ".." taken out, links not followed; without a slash at its end.
std::string absolute(const std::string& path);

// "../b/" to come from one absolute folder to another, and the way back; both without links.
std::string path_between(std::string_view from, std::string_view to);
std::string path_joined(std::string_view folder, std::string_view relative);

// `name` in the folder `start` (or that of the file) or the nearest above it that has one, the root of the
// repository (a folder with `.git`) being the last that is looked into. Without a repository only `start`
// itself. Relative where `start` is beneath the current folder; "" when there is none.
std::string find_above(const std::string& start, const std::string& name);
// All of them, the nearest first.
std::vector<std::string> find_all_above(const std::string& start, const std::string& name);

// Creates `path` with `text`; `conflict` when it exists. Parent folders must exist. Where the file system has
// nameless files (O_TMPFILE: ext4, xfs, btrfs, tmpfs), a program that is killed leaves a whole file or none.
Status create_file(const std::string& path, std::string_view text);

// A path without "./" in front, as listings give it.
std::string as_listed(std::string path);

// Markdown files (.md, .markdown, .mdown, .mkd, .qmd, .txt when named directly) under each path, in
// sorted order; a path that is a file stands for itself. Hidden folders,
// node_modules and symbolic links to folders are not entered. No name begins with "./": `.` and `./docs` name
// documents as reports and git do. What two paths name is listed once. A change
// of files that was cut short (write.h) is a trouble of its folder.
struct Listing {
  std::vector<std::string> files;
  std::vector<std::optional<Stamp>> stamps;  // of the files, when asked for; nothing for what went meanwhile
  std::vector<std::string> links;            // of the files: found in a folder, and symbolic
  struct Trouble {
    std::string path;
    Error error;
  };
  std::vector<Trouble> troubles;  // unreadable folders, paths that do not exist; the rest is still listed
  bool leaves_out = false;        // something in a folder because of the options
};
struct ListOptions {
  bool respects_ignores = false;  // leaves out what .gitignore files name (ignore.h)
  bool with_stamps = false;
  // Asked of each file that is found in a folder: the folder as it was named, and the path beneath it.
  std::function<bool(std::string_view folder, std::string_view path)> wants;
  FolderMemory* memory = nullptr;  // of folders that need not be opened (folders.h); outlives the call
};
Listing list_documents(const std::vector<std::string>& paths, const ListOptions& options = {});

// Is that what an edit of files (write.h) leaves beside them while it is at work, or when it was cut short?
bool is_record_of_write(std::string_view name);

// Would a listing of the folder in which it lies give that path? By its names alone.
bool is_document_path(std::string_view path);

// The folder at `path` and those above it that are missing, for their user alone.
Status create_folders(const std::string& path);

// The names in a folder, sorted, at most a thousand of them; none when it cannot be read.
std::vector<std::string> names_in(const std::string& folder);

}  // namespace hindcast::disk
