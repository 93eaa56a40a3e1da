// The verbs `env key`, `env snapshot` and `env compare`: environments by the fingerprints of their values. No
// value is written or shown anywhere.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

// The key of this team's fingerprints: $HINDCAST_FINGERPRINT_KEY, else the file in the folder of this user's
// settings. `not_found` where there is neither: the message says how to make one. `invalid` for a short one.
Result<std::string> fingerprint_key(const std::string& config_folder);
// Makes the file, readable for its user alone, and returns its path; `conflict` when there is one.
Result<std::string> make_fingerprint_key(const std::string& config_folder);

struct SnapshotOptions {
  std::vector<std::string> files;  // later ones over earlier ones; none: the environment of this program
  std::vector<std::string> names;  // of that, these variables
  std::string schema;              // and those that this file names
  std::string environment, commit;
  Timestamp at = 0;
  std::string config_folder;
};
struct EnvSnapshot {
  std::string text;  // as JSON
  // Of the variables that were named, and that the schema requires: those that this environment lacks.
  std::vector<std::string> absent;
};
// An error for a file that cannot be read, holds nothing, or lacks a key.
Result<EnvSnapshot> env_snapshot(const SnapshotOptions&);

struct EnvComparison {
  std::vector<std::string> environments;
  struct Row {
    std::string name;
    std::vector<std::string>
        cells;  // "a", "b": the same letter is the same value; "empty", "missing", "unknown"
    bool is_same = false;
  };
  std::vector<Row> rows;  // sorted by name
  std::size_t different = 0;
  std::string note;  // why something is unknown; "" where nothing is
};
// Each operand is FILE, or NAME=FILE.
Result<EnvComparison> env_compare(const std::vector<std::string>& operands, const std::string& config_folder);

}  // namespace hindcast::app
