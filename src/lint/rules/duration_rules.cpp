#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "document/dates.h"
#include "document/plain.h"
#include "document/scan.h"
#include "lint/rules/dates.h"
#include "lint/rules/durations.h"
#include "lint/rules/look.h"
#include "lint/rules/moment.h"

namespace hindcast::lint {
namespace {

using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;
namespace scan = document::scan;

constexpr std::int64_t day_seconds = 86400;
constexpr int fields_max = 20;  // each is set against all times of the document

constexpr std::string_view duration_keys[] = {"duration",
                                              "incident duration",
                                              "outage duration",
                                              "total duration",
                                              "downtime",
                                              "total downtime",
                                              "time to repair",
                                              "time to resolve",
                                              "time to resolution",
                                              "time to recovery",
                                              "time to recover",
                                              "影響時間",
                                              "影響期間",
                                              "停止時間",
                                              "持续时间",
                                              "影响时长",
                                              "durée",
                                              "duração",
                                              "duración",
                                              "dauer",
                                              "varaktighet",
                                              "длительность",
                                              "продолжительность",
                                              "지속 시간"};

// What the document tells of when things were. An entry with a day alone may be anywhere in that day.
struct Times {
  std::vector<std::int64_t> moments;  // with a clock, sorted
  std::int64_t first = 0, last = 0;   // the widest that they may reach
  std::string zone;                   // the one that is named
  bool is_known = true;               // false where they can't be set against each other
};

// Reads the clock on the wall: entries without a zone are in the one that others name.
void take(std::string_view iso, Times& times) {
  constexpr std::size_t wall_bytes = 16;  // "2031-05-05T08:10"
  const auto at = moment(iso.substr(0, wall_bytes));
  if (!at) return;
  const auto last = at->seconds + (at->has_clock ? 0 : day_seconds);
  const bool is_first = times.first == 0 && times.last == 0;
  times.first = is_first ? at->seconds : std::min(times.first, at->seconds);
  times.last = is_first ? last : std::max(times.last, last);
  if (!at->has_clock) return;
  times.moments.push_back(at->seconds);
  const auto zone = iso.find_first_of("Z+-", wall_bytes);
  if (zone == std::string_view::npos) return;
  if (times.zone.empty()) times.zone = iso.substr(zone);
  if (times.zone != iso.substr(zone)) times.is_known = false;
}

Times times_of(const Subject& subject) {
  Times times;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::event || !item.time) continue;
    // An entry whose day nobody knows may be days away from the others.
    if (item.start.empty()) times.is_known = false;
    take(item.start, times);
    take(item.end, times);
  }
  document::DateContext context;
  if (subject.document.date) context.near = subject.document.date->date;
  for (const auto& field : subject.document.fields) {
    if (field.value.empty() || document::digits.find(field.value) == std::string_view::npos) continue;
    const auto time = document::cell_time(field.value, context);
    if (!time) continue;
    take(time->start, times);
    take(time->end, times);
  }
  std::sort(times.moments.begin(), times.moments.end());
  return times;
}

double slack(const Duration& said, std::string_view text) {
  const auto before =
      text.substr(said.begin < 24 ? 0 : said.begin - 24, std::min<std::size_t>(said.begin, 24));
  bool is_about = before.find('~') != std::string_view::npos || before.find("<") != std::string_view::npos ||
                  before.find("約") != std::string_view::npos || before.find(">") != std::string_view::npos;
  for (const std::string_view word :
       {"about", "approx", "around", "roughly", "nearly", "almost", "over", "under", "more", "less", "least",
        "most", "up to", "circa", "ungefähr", "environ", "cerca"})
    for (std::size_t i = 0; i < before.size() && !is_about; ++i)
      is_about = scan::after_folded(before, i, word) != i;
  const auto fuzzy = is_about ? 0.25 : 0.1;
  return std::max(said.minutes * fuzzy, std::max(said.step * 0.6, 2.0));
}

