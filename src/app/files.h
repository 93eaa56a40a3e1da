// The little that a face may do with files beside reading documents.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::app {

// Writes a new document; `conflict` when `path` exists already.
Status create_document(const std::string& path, std::string_view text);

// Gives a document beneath one of `roots` other bytes, if it still holds `before`; `conflict` when it has
// changed meanwhile. What the writer should know though it succeeded comes back, a sentence each; mostly
// nothing.
Result<std::vector<std::string>> replace_document(const std::vector<std::string>& roots,
                                                  const std::string& path, std::string_view before,
                                                  std::string_view after);

// A report on its way to a file: it replaces what was there only when it is whole.
class ReportFile {
 public:
  static Result<ReportFile> create(const std::string& path);
  ReportFile(ReportFile&&) noexcept;
  ~ReportFile();
  void put(std::string_view text);
  Status finish();  // says the failures of put() too
  const std::string& path() const { return path_; }

 private:
  struct Impl;
  ReportFile(std::string path, std::unique_ptr<Impl>);
  std::string path_;
  std::unique_ptr<Impl> impl_;
};

// A path as a listing of documents gives it: without "./" in front.
std::string as_listed(std::string path);

// From the root, and the folder that holds `path` likewise.
std::string absolute(const std::string& path);
std::string folder_of(const std::string& path);

// A folder as the current one's programs open it: ".", "../..", "../team".
std::string from_here(const std::string& folder);

// Paths beside `path` in its folder, sorted, written as `path` is: what may have been meant when it does
// not exist. At most a thousand; empty when the folder cannot be read.
std::vector<std::string> neighbours_of(const std::string& path);

// The error of a path at which nothing is, with the name beside it that was probably meant.
Error with_meant_name(Error error, const std::string& path);

}  // namespace hindcast::app
