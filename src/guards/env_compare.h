// Environments beside each other, variable by variable, without a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "guards/env_values.h"

namespace hindcast::guards {

enum class Has : std::uint8_t {
  value,
  empty,
  nothing,      // the variable is missing
  elsewhere,    // encrypted, a reference, or only its name is known
  incomparable  // its fingerprint was made with another key than that of the first
};

struct EnvCell {
  Has has{};
  int group = 0;  // of `value`: those of one group are the same; counts from 0 for each variable
};
struct EnvLine {
  std::string name;
  std::vector<EnvCell> cells;  // one for each environment
  bool is_same = false;        // all have it, and it is known to be the same value
};

// Sorted by name.
std::vector<EnvLine> compare_environments(const std::vector<Environment>&);

}  // namespace hindcast::guards
