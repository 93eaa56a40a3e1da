// A file that is written front to back by this run: a report. It replaces what was there only when it
// is whole.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::disk {

class OutputFile {
 public:
  // Beside `path` under a name of its own. What is there and no regular file (a device, a pipe) is written
  // in place. The folder must exist.
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  // without finish(): what was there stays

  void put(std::string_view text);
  // Failures of put() are said here too.
  Status finish();

 private:
  OutputFile() = default;
  void flush();

  int descriptor_ = -1;
  int failure_ = 0;
  std::string path_, made_;  // made_: the name while it is written; "" when written in place
  std::string buffer_;
};

}  // namespace hindcast::disk
