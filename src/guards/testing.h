// For tests: a world that stands in memory.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "guards/guard.h"

namespace hindcast::guards::testing {

class MemoryWorld : public World {
 public:
  // Each file of a path and its text.
  explicit MemoryWorld(std::vector<std::pair<std::string, std::string>> files = {});

  Result<std::string> read(const std::string& path) override;  // not_found for a file that nobody wrote
  // "*" is any run without "/", "**" any run.
  Result<std::vector<std::string>> find(const std::string& glob) override;
  Timestamp now() override { return now_ms; }
  std::string commit() override { return commit_id; }
  std::string base() override { return base_id; }
  bool is_past() override { return is_of_past; }
  Result<std::string> fingerprint_key() override;
  // What `answers` says; nothing can be asked while it is empty.
  Result<ProbeAnswer> probe(const Probe&) override;
  Result<std::string> variable(const std::string& name) override;
  Status pause(std::int64_t milliseconds) override;  // the clock goes on
  Status keep(const std::string& path, const std::string& text) override;

  std::vector<std::pair<std::string, std::string>> files;
  Timestamp now_ms = 0;
  std::string commit_id, base_id, key;
  bool is_of_past = false;
  std::function<Result<ProbeAnswer>(const Probe&)> answers;
  std::vector<std::pair<std::string, std::string>> variables, kept;
};

// Runs a built-in guard with these settings, written as TOML, and says what came of it: the verdict and the
// summary on one line, then a line for each finding: "fail env/a.env:3: PORT is empty".
std::string outcome(std::string_view guard, std::string_view settings, World&);
std::string outcome(std::string_view guard, const data::Value& settings, World&);

}  // namespace hindcast::guards::testing
