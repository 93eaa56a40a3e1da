#include "app/history.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/archived.h"
#include "app/policies.h"
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
  // It stood already in the first text of a document that is known, which says that it is of that day.
  bool came_with_document = false;
  std::optional<Date> stated;
};

// Which document lay at a path since an event.
struct Tenant {
  std::int64_t since = 0;
  archive::Id document = 0;
};

}  // namespace

struct History::Impl {
  Impl(OpenArchive&& archive, Zone&& team) : open(std::move(archive)), zone(std::move(team)) {}
  Known* known(const std::string& path);
  FirstDay first_day(const Known& home, const archive::Item&, std::optional<Date> stated);
  FirstDay first_day_at(const std::string& path, std::int64_t before);
  void learn_tenants();

  OpenArchive open;
  Zone zone;
  std::unordered_map<std::string, Known> documents;              // by path from the archive's root
  std::unordered_map<std::string, std::vector<Tenant>> tenants;  // by path, in order; once an item has moved
};

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::~History() = default;

Result<std::unique_ptr<History>> History::of(const std::string& start, const Configuration& configuration) {
  const auto root = archive_root(start, configuration);
  if (!disk::exists(archive_file(root))) return std::unique_ptr<History>();
  auto zone = TRY(team_zone(configuration));
  auto impl = std::make_unique<Impl>(TRY(open_archive(root)), std::move(zone));
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
  return impl_->zone.day(found->revisions.front().at);
}

// Its own coming where that was told; an item that moved came with the first document that it stood in.
FirstDay History::Impl::first_day(const Known& home, const archive::Item& item, std::optional<Date> stated) {
  const auto events = open.archive.events(open.workspace, {.item = item.id});
  if (!events.ok()) return {};
  const archive::Event* first_move = nullptr;
  for (const auto& event : *events) {
    if (event.what == "item_added") return {zone.day(event.at), false, {}};
    if (event.what == "item_moved" && !first_move) first_move = &event;
  }
  if (first_move) return first_day_at(first_move->before, first_move->number);
  const auto revision = std::find_if(home.revisions.begin(), home.revisions.end(),
                                     [&](const archive::Revision& one) { return one.number == item.since; });
  if (revision == home.revisions.end()) return {};
  return {zone.day(revision->at), revision->number == 1, stated};
}

// Of what came with the document that lay at `path` before that event.
FirstDay History::Impl::first_day_at(const std::string& path, std::int64_t before) {
  if (tenants.empty()) learn_tenants();
  const auto at = tenants.find(path);
  if (at == tenants.end()) return {};
  const auto later = std::find_if(at->second.begin(), at->second.end(),
                                  [&](const Tenant& tenant) { return tenant.since >= before; });
  if (later == at->second.begin()) return {};
  const auto id = std::prev(later)->document;
  const auto first = open.archive.document(open.workspace, id);
  const auto revisions = open.archive.revisions(open.workspace, id);
  if (!first.ok() || !*first || !revisions.ok() || revisions->empty()) return {};
  return {zone.day(revisions->front().at), true, parse_iso_date((*first)->facts.date)};
}

void History::Impl::learn_tenants() {
  const auto events = open.archive.events(open.workspace, {});
  if (!events.ok()) return;
  for (const auto& event : *events)
    if (event.what == "document_added" || event.what == "document_moved" || event.what == "document_back")
      tenants[event.after].push_back({event.number, event.document});
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
