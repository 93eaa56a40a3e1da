// The verb `verify`: whether an archive is whole, and its search index with it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/watch.h"
#include "base/result.h"

namespace hindcast::app {

struct OpenArchive;

struct VerifyReport {
  std::size_t documents = 0, gone = 0;  // that are here, and that were
  std::size_t events = 0;
  std::vector<std::string> problems;        // a sentence each; empty: the archive is whole
  std::vector<std::string> index_problems;  // asked only of an index that is not behind, of a whole archive
  bool is_index_behind = false;             // the next sync makes up for it

  bool is_whole() const { return problems.empty() && index_problems.empty(); }
};

// All of it as of one moment, whatever others write meanwhile. An error is a file that can't be read at all.
Result<VerifyReport> verify_archive(OpenArchive&, const Watch* = nullptr);

}  // namespace hindcast::app
