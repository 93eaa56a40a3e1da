// Which files a repository has, and ever had: for scopes that name paths.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/astray.h"

namespace hindcast::app {

// The glob that was probably meant by one that matches nothing, by the folders and files that there are:
// "src/parcel/**" for "src/parcle/**". "" where none is near. `files` from the same folder as the glob.
std::string nearest_glob(const std::string& glob, const std::vector<std::string>& files);

// The repository of the current folder at a commit. Git is asked when the first path is looked up, and for
// what ever was only where nothing is.
class RepositoryFiles final : public gate::Files {
 public:
  // `commit` "": the one that is checked out. What lies in `documents_root` must mean paths of this
  // repository, or nobody can tell.
  RepositoryFiles(std::string commit, std::string documents_root);
  RepositoryFiles(RepositoryFiles&&) noexcept;
  ~RepositoryFiles() override;

  // Nothing where a file is at the path or glob, was there at some commit before, or
  // lies there now without being committed; or where nobody can tell, as outside of a repository. Where the
  // history is shallow, only what is near to something that exists is missing.
  std::optional<std::string> nearest_to_missing(const std::string& path) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::app
