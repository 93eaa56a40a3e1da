// The archive in a SQLite file.
#include <algorithm>
#include <utility>

#include "archive/archive.h"
#include "archive/home.h"
#include "archive/migrate.h"
#include "archive/sql/statements.h"
#include "archive/sqlite.h"

namespace hindcast::archive {
namespace {

Document document_of(const Rows& row) {
  Document document;
  document.id = row.integer(0);
  document.path = row.string(1);
  document.is_here = row.integer(2) != 0;
  document.revision = row.integer(3);
  document.digest = row.string(4);
  document.facts = {.slug = row.string(5),
                    .kind = row.string(6),
                    .form = row.string(7),
                    .title = row.string(8),
                    .date = row.string(9),
                    .severity = row.string(10),
                    .language = row.string(11)};
  return document;
}

Item item_of(const Rows& row) {
  Item item;
  item.id = row.integer(0);
  item.document = row.integer(1);
  item.is_here = row.integer(2) != 0;
  item.since = row.integer(3);
  item.facts = {.role = row.string(4),
                .short_id = row.string(5),
                .text = row.string(6),
                .line = row.integer(7),
                .state = row.string(8),
                .owner = row.string(9),
                .team = row.string(10),
                .priority = row.string(11),
                .due = row.string(12),
                .ticked = row.string(13),
                .start = row.string(14),
                .end = row.string(15),
                .value = row.string(16)};
  return item;
}

Event event_of(const Rows& row) {
  Event event;
  event.number = row.integer(0);
  event.at = row.integer(1);
  event.actor = row.string(2);
  event.what = row.string(3);
  event.document = row.integer(4);
  event.item = row.integer(5);
  event.revision = row.integer(6);
  event.field = row.string(7);
  event.before = row.string(8);
  event.after = row.string(9);
  event.seal = row.string(10);
  return event;
}

template <typename Made>
Result<std::vector<Made>> all_of(Rows&& rows, Made (*made_of)(const Rows&)) {
  std::vector<Made> made;
  while (TRY(rows.next()))
    made.push_back(made_of(rows));
  return made;
}

template <typename Made>
Result<std::optional<Made>> one_of(Rows&& rows, Made (*made_of)(const Rows&)) {
  if (!TRY(rows.next())) return std::optional<Made>();
  return std::optional<Made>(made_of(rows));
}

constexpr std::size_t items_at_once = 8;  // rows of sql::add_items

class Sqlite : public Home {
 public:
  explicit Sqlite(Database database) : database_(std::move(database)) {}

  Status begin() override { return done(sql::begin, {}); }
  Status begin_reading() override { return done(sql::begin_reading, {}); }
  Status commit() override { return done(sql::commit, {}); }
  void undo() override {
    (void)database_.run(sql::roll_back);  // SQLite may have done so itself
  }

  Result<Id> workspace(std::string_view name) override {
    if (const Id found = TRY(find(name)); found != 0) return found;
    auto added = done(sql::add_workspace, {name});
    if (!added.ok() && added.error().code != ErrorCode::conflict) return std::move(added).error();
    return find(name);
  }
  Result<Counters> counters(Id workspace) override {
    auto row = TRY(database_.rows(sql::counters, {workspace}));
    if (!TRY(row.next())) return Error{ErrorCode::not_found, "there is no such workspace"};
    return Counters{row.integer(0), row.integer(1), row.string(2)};
  }
  Status put(Id workspace, const Counters& counters) override {
    return done(sql::put_counters, {workspace, counters.next_id, counters.next_event, Blob{counters.seal}});
  }

