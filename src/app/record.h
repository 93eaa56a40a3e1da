// Writing what came in into the archive: which items are which, what is new, what has gone where.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/archived.h"
#include "archive/archive.h"

namespace hindcast::app {

// One text that comes in.
struct Incoming {
  std::string key;   // its path from the archive's root
  std::string path;  // where it lies; "" when `text` is all there is
  std::string text;
  std::optional<archive::Document> seen;  // what it was before; nothing for a new document
  bool is_read_anew = false;              // understood again though its bytes are the same
};

class Indexing;

class Recorder {
 public:
  Recorder(OpenArchive& open, const ReadOptions& options);

  // Which index to tell of what is written next; null: none, and it makes up for it later.
  void tell(Indexing* index) { index_ = index; }

  struct Step {
    std::vector<Incoming> revised;           // each with `seen`
    std::vector<archive::Document> missing;  // whose files are gone
    std::vector<Incoming> added;
  };
  // All of a step, so that items are followed from one document to another.
  Status record(archive::Changes&, const Step&);
  // Those of `read_otherwise` that have the same bytes, and are understood in another way now. The keys of
  // those that have: the others are changed by somebody, and come with record().
  Result<std::vector<std::string>> read_anew(archive::Changes&, std::span<const Incoming> read_otherwise);
  // New documents alone, when nothing could have come from anywhere.
  Status add(archive::Changes&, std::span<const Incoming> added);
  // Whether record() has to do it all at once: items may move into what is added.
  static bool hangs_together(const Step& step) { return !step.revised.empty() || !step.missing.empty(); }

  // How many will come in all the steps, for those who watch.
  void expect(std::size_t count) { expected_ = count; }

  std::size_t read_count() const { return read_count_; }
  const std::vector<std::string>& unread() const { return unread_; }  // keys of what could not be read
  std::vector<Trouble> take_troubles() { return std::move(troubles_); }

 private:
  struct Read;
  struct Arrival;  // an item that nothing in its document's old text matched: it may come from another one
  struct Pending;  // what one step has found so far

  void read_one(const Incoming&, Read&) const;
  template <typename Take>
  Status read_each(std::span<const Incoming>, const Take& take);
  Status revise(archive::Changes&, const Incoming&, Read&, Pending&);
  Status tell_of(archive::Id document, Read&);
  Status drop_lost(archive::Changes&, const Pending&);
  Status add_from(archive::Changes&, std::span<const Incoming>, Pending&);

  OpenArchive& open_;
  const ReadOptions& options_;  // outlives it
  Indexing* index_ = nullptr;
  std::vector<document::Form> forms_;
  std::size_t read_count_ = 0, expected_ = 0;
  std::vector<std::string> unread_;
  std::vector<Trouble> troubles_;
};

// Tells those of `unknown` that are documents from another place (renames.h), which come revised, from those
// that are new; documents that turned up nowhere are missing. Adds to `step`.
void sort_unknown(OpenArchive&, std::vector<Incoming> unknown, std::vector<archive::Document> missing,
                  const std::vector<archive::Document>& gone, Recorder::Step& step);

}  // namespace hindcast::app
