#include "facts/facts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"

namespace hindcast::facts {
namespace {

constexpr std::array<std::string_view, 7> document_kinds = {
    "postmortem", "retrospective", "lessons-learned", "release", "checklist", "issue", "other"};
constexpr std::array<std::string_view, 18> section_roles = {
    "",           "summary",   "impact",       "detection", "timeline",     "cause",
    "resolution", "went_well", "went_badly",   "lucky",     "actions",      "lessons",
    "checklist",  "metrics",   "participants", "links",     "improvements", "examples"};
constexpr std::array<std::string_view, 10> item_roles = {"action",   "event",       "check",  "observation",
                                                         "lesson",   "improvement", "metric", "participant",
                                                         "deadline", "example"};
constexpr std::array<std::string_view, 8> action_states = {"unknown", "idea", "open",     "in_progress",
                                                           "blocked", "done", "verified", "wont_do"};

template <typename Value, std::size_t size>
std::optional<Value> value_of(const std::array<std::string_view, size>& words, std::string_view word) {
  for (std::size_t i = 0; i < size; ++i)
    if (words[i] == word) return static_cast<Value>(i);
  return std::nullopt;
}

}  // namespace

std::string_view word(DocumentKind kind) {
  return document_kinds[static_cast<std::size_t>(kind)];
}
std::string_view word(SectionRole role) {
  return section_roles[static_cast<std::size_t>(role)];
}
std::string_view word(ItemRole role) {
  return item_roles[static_cast<std::size_t>(role)];
}
std::string_view word(ActionState state) {
  return action_states[static_cast<std::size_t>(state)];
}

std::optional<DocumentKind> document_kind(std::string_view word) {
  return value_of<DocumentKind>(document_kinds, word);
}
std::optional<SectionRole> section_role(std::string_view word) {
  return value_of<SectionRole>(section_roles, word);
}
std::optional<ItemRole> item_role(std::string_view word) {
  return value_of<ItemRole>(item_roles, word);
}
std::optional<ActionState> action_state(std::string_view word) {
  return value_of<ActionState>(action_states, word);
}

bool is_open(ActionState state) {
  return state != ActionState::done && state != ActionState::verified && state != ActionState::wont_do;
}

std::optional<int> severity_level(std::string_view severity) {
  for (std::size_t i = 0; i < severity.size(); ++i) {
    const bool is_digit = severity[i] >= '0' && severity[i] <= '9';
    const bool is_long = i + 1 < severity.size() && severity[i + 1] >= '0' && severity[i + 1] <= '9';
    if (is_digit) return is_long ? std::nullopt : std::optional<int>(severity[i] - '0');
  }
  static constexpr std::pair<std::string_view, int> words[] = {
      {"critical", 1}, {"blocker", 1},  {"catastroph", 1}, {"emergency", 1}, {"kritisch", 1}, {"crític", 1},
      {"critique", 1}, {"критич", 1},   {"重大", 1},       {"致命", 1},      {"严重", 1},     {"치명", 1},
      {"high", 2},     {"major", 2},    {"hoch", 2},       {"alta", 2},      {"élevé", 2},    {"高", 2},
      {"medium", 3},   {"moderate", 3}, {"mittel", 3},     {"média", 3},     {"media", 3},    {"中", 3},
      {"low", 4},      {"minor", 4},    {"niedrig", 4},    {"baixa", 4},     {"baja", 4},     {"低", 4}};
  const auto small = lower(severity);
  for (const auto& [word, level] : words)
    if (small.find(word) != small.npos) return level;
  return std::nullopt;
}

std::optional<std::string> severity_meant(std::string_view typed) {
  static constexpr std::array<std::string_view, 11> stems = {
      "", "sev", "s", "p", "severity", "level", "tier", "priority", "prio", "l", "cat"};
  static constexpr std::array<std::string_view, 2> usual_stems = {"sev", "severity"};
  static constexpr std::array<std::string_view, 9> usual_words = {
      "critical", "blocker", "emergency", "high", "major", "medium", "moderate", "minor", "low"};
  const auto digit = typed.find_first_of("0123456789");
  if (digit != typed.npos && digit + 1 != typed.size()) return std::nullopt;
  if (digit == typed.npos) {
    if (severity_level(typed)) return std::nullopt;
    const auto word = closest(typed, usual_words);
    return word ? std::optional<std::string>(*word) : std::nullopt;
  }
  auto stem = lower(typed.substr(0, digit));
  while (!stem.empty() && (stem.back() == '-' || stem.back() == ' '))
    stem.pop_back();
  if (std::find(stems.begin(), stems.end(), stem) != stems.end()) return std::nullopt;
  const auto meant = closest(stem, usual_stems);
  if (!meant) return std::nullopt;
  return std::string(*meant) + typed[digit];
}

ActionState state_of(const Item& item) {
  if (item.state != ActionState::unknown || !item.ticked) return item.state;
  return *item.ticked ? ActionState::done : ActionState::open;
}

const std::string& text_of(const std::optional<Quote>& quote) {
  static const std::string nothing;
  return quote ? quote->text : nothing;
}

}  // namespace hindcast::facts
