// Past commits of a repository and their files, written to a folder of their own: plumbing alone (git.h), so
// that no filter, hook, attribute or submodule of the repository has a say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::disk {

struct PastState {
  std::string commit;
  std::int64_t at = 0;  // when it was committed: milliseconds since 1970
  std::string subject;  // as it was written: any bytes
  std::string tree;     // of the folder that was asked for; "" where it was not there yet
};

// The commits from `from` to `to`, both included, oldest first, along first parents. `from` "" for the first
// commit of all. `folder` is in the repository; trees are those of this folder. `invalid` for what is no
// revision, and where `from` is no first-parent ancestor of `to`.
Result<std::vector<PastState>> past_states(const std::string& folder, const std::string& from,
                                           const std::string& to);

// Is `earlier` the same commit as `later` or one that led to it?
bool led_to(const std::string& folder, const std::string& earlier, const std::string& later);

// One folder in which one tree after the other stands.
class PastFiles {
 public:
  // A new folder of this user alone, gone with the object. `repository` is any folder of the repository.
  static Result<PastFiles> make(const std::string& repository);
  PastFiles(PastFiles&&) noexcept;
  PastFiles& operator=(PastFiles&&) = delete;
  ~PastFiles();

  const std::string& path() const { return path_; }
  // Makes the folder hold the files of the tree and nothing else; only what differs from the tree before is
  // written. Links are links; submodules are left out. `unsupported` for a tree that cannot be written whole:
  // a name that leads out of the folder, a file of more than 64 MiB, more than 200,000 files.
  Status show(const std::string& tree);
  // Of the tree that was shown last, from the folder.
  std::vector<std::string> paths() const;
  // One more file, or another content; gone with the next show(). Folders are made. Fails where the tree has
  // a folder there, or a link on the way to it: none is followed.
  Status put(const std::string& path, const std::string& text, bool may_execute);
  // No file and no link until the next show(), whatever the tree has there; a folder stays.
  Status leave_out(const std::string& path);
  // The next show() writes everything anew: somebody may have changed what stands there.
  void forget();

 private:
  struct File {
    std::string path, mode, blob;
    std::uint64_t bytes = 0;
    bool operator==(const File&) const = default;
  };
  using Files = std::vector<File>;  // by path

  PastFiles() = default;
  Result<Files> list(const std::string& tree) const;
  Status remove(const std::string& path);
  Status write(const Files& files);
  Status write_one(const std::string& path, const std::string& mode, const std::string& text);

  std::string repository_, path_;
  Files files_;
  bool is_known_ = true;  // files_ is what stands there
};

}  // namespace hindcast::disk
