#include "policy/evidence.h"

#include <algorithm>

#include "base/letters.h"
#include "base/text.h"

namespace hindcast::policy {
namespace {

using facts::ItemRole;

template <typename Value>
bool is_among(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool share_one(const std::vector<std::string>& wanted, const std::vector<std::string>& named) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    return std::any_of(named.begin(), named.end(),
                       [&](const std::string& other) { return lower(one) == lower(other); });
  });
}

bool is_severity(const std::vector<std::string>& wanted, std::string_view severity) {
  const auto level = facts::severity_level(severity);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    const auto sought = facts::severity_level(one);
    return sought && level ? *sought == *level : lower(one) == lower(severity);
  });
}

bool is_done(const Thing& thing) {
  if (thing.role == ItemRole::event) return true;
  return thing.state == facts::ActionState::done || thing.state == facts::ActionState::verified;
}

// Roles whose items can show that something was done, where a policy names none.
bool can_show(ItemRole role) {
  return role == ItemRole::action || role == ItemRole::check || role == ItemRole::improvement ||
         role == ItemRole::event;
}

// The first day of the period that holds `day`, or of that `step` periods later.
Date period(Every every, Date day, int step) {
  if (every == Every::week)
    return date_from_days(days_from_epoch(day) - weekday(day) + std::int64_t{7} * step);
  const int length = every == Every::month ? 1 : every == Every::quarter ? 3 : 12;
  const int month = (day.year * 12 + day.month - 1) / length * length + step * length;
  return {month / 12, month % 12 + 1, 1};
}

Date day_before(Date day) {
  return date_from_days(days_from_epoch(day) - 1);
}

std::string name_of_period(Every every, Date first) {
  constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
  std::string name;
  switch (every) {
    case Every::week:
      return "the week of " + to_iso(first);
    case Every::month:
      return name.append(months[first.month - 1]).append(" ").append(std::to_string(first.year));
    case Every::quarter:
      return "quarter " + std::to_string((first.month - 1) / 3 + 1) + " of " + std::to_string(first.year);
    default:
      return std::to_string(first.year);
  }
}

const Evidence* last_of(const std::vector<Evidence>& found) {
  const Evidence* last = nullptr;
  for (const auto& one : found)
    if (one.day) last = &one;
  return last;
}

Round rolling(const Policy& policy, const Evidence* last, const Calendar& calendar, Date today) {
  Round round;
  round.last = last;
  round.start = last ? last->day : policy.since;
  if (!round.start) {
    round.standing = Standing::overdue;
    round.why = "no document shows that it was ever done";
    return round;
  }
  round.due = calendar.after(calendar.after(*round.start, policy.rolling), policy.within);
  round.standing = *round.due < today ? Standing::overdue : last ? Standing::kept : Standing::waiting;
  return round;
}

}  // namespace

bool Match::is_empty() const {
  return roles.empty() && kinds.empty() && severities.empty() && priorities.empty() && services.empty() &&
         labels.empty() && texts.empty();
}

Scope scope_of(const Match& match, const Subject& subject) {
  if (!match.kinds.empty() && !is_among(match.kinds, subject.kind)) return Scope::outside;
  if (!match.services.empty() && !share_one(match.services, subject.services)) return Scope::outside;
  if (!match.labels.empty() && !share_one(match.labels, subject.labels)) return Scope::outside;
  if (match.severities.empty()) return Scope::inside;
  if (subject.severity.empty()) return Scope::unknown;
  return is_severity(match.severities, subject.severity) ? Scope::inside : Scope::outside;
}

bool holds_a_text(const Match& match, std::string_view text) {
  return match.texts.empty() || std::any_of(match.texts.begin(), match.texts.end(),
                                            [&](const std::string& part) { return holds(text, part); });
}

bool holds_item(const Match& match, const Thing& thing) {
  const auto is_same = [&](const std::string& one) { return lower(one) == lower(thing.priority); };
  return holds_a_text(match, thing.text) &&
         (match.priorities.empty() || std::any_of(match.priorities.begin(), match.priorities.end(), is_same));
}

std::vector<Evidence> evidence_of(const Match& match, std::span<const Subject> subjects, Date today) {
  std::vector<Evidence> found;
  const auto add = [&](std::optional<Date> day, std::uint32_t subject, std::uint32_t thing) {
    if (!day || *day <= today) found.push_back({day, subject, thing});
  };
  for (std::uint32_t i = 0; i < subjects.size(); ++i) {
    const Subject& subject = subjects[i];
    if (subject.is_template || scope_of(match, subject) != Scope::inside) continue;
    const bool is_document = match.roles.empty() && match.priorities.empty();
    if (is_document && holds_a_text(match, subject.title)) add(subject.date, i, nothing);
    if (is_document && match.texts.empty())
      continue;  // any such document will do; its items say nothing more
    for (std::uint32_t k = 0; k < subject.things.size(); ++k) {
      const Thing& thing = subject.things[k];
      const bool is_role = match.roles.empty() ? can_show(thing.role) : is_among(match.roles, thing.role);
      if (is_role && is_done(thing) && holds_item(match, thing))
        add(thing.day ? thing.day : subject.date, i, k);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Evidence& a, const Evidence& b) {
    return a.day.has_value() != b.day.has_value() ? a.day.has_value() : a.day && *a.day < *b.day;
  });
  return found;
}

Round rounds(const Policy& policy, const std::vector<Evidence>& found, const Calendar& calendar, Date today) {
  const Evidence* last = last_of(found);
  if (policy.every == Every::rolling) return rolling(policy, last, calendar, today);
  Round round;
  round.last = last;
  const Date current = period(policy.every, today, 0);
  const Date next = period(policy.every, today, 1);
  const Date before = period(policy.every, today, -1);
  round.start = current;
  round.due = calendar.after(day_before(next), policy.within);
  if (last && *last->day >= current) {
    round.standing = Standing::kept;
    return round;
  }
  const auto due = calendar.after(day_before(current), policy.within);
  const bool was_asked = !policy.since || *policy.since <= before;
  if (!was_asked || (last && *last->day >= before) || due >= today) return round;
  round.standing = Standing::overdue;
  round.start = before;
  round.due = due;
  round.why = "nothing shows that it was done in " + name_of_period(policy.every, before);
  return round;
}

}  // namespace hindcast::policy
