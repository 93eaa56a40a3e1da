// The folder `.hindcast` beside the documents: what Hindcast keeps for itself, held by one writer at a time.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "disk/handle.h"

namespace hindcast::disk {

// The root of the repository that holds `start` (a folder with `.git`), absolute; "" outside of any.
std::string repository_above(const std::string& start);

class Workplace {
 public:
  // ROOT/.hindcast, made when it is missing with a .gitignore that keeps all of it out of git. Waits for
  // another Hindcast that holds it; `unavailable` when that stays.
  static Result<Workplace> hold(const std::string& root, int wait_ms_max = 5'000);

  // When it was taken, by the clock that stamps the files beside it: nanoseconds since 1970.
  std::int64_t since() const { return since_; }

 private:
  Handle lock_;
  std::int64_t since_ = 0;
};

}  // namespace hindcast::disk
