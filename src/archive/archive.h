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
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/records.h"
#include "base/result.h"

namespace hindcast::archive {

class Home;
struct Counters;
struct NewItem;

// The changes that one transaction makes; only Archive::change hands it out. Whatever it writes gets its
// event. Documents and items are named as they were read: `conflict` when they are not that any more.
class Changes {
 public:
  Result<Id> add_document(std::string path, DocumentFacts, const Text&, const std::vector<ItemChange>&);
  // The same where no item was anywhere before.
  Result<Id> add_document_of_new(std::string path, DocumentFacts, const Text&, std::span<const ItemFacts>);
  // Another text, another place, or both; a document that was gone is back.
  Status revise(const Document& seen, std::string path, DocumentFacts, const Text&,
                const std::vector<ItemChange>&);
  // The same text under another path. REQUIRES: seen.is_here
  Status move(const Document& seen, std::string path);
  // Its file is gone. What it says is kept.
  Status remove(const Document& seen);
  // An item of a document that is in the archive: new, moved there, or with other facts.
  Status put_item(Id document, const ItemChange&);
  // Items that left their document and turned up nowhere.
  Status drop(const Item& seen);
  // Its actor and time are the change's. Of items that were; `not_found` for others.
  Status judge(Judgement);
  // An empty text forgets the folder.
  Status remember(const Listing&);

  // The number of the last event, those of this change included.
  std::int64_t last_event() const;
  // The search index. REQUIRES: its state is put before its first block.
  Status put_index(const IndexState&);
  Status add_block(BlockName, std::string_view bytes);
  Status drop_segment(std::int64_t segment);
  // All blocks, and the state of an index that is not there.
  Status drop_index();

 private:
  friend class Archive;
  Changes(Home& home, Id workspace, const By& by, Counters& counters)
      : home_(home), workspace_(workspace), by_(by), counters_(counters) {}
  Result<Document> current(const Document& seen);
  Result<Revision> write_revision(const Document&, const Text&);
  NewItem new_item(const Document&, const ItemFacts&);
  Result<Document> new_document(std::string path, DocumentFacts, const Text&);
  Status write_item(const Document&, const ItemChange&, bool is_told);
  // `made` is the revision that this event made, if any.
  Status tell(std::string what, const Document&, Id item, std::string field, std::string before,
              std::string after, const Revision* made = nullptr);

  Home& home_;
  Id workspace_;
  const By& by_;
  Counters& counters_;
};

// Puts rows into an empty workspace as another archive gave them, with their ids, events and seals; only
// Archive::fill hands it out. Documents come before what belongs to them. `corrupt` for a row that fits to
// nothing: a second one of its id, of a document that is not there.
class Filling {
 public:
  Status take(const Document&);
  Status take(Id document, const Revision&);  // with its text
  Status take(const Item&);
  Status take(const Judgement&);
  Status take(const Event&);  // 1, 2, 3 …

 private:
  friend class Archive;
  Filling(Home& home, Id workspace, Counters& counters)
      : home_(home), workspace_(workspace), counters_(counters) {}
  Status count(Id id);

  Home& home_;
  Id workspace_;
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

  // Fills an archive that has not begun, in one transaction: `conflict` when it has. What came is verified at
  // the end, and nothing of it is kept when it is not whole (`corrupt`, with what is wrong).
  Status fill(Id workspace, const std::function<Status(Filling&)>& make);

  // All that `read` asks is answered as of one moment, whatever others write meanwhile; what it returns (a
  // Result) is handed on. Who asks more than one question wants this. REQUIRES: not within a change, a fill
  // or another look
  template <typename Read>
  auto look(const Read& read) -> decltype(read()) {
    TRY(begin_looking());
    auto answer = read();
    end_looking();
    return answer;
  }

  Result<std::vector<Document>> documents(Id workspace);  // by path; those that are gone too
  Result<std::optional<Document>> document(Id workspace, Id document);
  Result<std::optional<Document>> document_at(Id workspace, std::string_view path);  // that is here
  // The one that `item` came with, unless an event of its own tells of its coming. It may have moved since.
  Result<std::optional<Document>> first_document_of(Id workspace, Id item);
  Result<std::int64_t> documents_here(Id workspace);           // how many; costs less than asking for them
  Result<std::vector<Item>> items(Id workspace, Id document);  // by id; those that are gone too
  Result<std::optional<Item>> item(Id workspace, Id item);
  // Those that are here, by id. Costs a look at each item of the workspace.
  Result<std::vector<Item>> items_called(Id workspace, std::string_view short_id);
  // The documents, by id, with items that are here and are called one of these. One look at each item for
  // all. REQUIRES: sorted
  Result<std::vector<Id>> documents_with(Id workspace, std::span<const std::string_view> short_ids);
  Result<std::vector<Revision>> revisions(Id workspace, Id document);  // without their texts
  Result<std::string> text(Id workspace, Id document, std::int64_t revision);
  Result<std::vector<Event>> events(Id workspace, const EventQuery&);
  Result<std::int64_t> last_event(Id workspace);
  Result<std::vector<Listing>> listings(Id workspace);             // by folder
  Result<Listing> listing(Id workspace, std::string_view folder);  // without stamps where there is none
  Result<std::vector<Judgement>> judgements(Id workspace);

  Result<IndexState> index(Id workspace);  // an empty one where there is none
  // `not_found` where there is none (any more).
  Result<std::string> block(Id workspace, BlockName);

  // A copy of all of it in a new file, from which `open_sqlite` reads.
  Status copy_to(const std::string& path);

  // What is wrong, a sentence each: the file itself, texts that are not what was written, events that were
  // changed or are missing, documents, revisions, items and judgements that are missing or not what the
  // events say. Reads much: within a look, or a change, so that nobody writes meanwhile. `heard` is told of
  // so many of so many documents.
  using Heard = std::function<void(std::size_t done, std::size_t total)>;
  Result<std::vector<std::string>> verify(Id workspace, const Heard& heard = {});

 private:
  Status begin_looking();
  void end_looking();

  std::unique_ptr<Home> home_;
};

struct SqliteOptions {
  bool may_create = true;
  int busy_ms_max = 10'000;
  int checkpoint_pages = 1000;   // the write-ahead log is brought into the file when it is longer
  bool keeps_old_schema = true;  // a copy of an older archive, beside it, before it is brought to today's
  // Each row that is written is looked up in what it belongs to. Who adds documents by the thousand does
  // without: their rows belong to what is written just before them, and verify() tells of loose ones anyway.
  bool checks_references = true;
};
// The archive in the file at `path`, brought to today's schema after a copy beside it. `unsupported` when a
// newer Hindcast wrote it. It is not touched then. `not_found`, and `not_begun` for a message, when it may
// not be created and holds nothing: it is not taken for an archive without documents.
inline constexpr const char* not_begun = "is empty: there is no archive in it";
Result<Archive> open_sqlite(const std::string& path, const SqliteOptions& = {});
Archive in_memory();

// The archive at `path` becomes the one at `other`, which is of today's schema and stays as it is: in one
// transaction, while others read, and another writer is waited for. An archive that can't be opened is left
// as it is.
Status overwrite_sqlite(const std::string& path, const std::string& other);

}  // namespace hindcast::archive
