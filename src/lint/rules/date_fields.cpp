// Rules that set the dates of a document against each other.
#include <algorithm>
#include <string>
#include <vector>

#include "document/dates.h"
#include "document/lexicon.h"
#include "document/plain.h"
#include "document/scan.h"
#include "lint/rules/dates.h"
#include "lint/rules/look.h"
#include "lint/rules/moment.h"

namespace hindcast::lint {
namespace {

using facts::Item;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;
namespace scan = document::scan;

document::DateContext context_of(const Subject& subject) {
  document::DateContext context;
  context.order = document::date_order("", subject.document.language);
  if (subject.document.date) context.near = subject.document.date->date;
  return context;
}

bool has_digit(std::string_view text) {
  return document::digits.find(text) < text.size();
}

template <std::size_t count>
bool begins_with_any(std::string_view text, const std::string_view (&words)[count],
                     const Beginnings& beginnings) {
  return beginnings.may_begin(text, 0) &&
         std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
           const bool is_ascii = (word[0] & 0x80) == 0;
           return (is_ascii ? scan::after_word(text, 0, word) : scan::after_folded(text, 0, word)) != 0;
         });
}

bool names_start(std::string_view key) {
  static constexpr std::string_view words[] = {
      "first detected", "fault occurs", "fault occurred", "detected", "started",  "start time", "start date",
      "start",          "began",        "beginning",      "発生日時", "検知日時", "開始",       "início",
      "inicio",         "début",        "beginn",         "начало",   "开始时间", "시작"};
  static constexpr Beginnings beginnings(words);
  return begins_with_any(key, words, beginnings);
}

bool names_end(std::string_view key) {
  static constexpr std::string_view words[] = {
      "resolved",  "resolution time", "repaired", "recovered", "restored", "end time", "end date", "ended",
      "end",       "復旧日時",        "解決日時", "終了",      "fim",      "fin",      "ende",     "конец",
      "окончание", "结束时间",        "종료"};
  static constexpr Beginnings beginnings(words);
  return begins_with_any(key, words, beginnings);
}

struct Named {
  Moment at;
  Span span;
};

// The first start and the first end that a list of labelled times or the fields name.
struct Ends {
  std::optional<Named> start, end;
  void take(std::string_view label, std::string_view iso, Span span) {
    const bool is_start = !start && names_start(label), is_end = !end && names_end(label);
    if (!is_start && !is_end) return;
    const auto at = moment(iso);
    if (at && is_start) start = Named{*at, span};
    if (at && is_end) end = Named{*at, span};
  }
};

void report(const Ends& ends, Findings& findings) {
  if (!ends.start || !ends.end || seconds_back(ends.start->at, ends.end->at) <= 0) return;
  auto& found = findings.add(ends.end->span, "it ended before it began");
  found.notes.push_back({ends.start->span, "the beginning"});
}

// The family of a happening: "launch" and "deployment" are the same day in a retrospective, and so are
// "meeting" and "review". 0 for none.
int family_at(std::string_view text, std::size_t at) {
  constexpr document::ByteSet first_bytes("mMrRbBlLdDgGcC");
  if (!first_bytes.in[static_cast<unsigned char>(text[at])] && (text[at] & 0x80) == 0) return 0;
  for (const std::string_view word :
       {"meeting", "会議", "reunião", "réunion", "reunión", "besprechung", "möte", "встреча", "会议", "회의"})
    if (scan::may_begin(text, at, word) && scan::after_word(text, at, word) != at) return 1;
  for (const std::string_view word : {"launch", "launched", "deployment", "go-live", "rollout", "cutover"})
    if (scan::may_begin(text, at, word) && scan::after_word(text, at, word) != at) return 2;
  return 0;
}

bool is_about_something_else(std::string_view words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const std::string_view word :
         {"post", "pre", "monitoring", "planned", "planning", "original", "rehearsal", "canary", "staging",
          "soft", "beta", "first", "second", "test", "prep", "preparation", "kick", "kickoff", "follow"})
      if (scan::may_begin(words, i, word) && scan::starts_word(words, i) &&
          scan::after_folded(words, i, word) != i)
        return true;
  return false;
}

