#include "lint/rules/durations.h"

#include <cmath>
#include <cstdint>

#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::lint {
namespace {

namespace scan = document::scan;

struct Unit {
  std::string_view word;
  double minutes;
};
// Longer words of one beginning first.
constexpr Unit units[] = {{"seconds", 1 / 60.0},
                          {"second", 1 / 60.0},
                          {"secs", 1 / 60.0},
                          {"sec", 1 / 60.0},
                          {"s", 1 / 60.0},
                          {"minutes", 1},
                          {"minute", 1},
                          {"minuten", 1},
                          {"minutos", 1},
                          {"minuto", 1},
                          {"minuter", 1},
                          {"mins", 1},
                          {"min", 1},
                          {"m", 1},
                          {"hours", 60},
                          {"hour", 60},
                          {"hrs", 60},
                          {"hr", 60},
                          {"heures", 60},
                          {"heure", 60},
                          {"horas", 60},
                          {"hora", 60},
                          {"h", 60},
                          {"stunden", 60},
                          {"stunde", 60},
                          {"timmar", 60},
                          {"timme", 60},
                          {"days", 1440},
                          {"day", 1440},
                          {"dias", 1440},
                          {"días", 1440},
                          {"jours", 1440},
                          {"jour", 1440},
                          {"tage", 1440},
                          {"tag", 1440},
                          {"dagar", 1440},
                          {"d", 1440},
                          {"секунд", 1 / 60.0},
                          {"минуты", 1},
                          {"минут", 1},
                          {"мин", 1},
                          {"часов", 60},
                          {"часа", 60},
                          {"час", 60},
                          {"дней", 1440},
                          {"дня", 1440},
                          {"день", 1440},
                          {"秒", 1 / 60.0},
                          {"時間", 60},
                          {"小时", 60},
                          {"小時", 60},
                          {"시간", 60},
                          {"分钟", 1},
                          {"分鐘", 1},
                          {"分間", 1},
                          {"分", 1},
                          {"분", 1},
                          {"日間", 1440},
                          {"天", 1440}};

bool is_digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// The unit at `at`, and where it ends; `minutes` 0 for none.
Unit unit_at(std::string_view text, std::size_t at, std::size_t& end) {
  for (const auto& unit : units) {
    if (!scan::may_begin(text, at, unit.word)) continue;
    const auto after = (unit.word[0] & 0x80) != 0 ? scan::after_folded(text, at, unit.word)
                                                  : scan::after_word(text, at, unit.word);
    if (after == at) {
      // "4h12m": a unit of one letter may have the next number right behind it.
      if (unit.word.size() == 1 && scan::after_folded(text, at, unit.word) != at && is_digit(text, at + 1)) {
        end = at + 1;
        return unit;
      }
      continue;
    }
    end = after;
    return unit;
  }
  return {};
}

// "4", "1.5", "1,5" and a unit.
std::optional<Duration> part_at(std::string_view text, std::size_t at) {
  double number = 0, place = 0;
  std::size_t end = at;
  for (; end < text.size() && end < at + 8; ++end) {
    if (is_digit(text, end)) {
      number = place > 0 ? number + (text[end] - '0') * place : number * 10 + (text[end] - '0');
      place /= 10;
    } else if ((text[end] == '.' || text[end] == ',') && place == 0 && is_digit(text, end + 1)) {
      place = 0.1;
    } else {
      break;
    }
  }
  if (end == at || is_digit(text, end)) return std::nullopt;
  auto word = end;
  if (word < text.size() && (text[word] == ' ' || text[word] == '-')) ++word;
  std::size_t after = 0;
  const auto unit = unit_at(text, word, after);
  if (unit.minutes == 0) return std::nullopt;
  // "30m rows", "5 m high": a lone letter after a blank is no unit of time.
  if (word != end && (unit.word == "m" || unit.word == "s" || unit.word == "d")) return std::nullopt;
  return Duration{number * unit.minutes, unit.minutes, at, after};
}

std::size_t after_and(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == ','))
    ++at;
  for (const std::string_view word : {"and", "und", "et", "e", "y", "och", "и"}) {
    const auto after = scan::after_word(text, at, word);
    if (after != at) return scan::skip_blanks(text, after);
  }
  return at;
}

}  // namespace

std::optional<Duration> find_duration(std::string_view text, std::size_t from) {
  for (auto at = document::digits.find(text, from); at < text.size(); at = document::digits.find(text, at)) {
    const char before = at > 0 ? text[at - 1] : ' ';
    const bool starts = (before & 0x80) != 0 || before == ' ' || before == '(' || before == '~' ||
                        before == '*' || before == '<' || before == '>' || before == '=' || before == ':' ||
                        before == '\t';
    auto found = starts ? part_at(text, at) : std::nullopt;
    if (!found) {
      while (is_digit(text, at) || (at < text.size() && text[at] == '.' && is_digit(text, at + 1)))
        ++at;
      continue;
    }
    for (auto next = after_and(text, found->end); is_digit(text, next); next = after_and(text, found->end)) {
      const auto more = part_at(text, next);
      if (!more || more->step >= found->step) break;
      found->minutes += more->minutes;
      found->step = more->step;
      found->end = more->end;
    }
    return found;
  }
  return std::nullopt;
}

std::string words(double minutes) {
  const auto whole = static_cast<std::int64_t>(std::llround(minutes));
  const auto days = whole / 1440, hours = whole / 60 % 24, rest = whole % 60;
  std::string out;
  const auto add = [&](std::int64_t count, std::string_view unit) {
    if (count == 0) return;
    if (!out.empty()) out += " ";
    out.append(std::to_string(count)).append(unit);
  };
  if (days >= 3) {
    add(days, " d");
    add(hours, " h");
  } else {
    add(days * 24 + hours, " h");
    add(rest, " min");
  }
  return out.empty() ? "no time" : out;
}

}  // namespace hindcast::lint
