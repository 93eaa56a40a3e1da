#include <algorithm>
#include <string>

#include "lint/rules/dates.h"
#include "lint/rules/groups.h"
#include "lint/rules/moment.h"
#include "lint/rules/zones.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::Item;
using facts::ItemRole;

// One clock may be a slip of detail; a timeline of them needs a zone.
constexpr int clocks_min = 3;

void without_zone(const Subject& subject, Findings& findings) {
  int clocks = 0;
  const Item* first = nullptr;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time || item.time->text.find(':') == std::string::npos)
      continue;
    const auto at = moment(item.start);
    if (at && at->has_zone) return;
    if (first == nullptr) first = &item;
    ++clocks;
  }
  if (clocks < clocks_min) return;
  const auto is_code = [&](const markdown::Node& node) {
    return node.kind == markdown::Kind::code && node.span.begin <= first->span.begin &&
           node.span.end > first->span.begin;
  };
  const auto& nodes = subject.tree.nodes;
  const bool in_code = std::any_of(nodes.begin(), nodes.end(), is_code);
  if (names_zone(subject.tree, subject.text, {in_code, subject.document.language == "en"})) return;
  findings.add(first->time->at, "the times of this timeline have no time zone");
}

constexpr Rule table[] = {
    {.name = "date-contradicts",
     .group = Group::timeline,
     .summary = "The same thing has two dates in one document",
     .rationale =
         "A reader can't tell which of the two is right, and due dates are counted from one of them.",
     .mend = "Find out which day it was and correct the other.",
     .severities = everywhere(Severity::warning),
     .check = dates_contradict},
    {.name = "date-without-year",
     .group = Group::timeline,
     .summary = "No date in the document tells the year",
     .rationale = "Documents are read years later, and sorted, searched and counted by when things happened.",
     .mend = "Write the year once: in a date field, in the title or in the timeline's first entry.",
     .severities = everywhere(Severity::warning),
     .check = date_without_year},
    {.name = "duration-disagrees",
     .group = Group::timeline,
     .summary = "A stated duration does not fit the times or the parts that the document tells",
     .rationale =
         "Durations are what is counted across incidents; one that its own timeline contradicts is usually "
         "a slip in reckoning or a time that was later corrected.",
     .mend = "Reckon the duration again, or correct the times.",
     .severities = everywhere(Severity::warning),
     .check = duration_disagrees},
    {.name = "end-before-start",
     .group = Group::timeline,
     .summary = "The incident is over before it starts",
     .rationale = "One of the two times is wrong, and with it the time to repair that is reckoned from them.",
     .mend = "Correct the start or the end.",
     .severities = everywhere(Severity::warning),
     .check = end_before_start},
    {.name = "feedback-after-meeting",
     .group = Group::timeline,
     .summary = "Feedback is due after the meeting that discusses it",
     .rationale = "What comes in after the meeting is heard by nobody.",
     .mend = "Set the deadline before the meeting, or the meeting after the deadline.",
     .severities = everywhere(Severity::warning),
     .check = feedback_after_meeting},
    {.name = "impossible-date",
     .group = Group::timeline,
     .summary = "A date names a day that does not exist, or a weekday that it was not",
     .rationale =
         "One of its parts is a typing mistake, and every duration and due date counted from it is wrong.",
     .mend = "Look the day up and correct it.",
     .severities = everywhere(Severity::warning),
     .check = impossible_date},
    {.name = "planned-not-actual",
     .group = Group::timeline,
     .summary = "A planned day and the actual one differ and nothing says why",
     .rationale =
         "The gap between plan and outcome is what a retrospective is about; a table that shows it and "
         "stops there leaves the question to the reader.",
     .mend = "Add a column or a line that says what moved the date.",
     .severities = everywhere(Severity::hint),
     .check = planned_not_actual},
    {.name = "timeline-out-of-order",
     .group = Group::timeline,
     .summary = "An entry of the timeline is earlier than the one before it",
     .rationale =
         "Who reads a timeline takes what stands above for what came first. Most entries that go back are "
         "typing mistakes in a day or an hour, and every duration computed from them is wrong.",
     .mend = "Correct the time, or move the entry to its place.",
     .severities = everywhere(Severity::warning),
     .check = timeline_out_of_order},
    {.name = "timeline-range-backwards",
     .group = Group::timeline,
     .summary = "A range of time ends before it starts",
     .rationale = "One of the two ends is wrong, and the reader can't tell which.",
     .mend = "Correct the start or the end.",
     .severities = everywhere(Severity::warning),
     .check = timeline_range_backwards},
    {.name = "timeline-without-zone",
     .group = Group::timeline,
     .summary = "A timeline of clock times names no time zone",
     .rationale =
         "Times are set against logs, graphs and messages, which are in UTC or somebody's own time. Google's "
         "and PagerDuty's guides ask for one zone that is named once.",
     .mend = "Name the zone once above the timeline, in its column's title or behind the first time.",
     .severities = everywhere(Severity::hint),
     .check = without_zone},
};

}  // namespace

std::span<const Rule> timeline_rules() {
  return table;
}

}  // namespace hindcast::lint