int family_of(std::string_view words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (scan::starts_word(words, i))
      if (const int family = family_at(words, i)) return is_about_something_else(words) ? 0 : family;
  return 0;
}

// The only event of a family that has a day and no clock, as milestones have, or null where there is none or
// several.
struct FamilyDays {
  const Item* event[3] = {nullptr, nullptr, nullptr};
  int count[3] = {0, 0, 0};
  explicit FamilyDays(const facts::Document& document) {
    for (const auto& item : document.items) {
      if (item.role != ItemRole::event || !item.time || item.start.size() != 10) continue;
      const int family = family_of(item.text);
      if (family == 0) continue;
      event[family] = &item;
      ++count[family];
    }
  }
  const Item* only(int family) const { return family != 0 && count[family] == 1 ? event[family] : nullptr; }
};

std::optional<Date> day_of(std::string_view iso) {
  return iso.size() < 10 ? std::nullopt : parse_iso_date(iso.substr(0, 10));
}

// In running text: "our meeting on May 12", "the launch on May 5, 2025". A happening and its day stand close.
void look_for_other_day(const Subject& subject, Span span, const FamilyDays& days,
                        const document::DateContext& context, Findings& findings) {
  const auto line = slice(subject.text, span);
  if (!has_digit(line)) return;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!scan::starts_word(line, at)) continue;
    const auto* event = days.only(family_at(line, at));
    if (event == nullptr) continue;
    std::size_t end = at;
    while (end < line.size() && line[end] != ' ')
      ++end;
    const auto on = scan::after_word(line, scan::skip_blanks(line, end), "on");
    if (on == scan::skip_blanks(line, end)) continue;
    const auto begin = scan::skip_blanks(line, on);
    const auto found = document::first_date(line.substr(begin, 40), context);
    if (!found || found->at.begin != 0 || found->first != found->last) continue;
    const auto before = line.substr(at < 24 ? 0 : at - 24, at < 24 ? at : 24);
    if (is_about_something_else(before)) continue;
    const auto first = day_of(event->start);
    const auto last = event->end.empty() ? first : day_of(event->end);
    if (!first || !last || (found->first >= *first && found->first <= *last)) continue;
    auto& finding = findings.add({span.begin + static_cast<std::uint32_t>(begin) + found->at.begin,
                                  span.begin + static_cast<std::uint32_t>(begin) + found->at.end},
                                 "the timeline has another day for this: " + event->time->text);
    finding.notes.push_back({event->time->at, "the timeline's day"});
  }
}

// "03/04/2031" is the third of April or the fourth of March: set against nothing.
bool is_certain(std::string_view text, const document::FoundDate& date) {
  return slice(text, date.at).find('/') == std::string_view::npos;
}

// The title's day against the day that a field gives. True when something was found.
bool title_against_field(const facts::Document& document, Date title, const document::DateContext& context,
                         Findings& findings) {
  for (const auto& field : document.fields) {
    if (field.value.size() > 40 || (!equals_folded(field.key, "date") &&
                                    !equals_folded(field.key, "incident date") && field.key != "発生日時"))
      continue;
    const auto said = document::first_date(field.value, context);
    if (!said || !said->has_year || !is_certain(field.value, *said) ||
        (title >= said->first && title <= said->last))
      continue;
    auto& found = findings.add(field.value_at, "the title has another day: " + to_iso(title));
    found.notes.push_back({document.title.at, "the title"});
    return true;
  }
  return false;
}

