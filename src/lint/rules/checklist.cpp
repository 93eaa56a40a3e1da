#include "lint/rules/groups.h"

namespace hindcast::lint {

std::span<const Rule> checklist_rules() {
  return {};
}

}  // namespace hindcast::lint
