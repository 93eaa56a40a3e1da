// A release record asked again: what the gate says today of what the record was made for.
#include <algorithm>
#include <utility>

#include "app/approval.h"
#include "app/archived.h"
#include "app/files.h"
#include "app/gate_answers.h"
#include "app/release.h"
#include "disk/git.h"

namespace hindcast::app {
namespace {

constexpr std::size_t commit_shown = 12;

std::string top_of(const std::string& root) {
  const auto top = disk::top_of_repository(root);
  return top ? *top : std::string();
}

// Paths of the repository of `root` that git tracks and that are not as they were committed, from its top.
std::vector<std::string> uncommitted(const std::string& root) {
  std::vector<std::string> maybe;
  const auto top = top_of(root);
  const auto listed = disk::ask_git({"-C", root, "diff-index", "-z", "--name-only", "--no-renames",
                                     "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "HEAD"});
  if (top.empty() || !listed) return maybe;
  const auto above = top + "/";
  for (const auto& path : disk::nul_separated(*listed))
    maybe.push_back(above + path);
  // Those that were only touched are named there too.
  if (auto changed =
          maybe.empty() ? Result<std::vector<std::string>>(maybe) : disk::files_changed_since("HEAD", maybe))
    maybe = *std::move(changed);
  return maybe;
}

std::string named(const std::vector<std::string>& paths) {
  constexpr std::size_t shown_max = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(paths.size(), shown_max); ++i)
    out.append(i == 0 ? "" : ", ").append(paths[i]);
  return paths.size() > shown_max ? out + " …" : out;
}

// Release records are no part of what is released.
std::string changes_beside(const std::string& root, const std::string& record) {
  auto paths = uncommitted(root);
  const auto is_record = [&](const std::string& path) {
    if (absolute(path) == absolute(record)) return true;
    return path.ends_with(".md") && open_release(path, {}).ok();
  };
  paths.erase(std::remove_if(paths.begin(), paths.end(), is_record), paths.end());
  if (paths.empty()) return {};
  for (auto& path : paths)
    path = path_from(root, path).value_or(path);
  return "what is checked out was changed and not committed: " + named(paths);
}

}  // namespace

std::string why_not_commit(const std::string& root, const std::string& record, const std::string& commit) {
  if (commit.empty()) return "no commit is named";
  const auto head = disk::commit_of(root, "HEAD");
  if (!head) return head.error().message;
  // The record's own word is no word for git: it could be an option that writes.
  const auto told = disk::commit_of(root, commit);
  if (!told) return "commit " + commit.substr(0, commit_shown) + " is not what is checked out";
  if (!differ_in_records_only(root, *told, *head))
    return "commit " + commit.substr(0, commit_shown) + " is not what is checked out";
  return changes_beside(root, record);
}

AskedAgain ask_again(const ReleaseFile& file, const Configuration& configuration, GateWish wish) {
  AskedAgain again;
  const auto& record = file.read.record;
  if (wish.change.commit.empty()) wish.change.commit = record.commit;
  auto told = take_change(record, wish);
  if (!told.by_commits.is_nothing()) again.gap = gap_before(record, file.path);
  if (!told.narrowed.empty()) {
    again.narrowed = told.narrowed;
    again.has_base = !told.by_commits.is_nothing();
    // By its commits where it has a base: what they are asked beside is found as missing in the record.
    if (again.has_base) wish.change = told.by_commits;
  }
  if (wish.paths.empty()) {
    const auto& revision = wish.guards.policy_from;
    const auto there =
        revision.empty() ? Result<Configuration>(configuration) : configuration_at(configuration, revision);
    if (there) wish.paths = documents_of(*there);  // else the gate says what is wrong
  }
  if (wish.paths.empty()) wish.paths.push_back(from_here(file.root));
  if (file.read.is_sound()) wish.release = file.path;
  again.why_not_run =
      !wish.runs_guards ? "no guard was run" : why_not_commit(file.root, file.path, record.commit);
  wish.runs_guards = again.why_not_run.empty();
  again.report = run_gate(configuration, wish);
  return again;
}

}  // namespace hindcast::app
