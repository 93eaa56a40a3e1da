// What a home of the archive has to do: keep rows and give them back. What a change means, which events it
// makes and what is checked is written once, in archive.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/records.h"
#include "base/result.h"

namespace hindcast::archive {

// What a workspace counts. Read when a change begins, written when it ends.
struct Counters {
  Id next_id = 1;
  std::int64_t next_event = 1;
  std::string seal;  // of the last event
};

// An item that nobody has seen yet. Borrows what it says.
struct NewItem {
  Id id = 0, document = 0;
  bool is_here = true;
  std::int64_t since = 0;
  const ItemFacts* facts = nullptr;
};

class Home {
 public:
  virtual ~Home() = default;

  // A transaction that may write, and its end. Other writers are waited for.
  virtual Status begin() = 0;
  // One that only reads, all of it from one moment; undo() ends it. Nobody is waited for.
  virtual Status begin_reading() = 0;
  virtual Status commit() = 0;
  virtual void undo() = 0;

  virtual Result<Id> workspace(std::string_view name) = 0;
  virtual Result<Counters> counters(Id workspace) = 0;
  virtual Status put(Id workspace, const Counters&) = 0;

  // By id, or by id and number: a new row, or another in its place. `conflict` for a second document at a
  // path that is here.
  virtual Status put(Id workspace, const Document&) = 0;
  virtual Status put(Id workspace, const Item&) = 0;  // one that is there
  virtual Status add(Id workspace, std::span<const NewItem>) = 0;
  virtual Status add(Id workspace, Id document, const Revision&, std::string_view text) = 0;
  virtual Status add(Id workspace, const Event&) = 0;
  virtual Status put(Id workspace, const Listing&) = 0;  // empty stamps: removed
  virtual Status put(Id workspace, const IndexState&) = 0;
  virtual Status add(Id workspace, BlockName, std::string_view bytes) = 0;  // `conflict` when it is there
  virtual Status drop_segment(Id workspace, std::int64_t segment) = 0;
  virtual Status drop_blocks(Id workspace) = 0;
  virtual Status put(Id workspace, const Judgement&) = 0;  // without a verdict: removed
  // Every item of a document is gone.
  virtual Status hide_items(Id workspace, Id document) = 0;

  virtual Result<std::optional<Document>> document(Id workspace, Id document) = 0;
  virtual Result<std::optional<Document>> document_at(Id workspace,
                                                      std::string_view path) = 0;    // that is here
  virtual Result<std::optional<Document>> document_before(Id workspace, Id id) = 0;  // of the next smaller id
  virtual Result<std::int64_t> documents_here(Id workspace) = 0;                     // how many
  virtual Result<std::optional<Item>> item(Id workspace, Id item) = 0;
  virtual Result<std::vector<Document>> documents(Id workspace) = 0;
  virtual Result<std::vector<Item>> items(Id workspace, Id document) = 0;
  virtual Result<std::vector<Item>> items_called(Id workspace, std::string_view short_id) = 0;
  // Once for each such item, in any order; the ids are sorted.
  virtual Result<std::vector<Id>> documents_with(Id workspace,
                                                 std::span<const std::string_view> short_ids) = 0;
  virtual Result<std::vector<Revision>> revisions(Id workspace, Id document) = 0;
  virtual Result<std::string> text(Id workspace, Id document, std::int64_t revision) = 0;
  virtual Result<std::vector<Event>> events(Id workspace, const EventQuery&) = 0;
  virtual Result<std::vector<Listing>> listings(Id workspace) = 0;
  virtual Result<Listing> listing(Id workspace, std::string_view folder) = 0;  // no stamps: there is none
  virtual Result<std::vector<Judgement>> judgements(Id workspace) = 0;         // by earlier and later
  virtual Result<IndexState> index(Id workspace) = 0;
  virtual Result<std::string> block(Id workspace, BlockName) = 0;

  virtual Status copy_to(const std::string& path) = 0;
  // What is wrong with the home itself.
  virtual Result<std::vector<std::string>> check() = 0;
};

}  // namespace hindcast::archive
