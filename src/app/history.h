// Since when documents and items are there, as the archive recorded it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct Configuration;

// Holds the archive open. What can't be read of it is nothing: dates then come from the documents.
class History {
 public:
  ~History();
  // The archive of `start`, or null where there is none.
  static Result<std::unique_ptr<History>> of(const std::string& start, const Configuration&);

  // The day on which the document at `path` (of this process) came into the archive; in git's history where
  // that was read. Nothing when the archive does not know it.
  std::optional<Date> document(const std::string& path);
  // The same of an item. One that came with its document is as old as that says: `date`; it may have been
  // committed, or met by the archive, much later. One that moved here is as old as where it stood first.
  std::optional<Date> item(const std::string& path, const std::string& id, std::optional<Date> date);

 private:
  struct Impl;
  explicit History(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::app
