#include "lint/rules/groups.h"

namespace hindcast::lint {

std::span<const Rule> structure_rules() {
  return {};
}

}  // namespace hindcast::lint