  Status put(Id workspace, const Document& document) override {
    const DocumentFacts& facts = document.facts;
    auto put = done(sql::put_document, {workspace, document.id, document.path, std::int64_t{document.is_here},
                                        document.revision, Blob{document.digest}, facts.slug, facts.kind,
                                        facts.form, facts.title, facts.date, facts.severity, facts.language});
    if (!put.ok() && put.error().code == ErrorCode::conflict)
      return Error{ErrorCode::conflict, document.path + ": is in the archive already"};
    return put;
  }
  Status add(Id workspace, std::span<const NewItem> items) override {
    for (; items.size() >= items_at_once; items = items.subspan(items_at_once))
      TRY(write(sql::add_items, workspace, items.first(items_at_once)));
    for (const NewItem& item : items)
      TRY(write(sql::add_item, workspace, {&item, 1}));
    return Ok();
  }
  Status put(Id workspace, const Item& item) override {
    begin_items(workspace);
    list_item(item.id, item.document, item.is_here, item.since, item.facts);
    return write_items(sql::update_item);
  }
  Status add(Id workspace, Id document, const Revision& revision, std::string_view text) override {
    return done(sql::add_revision, {workspace, document, revision.number, revision.at, revision.actor,
                                    revision.source, Blob{revision.digest}, Blob{text}});
  }
  Status add(Id workspace, const Event& event) override {
    return done(sql::add_event,
                {workspace, event.number, event.at, event.actor, event.what, event.document, event.item,
                 event.revision, event.field, event.before, event.after, Blob{event.seal}});
  }
  Status put(Id workspace, const Listing& listing) override {
    if (listing.stamps.empty()) return done(sql::remove_listing, {workspace, listing.folder});
    return done(sql::put_listing, {workspace, listing.folder, Blob{listing.stamps}});
  }
  Status put(Id workspace, const IndexState& state) override {
    return done(sql::put_index, {workspace, state.maker, state.event, Blob{state.manifest}});
  }
  Status add(Id workspace, BlockName name, std::string_view bytes) override {
    return done(sql::add_block, {workspace, name.segment, name.number, Blob{bytes}});
  }
  Status drop_segment(Id workspace, std::int64_t segment) override {
    return done(sql::drop_segment, {workspace, segment});
  }
  Status drop_blocks(Id workspace) override { return done(sql::drop_blocks, {workspace}); }
  Status put(Id workspace, const Judgement& judgement) override {
    if (judgement.verdict.empty())
      return done(sql::remove_judgement, {workspace, judgement.earlier, judgement.later});
    return done(sql::put_judgement, {workspace, judgement.earlier, judgement.later, judgement.verdict,
                                     judgement.reason, judgement.actor, judgement.at});
  }
  Status hide_items(Id workspace, Id document) override {
    return done(sql::hide_items, {workspace, document});
  }

  Result<std::optional<Document>> document(Id workspace, Id document) override {
    return one_of(TRY(database_.rows(sql::document, {workspace, document})), document_of);
  }
  Result<std::optional<Document>> document_at(Id workspace, std::string_view path) override {
    return one_of(TRY(database_.rows(sql::document_at, {workspace, path})), document_of);
  }
  Result<std::optional<Document>> document_before(Id workspace, Id id) override {
    return one_of(TRY(database_.rows(sql::document_before, {workspace, id})), document_of);
  }
  Result<std::int64_t> documents_here(Id workspace) override {
    auto row = TRY(database_.rows(sql::documents_here, {workspace}));
    return TRY(row.next()) ? row.integer(0) : 0;
  }
  Result<std::optional<Item>> item(Id workspace, Id item) override {
    return one_of(TRY(database_.rows(sql::item, {workspace, item})), item_of);
  }
  Result<std::vector<Document>> documents(Id workspace) override {
    return all_of(TRY(database_.rows(sql::documents, {workspace})), document_of);
  }
  Result<std::vector<Item>> items(Id workspace, Id document) override {
    return all_of(TRY(database_.rows(sql::items, {workspace, document})), item_of);
  }
  Result<std::vector<Item>> items_called(Id workspace, std::string_view short_id) override {
    return all_of(TRY(database_.rows(sql::items_called, {workspace, short_id})), item_of);
  }
  Result<std::vector<Id>> documents_with(Id workspace, std::span<const std::string_view> short_ids) override {
    std::vector<Id> out;
    auto row = TRY(database_.rows(sql::short_ids, {workspace}));
    while (TRY(row.next()))
      if (std::binary_search(short_ids.begin(), short_ids.end(), row.string(0)))
        out.push_back(row.integer(1));
    return out;
  }
  Result<std::vector<Revision>> revisions(Id workspace, Id document) override {
    return all_of<Revision>(TRY(database_.rows(sql::revisions, {workspace, document})), [](const Rows& row) {
      return Revision{row.integer(0), row.integer(1), row.string(2), row.string(3), row.string(4), ""};
    });
  }
  Result<std::string> text(Id workspace, Id document, std::int64_t revision) override {
    auto row = TRY(database_.rows(sql::revision_text, {workspace, document, revision}));
    if (!TRY(row.next())) return Error{ErrorCode::not_found, "there is no such revision"};
    return row.string(0);
  }
  Result<std::vector<Event>> events(Id workspace, const EventQuery& query) override {
    auto all =
        query.item != 0
            ? all_of(TRY(database_.rows(sql::events_of_item, {workspace, query.after, query.item})), event_of)
        : query.document != 0
            ? all_of(TRY(database_.rows(sql::events_of_document, {workspace, query.after, query.document})),
                     event_of)
            : all_of(TRY(database_.rows(sql::events, {workspace, query.after})), event_of);
    if (all.ok() && query.item != 0 && query.document != 0)
      std::erase_if(*all, [&](const Event& event) { return event.document != query.document; });
    return all;
  }
  Result<std::vector<Listing>> listings(Id workspace) override {
    return all_of<Listing>(TRY(database_.rows(sql::listings, {workspace})), [](const Rows& row) {
      return Listing{row.string(0), row.string(1)};
    });
  }

