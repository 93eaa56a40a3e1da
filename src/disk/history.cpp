#include "disk/history.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_map>

#include "disk/disk.h"
#include "disk/git.h"

namespace hindcast::disk {
namespace {

// Takes what stands before `end` off the front.
std::string_view take(std::string_view& left, char end) {
  const auto at = std::min(left.find(end), left.size());
  const auto part = left.substr(0, at);
  left.remove_prefix(std::min(at + 1, left.size()));
  return part;
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  return text;
}

bool is_file_mode(std::string_view mode) {
  return mode == "100644" || mode == "100755" || mode == "100664";  // no link, no submodule
}

// ":100644 100644 OLD NEW M\0PATH\0", many of them behind one commit's name.
class RawDiff {
 public:
  explicit RawDiff(std::string_view text) : left_(text) {}

  // The changes of the next commit; `id` is its name.
  bool next(std::string_view& id, std::vector<PastChange>& changes, std::string_view prefix) {
    changes.clear();
    if (left_.empty()) return false;
    id = take(left_, '\0');
    id = id.substr(0, id.find('\n'));
    while (!left_.empty() && left_[0] == ':') {
      auto head = take(left_, '\0').substr(1);
      const auto path = take(left_, '\0');
      const auto was = take(head, ' '), mode = take(head, ' ');
      take(head, ' ');
      const auto blob = take(head, ' ');
      if (path.substr(0, prefix.size()) != prefix || !is_document_path(path.substr(prefix.size()))) continue;
      const bool is_there = is_file_mode(mode);
      if (!is_there && !is_file_mode(was)) continue;
      changes.push_back({std::string(path.substr(prefix.size())), is_there ? std::string(blob) : ""});
    }
    std::sort(changes.begin(), changes.end(),
              [](const PastChange& a, const PastChange& b) { return a.path < b.path; });
    return true;
  }

 private:
  std::string_view left_;
};

}  // namespace

Result<std::vector<PastCommit>> history_of(const std::string& folder) {
  const auto inside = ask_git({"-C", folder, "rev-parse", "--show-prefix"});
  if (!inside.ok() && inside.error().code == ErrorCode::unavailable) return inside.error();
  if (!inside.ok())
    return Error{ErrorCode::invalid, "`" + folder + "` is in no git repository: there is no history to read"};
  const auto prefix = without_line_end(*inside);
  const auto list = ask_git({"-C", folder, "rev-list", "--first-parent", "--reverse", "--no-commit-header",
                             "--format=%H%x00%P%x00%ct%x00%an", "HEAD"});
  if (!list.ok())
    return Error{ErrorCode::invalid, "`" + folder + "` has no commit yet: there is no history to read"};

  std::unordered_map<std::string_view, PastCommit> commits;
  std::string asked;
  std::string_view left = *list;
  while (!left.empty()) {
    auto row = take(left, '\n');
    const auto id = take(row, '\0'), parents = take(row, '\0'), at = take(row, '\0');
    if (id.empty()) continue;
    commits[id] = {std::string(id), std::string(row), number_of(at) * 1000, {}};
    asked += id;
    if (!parents.empty()) (asked += ' ') += parents.substr(0, parents.find(' '));  // the first alone
    asked += '\n';
  }
  const auto raw = ask_git({"-C", folder, "diff-tree", "--stdin", "--root", "-r", "-z", "--raw",
                            "--no-renames", "--no-abbrev", "--always"},
                           asked);
  if (!raw.ok()) return raw.error();
  std::vector<PastCommit> past;
  RawDiff diff(*raw);
  std::string_view id;
  std::vector<PastChange> changes;
  while (diff.next(id, changes, prefix)) {
    const auto commit = commits.find(id);
    if (commit == commits.end() || changes.empty()) continue;
    commit->second.changes = std::move(changes);
    past.push_back(std::move(commit->second));
  }
  return past;
}

Result<bool> is_shallow(const std::string& folder) {
  return without_line_end(TRY(ask_git({"-C", folder, "rev-parse", "--is-shallow-repository"}))) == "true";
}

Result<std::vector<std::string>> read_blobs(const std::string& folder, std::span<const std::string> blobs,
                                            std::uint64_t bytes_max) {
  std::vector<std::string> texts(blobs.size());
  std::string asked;
  for (const auto& blob : blobs)
    asked += blob + "\n";
  const auto sizes = ask_git({"-C", folder, "cat-file", "--batch-check=%(objecttype) %(objectsize)"}, asked);
  if (!sizes.ok()) return sizes.error();
  std::string_view left = *sizes;
  std::vector<std::size_t> wanted;
  asked.clear();
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    auto row = take(left, '\n');
    if (take(row, ' ') != "blob" || static_cast<std::uint64_t>(number_of(row)) > bytes_max) continue;
    wanted.push_back(i);
    asked += blobs[i] + "\n";
  }
  const auto all = ask_git({"-C", folder, "cat-file", "--batch=%(objectsize)"}, asked);
  if (!all.ok()) return all.error();
  left = *all;
  for (const auto i : wanted) {
    const auto size = static_cast<std::size_t>(number_of(take(left, '\n')));
    if (size > left.size()) return Error{ErrorCode::corrupt, "git gave less of its history than it said"};
    texts[i] = left.substr(0, size);
    left.remove_prefix(std::min(size + 1, left.size()));
  }
  return texts;
}

Result<std::vector<CommittedFile>> files_of_commit(const std::string& folder, const std::string& commit,
                                                   const std::vector<std::string>& paths,
                                                   std::uint64_t bytes_max) {
  constexpr std::size_t paths_at_once = 500;  // of a command line
  std::vector<CommittedFile> files;
  std::vector<std::string> blobs;
  for (std::size_t begin = 0; begin < paths.size(); begin += paths_at_once) {
    std::vector<std::string> words = {"-C", folder, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options"};
    words.push_back(commit);
    for (auto i = begin; i < std::min(paths.size(), begin + paths_at_once); ++i)
      words.push_back(paths[i]);
    for (const auto& listed : nul_separated(TRY(ask_git(words)))) {  // "100644 blob HASH\tPATH"
      std::string_view row = listed;
      const bool is_file = take(row, ' ').starts_with("100");
      take(row, ' ');
      const auto blob = take(row, '\t');
      if (!is_file) continue;
      blobs.emplace_back(blob);
      files.push_back({std::string(row), {}});
    }
  }
  if (files.empty()) return files;
  auto texts = TRY(read_blobs(folder, blobs, bytes_max));
  for (std::size_t i = 0; i < files.size(); ++i)
    files[i].text = std::move(texts[i]);
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace hindcast::disk
