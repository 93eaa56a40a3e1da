#include "document/slot_words.h"

#include <algorithm>
#include <cctype>

#include "document/form_text.h"

namespace hindcast::document::forms {
namespace {

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// One run of letters of a date pattern and what it stands for: y, m, d, or t for a part of a time.
char pattern_part(std::string_view run) {
  std::string low = lower(run);
  if (is_any_of(low, {"yyyy", "yy", "aaaa", "aa", "jjjj", "20xx", "20yy", "гггг"})) return 'y';
  if (is_any_of(low, {"mm", "m", "mmm", "mon"})) return 'm';
  if (is_any_of(low, {"dd", "d", "jj", "tt", "gg", "дд"})) return 'd';
  if (is_any_of(low, {"hh", "h", "ss", "s", "tz", "utc", "z", "gmt"})) return 't';
  return low == "xx" ? 'x' : low == "xxxx" ? 'y' : '\0';
}

struct Run {
  std::size_t begin, end;
  char part;
};

// The letter runs of a pattern, or nothing where one of them stands for nothing.
std::vector<Run> pattern_runs(std::string_view text) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      if (std::string_view("-/.: ,'").find(text[i]) == std::string_view::npos) return {};
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word_byte(text[end]))
      ++end;
    std::string_view run = text.substr(i, end - i);
    if (lower(run) == "ddthh") {  // the T between an ISO day and its time
      runs.push_back({i, i + 2, 'd'});
    } else {
      char part = pattern_part(run);
      if (part == 0 || runs.size() > 8) return {};
      runs.push_back({i, end, part});
    }
    i = end;
  }
  return runs;
}

bool names_a_day(const std::vector<Run>& runs) {
  bool year = false, month = false, day = false;
  int any = 0;
  for (const Run& run : runs) {
    year |= run.part == 'y';
    month |= run.part == 'm';
    day |= run.part == 'd';
    any += run.part == 'x';
  }
  return year && ((month && day) || any >= 2);
}

// Words that are values of a state, a priority or a severity: a list of them is an enumeration even in
// small letters or with commas.
bool is_value_word(std::string_view word) {
  std::string low = lower(word);
  if (is_any_of(low,
                {"yes",       "no",       "y",          "n",        "true",        "false",       "open",
                 "closed",    "todo",     "done",       "high",     "medium",      "med",         "low",
                 "critical",  "major",    "minor",      "none",     "partial",     "pending",     "draft",
                 "final",     "resolved", "blocked",    "new",      "in progress", "not started", "in review",
                 "mitigated", "active",   "accepted",   "rejected", "oui",         "non",         "ja",
                 "nein",      "sim",      "não",        "sí",       "да",          "нет",         "p0",
                 "p1",        "p2",       "p3",         "p4",       "fix",         "prevent",     "process",
                 "mitigate",  "detect",   "production", "prod",     "staging"}))
    return true;
  std::size_t digits = 0;
  while (digits < low.size() && std::isdigit(static_cast<unsigned char>(low[low.size() - 1 - digits])) != 0)
    ++digits;
  std::string_view head = trimmed(std::string_view(low).substr(0, low.size() - digits), " -");
  return digits > 0 && is_any_of(head, {"sev", "s", "p", "priority", "severity", "level", "tier"});
}

// Words that name what to fill in: "[Name/Team]" leaves the choice of what, not of a value.
bool is_kind_word(std::string_view word) {
  return is_any_of(
      lower(word),
      {"name",    "names",  "team",  "owner", "url",    "link", "id",     "role",  "date",       "time",
       "person",  "email",  "issue", "pr",    "ticket", "user", "handle", "label", "path",       "file",
       "service", "system", "who",   "what",  "where",  "dm",   "po",     "room",  "video link", "n/a"});
}

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
  std::vector<std::string_view> parts;
  while (true) {
    std::size_t at = text.find(by);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos || parts.size() > 40) break;
    text.remove_prefix(at + by.size());
  }
  return parts;
}

bool starts_like_a_value(std::string_view part) {
  unsigned char c = static_cast<unsigned char>(part[0]);
  if (c < 0x80) return std::isupper(c) != 0 || std::isdigit(c) != 0;
  if (c == 0xD0) return part.size() > 1 && static_cast<unsigned char>(part[1]) < 0xB0;  // Cyrillic capitals
  return c >= 0xE0;  // emoji, and scripts that have no capitals
}

// A choice is a word or a few, and no sentence.
bool is_choice(std::string_view part) {
  return !part.empty() && part.size() <= 60 && word_count(part) <= 5 &&
         part.find_first_of("[]<>{}?;\n") == std::string_view::npos &&
         part.find(". ") == std::string_view::npos;
}

bool has_crossed_out(std::string_view part) {
  for (std::string_view word : split(part, " "))
    if (is_crossed_out_number(word)) return true;
  return false;
}

// "Category: A/B" and "Yes/No, details if yes" to the choices alone.
std::string without_remarks(std::string list) {
  std::size_t first = list.find_first_of("/|");
  std::size_t colon = list.find(": ");
  if (colon < first && first != std::string::npos &&
      word_count(std::string_view(list).substr(0, colon)) <= 3) {
    list.erase(0, colon + 2);
    first = list.find_first_of("/|");
  }
  if (first == std::string::npos) return list;
  for (std::string_view stop : {" — ", " – ", ", "}) {
    std::size_t at = list.find(stop, first);
    if (at != std::string::npos && list.find_first_of("/|", at) == std::string::npos) list.resize(at);
  }
  return list;
}

}  // namespace

