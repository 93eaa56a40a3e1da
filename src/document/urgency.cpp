// Priority and severity: how urgent an action is, how bad an incident was. The contract is in owners.h.
#include <algorithm>
#include <array>

#include "document/first_words.h"
#include "document/lexicon.h"
#include "document/owners.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace scan;

constexpr ByteSet set_off("*_: -"), closing(" \t\r\n.*_"), after_label("*_: ");

constexpr std::size_t severity_bytes_max = 200;

// Folded words that are a priority in a cell of their own.
constexpr std::array<std::string_view, 47> priority_words = {
    "high",   "medium",  "med",     "low",     "critical", "urgent",      "highest", "lowest",
    "normal", "blocker", "major",   "minor",   "must",     "should",      "could",   "高",
    "中",     "低",      "緊急",    "紧急",    "最高",     "높음",        "중간",    "낮음",
    "긴급",   "alta",    "média",   "media",   "baja",     "baixa",       "urgente", "crítica",
    "haute",  "moyenne", "basse",   "faible",  "hoch",     "mittel",      "niedrig", "hög",
    "låg",    "medel",   "высокий", "средний", "низкий",   "критический", "срочно"};

constexpr auto priority_beginnings = first_words_of(priority_words);

constexpr std::array<std::string_view, 11> priority_labels = {
    "priority",   "prio",      "urgency",  "優先度",    "优先级",   "우선순위",
    "prioridade", "prioridad", "priorité", "priorität", "приоритет"};

constexpr auto priority_label_beginnings = first_words_of(priority_labels);

constexpr std::array<std::string_view, 8> priority_signs = {"🔴", "🟠", "🟡",   "🟢",
                                                            "🔵", "🔥",    "⚠️", "⚪"};

// The end of "P0".."P5", "SEV1", "SEV-1", "S2" at `at`; `at` when there is none. `stem` is folded.
std::size_t after_numbered(std::string_view text, std::size_t at, std::string_view stem) {
  std::size_t after = after_folded(text, at, stem);
  if (after == at || !starts_word(text, at)) return at;
  if (after < text.size() && (text[after] == '-' || text[after] == ' ')) ++after;
  bool is_level = after < text.size() && text[after] >= '0' && text[after] <= '5';
  return is_level && ends_word(text, after + 1) ? after + 1 : at;
}

// The end of the priority that starts at `at`; `at` when none does.
std::size_t after_priority(std::string_view text, std::size_t at) {
  for (std::string_view sign : priority_signs) {
    if (at >= text.size() || static_cast<unsigned char>(text[at]) < 0x80) break;
    if (!text.substr(at).starts_with(sign)) continue;
    std::size_t word = skip_blanks(text, at + sign.size());
    std::size_t after = word < text.size() ? after_priority(text, word) : word;
    return after > word ? after : at + sign.size();
  }
  if (std::size_t after = after_numbered(text, at, "p"); after > at) return after;
  const auto* word = priority_beginnings.find(
      word_key(text, at), [&](std::string_view phrase) { return after_word(text, at, phrase) > at; });
  return word == nullptr ? at : after_word(text, at, *word);
}

bool opens(char c) {
  return c == '(' || c == '[';
}

// "[High] …", "P1: …", "(P0) …" at the start: a bracket or a colon must set it off from the sentence.
std::optional<FoundWord> leading_priority(std::string_view text) {
  std::size_t at = skip_blanks(text, 0);
  while (at < text.size() && (text[at] == '*' || text[at] == '_'))
    ++at;
  bool in_bracket = at < text.size() && opens(text[at]);
  std::size_t begin = in_bracket ? at + 1 : at,
              end = begin < text.size() ? after_priority(text, begin) : begin;
  if (end == begin) return std::nullopt;
  std::size_t cut = end;
  if (in_bracket) {
    if (cut >= text.size() || (text[cut] != ')' && text[cut] != ']') || text.substr(cut).starts_with("]("))
      return std::nullopt;
    ++cut;
  } else {
    bool is_sign =
        static_cast<unsigned char>(text[begin]) >= 0xE2 && is_pictograph(glyph_at(text, begin).point);
    while (cut < text.size() && (text[cut] == '*' || text[cut] == '_'))
      ++cut;
    bool is_set_off = cut < text.size() && (text[cut] == ':' || text.substr(cut).starts_with(" - ") ||
                                            text.substr(cut).starts_with(" — "));
    if (!is_sign && !is_set_off) return std::nullopt;
  }
  while (cut < text.size() && set_off.has(text[cut]))
    ++cut;
  return FoundWord{span_of(begin, end), span_of(0, cut)};
}

