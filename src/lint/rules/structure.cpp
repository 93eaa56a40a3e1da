#include "lint/rules/groups.h"
#include "lint/rules/impact.h"
#include "lint/rules/links.h"
#include "lint/rules/sections.h"
#include "lint/rules/template_text.h"

namespace hindcast::lint {
namespace {

using diag::Severity;

constexpr Rule table[] = {
    {.name = "broken-link",
     .group = Group::structure,
     .summary = "A link to a file or a heading leads nowhere",
     .rationale = "What is behind a link is the evidence, and nobody will look for it a year later.",
     .mend = "Correct the path or the anchor, or link to a place that stays.",
     .severities = everywhere(Severity::warning),
     .check = broken_link},
    {.name = "empty-section",
     .group = Group::structure,
     .summary = "A heading has nothing under it",
     .rationale =
         "A heading alone reads as if the answer were lost. Saying that there was nothing takes one line.",
     .mend = "Write what belongs there, say that there was nothing, or take the heading out.",
     .severities = everywhere(Severity::warning),
     .check = empty_section},
    {.name = "impact-scope-unnamed",
     .group = Group::structure,
     .summary = "A field that asks who was affected names no service, feature or group of users",
     .rationale =
         "Without names nobody can ask those who were hit, nor find the next incident of the same service.",
     .mend = "Name the services and features, and which users felt it.",
     .severities = everywhere(Severity::hint),
     .check = impact_scope_unnamed},
    {.name = "impact-without-measure",
     .group = Group::structure,
     .summary = "The impact is told without a number or a duration",
     .rationale =
         "Impact is what incidents are compared by. Google's postmortem guide asks for it in numbers: users, "
         "requests, revenue, minutes.",
     .mend = "Say how many, how much or how long, or that it is not known and why.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = impact_without_measure},
    {.name = "leftover-template-text",
     .group = Group::structure,
     .summary = "A place of the template was never filled in",
     .rationale =
         "A reader can't tell a place that was forgotten from one where there was nothing to say. The "
         "strings are those of the form itself: measured on 152 documents they gave no false alarm, a "
         "general pattern for brackets gave 24.",
     .mend = "Write what the place asks for, or take the place out where it does not apply.",
     .severities = everywhere(Severity::warning),
     .check = leftover_template_text},
    {.name = "missing-section",
     .group = Group::structure,
     .summary = "A section that the form asks for is missing",
     .rationale =
         "A form names what its team agreed to answer; a part that is left out reads like one that nobody "
         "thought of. A document whose status says that it is a draft is left alone.",
     .mend = "Add the section, or mark it as optional in the form.",
     .severities = everywhere(Severity::warning),
     .check = missing_section},
    {.name = "participant-never-mentioned",
     .group = Group::structure,
     .summary = "Somebody is listed as a participant and appears nowhere else",
     .rationale =
         "A list of names that no part of the story mentions tells nobody whom to ask about what. Many teams "
         "list everybody who was in the room, so this is for those who don't.",
     .mend = "Say what the participant did or saw, or take the name out.",
     .severities = everywhere(Severity::off),
     .check = participant_never_mentioned},
    {.name = "value-to-come",
     .group = Group::structure,
     .summary = "A value is marked as still to come",
     .rationale = "TBD is a promise without an owner: once the document is filed nobody is reminded of it.",
     .mend = "Fill the value in, or say why it can't be known.",
     .severities = everywhere(Severity::hint),
     .check = value_to_come},
};

}  // namespace

std::span<const Rule> structure_rules() {
  return table;
}

}  // namespace hindcast::lint
