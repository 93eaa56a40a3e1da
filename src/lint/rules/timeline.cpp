#include "lint/rules/groups.h"

namespace hindcast::lint {

std::span<const Rule> timeline_rules() {
  return {};
}

}  // namespace hindcast::lint
