// The parts of judge(): what a policy is about, what answers it, and what comes round.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace hindcast::policy {

// By kind, severity, services and labels.
enum class Scope : std::uint8_t { outside, inside, unknown };
Scope scope_of(const Match&, const Subject&);
// By texts.
bool holds_a_text(const Match&, std::string_view text);
// By texts and priority; the role is the caller's.
bool holds_item(const Match&, const Thing&);

// A document or an item that shows that something was done.
struct Evidence {
  std::optional<Date> day;
  std::uint32_t subject = nothing, thing = nothing;
};
// By day, those without one last. None is of a day to come, a template, or an item that is not done.
std::vector<Evidence> evidence_of(const Match&, std::span<const Subject>, Date today);

// How it stands with what comes round.
struct Round {
  Standing standing = Standing::waiting;
  std::optional<Date> start, due;
  std::string why;
  const Evidence* last = nullptr;
};
Round rounds(const Policy&, const std::vector<Evidence>&, const Calendar&, Date today);

}  // namespace hindcast::policy
