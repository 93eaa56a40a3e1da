// In which order things are to be deployed, and in which order they were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "guards/deploy_graph.h"

namespace hindcast::guards {

// `there`: it had been deployed before, and nothing was done ("unchanged").
enum class DeployEvent : std::uint8_t { there, started, ready, failed };

struct DeployStep {
  std::string name, path;
  std::uint32_t line = 0;
  DeployEvent event = DeployEvent::started;
  std::optional<Timestamp> at;
  std::size_t stage = 0;  // of a plan: what goes out at once has the same
};

// A plan: a list of names, or of tables with a name, in JSON, YAML or TOML (also as `order`, `steps`,
// `deploy` or `stages` of a table; a list in it goes out at once), or text with a name on each line ("2.
// Oracle").
std::vector<DeployStep> read_plan(const File&, std::vector<Finding>&);

// What happened: a list of tables with name, time and event, JSON on each line, or text in which a line names
// a node of the graph. In the order of their times where all have one, else as they stand.
std::vector<DeployStep> read_log(const File&, const DeployGraph&, std::vector<Finding>&);

// "2031-05-04T10:00:00.250Z", with a blank for the T, an offset or none (then it is UTC). Nothing for less.
std::optional<Timestamp> moment_in(std::string_view text);

}  // namespace hindcast::guards
