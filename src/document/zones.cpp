#include "document/zones.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "document/calendar.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using calendar::append_two;
using calendar::char_at;
using calendar::Number;

constexpr std::size_t clock_end = 16;  // of "2024-02-12T14:02"

struct Zone {
  std::string_view name;  // in capitals: "est" and "et" are French words
  int minutes;
};
constexpr std::array kZones = {
    Zone{"UTC", 0},       Zone{"GMT", 0},      Zone{"Z", 0},        Zone{"JST", 540},    Zone{"KST", 540},
    Zone{"CET", 60},      Zone{"CEST", 120},   Zone{"MEZ", 60},     Zone{"MESZ", 120},   Zone{"BST", 60},
    Zone{"EET", 120},     Zone{"EEST", 180},   Zone{"WET", 0},      Zone{"WEST", 60},    Zone{"MSK", 180},
    Zone{"EST", -300},    Zone{"EDT", -240},   Zone{"CDT", -300},   Zone{"MST", -420},   Zone{"MDT", -360},
    Zone{"PST", -480},    Zone{"PDT", -420},   Zone{"BRT", -180},   Zone{"SGT", 480},    Zone{"HKT", 480},
    Zone{"AEST", 600},    Zone{"AEDT", 660},   Zone{"NZST", 720},   Zone{"NZDT", 780},   Zone{"CST", kNoZone},
    Zone{"IST", kNoZone}, Zone{"PT", kNoZone}, Zone{"ET", kNoZone}, Zone{"CT", kNoZone}, Zone{"MT", kNoZone},
};

// "+09:00", "+0900", "+9"; leaves `minutes` alone where there is none.
std::size_t after_offset(std::string_view text, std::size_t at, int& minutes) {
  const char sign = char_at(text, at);
  if (sign != '+' && sign != '-') return at;
  const Number hours = calendar::number_at(text, at + 1);
  int total = hours.value * 60;
  std::size_t end = hours.end;
  if (hours.width == 4) {
    total = hours.value / 100 * 60 + hours.value % 100;
  } else if (hours.width == 0 || hours.width > 2) {
    return at;
  } else if (char_at(text, end) == ':') {
    const Number rest = calendar::number_at(text, end + 1);
    if (rest.width != 2) return at;
    total += rest.value;
    end = rest.end;
  }
  if (total > 14 * 60 || !scan::ends_word(text, end)) return at;
  minutes = sign == '-' ? -total : total;
  return end;
}

// The zone that words name for all that follows: "(all times in UTC)". One letter, or an offset alone, is
// none.
std::optional<int> zone_named(std::string_view words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] < 'A' || words[at] > 'Z' || !scan::starts_word(words, at)) continue;
    int minutes = kNoZone;
    const std::size_t end = after_zone(words, at, minutes);
    if (end > at + 1) return minutes;
  }
  return std::nullopt;
}

bool has_clock(const std::string& time) {
  return time.size() >= clock_end;
}

bool has_offset(const std::string& time) {
  return has_clock(time) && (time.back() == 'Z' || time.find_first_of("+-", clock_end) != time.npos);
}

// "Z", "-08:00"
std::string offset_of(const std::string& time) {
  return time.back() == 'Z' ? "Z" : time.substr(time.find_first_of("+-", clock_end));
}

void give_zone(facts::Item& event, const std::string& offset) {
  event.start += offset;
  if (has_clock(event.end) && !has_offset(event.end)) event.end += offset;
}

}  // namespace

std::size_t after_zone(std::string_view text, std::size_t at, int& minutes) {
  std::size_t begin = at;
  if (char_at(text, begin) == ' ') ++begin;
  const bool is_open = char_at(text, begin) == '(';
  if (is_open) ++begin;
  const bool may_name = static_cast<unsigned char>(char_at(text, begin)) >= 0x80 ||
                        scan::is_letter(static_cast<unsigned char>(char_at(text, begin)));
  for (const Zone& zone : kZones) {
    if (!may_name) break;
    const bool is_named = text.substr(std::min(begin, text.size())).starts_with(zone.name);
    const bool is_universal = zone.minutes == 0 && zone.name.size() == 3;
    std::size_t end = begin + zone.name.size();
    if (!is_named) {
      end = is_universal ? scan::after_folded(text, begin,
                                              zone.name == "UTC"   ? "utc"
                                              : zone.name == "GMT" ? "gmt"
                                                                   : "\1")
                         : begin;
      if (end == begin) continue;
    }
    if (!scan::ends_word(text, end)) continue;
    int value = zone.minutes;
    if (is_universal) end = after_offset(text, end, value);
    if (is_open && char_at(text, end) != ')') return at;
    minutes = value;
    return is_open ? end + 1 : end;
  }
  if (is_open) return at;
  return begin == at ? after_offset(text, at, minutes) : at;
}

void append_offset(int minutes, std::string& out) {
  if (minutes == kNoZone) return;
  if (minutes == 0) return out.push_back('Z');
  out.push_back(minutes < 0 ? '-' : '+');
  append_two(std::abs(minutes) / 60, out);
  out.push_back(':');
  append_two(std::abs(minutes) % 60, out);
}

void share_zones(std::string_view text, const std::vector<facts::Section>& sections,
                 std::vector<facts::Item>& items) {
  std::vector<facts::Item*> events;
  for (auto& item : items)
    if (item.role == facts::ItemRole::event && item.time && has_clock(item.start)) events.push_back(&item);
  const auto tells = [](const facts::Item* event) { return has_offset(event->start); };
  if (std::all_of(events.begin(), events.end(), tells) || std::none_of(events.begin(), events.end(), tells))
    return;
  std::optional<std::string> offset;  // "" for a zone whose offset its name leaves open
  std::vector<facts::Item*> waiting;  // before anything named a zone
  auto section = sections.begin();
  for (auto* event : events) {
    std::optional<int> named;
    const auto before = section;
    while (section != sections.end() && section->heading.begin <= event->span.begin)
      ++section;
    if (section != before) {
      const auto heading = std::prev(section)->heading.begin;
      named = zone_named(text.substr(heading, event->span.begin - heading));
    }
    if (tells(event)) {
      offset = offset_of(event->start);
      for (auto* earlier : waiting)
        give_zone(*earlier, *offset);
      waiting.clear();
      continue;
    }
    if (const auto own = zone_named(event->time->text)) named = own;
    if (named) append_offset(*named, offset.emplace());
    if (offset)
      give_zone(*event, *offset);
    else
      waiting.push_back(event);
  }
}

}  // namespace hindcast::document
