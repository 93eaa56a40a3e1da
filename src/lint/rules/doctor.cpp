#include "lint/rules/groups.h"

namespace hindcast::lint {
namespace {

using diag::Severity;

// These need all documents and the day, so the work is in doctor/doctor.h. They are rules like any other in
// everything else: severity, name, page.
void by_doctor(const Subject&, Findings&) {}

constexpr Rule table[] = {
    {.name = "action-ageing",
     .group = Group::doctor,
     .summary = "An action is still open long after its document's date",
     .rationale =
         "What is not done in the first weeks is rarely done at all, and the incident comes back meanwhile.",
     .mend = "Do it, give it a due date, or say that it won't be done and why.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "action-overdue",
     .group = Group::doctor,
     .summary = "The day on which an action was due is over, and it is not said to be done",
     .rationale = "A due date that nobody looks at again teaches everybody that dates mean nothing.",
     .mend = "Tick it off if it is done; else do it, or set a new date.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "document-unknown",
     .group = Group::doctor,
     .summary = "A document is named that does not exist among these",
     .rationale = "Whoever follows the trail of an earlier incident stands before a wall.",
     .mend = "Correct the name, or write the document.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "document-without-form",
     .group = Group::doctor,
     .summary = "No form fits a document, nothing tells its kind, and nothing it states was understood",
     .rationale = "What can't be read as a document of any kind is searched, listed and counted by nobody.",
     .mend =
         "Give it the headings of a form (hindcast form list), add its template to forms, or leave it out in "
         "hindcast.toml.",
     .severities = everywhere(Severity::hint),
     .check = by_doctor},
    {.name = "duplicate-document-id",
     .group = Group::doctor,
     .summary = "Two documents have the same id",
     .rationale = "Whoever cites an item by document and id means one of the two, and nobody knows which.",
     .mend = "Give the later document an id of its own.",
     .severities = everywhere(Severity::error),
     .check = by_doctor},
    {.name = "duplicate-item-id",
     .group = Group::doctor,
     .summary = "Two items of a document are pinned to the same id",
     .rationale =
         "A copied line takes its pin along, and what is recorded of the one item is then told of the other.",
     .mend = "Take the comment out of the copy.",
     .severities = everywhere(Severity::error),
     .check = by_doctor},
    {.name = "link-dead",
     .group = Group::doctor,
     .summary = "A page that a document links to is gone",
     .rationale = "What is behind a link is the evidence. Only hindcast doctor --links asks the network.",
     .mend = "Correct the address, link to a copy that stays, or say in words what stood there.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "owner-unknown",
     .group = Group::doctor,
     .summary = "An action is owned by somebody whom neither hindcast.toml nor CODEOWNERS knows",
     .rationale = "People leave and teams are renamed; an action of theirs is nobody's.",
     .mend = "Name somebody who is there, or add the name to owners.names in hindcast.toml.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "policy-overdue",
     .group = Group::doctor,
     .summary = "The day is over by which a policy of the team asks for something that is not there",
     .rationale =
         "What a team agreed on is forgotten first when nobody counts the days, and a closed document closes "
         "nothing.",
     .mend = "Do it and say so in the document, or change the policy for everybody.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "policy-undecidable",
     .group = Group::doctor,
     .summary = "A policy asks for something, and there is no day to count from",
     .rationale =
         "No date is not a pass: what can't be counted would be late for ever without anybody's being told.",
     .mend = "Write the date that the policy counts from into the document.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "promise-repeated",
     .group = Group::doctor,
     .summary = "An action was promised before, in an earlier document",
     .rationale = "A promise that is written again was not kept, and writing it a second time will not keep "
                  "it either.",
     .mend = "Find out what became of the first, close one of the two, and say what is different this time.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
    {.name = "value-never-came",
     .group = Group::doctor,
     .summary = "A value is still marked as to come after the review, or long after the document's date",
     .rationale = "TBD is a promise without an owner: once the meeting is over nobody is reminded of it.",
     .mend = "Fill the value in, or say why it can't be known.",
     .severities = everywhere(Severity::warning),
     .check = by_doctor},
};

}  // namespace

std::span<const Rule> doctor_rules() {
  return table;
}

}  // namespace hindcast::lint
