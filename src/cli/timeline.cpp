#include "cli/timeline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "base/time.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
constexpr int gap_lines_max = 4;  // a longer gap is drawn broken
constexpr int label_columns_max = 16;

// When an event was, as far as can be told.
struct Moment {
  std::optional<std::int64_t> at;  // seconds since 1970, in the document's own zone where it names none
  bool has_clock = false;          // else `at` is where its day begins
  std::string day;                 // "2024-02-12"; empty when not known
  std::string label;               // "14:02", or the time as written
  std::string until;               // "until 14:40" for a span of time
};

std::optional<int> two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return std::nullopt;
  char a = text[at], b = text[at + 1];
  if (a < '0' || a > '9' || b < '0' || b > '9') return std::nullopt;
  return (a - '0') * 10 + (b - '0');
}

// Seconds to take off for "+09:00", "-0530" or "Z".
std::int64_t zone_seconds(std::string_view zone) {
  if (zone.size() < 3 || (zone[0] != '+' && zone[0] != '-')) return 0;
  auto hours = two_digits(zone, 1), minutes = two_digits(zone, zone.size() > 3 && zone[3] == ':' ? 4 : 3);
  std::int64_t seconds = hours.value_or(0) * hour + minutes.value_or(0) * minute;
  return zone[0] == '-' ? -seconds : seconds;
}

// "14:02" or "14:02:30" at the start of `text`; `length` says how much of it that is.
std::optional<std::int64_t> clock_seconds(std::string_view text, std::size_t& length) {
  auto hours = two_digits(text, 0), minutes = two_digits(text, 3);
  if (!hours || !minutes || text[2] != ':' || *hours > 24 || *minutes > 59) return std::nullopt;
  length = 5;
  auto seconds = text.size() > 5 && text[5] == ':' ? two_digits(text, 6) : std::nullopt;
  if (seconds) length = 8;
  return *hours * hour + *minutes * minute + seconds.value_or(0);
}

Moment moment_of(const facts::Item& event) {
  Moment moment;
  std::string written = event.time ? harmless(event.time->text) : "";
  std::string_view start = event.start;
  auto date = parse_iso_date(start.substr(0, 10));
  if (!date) {
    moment.label = written;
    std::size_t length = 0;
    if (start.empty()) start = written;
    moment.at = clock_seconds(
        start.size() >= 4 && start[1] == ':' ? "0" + std::string(start) : std::string(start), length);
    moment.has_clock = moment.at.has_value();
    return moment;
  }
  moment.day = to_iso(*date);
  moment.at = days_from_epoch(*date) * day;
  if (start.size() < 16) return moment;
  std::string_view clock = start.substr(11);
  std::size_t length = 0;
  if (auto seconds = clock_seconds(clock, length)) {
    moment.has_clock = true;
    *moment.at += *seconds - zone_seconds(clock.substr(length));
    moment.label =
        clock.substr(0, clock.substr(0, length).size() == 8 && clock.substr(5, 3) == ":00" ? 5 : length);
  } else {
    moment.label = written;
  }
  if (event.end.size() >= 16 && event.end != event.start) moment.until = "until " + event.end.substr(11, 5);
  return moment;
}

struct Entry {
  const facts::Item* event;
  Moment moment;
};

// A day alone says nothing of the hours between it and a clock of that day: it is not measured from there.
void forget_bare_days(std::vector<Entry>& entries) {
  std::set<std::string_view> timed;
  for (const auto& [event, moment] : entries)
    if (moment.has_clock) timed.insert(moment.day);
  for (auto& [event, moment] : entries)
    if (!moment.has_clock && timed.count(moment.day) > 0) moment.at.reset();
}

// To each event from the latest of those before it.
std::vector<std::int64_t> gaps_before(std::span<const Entry> entries) {
  std::vector<std::int64_t> gaps(entries.size(), 0);
  const Moment* latest = nullptr;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Moment& moment = entries[i].moment;
    if (!moment.at) continue;
    // Times without a day are measured among themselves only.
    const bool is_comparable = latest && latest->day.empty() == moment.day.empty();
    if (is_comparable) gaps[i] = std::max<std::int64_t>(0, *moment.at - *latest->at);
    if (!is_comparable || *moment.at > *latest->at) latest = &moment;
  }
  return gaps;
}

// What one document tells as one story: a section that goes back behind what stands before it tells another.
struct Story {
  std::string title;  // of the section that it begins in
  std::vector<Entry> entries;
};

std::vector<Story> stories_of(const facts::Document& document) {
  std::vector<Story> stories;
  constexpr auto none = std::numeric_limits<std::int64_t>::min();
  auto latest = none;
  auto section = document.sections.begin();
  for (const auto& item : document.items) {
    if (item.role != facts::ItemRole::event) continue;
    const auto before = section;
    while (section != document.sections.end() && section->line <= item.line)
      ++section;
    auto moment = moment_of(item);
    const bool goes_back = moment.at && *moment.at < latest;
    if (stories.empty() || (section != before && goes_back)) {
      stories.push_back({section == document.sections.begin() ? "" : std::prev(section)->title, {}});
      latest = none;
    }
    if (moment.at) latest = std::max(latest, *moment.at);
    stories.back().entries.push_back({&item, std::move(moment)});
  }
  return stories;
}

