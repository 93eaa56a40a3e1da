// Rules about the order of a timeline's entries and of the two ends of a range.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "lint/rules/dates.h"
#include "lint/rules/look.h"
#include "lint/rules/moment.h"

namespace hindcast::lint {
namespace {

using facts::Item;
using facts::ItemRole;
using markdown::Kind;

constexpr std::int64_t day_seconds = 86400;
// A clock without a day that goes back by more went past midnight, or past noon on a face of twelve hours.
constexpr std::int64_t back_seconds_max = 6 * 3600;
constexpr std::size_t stamps_min = 3;  // fewer entries with day and clock make no timeline

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
  Span time;
  std::string_view words;  // the time as it is shown
  Moment at;
  std::optional<Moment> end;  // of a stretch
  bool names_day = false;
  bool leads = false;
};

Step step_of(std::string_view text, const Item& item, const Moment& at) {
  return {item.time->at,
          item.time->text,
          at,
          moment(item.end),
          item.time->text.find_first_of("-/.") != std::string::npos,
          leads(text, item)};
}

bool goes_back(const Step& before, const Step& after) {
  const auto back = seconds_back(before.at, after.at);
  if (back <= 0) return false;
  // A stretch of time that reaches past the entry before is told where it ends.
  if (after.end && after.end->seconds > before.at.seconds) return false;
  // "Repaired 10:46, declared 9:29": named times of one day keep the order of their names.
  if (!after.leads && back < day_seconds) return false;
  return after.names_day || !after.at.has_clock || back <= back_seconds_max;
}

// Newest first is an order too, and a list that goes back at every other step is in no order at all. A list
// of named times ("Detected …, Repaired …") is never told newest first.
bool has_slips(const std::vector<Step>& steps) {
  std::size_t back = 0, forth = 0, named = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const bool is_back = goes_back(steps[i - 1], steps[i]);
    back += is_back;
    forth += !is_back && steps[i - 1].at.seconds != steps[i].at.seconds;
    named += !steps[i].leads;
  }
  return back > 0 && (named + 1 >= steps.size() ? back <= 2 * forth : back * 2 <= forth);
}

void flush(std::vector<Step>& steps, Findings& findings) {
  if (!has_slips(steps)) return steps.clear();
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (!goes_back(steps[i - 1], steps[i])) continue;
    auto& found = findings.add(steps[i].time, "`" + std::string(steps[i].words) + "` comes after `" +
                                                  std::string(steps[i - 1].words) +
                                                  "`: the timeline goes back in time here");
    found.note(steps[i - 1].time, "the entry before");
  }
  steps.clear();
}

// "2031-05-05 09:10" at the start of an entry.
std::optional<Step> stamp_at(std::string_view text, Span entry) {
  constexpr std::uint32_t stamp_bytes = 16;
  entry = bare(text, entry);
  if (entry.end - entry.begin < stamp_bytes || text[entry.begin] < '1' || text[entry.begin] > '2')
    return std::nullopt;
  const Span words{entry.begin, entry.begin + stamp_bytes};
  std::string iso(slice(text, words));
  if (iso[10] != ' ' && iso[10] != 'T') return std::nullopt;
  iso[10] = 'T';
  const auto at = moment(iso);
  if (!at || !at->has_clock || iso[13] != ':') return std::nullopt;
  return Step{words, slice(text, words), *at, std::nullopt, true, true};
}

// True when the document's reader took the entry with this time for an event.
bool is_event(const std::vector<Item>& items, Span time) {
  const auto after =
      std::upper_bound(items.begin(), items.end(), time.begin,
                       [](std::uint32_t begin, const Item& item) { return begin < item.span.begin; });
  return after != items.begin() && std::prev(after)->role == ItemRole::event &&
         std::prev(after)->span.end >= time.end;
}

// A list whose entries begin with day and clock is a timeline, whatever its label says: "Context".
void unlabelled(const Subject& subject, Findings& findings) {
  const auto& nodes = subject.tree.nodes;
  std::vector<Step> steps;
  for (std::uint32_t at = 1; at < nodes.size(); ++at) {
    if (nodes[at].kind != Kind::list) continue;
    std::size_t entries = 0;
    for (const auto entry : markdown::children(subject.tree, at)) {
      if (++entries > 2 && steps.empty()) break;
      if (const auto step = stamp_at(subject.text, nodes[entry].content)) steps.push_back(*step);
    }
    if (steps.size() < stamps_min || steps.size() * 2 < entries ||
        is_event(subject.document.items, steps[0].time))
      steps.clear();
    else
      flush(steps, findings);
  }
}

