#include "app/history.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/archived.h"
#include "app/policies.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

struct Known {
  archive::Document document;  // id 0: the archive knows none there
  std::vector<archive::Revision> revisions;
  std::unordered_map<std::string, archive::Item> items;  // by short id
};

struct FirstDay {
  std::optional<Date> day;
  // It stood already in the first text of a document that is known, which says that it is of that day.
  bool came_with_document = false;
  std::optional<Date> stated;
};

}  // namespace

struct History::Impl {
  Impl(OpenArchive&& archive, Zone&& team) : open(std::move(archive)), zone(std::move(team)) {}
  Known* known(const std::string& path);
  FirstDay first_day(const Known& home, const archive::Item&, std::optional<Date> stated);

  OpenArchive open;
  Zone zone;
  std::unordered_map<std::string, Known> documents;  // by path from the archive's root
};

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::~History() = default;

Result<std::unique_ptr<History>> History::of(const std::string& start, const Configuration& configuration) {
  const auto root = archive_root(start, configuration);
  if (!disk::exists(archive_file(root))) return std::unique_ptr<History>();
  auto zone = TRY(team_zone(configuration));
  auto impl = std::make_unique<Impl>(TRY(open_archive(root)), std::move(zone));
  return std::unique_ptr<History>(new History(std::move(impl)));
}

Known* History::Impl::known(const std::string& path) {
  const auto key = path_from(open.root, path);
  if (!key) return nullptr;
  const auto [at, is_new] = documents.try_emplace(*key);
  Known& known = at->second;
  if (!is_new) return known.document.id == 0 ? nullptr : &known;
  auto document = open.archive.document_at(open.workspace, *key);
  if (!document.ok() || !*document) return nullptr;
  known.document = std::move(**document);
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
  return impl_->zone.day(found->revisions.front().at);
}

// Its own coming where that was told; an item that moved came with the first document that it stood in.
FirstDay History::Impl::first_day(const Known& home, const archive::Item& item, std::optional<Date> stated) {
  const auto events = open.archive.events(open.workspace, {.item = item.id});
  if (!events.ok()) return {};
  bool has_moved = false;
  for (const auto& event : *events) {
    if (event.what == "item_added") return {zone.day(event.at), false, {}};
    has_moved = has_moved || event.what == "item_moved";
  }
  if (has_moved) {
    const auto first = open.archive.first_document_of(open.workspace, item.id);
    if (!first.ok() || !*first) return {};
    const auto revisions = open.archive.revisions(open.workspace, (*first)->id);
    if (!revisions.ok() || revisions->empty()) return {};
    return {zone.day(revisions->front().at), true, parse_iso_date((*first)->facts.date)};
  }
  const auto revision = std::find_if(home.revisions.begin(), home.revisions.end(),
                                     [&](const archive::Revision& one) { return one.number == item.since; });
  if (revision == home.revisions.end()) return {};
  return {zone.day(revision->at), revision->number == 1, stated};
}

std::optional<Date> History::item(const std::string& path, const std::string& id, std::optional<Date> date) {
  const Known* home = impl_->known(path);
  if (!home) return std::nullopt;
  const auto found = home->items.find(id);
  if (found == home->items.end()) return std::nullopt;
  const auto first = impl_->first_day(*home, found->second, date);
  // When texts were written that are older than the archive nobody saw.
  if (first.came_with_document && first.stated && first.day && *first.stated < *first.day)
    return first.stated;
  return first.day;
}

}  // namespace hindcast::app
