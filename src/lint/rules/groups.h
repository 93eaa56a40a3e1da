// One function a group of rules, each in the file of its name: the table of
// rules() is these, one after the other.
#pragma once

#include <span>

#include "lint/lint.h"

namespace hindcast::lint {

std::span<const Rule> structure_rules();
std::span<const Rule> cause_rules();
std::span<const Rule> language_rules();
std::span<const Rule> action_rules();
std::span<const Rule> checklist_rules();
std::span<const Rule> scope_rules();  // of the group checklist
std::span<const Rule> timeline_rules();
std::span<const Rule> suppression_rules();
std::span<const Rule> doctor_rules();

// For `Rule::severities`: the same in every profile.
constexpr std::array<diag::Severity, 4> everywhere(diag::Severity severity) {
  return {severity, severity, severity, severity};
}

}  // namespace hindcast::lint