bool names_a_time(std::string_view word) {
  std::string low = lower(word);
  return is_any_of(low, {"hh:mm", "hh:mm:ss", "xx:xx", "h:mm", "mm:ss", "hh:mmz"});
}

// "INC-XXXX", "XX", "YYY": letters that stand for digits to come.
bool is_crossed_out(std::string_view word) {
  std::size_t dash = word.rfind('-');
  std::string_view tail = dash == std::string_view::npos ? word : word.substr(dash + 1);
  if (tail.size() < 2 || (tail.size() < 3 && dash == std::string_view::npos)) return false;
  char first = tail[0];
  if (first != 'X' && first != 'Y' && first != 'Z' && first != 'N') return false;
  return std::all_of(tail.begin(), tail.end(), [&](char c) { return c == first; });
}

bool is_pending_word(std::string_view word) {
  return is_any_of(word, {"TBD", "TBA", "TBC", "tbd", "tba", "tbc"});
}

// "X", "~X%", "Xh", "N": a number to come.
bool is_crossed_out_number(std::string_view word) {
  word = trimmed(word, "~<>$€£%.,;:()+ ");
  if (word.empty() || std::string_view("XNYZ").find(word[0]) == std::string_view::npos) return false;
  return is_any_of(word.substr(1), {"", "h", "m", "s", "d", "min", "%", "€", "ms", "k"}) ||
         is_crossed_out(word);
}

bool is_date_pattern(std::string_view text) {
  return text.size() >= 6 && text.size() <= 40 && names_a_day(pattern_runs(text));
}

// "Date", "Due date", "incident date: yyyy-mm-dd": a few words that ask for a day.
bool names_a_date(std::string_view inside) {
  if (word_count(inside) > 6 || inside.find('/') == 0) return false;
  if (is_date_pattern(inside)) return true;
  for (std::size_t i = 0; i < inside.size();) {
    std::size_t end = std::min(inside.find_first_of(" ,", i), inside.size());
    std::string_view word = trimmed(inside.substr(i, end - i), ":;()");
    if (word.size() >= 8 && is_date_pattern(word)) return true;
    i = end + 1;
  }
  if (word_count(inside) > 3) return false;
  std::string low = lower(inside);
  for (std::string_view name : {"date", "datum", "fecha", "дата", "日付", "日期", "날짜"}) {
    std::size_t at = low.find(name);
    if (at == std::string::npos) continue;
    std::size_t after = at + name.size();
    bool starts = at == 0 || !is_word_byte(low[at - 1]);
    if (starts && (after == low.size() || !is_word_byte(low[after]))) return true;
  }
  return false;
}

std::vector<std::string> choices_of(std::string_view inside) {
  std::string list;  // a bar inside a table cell is written "\\|"
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i] != '\\' || i + 1 == inside.size() || inside[i + 1] != '|') list += inside[i];
  list = without_remarks(std::move(list));
  for (std::string_view by : {"|", " / ", "/", " or ", ","}) {
    if (list.find(by) == std::string::npos) continue;
    std::vector<std::string> choices;
    std::size_t values = 0, shaped = 0;
    bool all = true;
    for (std::string_view part : split(list, by)) {
      part = trimmed(part);
      if (part.empty()) continue;  // "[High/]": the check says that it is odd
      all &=
          is_choice(part) && !is_kind_word(part.substr(part.find_last_of(' ') + 1)) && !has_crossed_out(part);
      values += is_value_word(part);
      shaped += starts_like_a_value(part);
      choices.emplace_back(part);
    }
    if (!all || choices.empty()) return {};
    bool slash = by == " / " || by == "/";
    bool numbers = list.find_first_not_of("0123456789/ ") == std::string::npos;
    bool sure = by == "|" || values * 2 >= choices.size() || (slash && shaped == choices.size());
    return sure && !numbers ? choices : std::vector<std::string>{};
  }
  return {};
}

std::string fill_date(std::string_view pattern, Date today) {
  std::string_view inside = trimmed(pattern, "[]<>{}$ `");
  auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  std::vector<Run> runs = pattern_runs(inside);
  if (!names_a_day(runs)) return to_iso(today);
  bool named = std::any_of(runs.begin(), runs.end(), [](const Run& run) { return run.part == 'm'; });
  if (!named) return to_iso(today);
  std::string out;
  std::size_t at = 0;
  for (const Run& run : runs) {
    out += inside.substr(at, run.begin - at);
    std::size_t length = run.end - run.begin;
    bool minutes = run.part == 'm' && out.find(':') != std::string::npos;
    if (run.part == 'y') {
      out += length == 2 ? two(today.year % 100) : std::to_string(today.year);
    } else if (run.part == 'm' && !minutes) {
      out += length == 1 ? std::to_string(today.month) : two(today.month);
    } else if (run.part == 'd') {
      out += length == 1 ? std::to_string(today.day) : two(today.day);
    } else {
      out += inside.substr(run.begin, length);
    }
    at = run.end;
  }
  return out + std::string(inside.substr(at));
}

}  // namespace hindcast::document::forms
