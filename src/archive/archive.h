// Where documents, their revisions and their items are kept, with everything that ever changed about them.
// One face, several homes (a SQLite file, memory): callers never learn which. The workspace comes first in
// every call, key and statement, because it is what a shared archive will be divided by.
//
// Bytes and facts go in and come out; what Markdown is, nobody here knows.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::archive {

// Counted up within a workspace, so that the same changes make the same archive.
using Id = std::int64_t;

// What is remembered of a document beside its text. Words are those of facts/facts.h; "" for what is not
// said.
struct DocumentFacts {
  std::string slug, kind, form, title, date, severity, language;
  bool operator==(const DocumentFacts&) const = default;
};

struct Document {
  Id id = 0;
  std::string path;           // from the archive's root; of one that is gone, where it was last
  bool is_here = true;        // false: its file is gone
  std::int64_t revision = 0;  // the newest, from 1
  std::string digest;         // SHA-256 of its text
  DocumentFacts facts;
  bool operator==(const Document&) const = default;
};

struct Revision {
  std::int64_t number = 0;
  std::int64_t at = 0;  // milliseconds since 1970 in UTC, as everywhere here
  std::string actor;
  std::string source;  // where the text came from: "" is the folder, else "git:COMMIT"
  std::string digest;
  std::string text;
  bool operator==(const Revision&) const = default;
};

struct ItemFacts {
  std::string role, short_id, text;
  std::int64_t line = 0;
  std::string state, owner, team, priority;
  std::string due;     // a day, or the words where they name none
  std::string ticked;  // "yes", "no", "" without a box
  std::string start, end, value;
  bool operator==(const ItemFacts&) const = default;
};

struct Item {
  Id id = 0;
  Id document = 0;
  bool is_here = true;     // in the newest revision of its document, and that is here
  std::int64_t since = 0;  // the revision of its document in which it first stood
  ItemFacts facts;
  bool operator==(const Item&) const = default;
};

// What happened, in the order in which it was recorded. Each change of a value is an event of its own.
struct Event {
  std::int64_t number = 0;  // 1, 2, 3 … without a gap
  std::int64_t at = 0;
  std::string actor;
  // document_added, document_changed, document_moved, document_gone, document_back;
  // item_added, item_changed, item_moved, item_gone, item_back. The items that a document brings with it when
  // it is added, or takes along when it goes, have none of their own.
  std::string what;
  Id document = 0;
  Id item = 0;                // 0: none
  std::int64_t revision = 0;  // of the document, after the change
  std::string field;          // item_changed: text, state, owner, team, priority, due or ticked
  std::string before, after;  // values; of a document its paths, of an added or gone item its text
  std::string seal;           // over the seal of the event before and all of the above
  bool operator==(const Event&) const = default;
};

struct EventQuery {
  Id document = 0;         // 0: of all
  Id item = 0;             // 0: of all
  std::int64_t after = 0;  // only those with greater numbers
};

// What became of one item: new without `was`, gone without `now`. One that was in another document has moved.
struct ItemChange {
  std::optional<Item> was;
  std::optional<ItemFacts> now;
};

// What is known of the files of one folder, to be told by the next sync which of them are still the same.
// A cache: the archive keeps the bytes and knows nothing of them.
struct Listing {
  std::string folder;
  std::string stamps;
  bool operator==(const Listing&) const = default;
};

struct Text {
  std::string digest;
  std::string_view bytes;  // borrowed
};

// Who changes something, when, and where it was read.
struct By {
  std::string actor;
  std::int64_t at = 0;
  std::string source;
};

class Home;
struct Counters;

// The changes that one transaction makes; only Archive::change hands it out. Whatever it writes gets its
// event. Documents and items are named as they were read: `conflict` when they are not that any more.
class Changes {
 public:
  Result<Id> add_document(std::string path, DocumentFacts, const Text&, const std::vector<ItemChange>&);
  // Another text, another place, or both; a document that was gone is back.
  Status revise(const Document& seen, std::string path, DocumentFacts, const Text&,
                const std::vector<ItemChange>&);
  // The same text under another path. REQUIRES: seen.is_here
  Status move(const Document& seen, std::string path);
  // Its file is gone. What it says is kept.
  Status remove(const Document& seen);
  // Items that left their document and turned up nowhere.
  Status drop(const Item& seen);
  // An empty text forgets the folder.
  Status remember(const Listing&);

 private:
  friend class Archive;
  Changes(Home& home, Id workspace, const By& by, Counters& counters)
      : home_(home), workspace_(workspace), by_(by), counters_(counters) {}
  Result<Document> current(const Document& seen);
  Status write_revision(const Document&, const Text&);
  Status write_item(const Document&, const ItemChange&, bool is_told);
  Status tell(std::string what, const Document&, Id item, std::string field, std::string before,
              std::string after);

  Home& home_;
  Id workspace_;
  const By& by_;
  Counters& counters_;
};

enum class Ending : std::uint8_t { keep, undo };  // undo: to see what would happen

class Archive {
 public:
  explicit Archive(std::unique_ptr<Home>);
  Archive(Archive&&) noexcept;
  ~Archive();

  // Of that name; made when there is none yet.
  Result<Id> workspace(std::string_view name);

  // All of it or nothing: an error of `make` is handed on, and nothing has changed.
  Status change(Id workspace, const By&, const std::function<Status(Changes&)>& make, Ending = Ending::keep);

  Result<std::vector<Document>> documents(Id workspace);               // by path; those that are gone too
  Result<std::vector<Item>> items(Id workspace, Id document);          // by id; those that are gone too
  Result<std::vector<Revision>> revisions(Id workspace, Id document);  // without their texts
  Result<std::string> text(Id workspace, Id document, std::int64_t revision);
  Result<std::vector<Event>> events(Id workspace, const EventQuery&);
  Result<std::int64_t> last_event(Id workspace);
  Result<std::vector<Listing>> listings(Id workspace);  // by folder

  // A copy of all of it in a new file, from which `open_sqlite` reads.
  Status copy_to(const std::string& path);

  // What is wrong, a sentence each: the file itself, texts that are not what was written, events that were
  // changed or are missing, values that are not what their last event says.
  Result<std::vector<std::string>> verify(Id workspace);

 private:
  std::unique_ptr<Home> home_;
};

struct SqliteOptions {
  bool may_create = true;
  int busy_ms_max = 10'000;
};
// The archive in the file at `path`, brought to today's schema after a copy beside it. `unsupported` when a
// newer Hindcast wrote it. It is not touched then.
Result<Archive> open_sqlite(const std::string& path, const SqliteOptions& = {});
Archive in_memory();

// The fields of an item whose changes are told, in the order in which they are.
struct TrackedField {
  std::string_view name;
  std::string ItemFacts::*value;
};
const std::vector<TrackedField>& tracked_fields();

}  // namespace hindcast::archive
