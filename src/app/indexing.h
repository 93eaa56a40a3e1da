// The search index in the archive: kept with the documents, told of what changes in the same transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/archived.h"
#include "archive/archive.h"
#include "search/index.h"
#include "search/store.h"

namespace hindcast::app {

// The blocks of an index in an archive. Without `changes` it can be read only. Both outlive it.
std::unique_ptr<search::Store> archive_store(OpenArchive&, archive::Changes* changes);

// The index as this program makes them; `unsupported` where another version made it, or none was.
struct OpenIndex {
  std::unique_ptr<search::Store> store;
  search::Index index;
};
Result<OpenIndex> open_index(OpenArchive&);

// The last event that the index knows is the last one there is, and this program made it.
Result<bool> is_index_current(OpenArchive&);

// One transaction's work on the index. Begin it before the documents are written, tell it of each, end it
// behind the last one. What others wrote meanwhile without telling it, or an index that is missing,
// damaged or of another version, is made up for when it begins.
class Indexing {
 public:
  static Result<std::unique_ptr<Indexing>> begin(OpenArchive&, archive::Changes&, const ReadOptions&);
  // Everything anew, from the texts in the archive.
  static Result<std::unique_ptr<Indexing>> begin_anew(OpenArchive&, archive::Changes&, const ReadOptions&);

  Status put(const search::Entry& entry) { return index_.put(entry); }
  Status remove(archive::Id document) { return index_.remove(document); }
  Status end();

 private:
  Indexing(archive::Changes& changes, std::unique_ptr<search::Store> store, search::Index index)
      : changes_(changes), store_(std::move(store)), index_(std::move(index)) {}
  Status catch_up(OpenArchive&, std::int64_t after, const ReadOptions&);
  Status put_all(OpenArchive&, const std::vector<archive::Document>&, const ReadOptions&);

  archive::Changes& changes_;
  std::unique_ptr<search::Store> store_;
  search::Index index_;
};

// What is wrong with the index: its blocks, and documents that it does not know as they are. REQUIRES: it is
// current.
Result<std::vector<std::string>> verify_index(OpenArchive&);

}  // namespace hindcast::app
