#include "lint/rules/groups.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::ItemRole;

void without_owner(const Subject& subject, Findings& findings) {
  for (const auto& item : subject.document.items)
    if (item.role == ItemRole::action && facts::is_open(item.state) && !item.owner)
      findings.add(item.span, "nobody owns this action");
}

constexpr Rule table[] = {
    {.name = "action-without-owner",
     .group = Group::actions,
     .summary = "An open action names nobody who will do it",
     .rationale = "Work that everybody may do is work that nobody does.",
     .mend = "Name one person or team in the action's owner column, or with @name.",
     .severities = everywhere(Severity::off),
     .check = without_owner},
};

}  // namespace

std::span<const Rule> action_rules() {
  return table;
}

}  // namespace hindcast::lint