// "… (P1)", "… [High]" at the end.
std::optional<FoundWord> trailing_priority(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && closing.has(text[end - 1]))
    --end;
  if (end < 3 || (text[end - 1] != ')' && text[end - 1] != ']')) return std::nullopt;
  std::size_t open = text.find_last_of("([", end - 2);
  if (open == std::string_view::npos || after_priority(text, open + 1) != end - 1) return std::nullopt;
  std::size_t cut = open;
  while (cut > 0 && text[cut - 1] == ' ')
    --cut;
  return FoundWord{span_of(open + 1, end - 1), span_of(cut, end)};
}

// "Priority: high" at `at`, where a word begins.
std::optional<FoundWord> priority_after_label(std::string_view text, std::size_t at, std::string_view label) {
  std::size_t after = after_folded(text, at, label);
  if (after == at) return std::nullopt;
  while (after < text.size() && after_label.has(text[after]))
    ++after;
  if (text.substr(after).starts_with("：")) after = skip_blanks(text, after + 3);
  std::size_t end = after < text.size() ? after_priority(text, after) : after;
  if (end == after) return std::nullopt;
  bool in_bracket =
      at > 0 && opens(text[at - 1]) && end < text.size() && (text[end] == ')' || text[end] == ']');
  return FoundWord{span_of(after, end), in_bracket ? span_of(at - 1, end + 1) : span_of(at, end)};
}

// "Priority: high" anywhere at the start of a word.
std::optional<FoundWord> labelled_priority(std::string_view text) {
  if (text.find(':') == std::string_view::npos && text.find("：") == std::string_view::npos)
    return std::nullopt;
  std::optional<FoundWord> found;
  for (std::size_t at = 0; at < text.size() && !found;) {
    const Glyph glyph = glyph_at(text, at);
    if (is_letter(glyph.point) && starts_word(text, at))
      (void)priority_label_beginnings.find(word_key(text, at), [&](std::string_view label) {
        found = priority_after_label(text, at, label);
        return found.has_value();
      });
    at += glyph.size;
  }
  return found;
}

}  // namespace

std::optional<FoundWord> priority_in_cell(std::string_view cell) {
  Span value = without_markup(cell, whole(cell));
  if (value.begin >= value.end || is_no_value(slice(cell, value))) return std::nullopt;
  return FoundWord{value, whole(cell)};
}

std::optional<FoundWord> priority_in_item(std::string_view text) {
  if (auto found = leading_priority(text)) return found;
  if (auto found = trailing_priority(text)) return found;
  return labelled_priority(text);
}

std::optional<FoundWord> severity_in_value(std::string_view value) {
  Span at = without_markup(value, whole(value));
  if (at.begin >= at.end || at.end - at.begin > severity_bytes_max || is_no_value(slice(value, at)))
    return std::nullopt;
  return FoundWord{at, whole(value)};
}

std::optional<FoundWord> severity_in_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != 's' && text[at] != 'S') continue;
    for (std::string_view stem : {"severity", "sev"}) {
      std::size_t after = after_numbered(text, at, stem);
      if (after > at) return FoundWord{span_of(at, after), span_of(at, after)};
    }
  }
  return std::nullopt;
}

std::string_view severity_in_label(std::string_view label) {
  if (const auto mark = label.find_first_of(":/="); mark != std::string_view::npos) {
    Folded name;
    fold(label.substr(0, mark), name);
    const auto value = label.substr(std::min(label.find_first_not_of(":/= ", mark), label.size()));
    const auto found = severity_in_value(value);
    if ((field_meaning(name) & field_severity) != 0) return found ? slice(value, found->at) : "";
  }
  return severity_in_text(label) ? label : "";
}

}  // namespace hindcast::document