  Result<Listing> listing(Id workspace, std::string_view folder) override {
    auto row = TRY(database_.rows(sql::listing, {workspace, folder}));
    return Listing{std::string(folder), TRY(row.next()) ? row.string(0) : ""};
  }

  Result<std::vector<Judgement>> judgements(Id workspace) override {
    return all_of<Judgement>(TRY(database_.rows(sql::judgements, {workspace})), [](const Rows& row) {
      return Judgement{row.integer(0), row.integer(1), row.string(2),
                       row.string(3),  row.string(4),  row.integer(5)};
    });
  }

  Result<IndexState> index(Id workspace) override {
    auto row = TRY(database_.rows(sql::index, {workspace}));
    if (!TRY(row.next())) return IndexState();
    return IndexState{row.integer(0), row.integer(1), row.string(2)};
  }
  Result<std::string> block(Id workspace, BlockName name) override {
    auto row = TRY(database_.rows(sql::block, {workspace, name.segment, name.number}));
    if (!TRY(row.next())) return Error{ErrorCode::not_found, "there is no such block of the index"};
    return row.string(0);
  }

  Status copy_to(const std::string& path) override { return database_.copy_to(path); }

  Result<std::vector<std::string>> check() override {
    std::vector<std::string> problems;
    auto rows = TRY(database_.rows(sql::integrity, {}));
    while (TRY(rows.next()))
      if (rows.text(0) != "ok") problems.push_back("the file: " + rows.string(0));
    auto loose = TRY(database_.rows(sql::foreign_keys, {}));
    while (TRY(loose.next()))
      problems.push_back("the file: a row of " + loose.string(0) + " belongs to nothing");
    return problems;
  }

 private:
  Status done(const char* statement, std::initializer_list<Value> values) {
    TRY(database_.change(statement, values));
    return Ok();
  }
  Status write(const char* statement, Id workspace, std::span<const NewItem> items) {
    begin_items(workspace);
    for (const NewItem& item : items)
      list_item(item.id, item.document, item.is_here, item.since, *item.facts);
    return write_items(statement);
  }
  void begin_items(Id workspace) { values_.assign({workspace}); }
  void list_item(Id item, Id document, bool is_here, std::int64_t since, const ItemFacts& facts) {
    values_.insert(values_.end(),
                   {item, document, std::int64_t{is_here}, since, facts.role, facts.short_id, facts.text,
                    facts.line, facts.state, facts.owner, facts.team, facts.priority, facts.due, facts.ticked,
                    facts.start, facts.end, facts.value});
  }
  Status write_items(const char* statement) {
    TRY(database_.change(statement, values_));
    return Ok();
  }
  Result<Id> find(std::string_view name) {
    auto row = TRY(database_.rows(sql::find_workspace, {name}));
    if (!TRY(row.next())) return Id{0};
    return row.integer(0);
  }

  Database database_;
  std::vector<Value> values_;  // of one statement; kept for its room
};

// `not_found` for a file in which nothing was begun. Who is beginning it now is waited for.
Status is_begun(Database& database) {
  const auto has_schema = [&]() -> Result<bool> { return TRY(database.number("PRAGMA user_version")) != 0; };
  if (TRY(has_schema())) return Ok();
  TRY(database.run(sql::begin));
  const auto has_now = has_schema();
  TRY(database.run(sql::roll_back));
  if (TRY(has_now)) return Ok();
  return Error{ErrorCode::not_found, not_begun};
}

}  // namespace

Result<Archive> open_sqlite(const std::string& path, const SqliteOptions& options) {
  auto database = TRY(Database::open(path, {.may_create = options.may_create,
                                            .busy_ms_max = options.busy_ms_max,
                                            .checkpoint_pages = options.checkpoint_pages,
                                            .application_id = application_id,
                                            .checks_references = options.checks_references}));
  if (!options.may_create) TRY(is_begun(database));
  TRY(migrate(database, options.keeps_old_schema ? path : "", schema_steps()));
  return Archive(std::make_unique<Sqlite>(std::move(database)));
}

Status overwrite_sqlite(const std::string& path, const std::string& other) {
  const Database::Options options{.may_create = false, .application_id = application_id};
  auto database = TRY(Database::open(path, options));
  auto source = TRY(Database::open(other, options));
  return database.become(source);
}

}  // namespace hindcast::archive
