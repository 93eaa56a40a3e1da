#include "lint/rules/sections.h"

#include <algorithm>
#include <string>
#include <vector>

#include "document/form.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using facts::Section;
using facts::SectionRole;

constexpr std::size_t skeleton_sections_min = 4;

bool is_draft(const facts::Document& document) {
  constexpr std::string_view words[] = {"draft",    "in progress", "investigating", "wip",     "ongoing",
                                        "active",   "open",        "monitoring",    "下書き",  "調査中",
                                        "rascunho", "brouillon",   "entwurf",       "borrador"};
  for (const auto& field : document.fields)
    if (equals_folded(field.key, "status") || field.key == "ステータス" || equals_folded(field.key, "state"))
      for (const auto word : words)
        if (equals_folded(field.value, word)) return true;
  return false;
}

// The place to say what a whole document lacks: its title, else its first line.
Span place_of(const Subject& subject) {
  const auto title = subject.document.title.at;
  if (title.begin < title.end) return title;
  const auto end = subject.text.find('\n');
  return {0, static_cast<std::uint32_t>(end == std::string_view::npos ? subject.text.size() : end)};
}

// Some write a thank-you or a remark as a heading, to make it large.
bool is_sentence(std::string_view heading) {
  return heading.size() > 100 || heading.ends_with('.') || heading.ends_with('!');
}

bool has_role(const facts::Document& document, SectionRole role) {
  return std::any_of(document.sections.begin(), document.sections.end(),
                     [&](const Section& section) { return section.role == role; });
}

bool is_answered(const Subject& subject, const document::FormSection& asked,
                 const std::vector<const document::FormSection*>& answered) {
  if (std::find(answered.begin(), answered.end(), &asked) != answered.end()) return true;
  return asked.role != SectionRole::none && has_role(subject.document, asked.role);
}

void missing_by_form(const Subject& subject, Findings& findings) {
  std::vector<const document::FormSection*> answered;
  for (const auto& section : subject.document.sections)
    if (const auto* found = document::find_section(*subject.form, section.title)) answered.push_back(found);
  int missing_level = 0;  // of the section that is missing; what belongs below it is missing with it
  for (const auto& asked : subject.form->sections) {
    if (missing_level != 0 && asked.level > missing_level) continue;
    missing_level = 0;
    if (!asked.required || asked.repeats || is_answered(subject, asked, answered)) continue;
    missing_level = asked.level;
    findings.add(place_of(subject),
                 "no section `" + asked.title + "`, which the form " + subject.form->name + " asks for");
  }
}

}  // namespace

void missing_section(const Subject& subject, Findings& findings) {
  if (is_draft(subject.document) || subject.is_template) return;
  if (subject.form != nullptr) missing_by_form(subject, findings);
}

void empty_section(const Subject& subject, Findings& findings) {
  if (subject.is_template) return;
  const auto& sections = subject.document.sections;
  std::vector<const Section*> empty;
  std::size_t leaves = 0;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto& section = sections[i];
    if (section.level > 6 || section.level < 2) continue;
    if (i + 1 < sections.size() && sections[i + 1].heading.begin < section.body.end) continue;
    ++leaves;
    auto body = trimmed(subject.text, section.body);
    // A line drawn before the next heading is no content.
    while (body.end > body.begin && subject.text[body.end - 1] == '-')
      --body.end;
    body = trimmed(subject.text, body);
    if (body.begin == body.end && !is_sentence(slice(subject.text, section.heading)))
      empty.push_back(&section);
  }
  // Where nearly nothing is written yet the writer knows.
  if (empty.size() >= skeleton_sections_min && empty.size() * 2 > leaves) return;
  for (const auto* section : empty)
    findings.add(trimmed(subject.text, section->heading), "nothing stands under this heading");
}

}  // namespace hindcast::lint
