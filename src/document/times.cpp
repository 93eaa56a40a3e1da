#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "document/calendar.h"
#include "document/dates.h"
#include "document/scan.h"
#include "document/zones.h"

namespace hindcast::document {
namespace {

using calendar::append_two;
using calendar::char_at;
using calendar::Number;
using calendar::Written;
using Words = std::initializer_list<std::string_view>;

struct Clock {
  int hour = -1, minute = -1, second = -1;  // -1: not said
  int zone_minutes = kNoZone;
  std::size_t end = 0;
};

// A moment as written: a day, a clock or both.
struct Stamp {
  std::optional<Written> date;
  std::optional<Clock> clock;
  std::size_t begin = 0, end = 0;
};

bool digit_at(std::string_view text, std::size_t at) {
  return scan::is_digit(static_cast<unsigned char>(char_at(text, at)));
}

// Most places hold ASCII, where no word of another script can stand.
bool is_ascii_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(char_at(text, at)) < 0x80;
}

std::size_t after_any(std::string_view text, std::size_t at, Words words) {
  for (const std::string_view word : words) {
    const std::size_t end = scan::after_folded(text, at, word);
    if (end != at) return end;
  }
  return at;
}

std::size_t after_any_word(std::string_view text, std::size_t at, Words words) {
  for (const std::string_view word : words) {
    const std::size_t end = scan::after_word(text, at, word);
    if (end != at) return end;
  }
  return at;
}

// 1 before noon, 2 after noon, 0 nothing said.
std::size_t after_half_day(std::string_view text, std::size_t at, int& half) {
  if (is_ascii_at(text, at)) return at;
  std::size_t end = after_any(text, at, {"午前", "上午", "凌晨", "早上", "오전"});
  if (end != at) half = 1;
  if (end == at) {
    end = after_any(text, at, {"午後", "下午", "晚上", "오후"});
    if (end != at) half = 2;
  }
  return end == at ? at : scan::skip_blanks(text, end);
}

// "am", "PM", "a.m.", and "a" or "p" right behind the digits.
std::size_t after_am_pm(std::string_view text, std::size_t at, int& half) {
  const std::size_t begin = char_at(text, at) == ' ' ? at + 1 : at;
  const std::size_t end = after_any(text, begin, {"am", "a.m.", "a.m", "pm", "p.m.", "p.m"});
  if (end != begin && scan::ends_word(text, end)) {
    half = text[begin] == 'a' || text[begin] == 'A' ? 1 : 2;
    return end;
  }
  const char letter = char_at(text, at);
  if ((letter != 'a' && letter != 'p') || !scan::ends_word(text, at + 1)) return at;
  half = letter == 'a' ? 1 : 2;
  return at + 1;
}

// ":12", ":12:30", ":12:30.500", ":??"
bool take_colon_minutes(std::string_view text, Clock& clock) {
  const std::size_t colon = after_any(text, clock.end, {":"});  // folds the full-width colon too
  if (colon == clock.end) return false;
  if (after_any(text, colon, {"??", "xx", "--"}) != colon) {
    clock.end = colon + 2;
    return true;
  }
  const Number minute = calendar::number_at(text, colon);
  if (minute.width != 2 || minute.value > 59) return false;
  clock.minute = minute.value;
  clock.end = minute.end;
  if (char_at(text, clock.end) != ':' || !digit_at(text, clock.end + 1)) return true;
  const Number second = calendar::number_at(text, clock.end + 1);
  if (second.width != 2 || second.value > 60) return false;
  clock.second = second.value;
  clock.end = second.end;
  if ((char_at(text, clock.end) == '.' || char_at(text, clock.end) == ',') && digit_at(text, clock.end + 1)) {
    for (++clock.end; digit_at(text, clock.end);)
      ++clock.end;
  }
  return true;
}

// "19h30", "14時30分", "14时", "14시 30분", "9 Uhr", "14.30 Uhr", "3点半"
bool take_hour_word(std::string_view text, Clock& clock) {
  const std::size_t at = clock.end;
  if (char_at(text, at) == 'h' || char_at(text, at) == 'H') {
    const Number minute = calendar::number_at(text, at + 1);
    if (minute.width != 2 || minute.value > 59) return false;
    clock.minute = minute.value;
    clock.end = minute.end;
    return true;
  }
  if (char_at(text, at) == '.') {
    const Number minute = calendar::number_at(text, at + 1);
    const std::size_t uhr = scan::skip_blanks(text, minute.end);
    if (minute.width != 2 || minute.value > 59 || scan::after_word(text, uhr, "uhr") == uhr) return false;
    clock.minute = minute.value;
    clock.end = scan::after_word(text, uhr, "uhr");
    return true;
  }
  const std::size_t gap = scan::skip_blanks(text, at);
  const std::size_t uhr = scan::after_word(text, gap, "uhr");
  const std::size_t hour = after_any(text, gap, {"時", "时", "點", "点", "시"});
  if (uhr == gap && (hour == gap || after_any(text, hour, {"間", "间", "간"}) != hour)) return false;
  clock.end = uhr != gap ? uhr : hour;
  const std::size_t half = after_any(text, clock.end, {"半", "반"});
  if (half != clock.end) {
    clock.minute = 30;
    clock.end = half;
    return true;
  }
  const Number minute = calendar::number_at(text, scan::skip_blanks(text, clock.end));
  const std::size_t minute_end = minute.width == 0 ? 0 : after_any(text, minute.end, {"分", "분"});
  clock.minute = 0;
  if (minute.width != 0 && minute.width <= 2 && minute.value < 60 && minute_end != minute.end) {
    clock.minute = minute.value;
    clock.end = minute_end;
  }
  return true;
}

// "09:10-09:40" is a stretch, "2031-05-05T09:10-05:00" and "2031-05-05 09:10-05:00" have an offset: behind a
// bare clock stands the end, and behind a day what can't be an offset or runs on.
bool ends_stretch(std::string_view text, std::size_t begin, const Clock& clock) {
  if (char_at(text, clock.end) != '-' || clock.second >= 0 || (begin > 0 && text[begin - 1] == 'T'))
    return false;
  const Number hour = calendar::number_at(text, clock.end + 1);
  const Number minute = calendar::number_at(text, hour.end + 1);
  if (hour.width == 0 || hour.width > 2 || hour.value > 24 || char_at(text, hour.end) != ':') return false;
  if (minute.width != 2 || minute.value > 59) return false;
  const auto from = begin - std::min<std::size_t>(begin, 12);
  const bool has_day = text.substr(from, begin - from).find_first_of("0123456789") != std::string_view::npos;
  const bool may_be_offset = hour.width == 2 && hour.value <= 12 && minute.value % 15 == 0;
  const bool runs_on = hour.value * 60 + minute.value >= clock.hour * 60 + clock.minute;
  return !has_day || !may_be_offset || runs_on;
}

std::optional<Clock> clock_at(std::string_view text, std::size_t at) {
  int half = 0;
  const std::size_t begin = after_half_day(text, at, half);
  const Number hour = calendar::number_at(text, begin);
  Clock clock{hour.value, -1, -1, kNoZone, hour.end};
  if (hour.width == 4 && hour.value / 100 < 24 && hour.value % 100 < 60) {  // "0830 UTC"
    clock = {hour.value / 100, hour.value % 100, -1, kNoZone, hour.end};
    clock.end = after_zone(text, hour.end, clock.zone_minutes);
    if (clock.end == hour.end || !scan::is_letter(scan::glyph_before(text, clock.end).point))
      return std::nullopt;
    return clock;
  }
  if (hour.width == 0 || hour.width > 2 || hour.value > 24) return std::nullopt;
  const bool has_minutes = take_colon_minutes(text, clock) || take_hour_word(text, clock);
  if (!has_minutes && clock.end != hour.end) return std::nullopt;
  const std::size_t marked = after_am_pm(text, clock.end, half);
  if (!has_minutes && (marked == clock.end || marked == clock.end + 1))
    return std::nullopt;  // "8a" is no time
  clock.end = marked;
  if (half == 2 && clock.hour < 12) clock.hour += 12;
  if (half == 1 && clock.hour == 12) clock.hour = 0;
  if (!has_minutes) clock.minute = 0;
  const std::size_t uhr = scan::skip_blanks(text, clock.end);
  clock.end = scan::after_word(text, uhr, "uhr") != uhr ? scan::after_word(text, uhr, "uhr") : clock.end;
  if (!ends_stretch(text, begin, clock)) clock.end = after_zone(text, clock.end, clock.zone_minutes);
  const char next = char_at(text, clock.end);
  const bool goes_on = (next == ':' || next == '.' || next == '/') && digit_at(text, clock.end + 1);
  if (goes_on || next == '%' || !scan::ends_word(text, clock.end)) return std::nullopt;
  return clock;
}

// "14.43", where nothing but a clock is expected: anywhere else it may be a version.
std::optional<Clock> dotted_clock_at(std::string_view text, std::size_t at) {
  const Number hour = calendar::number_at(text, at);
  if (hour.width != 2 || hour.value > 23 || char_at(text, hour.end) != '.') return std::nullopt;
  const Number minute = calendar::number_at(text, hour.end + 1);
  if (minute.width != 2 || minute.value > 59) return std::nullopt;
  Clock clock{hour.value, minute.value, -1, kNoZone, minute.end};
  clock.end = after_zone(text, clock.end, clock.zone_minutes);
  const bool goes_on = char_at(text, clock.end) == '.' && digit_at(text, clock.end + 1);
  return !goes_on && scan::ends_word(text, clock.end) ? std::optional(clock) : std::nullopt;
}

// "1600", "1600 hrs" behind a day, with nothing behind it or what parts a time from words: "1600 users" is
// none.
std::optional<Clock> bare_clock_at(std::string_view text, std::size_t at) {
  const Number digits = calendar::number_at(text, at);
  if (digits.width != 4 || digits.value / 100 > 23 || digits.value % 100 > 59) return std::nullopt;
  Clock clock{digits.value / 100, digits.value % 100, -1, kNoZone, digits.end};
  clock.end = after_any_word(text, scan::skip_blanks(text, clock.end), {"hours", "hrs", "h"});
  const bool has_word = clock.end != scan::skip_blanks(text, digits.end);
  if (!has_word) clock.end = digits.end;
  const std::size_t next = scan::skip_blanks(text, clock.end);
  const bool ends = next >= text.size() || after_any(text, next, {":", "-", "–", "—", "|", "*", ")"}) != next;
  const bool goes_on = next == clock.end && char_at(text, next) == '-';
  return has_word || (ends && !goes_on) ? std::optional(clock) : std::nullopt;
}

// "~", "around", "ca.", "約": part of the time as written.
std::size_t after_about(std::string_view text, std::size_t at) {
  if (digit_at(text, at)) return at;
  const std::size_t sign = after_any(text, at, {"~", "≈", "〜", "約", "およそ", "大约", "约", "약", "±"});
  if (sign != at) return scan::skip_blanks(text, sign);
  const std::size_t word = after_any_word(
      text, at,
      {"around", "about", "approximately", "approx.", "approx", "circa", "ca.", "ca", "c.", "gegen", "vers",
       "около", "примерно", "cerca de", "por volta das", "por volta de", "omkring", "hacia las", "etwa"});
  return word == at ? at : scan::skip_blanks(text, word);
}

// "頃", "JST 頃", "前後", "以降": part of the time as written too.
std::size_t after_vagueness(std::string_view text, std::size_t at) {
  const std::size_t gap = char_at(text, at) == ' ' ? at + 1 : at;
  if (is_ascii_at(text, gap)) return at;
  const std::size_t end = after_any(
      text, gap, {"頃", "ごろ", "ころ", "前後", "以降", "過ぎ", "すぎ", "左右", "前后", "경", "쯤"});
  return end == gap ? at : end;
}

std::size_t after_part_of_day(std::string_view text, std::size_t at) {
  const std::size_t gap = scan::skip_blanks(text, at);
  std::size_t end = after_any(
      text, gap, {"午前",     "午後", "昼頃", "昼",   "夜",   "朝",   "夕方", "深夜", "未明", "早朝",
                  "時刻不明", "上午", "下午", "中午", "晚上", "凌晨", "오전", "오후", "저녁", "새벽"});
  if (end == gap)
    end =
        after_any_word(text, gap, {"morning", "afternoon", "evening", "night", "midday", "noon", "am", "pm"});
  return end == gap ? at : after_vagueness(text, end);
}

// Between a date and its clock: blanks, "T", ",", "at", "-", closing and opening emphasis.
std::size_t after_link(std::string_view text, std::size_t at) {
  if ((char_at(text, at) == 'T' || char_at(text, at) == 't' || char_at(text, at) == '_') &&
      digit_at(text, at + 1))
    return at + 1;
  std::size_t here = at;
  for (int i = 0; i < 6; ++i) {
    const std::size_t step = after_any(
        text, here, {" ", "\t", "*", ",", "@", "(", "、", ";", "|", "–", "—", "-", ":", "\u3000", "\u00A0"});
    if (step == here) break;
    here = step;
  }
  const std::size_t word =
      after_any_word(text, here, {"at", "um", "kl.", "kl", "às", "à", "a las", "в", "de", "den"});
  return word == here ? here : scan::skip_blanks(text, word);
}

std::optional<Stamp> stamp_at(std::string_view text, std::size_t at, DateOrder order, bool is_cell) {
  Stamp stamp{std::nullopt, std::nullopt, at, at};
  const std::size_t about = after_about(text, at);
  stamp.clock = clock_at(text, about);
  if (stamp.clock) {
    stamp.end = after_vagueness(text, stamp.clock->end);
    const std::size_t day = scan::skip_blanks(text, stamp.end);  // "17:30 on May 5", "10:45, 2017-05-09"
    const std::size_t on = after_any_word(text, after_any(text, day, {","}), {"on", "am", "le", "den"});
    stamp.date = calendar::date_at(text, scan::skip_blanks(text, on), order);
    if (stamp.date && stamp.date->end > stamp.end) stamp.end = stamp.date->end;
    return stamp;
  }
  stamp.date = calendar::date_at(text, about, order);
  const bool is_short = !stamp.date.has_value();
  if (is_short) stamp.date = calendar::short_date_at(text, about, order);
  if (!stamp.date) {
    const calendar::Weekday day = calendar::weekday_at(text, at);  // "Sat 12:30"
    const std::size_t gap = scan::skip_blanks(text, char_at(text, day.end) == ',' ? day.end + 1 : day.end);
    if (day.day == 0 || gap == day.end) return std::nullopt;
    stamp.clock = clock_at(text, gap);
    if (!stamp.clock) return std::nullopt;
    stamp.end = stamp.clock->end;
    return stamp;
  }
  stamp.end = stamp.date->end;
  const std::size_t link = after_link(text, stamp.date->end);
  if (link != stamp.date->end) {
    const std::size_t clock = after_about(text, link);
    stamp.clock = clock_at(text, clock);
    if (!stamp.clock && stamp.date->year != 0) stamp.clock = dotted_clock_at(text, clock);
    const bool is_beside = scan::skip_blanks(text, stamp.date->end) == clock;
    if (!stamp.clock && stamp.date->year != 0 && is_beside) stamp.clock = bare_clock_at(text, clock);
    if (stamp.clock) stamp.end = stamp.clock->end;
  }
  if (is_short && !stamp.clock && !is_cell) return std::nullopt;
  if (!stamp.clock) stamp.end = after_part_of_day(text, stamp.end);
  stamp.end = after_vagueness(text, stamp.end);
  const char next = char_at(text, stamp.end);
  const bool is_name = (next == '-' || next == '_' || next == '/' || next == '.') &&
                       scan::is_word(scan::glyph_at(text, stamp.end + 1).point);
  if (is_name && !stamp.clock) return std::nullopt;  // "2025-05-04-disk-full.md" is a name
  return stamp;
}

std::string iso(Date day, const std::optional<Clock>& clock) {
  if (!clock || clock->minute < 0) return to_iso(day);
  const bool is_midnight_after = clock->hour == 24 && day < Date{9999, 12, 31};
  std::string out = to_iso(is_midnight_after ? calendar::plus_days(day, 1) : day);
  out.push_back('T');
  append_two(clock->hour % 24, out);
  out.push_back(':');
  append_two(clock->minute, out);
  if (clock->second >= 0) {
    out.push_back(':');
    append_two(std::min(clock->second, 59), out);
  }
  append_offset(clock->zone_minutes, out);
  return out;
}

std::optional<Date> day_of(const Stamp& stamp, const std::optional<Date>& near) {
  if (!stamp.date) return near;
  const Written& date = *stamp.date;
  if (date.year != 0)
    return is_valid({date.year, date.month, date.day}) ? std::optional(Date{date.year, date.month, date.day})
                                                       : std::nullopt;
  return near ? calendar::nearest(date.month, date.day, *near) : std::nullopt;
}

int minutes_of(const Clock& clock) {
  return clock.hour * 60 + std::max(clock.minute, 0);
}

// "16:05:57-58", "16:05-10": the end gives its last part alone, glued to the mark.
std::optional<Clock> short_end(std::string_view text, std::size_t mark, const Clock& first) {
  const Number last = calendar::number_at(text, mark);
  int Clock::*const part = first.second >= 0 ? &Clock::second : &Clock::minute;
  if (last.width != 2 || last.value > 59 || last.value <= first.*part || first.minute < 0)
    return std::nullopt;
  if (!scan::ends_word(text, last.end) || char_at(text, last.end) == ':') return std::nullopt;
  Clock end = first;
  end.*part = last.value;
  end.end = last.end;
  return end;
}

// Fills start and end, reading the stamp that a range mark may lead to.
void take_range(std::string_view text, const Stamp& first, const DateContext& context, bool is_cell,
                EventTime& time) {
  const std::optional<Date> day = day_of(first, context.near);
  std::optional<Clock> clock = first.clock;
  if (first.date && first.date->last_day != 0 && day) {
    const Date last{day->year, day->month, first.date->last_day};
    if (is_valid(last)) time.end = iso(last, std::nullopt);
  }
  std::size_t mark = calendar::after_range_mark(text, time.at.end);
  if (mark == time.at.end && first.clock) mark = after_any(text, mark, {"から", "–", "/"});
  std::optional<Stamp> last;
  if (mark != time.at.end) last = stamp_at(text, mark, context.order, is_cell);
  if (last && (last->clock.has_value() || !first.clock)) {
    time.at.end = static_cast<std::uint32_t>(after_any(text, last->end, {"まで"}));
    if (clock && last->clock && clock->zone_minutes == kNoZone)
      clock->zone_minutes = last->clock->zone_minutes;
    std::optional<Clock> end = last->clock;
    if (end && clock && end->zone_minutes == kNoZone) end->zone_minutes = clock->zone_minutes;
    std::optional<Date> end_day = last->date ? day_of(*last, day ? day : context.near) : day;
    const bool is_next_day = !last->date && clock && end && minutes_of(*end) < minutes_of(*clock);
    if (is_next_day && end_day && *end_day < Date{9999, 12, 31}) end_day = calendar::plus_days(*end_day, 1);
    if (end_day) time.end = iso(*end_day, end);
    time.has_clock = time.has_clock || end.has_value();
  }
  const bool glued = mark == time.at.end + 1 || text.substr(time.at.end, 3) == "–";
  if (!last && clock && mark != time.at.end && glued) {
    if (const auto end = short_end(text, mark, *clock)) {
      time.at.end = static_cast<std::uint32_t>(end->end);
      if (day) time.end = iso(*day, end);
    }
  }
  if (day) time.start = iso(*day, clock);
}

// "T+5m", "T-00:10", "T0", "D+1", "+5 min", "Day 1", "Week 2-3", "1日目": no moment of the calendar, but a
// time all the same.
std::size_t after_relative(std::string_view text, std::size_t at) {
  std::size_t here = at;
  const char lead = char_at(text, at);
  bool is_counted = false;
  if ((lead == 'T' || lead == 'D' || lead == 't') && !scan::is_letter(scan::glyph_at(text, at + 1).point)) {
    here = after_any(text, at + 1, {" + ", " - ", "+", "-", "−", "–"});
    if (!digit_at(text, here) || (here == at + 1 && char_at(text, here) != '0')) return at;
    is_counted = true;
  } else if (lead == '+' && digit_at(text, at + 1)) {
    here = at + 1;
  } else {
    here = after_any_word(text, at, {"day",    "week", "hour",    "minute", "month", "tag",     "woche",
                                     "stunde", "jour", "semaine", "dia",    "día",   "semana",  "dag",
                                     "vecka",  "день", "неделя",  "days",   "weeks", "minutes", "hours"});
    if (here == at) here = after_any(text, at, {"第"});
    if (here != at) here = scan::skip_blanks(text, here);
    is_counted = here != at;
  }
  const Number number = calendar::number_at(text, here);
  if (number.width == 0 || number.width > 4) return at;
  std::size_t end = number.end;
  if (char_at(text, end) == ':' || char_at(text, end) == '.') {
    const Number rest = calendar::number_at(text, end + 1);
    if (rest.width != 0) end = rest.end;
    const Number seconds = calendar::number_at(text, end + 1);
    if (char_at(text, end) == ':' && seconds.width == 2) end = seconds.end;
    is_counted = is_counted || (lead == '+' && rest.width == 2);
  }
  const std::size_t range = calendar::after_range_mark(text, end);
  const Number last = calendar::number_at(text, range);
  if (is_counted && range != end && last.width != 0 && last.width <= 3) end = last.end;
  const std::size_t gap = char_at(text, end) == ' ' ? end + 1 : end;
  const std::size_t unit = after_any_word(
      text, gap, {"s",   "sec",  "seconds", "m", "min",  "mins", "minutes", "minute", "h",   "hr",
                  "hrs", "hour", "hours",   "d", "days", "day",  "w",       "weeks",  "мин", "ч"});
  const std::size_t counter = after_any(
      text, gap, {"日目", "週目", "分後", "時間後", "秒後", "日後", "天", "周", "일차", "주차", "분 후"});
  if (unit != gap || counter != gap) {
    end = unit != gap ? unit : counter;
    const std::size_t later = scan::skip_blanks(text, end);
    if (!is_counted && here == at) {  // "5 minutes later"
      const std::size_t word = after_any_word(text, later, {"later", "after"});
      if (word == later && !(counter != gap)) return at;
      if (word != later) end = word;
    }
  } else if (!is_counted) {
    return at;
  }
  return scan::ends_word(text, end) ? end : at;
}

// Opens nothing but markup and signs: "**", "[", "🕐 ", "`".
std::size_t after_openers(std::string_view text, std::size_t at) {
  for (std::size_t here = at; here < text.size() && here < at + 24;) {
    const scan::Glyph glyph = scan::glyph_at(text, here);
    const bool is_tilde = glyph.point == '~' && char_at(text, here + 1) != '~';
    const bool opens =
        std::string_view("*_`[(<").find(static_cast<char>(glyph.point & 0x7F)) != std::string_view::npos &&
        glyph.size == 1;
    if (!scan::is_blank(glyph.point) && !opens && !scan::is_pictograph(glyph.point) &&
        !scan::is_joiner(glyph.point) && glyph.point != U'（' && glyph.point != U'【' &&
        !(glyph.point == '~' && !is_tilde)) {
      return here;
    }
    here += glyph.size;
    if (here >= text.size()) return here;
  }
  return std::min(at + 24, text.size()) == text.size() ? text.size() : at;
}

std::size_t after_leading_word(std::string_view text, std::size_t at) {
  const std::size_t end =
      after_any_word(text, at, {"at", "on", "from",  "since", "um", "am", "le", "el", "em",  "den", "kl.",
                                "kl", "às", "a las", "à",     "в",  "c",  "с",  "ab", "vom", "dia", "by"});
  if (end == at || !scan::is_blank(scan::glyph_at(text, end).point)) return at;
  return scan::skip_blanks(text, end);
}

constexpr std::string_view ascii_closers = "*_`~)]> \t\r\n:|,;=";

// A run of stars or underlines with a word behind it.
bool opens_emphasis(std::string_view text, std::size_t at) {
  if (char_at(text, at) != '*' && char_at(text, at) != '_') return false;
  const auto word = text.find_first_not_of("*_", at);
  return word != std::string_view::npos && word < at + 4 && text[word] != ' ';
}

// Over what closes the time and parts it from the words: "**", ")", "](url)", " - ", ": ", "、".
// A "`" closes only what one before the time has opened: "10:00 `sync` fails" begins with its own. So does
// "10:00 *sync* fails".
std::size_t after_closers(std::string_view text, std::size_t at) {
  bool in_code = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '`') % 2 != 0;
  bool in_emphasis = text.substr(0, at).find_first_of("*_") != std::string_view::npos;
  std::size_t here = at;
  for (bool again = true; again;) {
    again = false;
    if (here > 0 && !in_emphasis && text[here - 1] == ' ' && opens_emphasis(text, here)) break;
    if (char_at(text, here) == '*' || char_at(text, here) == '_') in_emphasis = false;
    const bool may_close =
        !is_ascii_at(text, here) || ascii_closers.find(char_at(text, here)) != std::string_view::npos;
    const std::size_t step =
        !may_close ? here : after_any(text, here, {"*", "_",  "`",  "~~", ")", "]",      ">",      "】",
                                                   " ", "\t", "\r", "\n", ":", "–",      "—",      "→",
                                                   "|", "、", "、", ",",  ";", "\u3000", "\u00A0", "=>"});
    if (step > here && text[here] == '`' && !std::exchange(in_code, false)) break;
    again = step != here;
    if (again && text[step - 1] == ']' && char_at(text, step) == '(') {
      const std::size_t close = text.find(')', step);
      here = close == std::string_view::npos ? step : close + 1;
    } else {
      here = step;
    }
    const bool is_dash = char_at(text, here) == '-' && (here + 1 >= text.size() || !digit_at(text, here + 1));
    if (is_dash) again = ++here != 0;
    if (char_at(text, here) == '.' && (here + 1 >= text.size() || text[here + 1] == ' ')) again = ++here != 0;
  }
  return here;
}

