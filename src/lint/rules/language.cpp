#include "lint/rules/groups.h"

namespace hindcast::lint {

std::span<const Rule> language_rules() {
  return {};
}

}  // namespace hindcast::lint
