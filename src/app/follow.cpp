#include "app/follow.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/forms.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

// Those of `paths` that are documents of the archive of `root`.
Result<std::vector<std::string>> known_of(const std::string& root, const std::vector<std::string>& paths) {
  auto open = TRY(open_archive(root));
  std::unordered_set<std::string> here;
  for (auto& document : TRY(open.archive.documents(open.workspace)))
    if (document.is_here) here.insert(std::move(document.path));
  std::vector<std::string> known;
  for (const auto& path : paths)
    if (const auto key = path_from(root, path); key && here.count(*key) > 0) known.push_back(path);
  return known;
}

}  // namespace

bool has_archive(const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [](const auto& path) { return disk::exists(archive_file(archive_root(path, {}))); });
}

Status follow_edits(const std::vector<std::string>& paths, const SyncOptions& options) {
  std::map<std::string, std::vector<std::string>> by_root;
  for (const auto& path : paths)
    if (const auto root = archive_root(path, {}); disk::exists(archive_file(root)))
      by_root[root].push_back(path);
  for (const auto& [root, changed] : by_root) {
    const auto known = TRY(known_of(root, changed));
    if (known.empty()) continue;
    SyncOptions here = options;
    const auto configuration = TRY(load_configuration(root, ""));
    TRY(add_configured_forms(configuration, here.read));
    const auto report = TRY(sync(root, known, configuration, here));
    for (const auto& trouble : report.troubles)
      return Error{trouble.error.code, trouble.path + ": " + trouble.error.message};
  }
  return Ok();
}

}  // namespace hindcast::app