// What one line stands for: the finest of round units at which the gaps stay in
// proportion to the events and few of them have to be drawn broken.
std::int64_t unit_for(const std::vector<std::int64_t>& gaps) {
  static constexpr std::array<std::int64_t, 19> units = {
      minute,   2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,
      2 * hour, 4 * hour,   6 * hour,   12 * hour,   day,         2 * day,     7 * day,
      14 * day, 30 * day,   90 * day,   180 * day,   365 * day};
  std::int64_t budget = std::max<std::int64_t>(6, static_cast<std::int64_t>(gaps.size() + gaps.size() / 2));
  auto count = static_cast<std::int64_t>(
      std::count_if(gaps.begin(), gaps.end(), [](std::int64_t gap) { return gap > 0; }));
  for (std::int64_t unit : units) {
    std::int64_t lines = 0, broken = 0;
    for (std::int64_t gap : gaps)
      gap / unit > gap_lines_max ? ++broken : lines += gap / unit;
    if (lines <= budget && broken * 3 <= count) return unit;
  }
  return units.back();
}

struct Drawing {
  const Style& style;
  int label_columns = 0;
  std::string out;

  std::string gutter(std::string_view label) const {
    std::string shown(label);
    if (label_columns == 0) return "  ";
    return "  " + std::string(static_cast<std::size_t>(std::max(0, label_columns - columns_of(shown))), ' ') +
           style.paint(Ink::cyan, shown) + " ";
  }
  void gap(std::int64_t seconds, std::int64_t unit) {
    std::int64_t lines = seconds / unit;
    std::string bar = style.paint(Ink::dim, style.sign("│", "|"));
    if (lines > gap_lines_max) {
      out += gutter("") + bar + "\n";
      out +=
          gutter("") + style.paint(Ink::dim, std::string(style.sign("┊ ", ": ")) + duration(seconds)) + "\n";
      lines = 1;
    }
    for (std::int64_t i = 0; i < lines; ++i)
      out += gutter("") + bar + "\n";
  }
  void event(const Moment& moment, std::string_view text, bool is_last) {
    int indent = label_columns + 5;
    auto lines = wrap(text, std::max(10, style.columns - indent));
    auto labels = wrap(moment.label, label_columns == 0 ? 1 : label_columns);
    for (std::size_t i = 0; i < std::max(lines.size(), labels.size()); ++i) {
      std::string_view mark = i == 0 ? style.sign("●", "*") : is_last ? " " : style.sign("│", "|");
      out += gutter(i < labels.size() ? labels[i] : "") +
             (i == 0 ? std::string(mark) : style.paint(Ink::dim, mark)) +
             (i < lines.size() ? " " + lines[i] : "") + "\n";
    }
  }
};

std::string heading(const Story& story, bool is_one_of_several, const std::string& scale,
                    const Style& style) {
  const auto name = is_one_of_several && !story.title.empty() && story.title != "Timeline"
                        ? "Timeline: " + harmless(story.title)
                        : "Timeline";
  std::string out = style.paint(Ink::bold, name);
  const bool is_beside = columns_of(name) + 2 + columns_of(scale) <= style.columns;
  if (!scale.empty()) out += std::string(is_beside ? "  " : "\n  ") + style.paint(Ink::dim, scale);
  return out + "\n";
}

std::string drawn(Story& story, bool is_one_of_several, const Style& style) {
  auto& entries = story.entries;
  forget_bare_days(entries);
  Drawing drawing{style};
  const int most = std::min(label_columns_max, std::max(5, style.columns / 4));
  for (const auto& [event, moment] : entries)
    drawing.label_columns = std::max(drawing.label_columns, std::min(most, columns_of(moment.label)));
  const auto gaps = gaps_before(entries);
  const std::int64_t unit = unit_for(gaps),
                     total = std::accumulate(gaps.begin(), gaps.end(), std::int64_t{0});

  std::string day_shown;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [event, moment] = entries[i];
    if (total > 0) drawing.gap(gaps[i], unit);
    if (!moment.day.empty() && moment.day != day_shown) {
      day_shown = moment.day;
      drawing.out += "  " + style.paint(Ink::bold, day_shown) + "\n";
    }
    std::string text = harmless(event->text);
    if (!moment.until.empty()) text += " (" + moment.until + ")";
    drawing.event(moment, text, i + 1 == entries.size());
  }
  const auto scale = total > 0 ? duration(total) + "; a line is " + duration(unit) : "";
  return heading(story, is_one_of_several, scale, style) + drawing.out;
}

}  // namespace

std::string duration(std::int64_t seconds) {
  struct Unit {
    std::int64_t seconds;
    const char* one;
    const char* many;
  };
  static constexpr std::array<Unit, 4> units = {
      {{day, " day", " days"}, {hour, " h", " h"}, {minute, " min", " min"}, {1, " s", " s"}}};
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::int64_t count = seconds / units[i].seconds;
    if (count == 0 && i + 1 < units.size()) continue;
    std::string out = std::to_string(count) + (count == 1 ? units[i].one : units[i].many);
    if (i + 1 == units.size()) return out;
    std::int64_t rest = seconds % units[i].seconds / units[i + 1].seconds;
    if (rest > 0) out += " " + std::to_string(rest) + (rest == 1 ? units[i + 1].one : units[i + 1].many);
    return out;
  }
  return "";
}

std::string timeline(const facts::Document& document, const Style& style) {
  auto stories = stories_of(document);
  std::string out;
  for (auto& story : stories)
    out += (out.empty() ? "" : "\n") + drawn(story, stories.size() > 1, style);
  return out;
}

}  // namespace hindcast::cli
