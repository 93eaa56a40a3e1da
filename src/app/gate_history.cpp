#include "app/gate_history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/archived.h"
#include "app/documents.h"
#include "app/files.h"

namespace hindcast::app {
namespace {

constexpr std::size_t records_max = 1000;  // of more, the last by name: names of releases grow

// The Markdown files beside the record; those of its subfolders are other things. In the current folder
// itself nothing is looked for: that may be a whole repository.
std::vector<std::string> beside(const std::string& release, const Configuration& configuration) {
  const auto slash = release.rfind('/');
  if (slash == release.npos || slash == 0) return {};
  const auto folder = release.substr(0, slash);
  auto files = documents_beneath({folder}, configuration).files;
  std::erase_if(files, [&](const std::string& file) { return file.rfind('/') != slash; });
  return files;
}

}  // namespace

std::vector<gate::Tally> history_of(const std::vector<std::string>& records, const std::string& release,
                                    const std::string& root, const Configuration& configuration) {
  std::set<std::string> files;
  for (const auto& file : records)
    files.insert(absolute(file));
  for (const auto& file : beside(release, configuration))
    files.insert(absolute(file));
  if (!release.empty()) files.erase(absolute(release));
  while (files.size() > records_max)
    files.erase(files.begin());
  std::vector<gate::FiledRecord> filed;
  for (const auto& file : files) {
    const auto text = read_bytes(file);
    if (!text.ok()) continue;
    const auto path = path_from(root, file).value_or(file);
    auto read = gate::read_record(*text, path);
    if (read.is_record && read.is_sound()) filed.push_back({path, std::move(read.record)});
  }
  auto tallies = gate::tally_of(filed);
  std::sort(tallies.begin(), tallies.end(),
            [](const gate::Tally& a, const gate::Tally& b) { return a.id < b.id; });
  return tallies;
}

const gate::Tally* history_of(const gate::Question& question, const std::vector<gate::Tally>& history) {
  const auto found =
      std::lower_bound(history.begin(), history.end(), question.id,
                       [](const gate::Tally& tally, const std::string& id) { return tally.id < id; });
  return found != history.end() && found->id == question.id ? &*found : nullptr;
}

std::string history_sentence(const gate::Question& question, const std::vector<gate::Tally>& history) {
  const auto* tally = history_of(question, history);
  if (tally == nullptr) return {};
  std::string out = "asked of " + std::to_string(tally->asked) +
                    (tally->asked == 1 ? " release" : " releases") + " before, and caught ";
  if (tally->caught == 0) return out + "nothing yet";
  out += "something in " + std::to_string(tally->caught);
  if (tally->last_catch) out += ", last on " + to_iso(*tally->last_catch);
  return out + " (" + tally->last_catch_record + ")";
}

}  // namespace hindcast::app
