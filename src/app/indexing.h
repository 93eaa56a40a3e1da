// The search index in the archive: kept with the documents, told of what changes in the same transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
// behind the last one. What others wrote meanwhile without telling it, or an index that is missing or of
// another version, is made up for when it begins. One that proves to be damaged stops nobody: it is made anew
// from the texts when it ends.
class Indexing {
 public:
  static Result<std::unique_ptr<Indexing>> begin(OpenArchive&, archive::Changes&, const ReadOptions&);
  // Everything anew, from the texts in the archive.
  static Result<std::unique_ptr<Indexing>> begin_anew(OpenArchive&, archive::Changes&, const ReadOptions&);

  Status put(const search::Entry& entry);
  Status remove(archive::Id document);
  Status end();

  // Why the index was made anew by end(); "" where it was not damaged.
  const std::string& damage() const { return damage_; }

 private:
  Indexing(OpenArchive& open, archive::Changes& changes, const ReadOptions& options);
  Status open_index();
  Status make_anew();
  Status survive(Status);
  Status catch_up(std::int64_t after);
  Status put_all(const std::vector<archive::Document>&);

  OpenArchive& open_;
  archive::Changes& changes_;
  const ReadOptions& options_;
  std::unique_ptr<search::Store> store_;
  std::optional<search::Index> index_;
  std::string damage_;
};

// Makes an index that is not current anew, in a transaction of its own.
Status make_index_current(OpenArchive&, const ReadOptions&);

// What `make` writes is nothing that the index knows of: one that was current stays so. Within a change.
Status without_index(OpenArchive&, archive::Changes&, const std::function<Status()>& make);

// What is wrong with the index: its blocks, and documents that it does not know as they are. REQUIRES: it is
// current.
Result<std::vector<std::string>> verify_index(OpenArchive&);

}  // namespace hindcast::app
