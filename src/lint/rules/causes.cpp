#include "lint/rules/groups.h"

namespace hindcast::lint {

std::span<const Rule> cause_rules() {
  return {};
}

}  // namespace hindcast::lint
