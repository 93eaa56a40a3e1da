// What git remembers of the documents in a folder, asked of plumbing alone (git.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace hindcast::disk {

struct PastChange {
  std::string path;  // from the folder
  std::string blob;  // "" when the commit took the file away
};

struct PastCommit {
  std::string id;
  std::string author;
  std::int64_t at = 0;              // when it was committed: milliseconds since 1970
  std::vector<PastChange> changes;  // of documents, by path
};

// The commits up to HEAD that changed documents beneath `folder`, oldest first, along first parents: what a
// branch did came with its merge. `invalid` outside of a repository or where there is no commit.
Result<std::vector<PastCommit>> history_of(const std::string& folder);

// The repository of `folder` has not all of its commits: what is older than the oldest was never fetched.
Result<bool> is_shallow(const std::string& folder);

// The bytes of each blob, as they were committed. One that is larger than `bytes_max` is empty.
Result<std::vector<std::string>> read_blobs(const std::string& folder, std::span<const std::string> blobs,
                                            std::uint64_t bytes_max);

struct CommittedFile {
  std::string path;  // from the root of the repository
  std::string text;
};
// The regular files of these paths, from the root of the repository of `folder`, as a commit has them, by
// path. What the commit has not and links are left out; files of more than `bytes_max` are empty.
Result<std::vector<CommittedFile>> files_of_commit(const std::string& folder, const std::string& commit,
                                                   const std::vector<std::string>& paths,
                                                   std::uint64_t bytes_max);

}  // namespace hindcast::disk
