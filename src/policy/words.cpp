// Policies and verdicts in words.
#include <array>

#include "policy/policy.h"

namespace hindcast::policy {
namespace {

// "`a`, `b` or `c`"
template <typename Names>
std::string either(const Names& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
  return out;
}

std::vector<std::string> ticked(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const auto& text : texts)
    out.push_back("`" + text + "`");
  return out;
}

std::string spoken(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c == '-' || c == '_') c = ' ';
  return out;
}

// "postmortem or retrospective"; `otherwise` where none is named.
std::string kinds_of(const Match& match, std::string_view otherwise) {
  std::vector<std::string> names;
  for (const auto kind : match.kinds)
    names.push_back(spoken(facts::word(kind)));
  return names.empty() ? std::string(otherwise) : either(names);
}

std::string roles_of(const Match& match, std::string_view otherwise) {
  std::vector<std::string> names;
  for (const auto role : match.roles)
    names.push_back(spoken(facts::word(role)));
  return names.empty() ? std::string(otherwise) : either(names);
}

// " of severity 1 about `checkout`": what narrows it down beside kind and role.
std::string narrowed(const Match& match) {
  std::string out;
  if (!match.severities.empty()) out += " of severity " + either(match.severities);
  if (!match.priorities.empty()) out += " of priority " + either(match.priorities);
  if (!match.services.empty()) out += " about " + either(ticked(match.services));
  if (!match.labels.empty()) out += " labelled " + either(ticked(match.labels));
  if (!match.texts.empty()) out += " with " + either(ticked(match.texts));
  return out;
}

std::string named(const Match& match) {
  auto out = match.roles.empty() ? kinds_of(match, "something") : roles_of(match, "item");
  if (!match.roles.empty() && !match.kinds.empty()) out += " of a " + kinds_of(match, "document");
  return out + narrowed(match);
}

std::string_view start_words(Start start) {
  constexpr std::array<std::string_view, 4> words = {"the document's date", "the launch", "the stated day",
                                                     "the day on which it was written"};
  return words[static_cast<std::size_t>(start)];
}

std::string span_words(const Policy& policy) {
  if (policy.within.count == 0) return std::string("on ").append(start_words(policy.from));
  return ("within " + to_text(policy.within) + " of ").append(start_words(policy.from));
}

std::string_view must_words(Must must) {
  constexpr std::array<std::string_view, 4> words = {"done", "reviewed", "filled in", "closed"};
  return words[static_cast<std::size_t>(must)];
}

std::string demand(const Policy& policy) {
  if (policy.every != Every::none) {
    auto out = policy.every == Every::rolling ? "every " + to_text(policy.rolling)
                                              : std::string("every ").append(word(policy.every));
    out = "must be there " + out;
    if (policy.within.count > 0) out += ", " + to_text(policy.within) + " after its end at the latest";
    return out;
  }
  if (policy.evidence) return named(*policy.evidence) + " must be there " + span_words(policy);
  return std::string("must be ").append(must_words(policy.must)).append(" ").append(span_words(policy));
}

std::string day_count(std::int64_t days) {
  return std::to_string(days) + (days == 1 ? " day" : " days");
}

}  // namespace

std::string_view word(Must must) {
  constexpr std::array<std::string_view, 4> words = {"done", "reviewed", "filled", "closed"};
  return words[static_cast<std::size_t>(must)];
}

std::string_view word(Start start) {
  constexpr std::array<std::string_view, 4> words = {"document date", "launch date", "stated day", "created"};
  return words[static_cast<std::size_t>(start)];
}

std::string_view word(Every every) {
  constexpr std::array<std::string_view, 6> words = {"", "week", "month", "quarter", "year", ""};
  return words[static_cast<std::size_t>(every)];
}

std::string_view word(Standing standing) {
  constexpr std::array<std::string_view, 6> words = {"kept",    "late",        "waiting",
                                                     "overdue", "undecidable", "unscoped"};
  return words[static_cast<std::size_t>(standing)];
}

std::string sentence(const Policy& policy) {
  if (policy.every != Every::none) return named(*policy.evidence) + " " + demand(policy);
  const auto& applies = policy.applies;
  if (policy.evidence)
    return "for each " + kinds_of(applies, "document") + narrowed(applies) + ", " + demand(policy);
  std::string_view role = policy.must == Must::done ? "action" : policy.must == Must::filled ? "metric" : "";
  std::string what = roles_of(applies, role);
  if (what.empty())
    what = kinds_of(applies, "document");
  else if (!applies.kinds.empty())
    what += " of a " + kinds_of(applies, "document");
  return "each " + what + narrowed(applies) + " " + demand(policy);
}

std::string explanation(const Policy& policy, const Verdict& verdict, Date today) {
  if (verdict.standing == Standing::undecidable || verdict.standing == Standing::unscoped) return verdict.why;
  std::string out;
  if (policy.every != Every::none)
    out = verdict.why.empty() ? demand(policy) : verdict.why;
  else
    out = demand(policy) + (policy.within.count > 0 && verdict.start ? ", " + to_iso(*verdict.start) : "");
  if (!verdict.due) return out;
  const auto late = days_from_epoch(today) - days_from_epoch(*verdict.due);
  switch (verdict.standing) {
    case Standing::overdue:
      out += (policy.every == Every::none ? ": that was " : ", due ") + to_iso(*verdict.due) + ", " +
             day_count(late) + " ago";
      break;
    case Standing::waiting:
      out += ": by " + to_iso(*verdict.due);
      break;
    default:
      if (!verdict.why.empty() && policy.every == Every::none) out += ": " + verdict.why;
  }
  return out;
}

}  // namespace hindcast::policy
