// The first half of a sync: which files there are, and which of them may have changed.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/stamps.h"
#include "archive/records.h"
#include "disk/stamp.h"

namespace hindcast::disk {
class FolderMemory;  // disk/folders.h
}

namespace hindcast::app {

// Under these names, which no folder of documents has, the archive remembers of a history that git keeps
// the last commit that was told while it is not told to its end: any sync forgets that, and the history can't
// go on over what the sync recorded. The first and, once it is told to its end, the last are kept.
inline constexpr std::string_view history_so_far = ".git";
inline constexpr std::string_view history_first = ".git/first";
inline constexpr std::string_view history_last = ".git/last";

struct SeenFile {
  std::string key;   // its path from the archive's root
  std::string path;  // as this process opens it
  disk::Stamp stamp;
};

class SyncFiles {
 public:
  // `memory` may be nullptr, and outlives the call of list().
  SyncFiles(std::string root, const Configuration& configuration, ReaderMark reader,
            disk::FolderMemory* memory = nullptr)
      : root_(std::move(root)), configuration_(configuration), reader_(reader), memory_(memory) {}

  // Lists and stamps. What lies outside of the root is a trouble.
  void list(const std::vector<std::string>& paths);
  // Which of them are not what the archive remembers.
  void compare(std::vector<archive::Listing> remembered);

  const std::vector<SeenFile>& all() const { return files_; }  // by key
  const std::vector<std::size_t>& fresh() const { return fresh_; }
  // Fresh only because another reader has read it: its bytes may be the same.
  bool was_read_otherwise(std::size_t file) const { return read_otherwise_.count(file) > 0; }
  // A file that was remembered is not there any more.
  bool has_vanished() const { return has_vanished_; }
  bool holds(std::string_view key) const;
  // The paths that were listed, from the archive's root, each a file or a folder.
  std::vector<std::string> asked() const;
  // Was that path looked at? Not where a folder could not be read.
  bool is_judged(std::string_view key) const;

  // What to remember of the files, but for those that could not be read; `since` is when the sync began. Only
  // folders for which that differs from what was remembered.
  std::vector<archive::Listing> to_remember(const std::vector<std::string>& unread, std::int64_t since) const;

  // Folders in which an edit was cut short (disk/write.h): its documents may be half of it.
  std::vector<std::string> cut_short() const;

  std::vector<Trouble> take_troubles() { return std::move(troubles_); }

 private:
  struct Scope {
    std::string key;
    bool is_file = false;
  };
  struct Folder {
    std::string key;
    std::vector<std::size_t> files{};
    bool is_as_it_was = false;  // all of it, by its stamps
  };
  void list_one(const std::string& operand);
  void sort_folders();
  bool is_in_scope(std::string_view key) const;
  bool is_judged_in(std::string_view folder, std::string_view name) const;
  std::string_view remembered_of(std::string_view folder) const;
  bool has_files(std::string_view folder) const;
  void compare_folder(Folder&);

  std::string root_;
  const Configuration& configuration_;
  ReaderMark reader_;
  disk::FolderMemory* memory_;
  std::vector<SeenFile> files_;
  std::vector<Folder> folders_;               // by key
  std::vector<archive::Listing> remembered_;  // by folder
  std::vector<std::size_t> fresh_;
  std::unordered_set<std::size_t> read_otherwise_;
  std::vector<Scope> scopes_;
  std::vector<std::string> unreadable_;  // keys
  std::vector<Trouble> troubles_;
  bool has_vanished_ = false;
};

}  // namespace hindcast::app
