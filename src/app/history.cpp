#include "app/history.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/archived.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

struct Known {
  archive::Document document;
  bool is_read = false;
  std::vector<archive::Revision> revisions;
  std::unordered_map<std::string, archive::Item> items;  // by short id
};

struct FirstDay {
  std::optional<Date> day;
  bool was_met = false;  // it stood there already in the first text of its document that is known
};

}  // namespace

struct History::Impl {
  explicit Impl(OpenArchive&& archive) : open(std::move(archive)) {}
  Known* known(const std::string& path);
  FirstDay first_day(const Known& home, const archive::Item&);

  OpenArchive open;
  std::unordered_map<std::string, Known> documents;  // by path from the archive's root
};

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::~History() = default;

Result<std::unique_ptr<History>> History::of(const std::string& start, const Configuration& configuration) {
  const auto root = archive_root(start, configuration);
  if (!disk::exists(archive_file(root))) return std::unique_ptr<History>();
  auto impl = std::make_unique<Impl>(TRY(open_archive(root)));
  for (auto& document : TRY(impl->open.archive.documents(impl->open.workspace))) {
    if (!document.is_here) continue;
    auto path = document.path;
    impl->documents[std::move(path)].document = std::move(document);
  }
  return std::unique_ptr<History>(new History(std::move(impl)));
}

Known* History::Impl::known(const std::string& path) {
  const auto key = path_from(open.root, path);
  const auto found = key ? documents.find(*key) : documents.end();
  if (found == documents.end()) return nullptr;
  Known& known = found->second;
  if (known.is_read) return &known;
  known.is_read = true;
  if (auto revisions = open.archive.revisions(open.workspace, known.document.id); revisions.ok())
    known.revisions = std::move(*revisions);
  if (auto items = open.archive.items(open.workspace, known.document.id); items.ok())
    for (auto& item : *items)
      if (item.is_here) {
        auto id = item.facts.short_id;
        known.items.emplace(std::move(id), std::move(item));
      }
  return &known;
}

std::optional<Date> History::document(const std::string& path) {
  const Known* found = impl_->known(path);
  if (!found || found->revisions.empty()) return std::nullopt;
  return date_of(found->revisions.front().at);
}

// Its own coming where that was told; an item that moved came with the first document that it stood in.
FirstDay History::Impl::first_day(const Known& home, const archive::Item& item) {
  const auto events = open.archive.events(open.workspace, {.item = item.id});
  if (!events.ok()) return {};
  bool has_moved = false;
  for (const auto& event : *events) {
    if (event.what == "item_added") return {date_of(event.at), false};
    has_moved = has_moved || event.what == "item_moved";
  }
  const auto day_of = [](const archive::Revision& revision) {
    return FirstDay{date_of(revision.at), revision.number == 1};
  };
  if (!has_moved) {
    const auto revision =
        std::find_if(home.revisions.begin(), home.revisions.end(),
                     [&](const archive::Revision& one) { return one.number == item.since; });
    return revision == home.revisions.end() ? FirstDay{} : day_of(*revision);
  }
  // Ids are counted up, so its first document is the last that was there before it.
  const Known* first = nullptr;
  for (const auto& [path, known] : documents)
    if (known.document.id < item.id && (!first || known.document.id > first->document.id)) first = &known;
  if (!first) return {};
  const auto revisions = open.archive.revisions(open.workspace, first->document.id);
  return revisions.ok() && !revisions->empty() ? day_of(revisions->front()) : FirstDay{};
}

std::optional<Date> History::item(const std::string& path, const std::string& id, std::optional<Date> date) {
  const Known* home = impl_->known(path);
  if (!home) return std::nullopt;
  const auto found = home->items.find(id);
  if (found == home->items.end()) return std::nullopt;
  const auto first = impl_->first_day(*home, found->second);
  // When texts were written that are older than the archive nobody saw.
  if (first.was_met && date && first.day && *date < *first.day) return date;
  return first.day;
}

}  // namespace hindcast::app
