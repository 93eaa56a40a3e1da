// The verbs `deployed record` and `deployed list`: a small file of the team's that says what runs where.
// Lines are appended and never changed.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct Configuration;

struct DeployedLine {
  std::string at, environment, service, version, commit;
};

struct DeployedOptions {
  std::string file;  // "": deployed.jsonl beside hindcast.toml
  Timestamp at = 0;
};

// Appends a line and returns the path of the file. `invalid` for words that no record takes.
Result<std::string> record_deployed(const Configuration&, const DeployedLine&, const DeployedOptions&);
// What is deployed now: the last line of each service in each environment, sorted by these. A line that is
// none is an error with its number.
Result<std::vector<DeployedLine>> list_deployed(const Configuration&, const DeployedOptions&);

}  // namespace hindcast::app
