// Questions to git that a hostile repository cannot answer with a program of
// its own: plumbing alone, no hook, filter, file monitor, pager or transport.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::disk {

// What `git ARGUMENTS` prints in the current folder. The error holds git's own first line. No variable GIT_*
// of this process reaches git: the repository is that of the folder, also in a git hook. Callers name only
// plumbing that never filters: rev-parse, merge-base, ls-tree, diff-tree, cat-file, hash-object --no-filters.
Result<std::string> ask_git(const std::vector<std::string>& arguments, std::string_view input = {});

// The folder in which the repository of `folder` lies, from the root.
Result<std::string> top_of_repository(const std::string& folder);
// Where `folder` lies in it: "docs/", "" for the top.
Result<std::string> place_in_repository(const std::string& folder);

// What `-z` has git print: each of the texts that a NUL ends, empty ones left out.
std::vector<std::string> nul_separated(std::string_view);

// Those of `files` whose bytes are not what they were where this branch left `revision` (the merge base with
// HEAD; `revision` itself where there is none), new ones included, in the order given. The repository is that
// of the first file. `invalid` when there is no such revision, no repository, or a file outside of it.
Result<std::vector<std::string>> files_changed_since(const std::string& revision,
                                                     const std::vector<std::string>& files);

// The commit that a revision of the repository of `folder` names, in full. `invalid` where there is none.
Result<std::string> commit_of(const std::string& folder, const std::string& revision);

// Two commits of one repository, in full, and what lies between them.
struct Comparison {
  std::string base, head;
  std::string left;  // where `head` left `base`: their merge base; `base` itself where there is none
  // The paths, from the root of the repository, that `head` has otherwise than `left`, sorted; what is gone
  // is among them, and of a file that was renamed both names.
  std::vector<std::string> paths;
};
// Of two revisions of the repository of `folder`; errors as of commit_of. Mostly asks git twice.
Result<Comparison> compare(const std::string& folder, const std::string& base, const std::string& head);
// Its paths.
Result<std::vector<std::string>> paths_changed_between(const std::string& folder, const std::string& base,
                                                       const std::string& head);

// All paths of a commit, from the root of the repository.
Result<std::vector<std::string>> paths_of_commit(const std::string& folder, const std::string& commit);

}  // namespace hindcast::disk
