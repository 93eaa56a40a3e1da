#include "app/seek.h"

#include <algorithm>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/documents.h"
#include "app/files.h"
#include "base/nearest.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

constexpr std::size_t near_max = 4;
constexpr int far = 2;  // letters of an id that are wrong: more are another id

std::string joined(const std::string& folder, const std::string& key) {
  return folder == "." ? key : folder + "/" + key;
}

// The documents that the archive knows to be meant, by paths from its root.
Result<std::vector<std::string>> known(OpenArchive& open, const Sought& sought) {
  std::vector<std::string> paths;
  for (const auto& item : TRY(open.archive.items_called(open.workspace, sought.id))) {
    const auto document = TRY(open.archive.document(open.workspace, item.document));
    if (document && document->is_here && (sought.slug.empty() || document->facts.slug == sought.slug) &&
        std::find(paths.begin(), paths.end(), document->path) == paths.end())
      paths.push_back(document->path);
  }
  return paths;
}

// Paths from here; none when the archive can't tell, or what it tells is not so any more.
std::vector<std::string> found_in_archive(const std::string& root, const std::string& here,
                                          const Sought& sought, const ReadOptions& options) {
  if (!disk::exists(archive_file(root))) return {};
  auto open = open_archive(root);
  if (!open.ok()) return {};  // looked for without it; who writes it says what is wrong
  auto paths = open->archive.look([&] { return known(*open, sought); });
  if (!paths.ok()) return {};
  std::vector<std::string> found;
  for (const auto& key : *paths) {
    const auto read = read_document(joined(here, key), options);
    if (!read.ok()) continue;
    const auto& items = read->document.items;
    const bool has_id =
        std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.id == sought.id; });
    if (has_id) found.push_back(read->path);
  }
  return found;
}

struct Near {
  int distance = 0;
  std::string name;
};

// How far what an item is called is from what was typed; nothing when too far.
void note_near(const Sought& sought, const facts::Document& document, std::vector<Near>& near) {
  const bool is_slug_alike = !sought.slug.empty() && document.slug.find(sought.slug) != document.slug.npos;
  bool is_noted = false;
  for (const auto& item : document.items) {
    const int apart = distance(item.id, sought.id);
    if (apart > 0 && (apart > far || !(sought.slug.empty() || is_slug_alike))) continue;
    near.push_back({apart, document.slug + "#" + item.id});
    is_noted = true;
  }
  if (is_slug_alike && !is_noted) near.push_back({far, document.slug});
}

}  // namespace

Result<SoughtDocuments> seek(const Sought& sought, const std::vector<std::string>& paths,
                             const ReadOptions& options) {
  SoughtDocuments made;
  std::vector<std::string> through = paths;
  if (paths.empty()) {
    const auto root = archive_root(".", {});
    made.root = from_here(root);
    made.found = found_in_archive(root, made.root, sought, options);
    if (!made.found.empty()) return made;
    through = {made.root};
  }
  made.root = through[0];
  std::vector<Near> near;
  const auto configuration = TRY(load_configuration(through[0], ""));
  read_documents(documents_beneath(through, configuration), options, [&](ReadDocument&& read) {
    const auto& items = read.document.items;
    const bool has_id =
        std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.id == sought.id; });
    if (sought.slug.empty() ? has_id : read.document.slug == sought.slug) made.found.push_back(read.path);
    note_near(sought, read.document, near);
  });
  std::stable_sort(near.begin(), near.end(),
                   [](const Near& a, const Near& b) { return a.distance < b.distance; });
  for (std::size_t i = 0; i < std::min(near.size(), near_max); ++i)
    made.near.push_back(std::move(near[i].name));
  return made;
}

}  // namespace hindcast::app