// What a report tells twice: in its list of named times, and in the story of the timeline.
struct Milestone {
  std::string_view word;
  const Item* named = nullptr;    // "Resolved 2031-05-05 10:46"
  std::optional<Step> told = {};  // "2031-05-05 11:00 Incident resolved"
  bool is_told_equally = false;
};
using Milestones = std::array<Milestone, 3>;

void name(Milestones& milestones, std::string_view text, const Item& item) {
  for (auto& one : milestones)
    if (one.named == nullptr && !leads(text, item) &&
        contains_folded(std::string_view(item.text).substr(0, 2 * one.word.size()), one.word))
      one.named = &item;
}

void tell(Milestones& milestones, std::string_view words, const Step& step) {
  constexpr std::size_t bytes_max = 80;  // a longer entry tells more than that
  if (words.size() > bytes_max || !contains_folded(words, "incident")) return;
  for (auto& one : milestones) {
    if (one.named == nullptr || !contains_folded(words, one.word)) continue;
    const auto at = moment(one.named->start);
    if (!at || !are_comparable(*at, step.at)) continue;
    one.told = step;
    one.is_told_equally = one.is_told_equally || at->seconds == step.at.seconds;
  }
}

// A range that was taken to run past midnight: from an afternoon's clock to an earlier one, for longer than a
// night.
constexpr std::int64_t night_seconds = 8 * 3600, evening_seconds = 18 * 3600;
constexpr std::size_t two_clocks_bytes = 18;  // "14:20 - 02:00 UTC" names no second day

// "14:20-2:00" and then "17:18": the next entry is of the same afternoon, so nobody waited for the morning.
bool is_contradicted(const Item& range, const Moment& next) {
  const auto start = moment(range.start), end = moment(range.end);
  if (!start || !end || !are_comparable(*start, next)) return false;
  const auto day = start->seconds / day_seconds;
  return end->seconds / day_seconds == day + 1 && start->seconds % day_seconds < evening_seconds &&
         next.seconds / day_seconds == day && next.seconds > start->seconds;
}

}  // namespace

void milestones_contradict(const Subject& subject, Findings& findings) {
  Milestones milestones = {{{"declared"}, {"repaired"}, {"resolved"}}};
  for (const auto& item : subject.document.items)
    if (item.role == ItemRole::event && item.time && item.from != "table row")
      name(milestones, subject.text, item);
  if (std::none_of(milestones.begin(), milestones.end(),
                   [](const Milestone& one) { return one.named != nullptr; }))
    return;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time || !leads(subject.text, item)) continue;
    if (const auto at = moment(item.start)) tell(milestones, item.text, step_of(subject.text, item, *at));
  }
  for (const auto& node : subject.tree.nodes) {
    if (node.kind != Kind::item) continue;
    const auto step = stamp_at(subject.text, node.content);
    if (!step || is_event(subject.document.items, step->time)) continue;
    const auto entry = subject.text.substr(step->time.end, node.content.end - step->time.end);
    tell(milestones, entry.substr(0, entry.find('\n')), *step);
  }
  for (const auto& one : milestones) {
    if (!one.told || one.is_told_equally) continue;
    auto& found = findings.add(one.named->time->at, "the timeline has another time for this: `" +
                                                        std::string(one.told->words) + "`");
    found.note(one.told->time, "the timeline's time");
  }
}

void timeline_out_of_order(const Subject& subject, Findings& findings) {
  Timelines timelines(subject.document);
  std::vector<Step> steps;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time) continue;
    if (timelines.starts_another(item)) flush(steps, findings);
    if (const auto at = moment(item.start)) steps.push_back(step_of(subject.text, item, *at));
  }
  flush(steps, findings);
  unlabelled(subject, findings);
}

void timeline_range_backwards(const Subject& subject, Findings& findings) {
  const Item* through_night =
      nullptr;  // the entry before, where it runs past midnight only by its two clocks
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time) continue;
    const auto start = moment(item.start), end = moment(item.end);
    if (through_night != nullptr && start && is_contradicted(*through_night, *start))
      findings.add(through_night->time->at, "this range ends before it starts");
    through_night = nullptr;
    if (!start || !end || !are_comparable(*start, *end)) continue;
    if (end->seconds < start->seconds) findings.add(item.time->at, "this range ends before it starts");
    if (end->seconds - start->seconds > night_seconds && item.time->text.size() <= two_clocks_bytes)
      through_night = &item;
  }
}

}  // namespace hindcast::lint
