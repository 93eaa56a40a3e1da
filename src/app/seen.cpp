#include "app/seen.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/plain.h"
#include "disk/own_file.h"
#include "disk/workplace.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t file_bytes_max = 256u << 20;
constexpr std::size_t summary_bytes_max = 300;
constexpr std::string_view head = "hindcast replay 1\n";

std::string path_of(const std::string& root) {
  return root + "/" + std::string(seen_file);
}

std::string key_of(const std::string& definition, const std::string& tree, const std::string& commit) {
  return definition + "\t" + tree + "\t" + (commit.empty() ? "-" : commit);
}

}  // namespace

Seen Seen::load(const std::string& root, bool is_anothers) {
  Seen seen;
  seen.root_ = root;
  if (is_anothers) return seen;
  const auto text = disk::read_own_file(path_of(root), file_bytes_max);
  if (!text.ok() || !text->starts_with(head)) return seen;
  for (std::string_view left = std::string_view(*text).substr(head.size()); !left.empty();) {
    const auto end = left.find('\n');
    if (end == left.npos) break;  // cut short
    const auto row = left.substr(0, end);
    left.remove_prefix(end + 1);
    std::size_t tabs[4], at = 0;
    std::size_t count = 0;
    for (; count < 4; ++count) {
      tabs[count] = row.find('\t', at);
      if (tabs[count] == row.npos) break;
      at = tabs[count] + 1;
    }
    if (count < 4) continue;
    const auto verdict = facts::verdict(row.substr(tabs[2] + 1, tabs[3] - tabs[2] - 1));
    if (verdict)
      seen.rows_.push_back(
          {std::string(row.substr(0, tabs[2])), {*verdict, std::string(row.substr(tabs[3] + 1))}});
  }
  std::sort(seen.rows_.begin(), seen.rows_.end(),
            [](const Row& a, const Row& b) { return a.first < b.first; });
  return seen;
}

const SeenVerdict* Seen::find(const std::string& definition, const std::string& tree,
                              const std::string& commit) const {
  const auto key = key_of(definition, tree, commit);
  const auto found =
      std::lower_bound(rows_.begin(), rows_.end(), key,
                       [](const Row& row, const std::string& wanted) { return row.first < wanted; });
  if (found != rows_.end() && found->first == key) return &found->second;
  const auto added =
      std::find_if(added_.rbegin(), added_.rend(), [&](const Row& row) { return row.first == key; });
  return added == added_.rend() ? nullptr : &added->second;
}

void Seen::put(const std::string& definition, const std::string& tree, const std::string& commit,
               SeenVerdict verdict) {
  if (verdict.verdict == facts::Verdict::error) return;
  verdict.summary = one_line(verdict.summary, summary_bytes_max);
  added_.emplace_back(key_of(definition, tree, commit), std::move(verdict));
  ++unsaved_;
}

Status Seen::save() {
  if (unsaved_ == 0) return Ok();
  const auto held = TRY(disk::Workplace::hold(root_));
  rows_.insert(rows_.end(), std::make_move_iterator(added_.begin()), std::make_move_iterator(added_.end()));
  added_.clear();
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.first < b.first; });
  const auto is_same = [](const Row& a, const Row& b) { return a.first == b.first; };
  rows_.erase(std::unique(rows_.begin(), rows_.end(), is_same), rows_.end());
  std::string text(head);
  for (const auto& [key, seen] : rows_)
    text.append(key)
        .append("\t")
        .append(facts::word(seen.verdict))
        .append("\t")
        .append(seen.summary)
        .append("\n");
  TRY(disk::write_own_file(path_of(root_), text));
  unsaved_ = 0;
  return Ok();
}

}  // namespace hindcast::app