// True when two of the sorted moments lie `minutes` apart, give or take `slack`.
bool has_pair(const std::vector<std::int64_t>& sorted, double minutes, double slack_minutes) {
  std::size_t late = 0;
  for (const auto early : sorted) {
    while (late < sorted.size() && static_cast<double>(sorted[late] - early) / 60 < minutes - slack_minutes)
      ++late;
    if (late < sorted.size() && static_cast<double>(sorted[late] - early) / 60 <= minutes + slack_minutes)
      return true;
  }
  return false;
}

// What stands before "11:53" in "127.0.0.11:53" and "redis-5:6379", and never before a clock.
bool is_in_address(char c) {
  return c == '.' || c == ':' || (c >= '0' && c <= '9');
}

// 'a' or 'p' where `after` begins ":30 PM", " p.m." or "am"; else ' '.
char half_of_day(std::string_view after) {
  if (after.size() > 3 && after[0] == ':') after.remove_prefix(3);  // seconds
  if (!after.empty() && after[0] == ' ') after.remove_prefix(1);
  const char half = after.empty() ? ' ' : static_cast<char>(after[0] | 32);
  const auto rest =
      after.substr(after.size() > 1 && after[1] == '.' ? 2 : std::min<std::size_t>(after.size(), 1));
  const bool is_half = (half == 'a' || half == 'p') && !rest.empty() && (rest[0] | 32) == 'm';
  return is_half ? half : ' ';
}

// Every "9:05" and "21.40" of the text as seconds of a day, sorted. "127.0.0.11:53", "1.21.40" and
// "redis-5:6379" are none. Where no clock runs past noon, "8:30" may be in the evening.
std::vector<std::int64_t> clocks_in(const Subject& subject) {
  std::vector<std::int64_t> all, evenings;
  bool runs_past_noon = false;
  const auto text = subject.text;
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  for (auto last = subject.digits.next(0, size); last + 3 < size;
       last = subject.digits.next(last + 1, size)) {
    const std::size_t at = last + 1;
    if ((text[at] != ':' && text[at] != '.') || !digit(at + 1) || !digit(at + 2) || digit(at + 3)) continue;
    const int hours = text[at - 1] - '0' + (at > 1 && digit(at - 2) ? (text[at - 2] - '0') * 10 : 0);
    const int minutes = (text[at + 1] - '0') * 10 + text[at + 2] - '0';
    const auto begin = at > 1 && digit(at - 2) ? at - 2 : at - 1;
    if (hours >= 25 || minutes >= 60 || (begin > 0 && is_in_address(text[begin - 1]))) continue;
    if (text[at] == '.' && at + 3 < size && text[at + 3] == '.' && digit(at + 4)) continue;
    const auto seconds = hours * 3600 + minutes * 60;
    const auto half = half_of_day(text.substr(at + 3, 8));
    runs_past_noon = runs_past_noon || (text[at] == ':' && hours > 12);
    all.push_back(half == 'p' && hours < 12 ? seconds + day_seconds / 2 : seconds);
    if (half == ' ' && hours < 12) evenings.push_back(seconds + day_seconds / 2);
  }
  if (!runs_past_noon) all.insert(all.end(), evenings.begin(), evenings.end());
  std::sort(all.begin(), all.end());
  return all;
}

bool is_duration_key(std::string_view key) {
  return std::any_of(std::begin(duration_keys), std::end(duration_keys),
                     [&](std::string_view word) { return equals_folded(key, word); });
}

