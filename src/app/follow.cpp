#include "app/follow.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/forms.h"
#include "archive/match.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

// What has to be looked at together, so that each document and item is found to be what it was.
class Scope {
 public:
  Scope(OpenArchive& open, const ReadOptions& read) : open_(open), forms_(read) {}

  Status add(const FileChange& edit) {
    const auto key = path_from(open_.root, edit.path);
    if (!key) return Ok();
    const auto known = TRY(open_.archive.document_at(open_.workspace, *key));
    if (!known) return add_moved(edit);
    paths_.insert(edit.path);
    if (known->digest == sha256(edit.before)) return Ok();  // nothing but this edit has changed it
    return add_origins(edit, *known);
  }
  std::vector<std::string> paths() const { return {paths_.begin(), paths_.end()}; }

 private:
  // A document under a new path is the one that said the same before the edit and is not where it was.
  Status add_moved(const FileChange& edit) {
    const auto digest = sha256(edit.before);
    for (const auto& document : TRY(open_.archive.documents(open_.workspace))) {
      if (!document.is_here || document.digest != digest || disk::exists(path_of(document))) continue;
      paths_.insert(edit.path);
      paths_.insert(path_of(document));
      return Ok();
    }
    return Ok();
  }

  // The documents that have items which this one did not have, where their files still are: that of another
  // may be what was moved elsewhere, which this edit does not look for.
  Status add_origins(const FileChange& edit, const archive::Document& known) {
    std::set<std::string> had;
    for (const auto& item : TRY(open_.archive.items(open_.workspace, known.id)))
      if (item.is_here) had.insert(item.facts.short_id);
    std::set<std::string_view> stems;
    const auto now = document::read({.path = known.path, .text = edit.after}, forms_.all());
    for (const auto& item : now.items)
      if (had.count(item.id) == 0) stems.insert(archive::stem_of(item.id));
    const std::vector<std::string_view> sorted(stems.begin(), stems.end());
    for (const auto id : TRY(open_.archive.documents_with(open_.workspace, sorted)))
      if (const auto origin = TRY(open_.archive.document(open_.workspace, id)))
        if (const auto path = path_of(*origin); disk::exists(path)) paths_.insert(path);
    return Ok();
  }

  std::string path_of(const archive::Document& document) const { return open_.root + "/" + document.path; }

  OpenArchive& open_;
  Forms forms_;
  std::set<std::string> paths_;
};

Result<std::vector<std::string>> scope_of(const std::string& root, const std::vector<FileChange>& edits,
                                          const ReadOptions& read) {
  auto open = TRY(open_archive(root));
  return open.archive.look([&]() -> Result<std::vector<std::string>> {
    Scope scope(open, read);
    for (const auto& edit : edits)
      TRY(scope.add(edit));
    return scope.paths();
  });
}

}  // namespace

bool has_archive(const std::vector<FileChange>& edits) {
  return std::any_of(edits.begin(), edits.end(), [](const FileChange& edit) {
    return disk::exists(archive_file(archive_root(edit.path, {})));
  });
}

Status follow_edits(const std::vector<FileChange>& edits, const SyncOptions& options) {
  std::map<std::string, std::vector<FileChange>> by_root;
  for (const auto& edit : edits)
    if (const auto root = archive_root(edit.path, {}); disk::exists(archive_file(root)))
      by_root[root].push_back(edit);
  for (const auto& [root, changed] : by_root) {
    SyncOptions here = options;
    const auto configuration = TRY(load_configuration(root, ""));
    TRY(add_configured_forms(configuration, here.read));
    const auto paths = TRY(scope_of(root, changed, here.read));
    if (paths.empty()) continue;
    const auto report = TRY(sync(root, paths, configuration, here));
    for (const auto& trouble : report.troubles)
      return Error{trouble.error.code, trouble.path + ": " + trouble.error.message};
  }
  return Ok();
}

}  // namespace hindcast::app
