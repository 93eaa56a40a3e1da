// For tests: sources are moved, never copied, so that no list in braces holds them.
#pragma once

#include <utility>
#include <vector>

#include "gate/plan.h"

namespace hindcast::gate::testing {

template <typename... Sources>
std::vector<Source> all_of(Sources&&... sources) {
  std::vector<Source> all;
  (all.push_back(std::move(sources)), ...);
  return all;
}

}  // namespace hindcast::gate::testing