void stated_durations(const Subject& subject, Findings& findings) {
  std::optional<Times> times;
  std::vector<std::int64_t> clocks;
  int read = 0;
  for (const auto& field : subject.document.fields) {
    if (document::digits.find(field.value) >= field.value.size() || !is_duration_key(field.key)) continue;
    const auto value = slice(subject.text, field.value_at);
    const auto said = find_duration(value);
    if (!said || said->minutes <= 0 || find_duration(value, said->end)) continue;
    // "7h (during support hours)" counts by rules of its own.
    if (value.find('(', said->end) != std::string_view::npos) continue;
    if (++read > fields_max) return;
    if (!times) {
      times = times_of(subject);
      clocks = clocks_in(subject);
    }
    if (!times->is_known || times->moments.size() < 2) return;
    const auto all = static_cast<double>(times->last - times->first) / 60;
    const auto give = slack(*said, value);
    const Span at{field.value_at.begin + static_cast<std::uint32_t>(said->begin),
                  field.value_at.begin + static_cast<std::uint32_t>(said->end)};
    // Times that stand in sentences belong to no entry, but they may be the ends that are meant.
    const bool is_one_day = times->first / day_seconds == (times->last - 1) / day_seconds;
    if (is_one_day && !has_pair(clocks, said->minutes, give)) {
      // Over several days a team may have counted its working hours.
      findings.add(at, "no two times in this document are " + words(said->minutes) + " apart");
    } else if (!is_one_day && said->minutes > all + give && clocks.size() <= 2 * times->moments.size()) {
      findings.add(at, "the times in this document span at most " + words(all));
    }
  }
}

// "4-hour delay", "2 hours of downtime", "lasted 45 minutes": a length that is said of the incident itself.
std::optional<Duration> total_in(std::string_view line) {
  for (auto said = find_duration(line); said; said = find_duration(line, said->end)) {
    const auto after = scan::skip_blanks(line, said->end);
    for (const std::string_view noun :
         {"delay", "outage", "downtime", "of downtime", "of delay", "interruption"})
      if (scan::after_word(line, after, noun) != after) return said;
  }
  return std::nullopt;
}

bool has_section(const facts::Document& document, SectionRole role) {
  return std::any_of(document.sections.begin(), document.sections.end(),
                     [&](const facts::Section& section) { return section.role == role; });
}

// "Impact: 2-hour delay" in each of several problems against "a 4-hour delay" in the summary.
void parts_and_total(const Subject& subject, Findings& findings) {
  if (!has_section(subject.document, SectionRole::summary) ||
      !has_section(subject.document, SectionRole::went_badly))
    return;
  const auto& tree = subject.tree;
  SectionWalk walk(subject.document);
  std::optional<Duration> total;
  Span total_at;
  double sum = 0, step = 0;
  int parts = 0;
  std::vector<diag::Note> notes;
  for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
    const auto& node = tree.nodes[at];
    if (node.kind != Kind::paragraph) continue;
    const auto* section = walk.at(node.span.begin);
    if (section == nullptr) continue;
    const bool is_summary = !total && walk.is_inside(SectionRole::summary);
    if (!is_summary && !walk.is_inside(SectionRole::went_badly)) continue;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i) {
      const auto span = bare(subject.text, tree.lines[i]);
      const auto line = slice(subject.text, span);
      if (is_summary) {
        if (!subject.digits.any(span)) continue;
        if (!total && (total = total_in(line))) total_at = {span.begin, span.begin};
        if (total && total_at.begin == total_at.end)
          total_at = {span.begin + static_cast<std::uint32_t>(total->begin),
                      span.begin + static_cast<std::uint32_t>(total->end)};
        continue;
      }
      if (scan::after_word(line, 0, "impact") == 0) continue;
      const auto part = find_duration(line);
      if (!part || find_duration(line, part->end)) return;  // an impact without a length of its own: no sum
      ++parts;
      sum += part->minutes;
      step = std::max(step, part->step);
      notes.push_back({{span.begin + static_cast<std::uint32_t>(part->begin),
                        span.begin + static_cast<std::uint32_t>(part->end)},
                       "a part of it"});
    }
  }
  if (!total || parts < 2 || std::abs(sum - total->minutes) < std::max(total->step, step) * 0.5) return;
  auto& found =
      findings.add(total_at, "the parts below add up to " + words(sum) + ", not " + words(total->minutes));
  found.notes = std::move(notes);
}

}  // namespace

void duration_disagrees(const Subject& subject, Findings& findings) {
  stated_durations(subject, findings);
  parts_and_total(subject, findings);
}

}  // namespace hindcast::lint
