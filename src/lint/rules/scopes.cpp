// Rules about what documents say to the gate: a slip there takes a question out of every release.
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "base/plain.h"
#include "document/about.h"
#include "gate/astray.h"
#include "gate/scope_fields.h"
#include "gate/written.h"
#include "lint/rules/groups.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::Item;
using facts::ItemRole;

constexpr std::size_t shown_bytes_max = 100;

std::string quoted(std::string_view name) {
  return std::string("`").append(one_line(name, shown_bytes_max)).append("`");
}

std::vector<std::string_view> views(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

void unknown_keys(const Subject& subject, Findings& findings) {
  for (auto& slip : gate::field_scope(subject.document.fields).slips)
    findings.add(slip.at, std::move(slip.what));
}

// A note that is written on an item.
struct Note {
  Span at;  // in the document
  gate::Written says;
};

std::vector<Note> notes_of(const Item& item, std::string_view text) {
  std::vector<Note> notes;
  if (item.role != ItemRole::check && item.role != ItemRole::action && item.role != ItemRole::improvement)
    return notes;
  const auto bytes = slice(text, item.span);
  for (const auto& at : gate::written_on(bytes).at)
    notes.push_back(
        {{item.span.begin + at.begin, item.span.begin + at.end}, gate::written_on(slice(bytes, at))});
  return notes;
}

void unknown_services(const Subject& subject, Findings& findings) {
  if (subject.declared == nullptr || subject.declared->services.empty() || subject.is_template) return;
  const auto known = views(subject.declared->services);
  const auto look = [&](Span at, const std::vector<std::string>& names) {
    for (const auto& name : names)
      if (const auto meant = gate::slip_of(name, known); meant && !gate::is_known(name, known))
        findings.add(at, "hindcast.toml declares no service " + quoted(name) + "; did you mean " +
                             quoted(*meant) + "?");
  };
  for (const auto& field : subject.document.fields) {
    const auto written = gate::field_scope({&field, 1}).scope.services;
    look(field.value_at, written.empty() ? document::services_in(field) : written);
  }
  for (const auto& item : subject.document.items)
    for (const auto& note : notes_of(item, subject.text))
      look(note.at, note.says.scope.services);
}

void unknown_guards(const Subject& subject, Findings& findings) {
  if (subject.declared == nullptr || subject.is_template) return;
  const auto known = views(subject.declared->guards);
  for (const auto& item : subject.document.items)
    for (const auto& note : notes_of(item, subject.text))
      for (const auto& name : note.says.guards) {
        if (gate::is_known(name, known)) continue;
        const auto meant = closest(name, known);
        findings.add(note.at, "hindcast.toml declares no guard " + quoted(name) +
                                  (meant ? "; did you mean " + quoted(*meant) + "?" : ""));
      }
}

constexpr Rule table[] = {
    {.name = "guard-unknown",
     .group = Group::checklist,
     .summary = "An item names a guard that hindcast.toml does not declare",
     .rationale = "The lesson was thought to be enforced, and no guard answers for it.",
     .mend = "Declare the guard, or write the name of the one that is meant.",
     .severities = everywhere(Severity::warning),
     .check = unknown_guards},
    {.name = "scope-key-unknown",
     .group = Group::checklist,
     .summary = "A key that was meant for the gate is one that it does not read",
     .rationale = "A document that is scoped by a key that nobody reads is asked of no release, or of the "
                  "wrong ones, and nobody hears of it.",
     .mend = "Write `applies_when` with paths, services, kinds or phases beneath it, or `always`.",
     .severities = everywhere(Severity::warning),
     .check = unknown_keys},
    {.name = "service-unknown",
     .group = Group::checklist,
     .summary = "A service is named by nearly the name of one that hindcast.toml declares",
     .rationale = "A mistyped service is one that no change touches: what the document asks is asked of "
                  "nobody.",
     .mend = "Write the service's name as hindcast.toml has it, or declare the other one there.",
     .severities = everywhere(Severity::warning),
     .check = unknown_services},
};

}  // namespace

std::span<const Rule> scope_rules() {
  return table;
}

}  // namespace hindcast::lint
