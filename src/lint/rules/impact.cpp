#include "lint/rules/impact.h"

#include <algorithm>
#include <string>
#include <vector>

#include "document/plain.h"
#include "document/scan.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using facts::DocumentKind;
using facts::ItemRole;
using facts::SectionRole;
namespace scan = document::scan;

constexpr int participants_max = 100;  // each is looked for in the whole text

// Sections of impact that stand in no other one, as [begin, end) of heading and body.
std::vector<Span> impacts_of(const facts::Document& document) {
  std::vector<Span> found;
  for (const auto& section : document.sections) {
    if (section.role != SectionRole::impact) continue;
    const Span whole{section.heading.begin, std::max(section.heading.end, section.body.end)};
    if (!found.empty() && whole.begin < found.back().end) continue;
    found.push_back(whole);
  }
  return found;
}

// A word that counts or says how much, how long or that there was nothing, beside digits.
bool has_word_of_measure(std::string_view text) {
  static constexpr std::string_view words[] = {
      "all",        "every",     "everyone", "everybody", "none",      "no",        "nobody",   "any",
      "entire",     "whole",     "half",     "most",      "majority",  "one",       "two",      "three",
      "four",       "five",      "six",      "seven",     "eight",     "nine",      "ten",      "dozen",
      "dozens",     "hundreds",  "hundred",  "thousand",  "thousands", "million",   "millions", "single",
      "both",       "only",      "never",    "nothing",   "n/a",       "total",     "totally",  "complete",
      "completely", "fully",     "unknown",  "hour",      "hours",     "day",       "days",     "week",
      "weeks",      "minute",    "minutes",  "seconds",   "zero",      "overnight", "weekend",  "percent",
      "entirely",   "throughout"};
  static constexpr Beginnings beginnings(words);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!beginnings.may_begin(text, i)) continue;
    if (i > 0 && scan::is_letter(static_cast<unsigned char>(text[i - 1]))) continue;
    for (const auto word : words)
      if (scan::may_begin(text, i, word) && scan::after_word(text, i, word) != i &&
          !(word == "one" && text.compare(i + 3, 4, " of ") == 0))  // "one of the alarms" counts nothing
        return true;
  }
  return false;
}

// A digit that counts something: not that of a name ("t4g", "k8s", "v1.30", "#17").
bool has_number(const Subject& subject, Span span) {
  bool is_in_name = false;
  for (auto at = subject.digits.next(span.begin, span.end); at < span.end;
       at = subject.digits.next(at + 1, span.end)) {
    const char before = at > span.begin ? subject.text[at - 1] : ' ';
    const bool goes_on = (before >= '0' && before <= '9') || before == '.';
    if (!goes_on)
      is_in_name = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || before == '#' ||
                   before == '_' || before == '/';
    if (!is_in_name) return true;
  }
  return false;
}

bool is_short_story(std::string_view text) {
  constexpr std::size_t bytes_min = 20, bytes_max = 1500;
  return text.size() >= bytes_min && text.size() <= bytes_max;
}

bool is_length(std::string_view key) {
  for (const std::string_view word :
       {"duration", "time to", "downtime", "incident duration", "total d", "outage"})
    if (scan::after_folded(key, 0, word) != 0) return true;
  return false;
}

bool is_incident(const facts::Document& document) {
  return document.kind == DocumentKind::postmortem || document.kind == DocumentKind::issue;
}

// A value that names nobody and nothing: "some users" where the form asks for services, features and users.
bool names_nothing(std::string_view value) {
  constexpr std::string_view empty_values[] = {"some",
                                               "some users",
                                               "some people",
                                               "some services",
                                               "various",
                                               "various users",
                                               "various services",
                                               "several",
                                               "multiple",
                                               "many",
                                               "many users",
                                               "a few users",
                                               "unknown",
                                               "unclear",
                                               "not known",
                                               "everything",
                                               "few",
                                               "everyone",
                                               "several users",
                                               "several services",
                                               "multiple services",
                                               "multiple users",
                                               "certain users",
                                               "system",
                                               "the system",
                                               "systems",
                                               "production",
                                               "yes",
                                               "high",
                                               "low",
                                               "medium",
                                               "major",
                                               "minor",
                                               "significant",
                                               "severe",
                                               "一部",
                                               "一部のユーザー",
                                               "不明",
                                               "quelques utilisateurs",
                                               "alguns usuários",
                                               "einige nutzer",
                                               "inconnu",
                                               "unbekannt",
                                               "desconhecido",
                                               "desconocido",
                                               "неизвестно",
                                               "некоторые пользователи"};
  while (!value.empty() && (value.back() == '.' || value.back() == '!'))
    value.remove_suffix(1);
  return std::any_of(std::begin(empty_values), std::end(empty_values),
                     [&](std::string_view word) { return equals_folded(value, word); });
}

bool asks_for_scope(std::string_view key) {
  constexpr std::string_view keys[] = {"impact scope",      "scope of impact",   "scope",
                                       "affected services", "affected systems",  "affected users",
                                       "affected",          "services affected", "users affected",
                                       "impacted services", "impacted users",    "blast radius",
                                       "影響範囲",          "影響サービス",      "影響を受けたサービス",
                                       "影响范围"};
  return std::any_of(std::begin(keys), std::end(keys),
                     [&](std::string_view word) { return equals_folded(key, word); });
}

}  // namespace

void impact_without_measure(const Subject& subject, Findings& findings) {
  if (!is_incident(subject.document) || subject.is_template) return;
  const auto impacts = impacts_of(subject.document);
  if (impacts.empty()) return;
  // How long it lasted may stand in a field of its own.
  for (const auto& field : subject.document.fields)
    if (is_length(field.key) && document::digits.find(field.value) < field.value.size()) return;
  for (const auto& span : impacts) {
    if (has_number(subject, span)) return;
    const auto text = slice(subject.text, span);
    // A place of the template that nobody filled is another rule's.
    const bool is_unfilled =
        text.find("- [") != std::string_view::npos || text.find("\n[") != std::string_view::npos;
    if (is_unfilled || !is_short_story(text) || has_word_of_measure(text)) return;
  }
  const auto& first = impacts.front();
  auto end = subject.text.find('\n', first.begin);
  if (end == std::string_view::npos || end > first.end) end = first.end;
  findings.add({first.begin, static_cast<std::uint32_t>(end)}, "the impact has no number and no duration");
}

void impact_scope_unnamed(const Subject& subject, Findings& findings) {
  for (const auto& field : subject.document.fields) {
    if (!asks_for_scope(field.key)) continue;
    const auto value = bare(subject.text, field.value_at);
    if (names_nothing(slice(subject.text, value)))
      findings.add(value, "this names no service, feature or group of users");
  }
}

void participant_never_mentioned(const Subject& subject, Findings& findings) {
  if (subject.is_template) return;
  int asked = 0;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::participant || item.from == "table row" || item.text.size() < 3) continue;
    // "Scrum Master: Ada" tells the part that somebody had.
    if (item.text.find(':') != std::string::npos) continue;
    std::string_view name = item.text;
    if (name.front() == '@') name.remove_prefix(1);
    name = name.substr(0, name.find_first_of(" (:,-"));
    if (name.size() < 3) continue;
    if (++asked > participants_max) return;
    bool is_mentioned = false;
    for (auto at = subject.text.find(name); at != std::string_view::npos && !is_mentioned;
         at = subject.text.find(name, at + 1))
      is_mentioned = at < item.span.begin || at >= item.span.end;
    if (!is_mentioned) findings.add(item.span, "nothing in the document mentions this participant");
  }
}

}  // namespace hindcast::lint
