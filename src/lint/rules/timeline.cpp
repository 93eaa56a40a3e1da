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

constexpr Rule table[] = {
    {.name = "impossible-date",
     .group = Group::timeline,
     .summary = "A date names a day that does not exist, or a weekday that it was not",
     .rationale =
         "One of its parts is a typing mistake, and every duration and due date counted from it is wrong.",
     .mend = "Look the day up and correct it.",
     .severities = everywhere(Severity::warning),
     .check = impossible_date},
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
};

}  // namespace

std::span<const Rule> timeline_rules() {
  return table;
}

}  // namespace hindcast::lint
