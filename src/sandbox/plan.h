// What the stage is told: a request, and what it needs beside, as bytes in a file of memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/sandbox.h"

namespace hindcast::sandbox {

// Descriptors of the stage.
inline constexpr int plan_fd = 3;    // the plan
inline constexpr int report_fd = 4;  // what it says: report.h
inline constexpr int life_fd = 5;    // ends when the process that asked for the run does

inline constexpr std::string_view supervisor_verb = "--sandbox-supervisor";
inline constexpr std::string_view inside_verb = "--sandbox-inside";

struct Plan {
  Request request;
  Level level = Level::process;  // that is tried
  std::string program;           // the stage's own file
  std::string bubblewrap;        // its file
  std::string own_folder;        // of level process: the folder that may be written
};

std::string print(const Plan&);
// Nothing for bytes that are no plan.
std::optional<Plan> parse_plan(std::string_view bytes);

}  // namespace hindcast::sandbox
