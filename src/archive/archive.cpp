#include "archive/archive.h"

#include <algorithm>
#include <utility>

#include "archive/home.h"
#include "archive/seal.h"
#include "base/assert.h"

namespace hindcast::archive {
namespace {

Error changed_meanwhile(const Document& seen) {
  return {ErrorCode::conflict, seen.path + ": the archive has changed meanwhile; try again"};
}

}  // namespace

const std::vector<TrackedField>& tracked_fields() {
  static const std::vector<TrackedField> fields = {
      {"text", &ItemFacts::text},    {"state", &ItemFacts::state},       {"owner", &ItemFacts::owner},
      {"team", &ItemFacts::team},    {"priority", &ItemFacts::priority}, {"due", &ItemFacts::due},
      {"ticked", &ItemFacts::ticked}};
  return fields;
}

Archive::Archive(std::unique_ptr<Home> home) : home_(std::move(home)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Id> Archive::workspace(std::string_view name) {
  return home_->workspace(name);
}

Status Archive::change(Id workspace, const By& by, const std::function<Status(Changes&)>& make,
                       Ending ending) {
  TRY(home_->begin());
  const auto all = [&]() -> Status {
    Counters counters = TRY(home_->counters(workspace));
    Changes changes(*home_, workspace, by, counters);
    TRY(make(changes));
    return home_->put(workspace, counters);
  };
  Status done = all();
  if (done.ok() && ending == Ending::keep) done = home_->commit();
  if (!done.ok() || ending == Ending::undo) home_->undo();
  return done;
}

Status Archive::begin_looking() {
  return home_->begin_reading();
}
void Archive::end_looking() {
  home_->undo();
}

Result<std::vector<Document>> Archive::documents(Id workspace) {
  return home_->documents(workspace);
}
Result<std::optional<Document>> Archive::document(Id workspace, Id document) {
  return home_->document(workspace, document);
}
Result<std::optional<Document>> Archive::document_at(Id workspace, std::string_view path) {
  return home_->document_at(workspace, path);
}
// Ids are counted up, so it is the last document that was there before the item.
Result<std::optional<Document>> Archive::first_document_of(Id workspace, Id item) {
  return home_->document_before(workspace, item);
}
Result<std::int64_t> Archive::documents_here(Id workspace) {
  return home_->documents_here(workspace);
}
Result<std::vector<Item>> Archive::items(Id workspace, Id document) {
  return home_->items(workspace, document);
}
Result<std::optional<Item>> Archive::item(Id workspace, Id item) {
  return home_->item(workspace, item);
}
Result<std::vector<Item>> Archive::items_called(Id workspace, std::string_view short_id) {
  return home_->items_called(workspace, short_id);
}
Result<std::vector<Id>> Archive::documents_with(Id workspace, std::span<const std::string_view> short_ids) {
  HC_ASSERT(std::is_sorted(short_ids.begin(), short_ids.end()));
  if (short_ids.empty()) return std::vector<Id>();
  auto documents = TRY(home_->documents_with(workspace, short_ids));
  std::sort(documents.begin(), documents.end());
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
  return documents;
}
Result<std::vector<Revision>> Archive::revisions(Id workspace, Id document) {
  return home_->revisions(workspace, document);
}
Result<std::string> Archive::text(Id workspace, Id document, std::int64_t revision) {
  return home_->text(workspace, document, revision);
}
Result<std::vector<Event>> Archive::events(Id workspace, const EventQuery& query) {
  return home_->events(workspace, query);
}
Result<std::int64_t> Archive::last_event(Id workspace) {
  return TRY(home_->counters(workspace)).next_event - 1;
}
Result<std::vector<Listing>> Archive::listings(Id workspace) {
  return home_->listings(workspace);
}
Result<Listing> Archive::listing(Id workspace, std::string_view folder) {
  return home_->listing(workspace, folder);
}
Result<std::vector<Judgement>> Archive::judgements(Id workspace) {
  return home_->judgements(workspace);
}
Result<IndexState> Archive::index(Id workspace) {
  return home_->index(workspace);
}
Result<std::string> Archive::block(Id workspace, BlockName name) {
  return home_->block(workspace, name);
}
Status Archive::copy_to(const std::string& path) {
  return home_->copy_to(path);
}

Result<Document> Changes::current(const Document& seen) {
  auto found = TRY(home_.document(workspace_, seen.id));
  if (!found || *found != seen) return changed_meanwhile(seen);
  return std::move(*found);
}

Status Changes::tell(std::string what, const Document& document, Id item, std::string field,
                     std::string before, std::string after, const Revision* made) {
  Event event;
  event.number = counters_.next_event++;
  event.at = by_.at;
  event.actor = by_.actor;
  event.what = std::move(what);
  event.document = document.id;
  event.item = item;
  event.revision = document.revision;
  event.field = std::move(field);
  event.before = std::move(before);
  event.after = std::move(after);
  event.seal = counters_.seal = seal_of(counters_.seal, event, made);
  return home_.add(workspace_, event);
}

Result<Revision> Changes::write_revision(const Document& document, const Text& text) {
  Revision revision;
  revision.number = document.revision;
  revision.at = by_.at;
  revision.actor = by_.actor;
  revision.source = by_.source;
  revision.digest = text.digest;
  TRY(home_.add(workspace_, document.id, revision, text.bytes));
  return revision;
}

NewItem Changes::new_item(const Document& document, const ItemFacts& facts) {
  return {.id = counters_.next_id++, .document = document.id, .since = document.revision, .facts = &facts};
}

// `is_told`: an item that comes new has an event of its own, because its document was there before.
Status Changes::write_item(const Document& document, const ItemChange& change, bool is_told) {
  if (!change.now) return drop(*change.was);
  if (!change.was) {
    const NewItem item = new_item(document, *change.now);
    TRY(home_.add(workspace_, {&item, 1}));
    return is_told ? tell("item_added", document, item.id, "", "", item.facts->text) : Ok();
  }
  const Item& was = *change.was;
  Item item = was;
  item.document = document.id;
  item.is_here = true;
  item.facts = *change.now;
  if (was.document != document.id) item.since = document.revision;
  if (item != was) TRY(home_.put(workspace_, item));
  if (was.document != document.id) {
    const auto from = TRY(home_.document(workspace_, was.document));
    TRY(tell("item_moved", document, item.id, "", from ? from->path : "", document.path));
  } else if (!was.is_here && is_told) {
    TRY(tell("item_back", document, item.id, "", "", item.facts.text));
  }
  for (const TrackedField& field : tracked_fields()) {
    if (was.facts.*field.value == item.facts.*field.value) continue;
    if (field.name == "ticked" && item.facts.role == "action") continue;  // a way to write its state
    TRY(tell("item_changed", document, item.id, std::string(field.name), was.facts.*field.value,
             item.facts.*field.value));
  }
  return Ok();
}

Result<Document> Changes::new_document(std::string path, DocumentFacts facts, const Text& text) {
  Document document;
  document.id = counters_.next_id++;
  document.path = std::move(path);
  document.revision = 1;
  document.digest = text.digest;
  document.facts = std::move(facts);
  TRY(home_.put(workspace_, document));
  const auto made = TRY(write_revision(document, text));
  TRY(tell("document_added", document, 0, "", "", document.path, &made));
  return document;
}

Result<Id> Changes::add_document(std::string path, DocumentFacts facts, const Text& text,
                                 const std::vector<ItemChange>& items) {
  const Document document = TRY(new_document(std::move(path), std::move(facts), text));
  std::vector<NewItem> added;
  added.reserve(items.size());
  for (const ItemChange& item : items)
    if (item.now && !item.was)
      added.push_back(new_item(document, *item.now));
    else
      TRY(write_item(document, item, false));
  TRY(home_.add(workspace_, added));
  return document.id;
}

Result<Id> Changes::add_document_of_new(std::string path, DocumentFacts facts, const Text& text,
                                        std::span<const ItemFacts> items) {
  const Document document = TRY(new_document(std::move(path), std::move(facts), text));
  std::vector<NewItem> added;
  added.reserve(items.size());
  for (const ItemFacts& item : items)
    added.push_back(new_item(document, item));
  TRY(home_.add(workspace_, added));
  return document.id;
}

Status Changes::revise(const Document& seen, std::string path, DocumentFacts facts, const Text& text,
                       const std::vector<ItemChange>& items) {
  Document document = TRY(current(seen));
  document.path = std::move(path);
  document.is_here = true;
  document.facts = std::move(facts);
  const bool is_changed = document.digest != text.digest;
  if (is_changed) ++document.revision;
  document.digest = text.digest;
  TRY(home_.put(workspace_, document));
  if (!seen.is_here)
    TRY(tell("document_back", document, 0, "", seen.path, document.path));
  else if (document.path != seen.path)
    TRY(tell("document_moved", document, 0, "", seen.path, document.path));
  if (is_changed) {
    const auto made = TRY(write_revision(document, text));
    TRY(tell("document_changed", document, 0, "", hex_of(seen.digest), hex_of(document.digest), &made));
  }
  for (const ItemChange& item : items)
    TRY(write_item(document, item, seen.is_here));
  return Ok();
}

Status Changes::move(const Document& seen, std::string path) {
  Document document = TRY(current(seen));
  document.path = std::move(path);
  TRY(home_.put(workspace_, document));
  return tell("document_moved", document, 0, "", seen.path, document.path);
}

Status Changes::remove(const Document& seen) {
  Document document = TRY(current(seen));
  document.is_here = false;
  TRY(home_.put(workspace_, document));
  TRY(home_.hide_items(workspace_, document.id));
  return tell("document_gone", document, 0, "", document.path, "");
}

Status Changes::put_item(Id document, const ItemChange& change) {
  const auto found = TRY(home_.document(workspace_, document));
  if (!found) return Error{ErrorCode::not_found, "there is no such document in the archive"};
  return write_item(*found, change, true);
}

Status Changes::drop(const Item& seen) {
  auto item = TRY(home_.item(workspace_, seen.id));
  const auto document = TRY(home_.document(workspace_, seen.document));
  if (!item || !document || *item != seen)
    return Error{ErrorCode::conflict, "an item has changed in the archive meanwhile; try again"};
  item->is_here = false;
  TRY(home_.put(workspace_, *item));
  return tell("item_gone", *document, item->id, "", item->facts.text, "");
}

Status Changes::judge(Judgement judgement) {
  const auto earlier = TRY(home_.item(workspace_, judgement.earlier));
  const auto later = TRY(home_.item(workspace_, judgement.later));
  if (!earlier || !later) return Error{ErrorCode::not_found, "there is no such item in the archive"};
  const auto document = TRY(home_.document(workspace_, later->document));
  if (!document) return Error{ErrorCode::not_found, "there is no such document in the archive"};
  judgement.actor = by_.actor;
  judgement.at = by_.at;
  TRY(home_.put(workspace_, judgement));
  return tell("repeat_" + (judgement.verdict.empty() ? "undone" : judgement.verdict), *document, later->id,
              "repeat", std::to_string(earlier->id), judgement.reason);
}

Status Changes::remember(const Listing& listing) {
  return home_.put(workspace_, listing);
}

std::int64_t Changes::last_event() const {
  return counters_.next_event - 1;
}
Status Changes::put_index(const IndexState& state) {
  return home_.put(workspace_, state);
}
Status Changes::add_block(BlockName name, std::string_view bytes) {
  return home_.add(workspace_, name, bytes);
}
Status Changes::drop_segment(std::int64_t segment) {
  return home_.drop_segment(workspace_, segment);
}
Status Changes::drop_index() {
  TRY(home_.drop_blocks(workspace_));
  return home_.put(workspace_, IndexState{});
}

}  // namespace hindcast::archive
