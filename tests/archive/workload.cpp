#include "workload.h"

#include <sqlite3.h>

#include <cstring>
#include <random>

#include "archive/migrate.h"
#include "archive/seal.h"
#include "archive/testing.h"

namespace hindcast::power {
namespace {

using namespace archive;
using archive::testing::text;

constexpr SqliteOptions small = {.may_create = true, .busy_ms_max = 0, .checkpoint_pages = 40};
constexpr std::string_view main_workspace = "main";

Bug seeded = Bug::none;

int forbid_full(void*, int action, const char* name, const char* value, const char*, const char*) {
  const bool sets = action == SQLITE_PRAGMA && value != nullptr && std::strcmp(name, "synchronous") == 0;
  return sets ? SQLITE_IGNORE : SQLITE_OK;
}

int split_after_revision(unsigned, void* connection, void* statement, void*) {
  const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  if (sql != nullptr && std::strstr(sql, "INSERT INTO revisions") != nullptr)
    sqlite3_exec(static_cast<sqlite3*>(connection), "COMMIT; BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  return 0;
}

int spoil(sqlite3* connection, char**, const sqlite3_api_routines*) {
  if (seeded == Bug::normal) {
    sqlite3_exec(connection, "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(connection, forbid_full, nullptr);
  }
  if (seeded == Bug::split)
    sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, split_after_revision, connection);
  return SQLITE_OK;
}

// One run of changes. Whatever fails ends it.
class Run {
 public:
  Run(Disk& disk, std::uint64_t seed, Bug bug) : disk_(disk), random_(seed), bug_(bug) {}

  Course run(int steps) {
    try {
      const auto done = all(steps);
      course_.is_ended_early = !done.ok();
      if (!done.ok()) course_.failures.push_back(done.error().message);
    } catch (const std::bad_alloc&) {  // as main() does
      course_.is_ended_early = true;
      course_.failures.emplace_back("out of memory");
    }
    archive_.reset();
    return std::move(course_);
  }

 private:
  Status all(int steps) {
    begin();
    TRY(open());
    keep();
    for (step_ = 1; step_ <= steps; ++step_) {
      begin();
      const auto random = random_;
      if (auto done = one_step(); !done.ok()) {
        course_.failures.push_back(done.error().message);
        random_ = random;
        if (bug_ != Bug::early_word) TRY(one_step());
      }
      keep();
      if (one_in(6)) TRY(open());
      if (one_in(12)) TRY(copy());
    }
    archive_.reset();
    return Ok();
  }

  bool one_in(std::uint64_t n) { return random_() % n == 0; }
  void begin() {
    const Calm calm;
    course_.moments.push_back({disk_.log().size(), std::nullopt, ""});
  }
  void keep() {
    const Calm calm;
    Moment& moment = course_.moments.back();
    moment.kept = bug_ == Bug::early_word ? moment.begun : disk_.log().size();
    moment.state = told(*archive_, workspace_);
  }

  Status open() {
    archive_.reset();
    archive_.emplace(TRY(open_sqlite(archive_name, small)));
    workspace_ = TRY(archive_->workspace(main_workspace));
    return Ok();
  }

  Status copy() {
    const std::string name = "copy-" + std::to_string(step_) + ".db";
    TRY(archive_->copy_to(name));
    const Calm calm;
    course_.copies.push_back({disk_.log().size(), name, told(*archive_, workspace_)});
    return Ok();
  }

  Status one_step() {
    const auto documents = TRY(archive_->documents(workspace_));
    return archive_->change(workspace_, {"ada", step_, ""}, [&](Changes& changes) -> Status {
      const auto parts = 1 + random_() % 2;
      std::vector<bool> is_touched(documents.size(), false);
      for (std::uint64_t i = 0; i < parts; ++i) {
        const auto nth = documents.empty() ? 0 : random_() % documents.size();
        if (documents.size() < 2 || (documents.size() < 6 && one_in(4)) || is_touched[nth]) {
          TRY(add(changes, i));
        } else {
          is_touched[nth] = true;
          TRY(touch(changes, documents[nth], documents[(nth + 1) % documents.size()], i));
        }
      }
      TRY(index(changes));
      return changes.remember({"step", std::to_string(step_)});
    });
  }

  // As the search index does: blocks come and go with the change that they are about.
  Status index(Changes& changes) {
    TRY(changes.put_index({.maker = 1, .event = step_, .manifest = std::to_string(step_)}));
    if (step_ % 4 == 0) TRY(changes.drop_segment(step_ - 2));
    return changes.add_block({.segment = step_, .number = 0}, words(9));
  }

  std::string words(std::uint64_t part) {
    std::string made = "Step " + std::to_string(step_) + "." + std::to_string(part) + "\n";
    made.append(random_() % (one_in(5) ? 9000 : 600), static_cast<char>('a' + step_ % 26));
    return made;
  }

  Status add(Changes& changes, std::uint64_t part) {
    const std::string path = "docs/" + std::to_string(step_) + "-" + std::to_string(part) + ".md";
    std::vector<ItemChange> items;
    for (std::uint64_t i = random_() % 3; i > 0; --i)
      items.push_back({{}, testing::action("Do thing " + std::to_string(i) + " of " + path)});
    const auto bytes = words(part);
    TRY(changes.add_document(path, {.slug = path, .title = "Added"}, text(bytes), items));
    return Ok();
  }

  Status touch(Changes& changes, const Document& document, const Document& other, std::uint64_t part) {
    if (!document.is_here || one_in(2)) return revise(changes, document, other, part);
    if (one_in(3)) return changes.remove(document);
    return changes.move(document, "moved/" + std::to_string(step_) + "-" + std::to_string(part) + ".md");
  }

  // Each item is done, gives up its place, or comes over from the document beside it.
  Status revise(Changes& changes, const Document& document, const Document& other, std::uint64_t part) {
    std::vector<ItemChange> items;
    for (auto& item : TRY(archive_->items(workspace_, document.id))) {
      if (!item.is_here && document.is_here) continue;
      auto now = item.facts;
      now.state = one_in(2) ? "done" : "open";
      now.owner = one_in(2) ? "bo" : "";
      items.push_back(one_in(5) && item.is_here ? ItemChange{item, {}} : ItemChange{item, now});
    }
    if (other.is_here && part == 0 && one_in(2))
      for (auto& item : TRY(archive_->items(workspace_, other.id)))
        if (item.is_here) items.push_back({item, item.facts});
    const auto bytes = words(part);
    return changes.revise(document, document.path, document.facts, text(bytes), items);
  }

  Disk& disk_;
  std::mt19937_64 random_;
  Bug bug_;
  Course course_;
  std::optional<Archive> archive_;
  Id workspace_ = 0;
  std::int64_t step_ = 0;
};

template <typename... Numbers>
void put(std::string& out, const Numbers&... numbers) {
  ((out += " " + std::to_string(numbers)), ...);
  out += "\n";
}

// "" when `name` holds what is told in `state`.
std::string judge_copy(const Course::Copy& copy) {
  auto opened = open_sqlite(copy.name, {.may_create = false, .busy_ms_max = 0});
  if (!opened.ok()) return copy.name + ": " + opened.error().message;
  const auto workspace = opened->workspace(main_workspace);
  if (!workspace.ok()) return copy.name + ": " + workspace.error().message;
  return told(*opened, *workspace) == copy.state ? "" : copy.name + " is not what was copied";
}

// What must be there and what may be, counted in changes.
struct Bounds {
  std::size_t kept = 0, begun = 0;
};

// Which of the states that may be there is? "" for one of them.
std::string judge_state(const std::string& state, const std::vector<Moment>& moments, const Bounds& bounds) {
  if (bounds.kept == 0) return "";  // judged by what follows: it is whole and goes on
  for (std::size_t i = 0; i < moments.size(); ++i) {
    if (moments[i].state != state) continue;
    if (i + 1 < bounds.kept)
      return "lost: " + std::to_string(bounds.kept) + " changes were said to be kept, " +
             std::to_string(i + 1) + " are there";
    return i < bounds.begun ? "" : "there is a change that had not begun";
  }
  return "halved: no change led to what is there";
}

std::string judge_image(const Files& left, const std::vector<Moment>& moments, const Bounds& bounds,
                        const std::vector<Course::Copy>& copies) try {
  Disk disk(left);
  use(disk);
  {
    auto opened = open_sqlite(archive_name, small);
    if (!opened.ok()) return "can't be opened: " + opened.error().message;
    const Id workspace = testing::value_of(opened->workspace(main_workspace));
    if (auto wrong = judge_state(told(*opened, workspace), moments, bounds); !wrong.empty()) return wrong;
    for (const auto& problem : testing::value_of(opened->verify(workspace)))
      return "not whole: " + problem;
    const auto more = opened->change(workspace, {"bo", 1, ""}, [](Changes& changes) -> Status {
      TRY(changes.add_document("afterwards.md", {}, text("on"), {}));
      return Ok();
    });
    if (!more.ok()) return "does not go on: " + more.error().message;
  }
  for (const auto& copy : copies)
    if (auto wrong = judge_copy(copy); !wrong.empty()) return wrong;
  return "";
} catch (const std::string& failure) {
  return "can't be read: " + failure;
}

// The first schema and one that no archive has, so that there is always a way to go.
std::vector<std::string_view> future_steps() {
  return {schema_steps()[0],
          "CREATE TABLE more (workspace INTEGER PRIMARY KEY, x TEXT) STRICT;"
          "INSERT INTO more SELECT workspace, name FROM workspaces;"};
}

Result<Database> open_database(const std::string& name) {
  return Database::open(name, {.may_create = false, .busy_ms_max = 0, .application_id = application_id});
}

// Of a schema, and with what beginning() put there?
Status is_old_one(Database& database, std::int64_t version) {
  if (TRY(database.number("PRAGMA user_version")) != version)
    return Error{ErrorCode::corrupt, "another schema"};
  if (TRY(database.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")) != 1)
    return Error{ErrorCode::corrupt, "damaged"};
  if (TRY(database.number("SELECT count(*) FROM events JOIN documents ON path = after")) != 1)
    return Error{ErrorCode::corrupt, "not what was there"};
  if (version > 1 && TRY(database.number("SELECT count(*) FROM more")) != 1)
    return Error{ErrorCode::corrupt, "half a schema"};
  return Ok();
}

Status judge_schemas(bool is_done) {
  auto database = TRY(open_database(archive_name));
  const bool is_new = TRY(database.number("PRAGMA user_version")) == 2;
  if (is_done && !is_new) return Error{ErrorCode::corrupt, "the new schema was said to be there"};
  TRY(is_old_one(database, is_new ? 2 : 1));
  TRY(migrate(database, archive_name, future_steps()));
  TRY(is_old_one(database, 2));
  auto copy = TRY(open_database(archive_name + ".before-2"));
  return is_old_one(copy, 1);
}

}  // namespace

std::size_t migrate_old(Disk& disk) {
  use(disk);
  auto database = testing::value_of(open_database(archive_name));
  testing::value_of(migrate(database, archive_name, future_steps()));
  return disk.log().size();
}

std::string judge_migration(const Files& left, bool is_done) {
  Disk disk(left);
  use(disk);
  const auto judged = judge_schemas(is_done);
  return judged.ok() ? "" : judged.error().message;
}

std::string_view word(Bug bug) {
  constexpr std::string_view words[] = {"none",           "normal",     "lying_drive",
                                        "forgotten_name", "early_word", "split"};
  return words[static_cast<std::size_t>(bug)];
}

void seed_bug(Bug bug) {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(spoil));
  seeded = bug;
  Faults faults;
  faults.ignores_sync = bug == Bug::lying_drive;
  faults.ignores_folder_sync = bug == Bug::forgotten_name;
  arm(faults);
}

Files beginning(bool has_old_archive) {
  if (!has_old_archive) return {};
  Disk disk;
  use(disk);
  {
    auto database = testing::value_of(Database::open(archive_name, {.application_id = application_id}));
    testing::value_of(migrate(database, archive_name, schema_steps().first(1)));
    const std::string_view bytes = "# Old\n";
    Event event{.number = 1, .at = 1, .actor = "eve", .what = "document_added", .document = 1, .revision = 1};
    event.after = "old.md";
    event.seal = seal_of("", event, nullptr);  // as seals were before they vouched for revisions
    const auto digest = sha256(bytes);
    testing::value_of(
        database.change("INSERT INTO workspaces VALUES (1, 'main', 2, 2, ?1)", {Blob{event.seal}}));
    testing::value_of(database.change(
        "INSERT INTO documents VALUES (1, 1, 'old.md', 1, 1, ?1, 'old', '', '', 'Old', '', '', '')",
        {Blob{digest}}));
    testing::value_of(database.change("INSERT INTO revisions VALUES (1, 1, 1, 1, 'eve', '', ?1, ?2)",
                                      {Blob{digest}, Blob{bytes}}));
    testing::value_of(database.change(
        "INSERT INTO events VALUES (1, 1, 1, 'eve', 'document_added', 1, 0, 1, '', '', 'old.md', ?1)",
        {Blob{event.seal}}));
  }
  return {{archive_name, disk.bytes(disk.open(archive_name))}};
}

Course run(Disk& disk, std::uint64_t seed, int steps, Bug bug) {
  use(disk);
  return Run(disk, seed, bug).run(steps);
}

std::string told(Archive& archive, Id workspace) {
  using testing::value_of;
  std::string all;
  for (const Document& document : value_of(archive.documents(workspace))) {
    all += document.path + " " + document.facts.title;
    put(all, document.id, document.is_here, document.revision);
    for (const Revision& revision : value_of(archive.revisions(workspace, document.id))) {
      all += revision.actor + value_of(archive.text(workspace, document.id, revision.number));
      put(all, revision.number, revision.at);
    }
    for (const Item& item : value_of(archive.items(workspace, document.id))) {
      all += item.facts.text + "," + item.facts.state + "," + item.facts.owner;
      put(all, item.id, item.document, item.is_here, item.since);
    }
  }
  for (const Event& event : value_of(archive.events(workspace, {})))
    all += testing::line(event) + event.seal + "\n";
  const IndexState index = value_of(archive.index(workspace));
  all += "index " + index.manifest;
  put(all, index.maker, index.event);
  for (std::int64_t segment = 1; segment <= index.event; ++segment)
    if (const auto block = archive.block(workspace, {.segment = segment, .number = 0}); block.ok())
      all += *block;
  for (const Listing& listing : value_of(archive.listings(workspace)))
    all += listing.folder + "=" + listing.stamps + "\n";
  return all;
}

std::string judge(const Files& left, const Course& course, std::size_t operations) {
  Bounds bounds;
  for (const Moment& moment : course.moments) {
    bounds.kept += moment.kept && *moment.kept <= operations ? 1U : 0U;
    bounds.begun += moment.begun <= operations ? 1U : 0U;
  }
  auto copies = course.copies;
  std::erase_if(copies, [&](const Course::Copy& copy) { return copy.kept > operations; });
  return judge_image(left, course.moments, bounds, copies);
}

std::string judge_failed(const Files& left, const Course& course, const Course& undisturbed) {
  Bounds bounds{.kept = 0, .begun = course.moments.size()};
  for (const Moment& moment : course.moments)
    bounds.kept += moment.kept ? 1U : 0U;
  return judge_image(left, undisturbed.moments, bounds, course.copies);
}

}  // namespace hindcast::power