// The title's day against a timeline that lies elsewhere as a whole: a title that was copied. A report may be
// published weeks after its incident, and never long before.
void title_against_events(const facts::Document& document, Date title, Findings& findings) {
  constexpr std::int64_t days_before_max = 7, days_after_max = 60;
  if (document.kind != facts::DocumentKind::postmortem) return;
  const Item* first = nullptr;
  bool is_before = true, is_after = true;
  for (const auto& item : document.items) {
    if (item.role != ItemRole::event || !item.time || item.start.size() < 10) continue;
    const auto day = day_of(item.start);
    if (!day) continue;
    if (first == nullptr) first = &item;
    const auto later = days_from_epoch(*day) - days_from_epoch(title);
    is_before = is_before && later > days_before_max;
    is_after = is_after && later < -days_after_max;
  }
  if (first == nullptr || (!is_before && !is_after)) return;
  auto& found = findings.add(first->time->at, "the title has another day: " + to_iso(title));
  found.notes.push_back({document.title.at, "the title"});
}

}  // namespace

void end_before_start(const Subject& subject, Findings& findings) {
  const auto context = context_of(subject);
  Ends fields;
  for (const auto& field : subject.document.fields) {
    if (!names_start(field.key) && !names_end(field.key)) continue;
    if (!has_digit(field.value)) continue;
    if (const auto time = document::cell_time(field.value, context))
      fields.take(field.key, time->start, field.value_at);
  }
  report(fields, findings);
  Ends entries;
  for (const auto& item : subject.document.items)
    if (item.role == ItemRole::event && item.time && !item.start.empty() && item.from != "table row")
      entries.take(item.text, item.start, item.time->at);
  report(entries, findings);
}

void date_without_year(const Subject& subject, Findings& findings) {
  if (subject.document.date) return;
  document::DateContext context;
  context.order = document::date_order("", subject.document.language);
  context.near = Date{2000, 7, 1};
  for (const auto& field : subject.document.fields) {
    if (!has_digit(field.value) || field.value.size() > 60) continue;
    document::Folded key;
    document::fold(field.key, key);
    if ((document::field_meaning(key) &
         (document::field_date | document::field_detected | document::field_resolved)) == 0)
      continue;
    const auto found = document::first_date(field.value, context);
    if (found && !found->has_year)
      return void(findings.add(field.value_at, "this date has no year, and no other date tells it"));
  }
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time || !item.start.empty()) continue;
    const auto found = document::first_date(item.time->text, context);
    if (found && !found->has_year)
      return void(findings.add(item.time->at, "this date has no year, and no other date tells it"));
  }
}

void dates_contradict(const Subject& subject, Findings& findings) {
  const auto& document = subject.document;
  const auto context = context_of(subject);
  if (has_digit(document.title.text)) {
    const auto title = document::first_date(document.title.text, context);
    if (title && title->has_year && title->first == title->last && is_certain(document.title.text, *title) &&
        !title_against_field(document, title->first, context, findings))
      title_against_events(document, title->first, findings);
  }
  milestones_contradict(subject, findings);
  const FamilyDays days(document);
  if (days.only(1) == nullptr && days.only(2) == nullptr) return;
  SectionWalk walk(document);
  for (std::uint32_t at = 1; at < subject.tree.nodes.size(); ++at) {
    const auto& node = subject.tree.nodes[at];
    if (node.kind != Kind::paragraph) continue;
    walk.at(node.span.begin);
    if (walk.is_inside(SectionRole::timeline)) continue;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
      look_for_other_day(subject, subject.tree.lines[i], days, context, findings);
  }
}

void feedback_after_meeting(const Subject& subject, Findings& findings) {
  const auto context = context_of(subject);
  std::optional<FamilyDays> days;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::deadline || !item.due) continue;
    // "by May 10, and we'll discuss it in our meeting on May 12": the day after the meeting's word, else the
    // timeline's.
    std::optional<Date> day;
    const std::string_view words = item.text;
    for (std::size_t at = 0; at < words.size() && !day; ++at)
      if (scan::starts_word(words, at) && family_at(words, at) == 1)
        if (const auto found = document::first_date(words.substr(at, 60), context)) day = found->first;
    if (!day) {
      if (!days) days.emplace(subject.document);
      if (const auto* meeting = days->only(1)) day = day_of(meeting->start);
    }
    if (!day || item.due->date <= *day) continue;
    findings.add(item.due->at, "feedback is due after the meeting that discusses it, on " + to_iso(*day));
  }
}

}  // namespace hindcast::lint