std::optional<EventTime> time_at(std::string_view text, std::size_t begin, const DateContext& context,
                                 bool is_cell) {
  EventTime time;
  std::size_t at = begin;
  std::optional<Stamp> stamp = stamp_at(text, at, context.order, is_cell);
  if (!stamp) {
    at = after_leading_word(text, begin);
    if (at != begin) stamp = stamp_at(text, at, context.order, is_cell);
  }
  if (stamp) {
    time.at = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(stamp->end)};
    time.has_day = stamp->date.has_value();
    time.has_clock = stamp->clock.has_value();
    take_range(text, *stamp, context, is_cell, time);
    time.at.end = static_cast<std::uint32_t>(after_vagueness(text, time.at.end));
  } else {
    const std::size_t end = after_relative(text, begin);
    if (end == begin) return std::nullopt;
    time.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  return time;
}

}  // namespace

std::optional<EventTime> leading_time(std::string_view text, const DateContext& context) {
  auto time = time_at(text, after_openers(text, 0), context, false);
  if (time) time->cut = {0, static_cast<std::uint32_t>(after_closers(text, time->at.end))};
  return time;
}

std::optional<EventTime> cell_time(std::string_view cell, const DateContext& context) {
  auto time = time_at(cell, after_openers(cell, 0), context, true);
  if (time) time->cut = {0, static_cast<std::uint32_t>(after_closers(cell, time->at.end))};
  return time;
}

std::optional<EventTime> joined_time(std::string_view date_cell, std::string_view time_cell,
                                     const DateContext& context) {
  const auto day = cell_time(date_cell, context);
  DateContext within = context;
  if (day && day->start.size() >= 10)
    within.near = parse_iso_date(std::string_view(day->start).substr(0, 10));
  auto clock = cell_time(time_cell, within);
  if (!clock) return day;
  clock->has_day = clock->has_day || (day && day->has_day);
  return clock;
}

}  // namespace hindcast::document
