#include <algorithm>
#include <cstdlib>
#include <string>

#include "lint/rules/dates.h"
#include "lint/rules/groups.h"
#include "lint/rules/look.h"
#include "lint/rules/moment.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::Item;
using facts::ItemRole;

constexpr std::int64_t minute_seconds = 60;
constexpr std::int64_t day_seconds = 86400;
// A clock without a day that goes back by more went past midnight, or past noon on a face of twelve hours.
constexpr std::int64_t back_seconds_max = 6 * 3600;

bool names_day(const Item& item) {
  return item.time && item.time->text.find_first_of("-/.") != std::string::npos;
}

// "09:10 Alarm rings", not "Alarm rings: 09:10".
bool leads(std::string_view text, const Item& item) {
  if (item.from == "table row") return true;
  const auto before = text.substr(item.span.begin, item.time->at.begin - item.span.begin);
  return std::none_of(before.begin(), before.end(), [](char c) {
    return (c >= 'a' && c <= 'z' && c != 'x') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
}

// Where one timeline ends and the next begins: the section that an item stands in.
class Timelines {
 public:
  explicit Timelines(const facts::Document& document) : walk_(document) {}
  // The events are handed over in document order. True for the first of another timeline.
  bool starts_another(const Item& item) {
    const auto* section = walk_.at(item.span.begin);
    // A heading that is the entry itself is no section around it.
    if (section != nullptr && section->heading.begin == item.span.begin) return false;
    const bool is_other = section != last_ || from_ != item.from;
    last_ = section;
    from_ = item.from;
    return is_other;
  }

 private:
  SectionWalk walk_;
  const facts::Section* last_ = nullptr;
  std::string_view from_;
};

struct Step {
  const Item* item = nullptr;
  Moment at;
};

bool goes_back(std::string_view text, const Step& before, const Step& after) {
  if (!are_comparable(before.at, after.at)) return false;
  const auto back = before.at.seconds - after.at.seconds;
  if (back <= minute_seconds) return false;
  // A stretch of time that reaches past the entry before is told where it ends.
  const auto end = moment(after.item->end);
  if (end && end->seconds > before.at.seconds) return false;
  // "Repaired 10:46, declared 9:29": named times of one day keep the order of their names.
  if (!leads(text, *after.item) && back < day_seconds) return false;
  return names_day(*after.item) || !after.at.has_clock || back <= back_seconds_max;
}

void flush(std::string_view text, const std::vector<Step>& steps, Findings& findings) {
  std::size_t back = 0, forth = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const bool is_back = goes_back(text, steps[i - 1], steps[i]);
    back += is_back;
    forth += !is_back && steps[i - 1].at.seconds != steps[i].at.seconds;
  }
  // Newest first is an order too, and a list that goes back at every other step is in no order at all.
  if (back == 0 || back * 2 > forth) return;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (!goes_back(text, steps[i - 1], steps[i])) continue;
    auto& found = findings.add(steps[i].item->time->at, "`" + steps[i].item->time->text + "` comes after `" +
                                                            steps[i - 1].item->time->text +
                                                            "`: the timeline goes back in time here");
    found.note(steps[i - 1].item->time->at, "the entry before");
  }
}

void out_of_order(const Subject& subject, Findings& findings) {
  Timelines timelines(subject.document);
  std::vector<Step> steps;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time) continue;
    if (timelines.starts_another(item)) {
      flush(subject.text, steps, findings);
      steps.clear();
    }
    if (const auto at = moment(item.start)) steps.push_back({&item, *at});
  }
  flush(subject.text, steps, findings);
}

void range_backwards(const Subject& subject, Findings& findings) {
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time || item.end.empty()) continue;
    const auto start = moment(item.start), end = moment(item.end);
    if (!start || !end || !are_comparable(*start, *end) || end->seconds >= start->seconds) continue;
    findings.add(item.time->at, "this range ends before it starts");
  }
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// UTC, GMT, JST, CEST, AEDT, "(PT)": every abbreviation has a T.
bool is_zone_around(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? text[i] : ' '; };
  const char before = at > 0 ? text[at - 1] : ' ', earlier = at > 1 ? text[at - 2] : ' ',
             after = byte(at + 1);
  if (before == 'U' && after == 'C') return true;
  if (is_upper(after) || !is_upper(before)) return false;
  if (earlier == 'G' && before == 'M') return true;
  if (is_upper(earlier)) return before == 'S' || before == 'D' || before == 'E';
  return !is_letter(earlier) && !is_letter(after) &&
         (before == 'P' || before == 'E' || before == 'C' || before == 'M');
}

bool has_zone_word(std::string_view text) {
  for (auto at = text.find('T'); at != std::string_view::npos; at = text.find('T', at + 1))
    if (is_zone_around(text, at)) return true;
  // Each with the place of its rarest byte, which is what is looked for.
  struct Words {
    std::string_view text;
    std::size_t rarest;
  };
  for (const auto& [words, rarest] :
       {Words{"ime zone", 4}, Words{"imezone", 3}, Words{"ime Zone", 4}, Words{"ocal time", 7},
        Words{"現地時間", 0}, Words{"日本時間", 0}, Words{"北京时间", 0}, Words{"Pacific", 0},
        Words{"Eastern", 0}, Words{"МСК", 0}, Words{"MEZ", 2}, Words{"MESZ", 3}})
    for (auto at = text.find(words[rarest]); at != text.npos; at = text.find(words[rarest], at + 1))
      if (at >= rarest && text.compare(at - rarest, words.size(), words) == 0) return true;
  return false;
}

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
  if (clocks < clocks_min || has_zone_word(subject.text)) return;
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
     .check = out_of_order},
    {.name = "timeline-range-backwards",
     .group = Group::timeline,
     .summary = "A range of time ends before it starts",
     .rationale = "One of the two ends is wrong, and the reader can't tell which.",
     .mend = "Correct the start or the end.",
     .severities = everywhere(Severity::warning),
     .check = range_backwards},
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
