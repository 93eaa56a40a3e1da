#include "document/calendar.h"

#include <array>
#include <cstdint>
#include <cstdlib>

#include "document/first_words.h"
#include "document/scan.h"

namespace hindcast::document::calendar {
namespace {

struct Name {
  std::string_view word;  // folded
  int number;
};

// Longer names before their own beginnings are not needed: a name has to end where a word ends.
constexpr std::array kMonths = {
    Name{"january", 1},    Name{"jan", 1},        Name{"janeiro", 1},   Name{"janvier", 1},
    Name{"janv", 1},       Name{"januari", 1},    Name{"januar", 1},    Name{"jänner", 1},
    Name{"enero", 1},      Name{"ene", 1},        Name{"января", 1},    Name{"январь", 1},
    Name{"январе", 1},     Name{"янв", 1},        Name{"february", 2},  Name{"feb", 2},
    Name{"febr", 2},       Name{"fevereiro", 2},  Name{"fev", 2},       Name{"février", 2},
    Name{"févr", 2},       Name{"fév", 2},        Name{"februari", 2},  Name{"februar", 2},
    Name{"febrero", 2},    Name{"февраля", 2},    Name{"февраль", 2},   Name{"феврале", 2},
    Name{"фев", 2},        Name{"march", 3},      Name{"mar", 3},       Name{"março", 3},
    Name{"mars", 3},       Name{"märz", 3},       Name{"mär", 3},       Name{"mrz", 3},
    Name{"marzo", 3},      Name{"марта", 3},      Name{"март", 3},      Name{"марте", 3},
    Name{"мар", 3},        Name{"april", 4},      Name{"apr", 4},       Name{"abril", 4},
    Name{"abr", 4},        Name{"avril", 4},      Name{"avr", 4},       Name{"апреля", 4},
    Name{"апрель", 4},     Name{"апреле", 4},     Name{"апр", 4},       Name{"may", 5},
    Name{"maio", 5},       Name{"mai", 5},        Name{"maj", 5},       Name{"mayo", 5},
    Name{"мая", 5},        Name{"май", 5},        Name{"мае", 5},       Name{"june", 6},
    Name{"jun", 6},        Name{"junho", 6},      Name{"juin", 6},      Name{"juni", 6},
    Name{"junio", 6},      Name{"июня", 6},       Name{"июнь", 6},      Name{"июне", 6},
    Name{"июн", 6},        Name{"july", 7},       Name{"jul", 7},       Name{"julho", 7},
    Name{"juillet", 7},    Name{"juil", 7},       Name{"juli", 7},      Name{"julio", 7},
    Name{"июля", 7},       Name{"июль", 7},       Name{"июле", 7},      Name{"июл", 7},
    Name{"august", 8},     Name{"aug", 8},        Name{"agosto", 8},    Name{"ago", 8},
    Name{"août", 8},       Name{"aout", 8},       Name{"augusti", 8},   Name{"августа", 8},
    Name{"август", 8},     Name{"августе", 8},    Name{"авг", 8},       Name{"september", 9},
    Name{"sept", 9},       Name{"sep", 9},        Name{"setembro", 9},  Name{"set", 9},
    Name{"septembre", 9},  Name{"septiembre", 9}, Name{"setiembre", 9}, Name{"сентября", 9},
    Name{"сентябрь", 9},   Name{"сентябре", 9},   Name{"сент", 9},      Name{"сен", 9},
    Name{"october", 10},   Name{"oct", 10},       Name{"outubro", 10},  Name{"out", 10},
    Name{"octobre", 10},   Name{"oktober", 10},   Name{"okt", 10},      Name{"octubre", 10},
    Name{"октября", 10},   Name{"октябрь", 10},   Name{"октябре", 10},  Name{"окт", 10},
    Name{"november", 11},  Name{"nov", 11},       Name{"novembro", 11}, Name{"novembre", 11},
    Name{"noviembre", 11}, Name{"ноября", 11},    Name{"ноябрь", 11},   Name{"ноябре", 11},
    Name{"ноя", 11},       Name{"december", 12},  Name{"dec", 12},      Name{"dezembro", 12},
    Name{"dez", 12},       Name{"décembre", 12},  Name{"déc", 12},      Name{"dezember", 12},
    Name{"diciembre", 12}, Name{"dic", 12},       Name{"декабря", 12},  Name{"декабрь", 12},
    Name{"декабре", 12},   Name{"дек", 12},
};

constexpr std::array kWeekdays = {
    Name{"monday", 1},
    Name{"mon", 1},
    Name{"lundi", 1},
    Name{"montag", 1},
    Name{"måndag", 1},
    Name{"lunes", 1},
    Name{"segunda-feira", 1},
    Name{"понедельник", 1},
    Name{"月曜日", 1},
    Name{"周一", 1},
    Name{"星期一", 1},
    Name{"월요일", 1},
    Name{"tuesday", 2},
    Name{"tue", 2},
    Name{"tues", 2},
    Name{"mardi", 2},
    Name{"dienstag", 2},
    Name{"tisdag", 2},
    Name{"martes", 2},
    Name{"terça-feira", 2},
    Name{"вторник", 2},
    Name{"火曜日", 2},
    Name{"周二", 2},
    Name{"星期二", 2},
    Name{"화요일", 2},
    Name{"wednesday", 3},
    Name{"wed", 3},
    Name{"mercredi", 3},
    Name{"mittwoch", 3},
    Name{"onsdag", 3},
    Name{"miércoles", 3},
    Name{"quarta-feira", 3},
    Name{"среда", 3},
    Name{"среду", 3},
    Name{"水曜日", 3},
    Name{"周三", 3},
    Name{"星期三", 3},
    Name{"수요일", 3},
    Name{"thursday", 4},
    Name{"thu", 4},
    Name{"thur", 4},
    Name{"thurs", 4},
    Name{"jeudi", 4},
    Name{"donnerstag", 4},
    Name{"torsdag", 4},
    Name{"jueves", 4},
    Name{"quinta-feira", 4},
    Name{"четверг", 4},
    Name{"木曜日", 4},
    Name{"周四", 4},
    Name{"星期四", 4},
    Name{"목요일", 4},
    Name{"friday", 5},
    Name{"fri", 5},
    Name{"vendredi", 5},
    Name{"freitag", 5},
    Name{"fredag", 5},
    Name{"viernes", 5},
    Name{"sexta-feira", 5},
    Name{"пятница", 5},
    Name{"пятницу", 5},
    Name{"пятницы", 5},
    Name{"金曜日", 5},
    Name{"周五", 5},
    Name{"星期五", 5},
    Name{"금요일", 5},
    Name{"saturday", 6},
    Name{"sat", 6},
    Name{"samedi", 6},
    Name{"samstag", 6},
    Name{"lördag", 6},
    Name{"sábado", 6},
    Name{"суббота", 6},
    Name{"субботу", 6},
    Name{"土曜日", 6},
    Name{"周六", 6},
    Name{"星期六", 6},
    Name{"토요일", 6},
    Name{"sunday", 7},
    Name{"sun", 7},
    Name{"dimanche", 7},
    Name{"sonntag", 7},
    Name{"söndag", 7},
    Name{"domingo", 7},
    Name{"воскресенье", 7},
    Name{"日曜日", 7},
    Name{"周日", 7},
    Name{"星期日", 7},
    Name{"일요일", 7},
    Name{"mo", 1},
    Name{"di", 2},
    Name{"mi", 3},
    Name{"do", 4},
    Name{"fr", 5},
    Name{"sa", 6},
    Name{"so", 7},
    Name{"пн", 1},
    Name{"вт", 2},
    Name{"ср", 3},
    Name{"чт", 4},
    Name{"пт", 5},
    Name{"сб", 6},
    Name{"вс", 7},
};

constexpr auto kMonthNames = first_words_of(kMonths);
constexpr auto kWeekdayNames = first_words_of(kWeekdays);

// The one entry that stands at `at` as a whole word.
template <std::size_t N>
const Name* name_at(const FirstWords<Name, N>& names, std::string_view text, std::size_t at,
                    std::size_t& end) {
  return names.find(word_key(text, at), [&](const Name& name) {
    end = scan::after_word(text, at, name.word);
    return end != at;
  });
}

bool is_capital(std::string_view text, std::size_t at) {
  const char32_t point = scan::glyph_at(text, at).point;
  return scan::folded(point) != point;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view one : words) {
    if (word == one) return true;
  }
  return false;
}

std::size_t after_any(std::string_view text, std::size_t at, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    const std::size_t end = scan::after_folded(text, at, word);
    if (end != at) return end;
  }
  return at;
}

// At most two blanks: what stands further off belongs to something else.
std::size_t after_gap(std::string_view text, std::size_t at) {
  for (int i = 0; i < 2; ++i) {
    const scan::Glyph glyph = scan::glyph_at(text, at);
    if (glyph.size == 0 || !scan::is_blank(glyph.point) || glyph.point == '\n') break;
    at += glyph.size;
  }
  return at;
}

bool is_year(const Number& number) {
  return number.width == 4 && number.value >= 1970 && number.value <= 2099;
}
bool is_month(const Number& number) {
  return number.width <= 2 && number.value >= 1 && number.value <= 12;
}
bool is_day(const Number& number) {
  return number.width <= 2 && number.value >= 1 && number.value <= 31;
}

// No more digits, letters or dotted digits: "2025-05-04T08" is well ended, "2025-05-041" and "1.2.2025.3" are
// not.
bool ends_well(std::string_view text, std::size_t at) {
  const char next = char_at(text, at);
  if (scan::is_digit(static_cast<unsigned char>(next)) || next == '%') return false;
  if (next == '.' || next == '/' || next == '-') {
    return !scan::is_digit(static_cast<unsigned char>(char_at(text, at + 1)));
  }
  if (next == 'T' || next == 't') return scan::is_digit(static_cast<unsigned char>(char_at(text, at + 1)));
  return scan::ends_word(text, at);
}

std::size_t after_ordinal(std::string_view text, std::size_t at) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "-го", "-е", "º", "ª", ":e"}) {
    const std::size_t end = scan::after_folded(text, at, ending);
    if (end != at && scan::ends_word(text, end)) return end;
  }
  return char_at(text, at) == '.' && !scan::is_digit(static_cast<unsigned char>(char_at(text, at + 1)))
             ? at + 1
             : at;
}

std::size_t after_link_word(std::string_view text, std::size_t at) {
  for (const std::string_view word : {"of", "de", "del", "d'", "den", "do"}) {
    const std::size_t end = scan::after_word(text, at, word);
    if (end != at) return after_gap(text, end);
  }
  return at;
}

// ":30" behind a number: it was an hour.
bool is_clock_mark(std::string_view text, std::size_t at) {
  return char_at(text, at) == ':' && scan::is_digit(static_cast<unsigned char>(char_at(text, at + 1)));
}

// A year after a day and month: ", 2025", " 2025", " de 2025", "/2025".
void take_year(std::string_view text, Written& date) {
  std::size_t at = date.end;
  if (char_at(text, at) == ',' || char_at(text, at) == '.' || char_at(text, at) == '-') ++at;
  at = after_link_word(text, after_gap(text, at));
  const Number year = number_at(text, at);
  if (!is_year(year) || is_clock_mark(text, year.end)) return;
  date.year = year.value;
  date.end = year.end;
  at = after_gap(text, date.end);
  for (const std::string_view word : {"года", "г."}) {
    const std::size_t end = scan::after_folded(text, at, word);
    if (end != at) date.end = end;
  }
}

bool exists(const Written& date) {
  const int year = date.year == 0 ? 2024 : date.year;  // a leap year: 29 February may be meant
  if (date.last_day != 0 && (date.last_day <= date.day || !is_valid({year, date.month, date.last_day})))
    return false;
  return is_valid({year, date.month, date.day});
}

std::optional<Written> checked(const Written& date) {
  if (!exists(date)) return std::nullopt;
  return date;
}

// 2025-05-04, 2025/5/4, 2025.05.04, "2025. 5. 4."
std::optional<Written> year_first(std::string_view text, std::size_t at, const Number& year) {
  const char mark = char_at(text, year.end);
  if (mark != '-' && mark != '/' && mark != '.') return std::nullopt;
  const bool is_wide = mark == '.' && char_at(text, year.end + 1) == ' ';
  const std::size_t step = is_wide ? 2 : 1;
  const Number month = number_at(text, year.end + step);
  if (!is_month(month)) {
    const MonthName name = month_at(text, year.end + 1);  // 2025-May-04
    const Number day = number_at(text, name.end + 1);
    if (name.month == 0 || char_at(text, name.end) != mark || !is_day(day)) return std::nullopt;
    return checked({year.value, name.month, day.value, 0, at, day.end});
  }
  if (char_at(text, month.end) != mark) return std::nullopt;
  const Number day = number_at(text, month.end + step);
  if (!is_day(day) || (mark == '-' && day.width != month.width)) return std::nullopt;
  std::size_t end = day.end;
  if (is_wide && char_at(text, end) == '.') ++end;
  if (!is_wide && !ends_well(text, end) && char_at(text, end) != '_') return std::nullopt;
  return checked({year.value, month.value, day.value, 0, at, end});
}

// 2025年5月4日, 5月4日, 2025년 5월 4일; the year may be missing.
std::optional<Written> east_asian(std::string_view text, std::size_t at, const Number& first) {
  Written date{0, 0, 0, 0, at, at};
  Number month = first;
  if (is_year(first)) {
    const std::size_t mark = after_gap(text, first.end);
    const std::size_t end = after_any(text, mark, {"年", "년"});
    if (end == mark) return std::nullopt;
    date.year = first.value;
    month = number_at(text, after_gap(text, end));
  }
  const std::size_t mark = after_gap(text, month.end);
  std::size_t end = after_any(text, mark, {"月", "월"});
  if (!is_month(month) || end == mark) return std::nullopt;
  const Number day = number_at(text, after_gap(text, end));
  if (!is_day(day)) return std::nullopt;
  const std::size_t last = after_gap(text, day.end);
  end = after_any(text, last, {"日", "号", "號", "일"});
  if (end == last) return std::nullopt;
  date.month = month.value;
  date.day = day.value;
  date.end = end;
  return checked(date);
}

// 05.04.2025, 5/4/2025, 04-05-2025, 5/4/25; dots are always day first.
std::optional<Written> year_last(std::string_view text, std::size_t at, const Number& first,
                                 DateOrder order) {
  const char mark = char_at(text, first.end);
  if (first.width > 2 || (mark != '.' && mark != '/' && mark != '-')) return std::nullopt;
  const std::size_t gap = mark == '.' && char_at(text, first.end + 1) == ' ' ? 1 : 0;
  const Number second = number_at(text, first.end + 1 + gap);
  if (second.width == 0 || second.width > 2 || char_at(text, second.end) != mark) return std::nullopt;
  const Number year = number_at(text, second.end + 1 + gap);
  const bool is_short = mark == '/' && year.width == 2;
  if ((!is_year(year) && !is_short) || !ends_well(text, year.end)) return std::nullopt;
  Written date{is_short ? 2000 + year.value : year.value, second.value, first.value, 0, at, year.end};
  if (mark != '.' && order == DateOrder::month_first) std::swap(date.month, date.day);
  if (!exists(date) && mark != '.') std::swap(date.month, date.day);
  return checked(date);
}

// "5 May 2025", "5th of May", "4 de maio de 2025", "26.–30. April"
std::optional<Written> day_first(std::string_view text, std::size_t at, const Number& first) {
  if (!is_day(first)) return std::nullopt;
  Written date{0, 0, first.value, 0, at, first.end};
  std::size_t here = after_ordinal(text, first.end);
  const std::size_t range = after_range_mark(text, here);
  if (range != here) {
    const Number last = number_at(text, range);
    if (is_day(last)) {
      date.last_day = last.value;
      here = after_ordinal(text, last.end);
    }
  }
  const std::size_t gap = char_at(text, here) == '-' ? here + 1 : after_gap(text, here);
  if (gap == here) return std::nullopt;
  const std::size_t name_at_offset = after_link_word(text, gap);
  const MonthName name = month_at(text, name_at_offset);
  if (name.month == 0) return std::nullopt;
  date.month = name.month;
  date.end = name.end;
  take_year(text, date);
  if (name.is_doubtful && date.year == 0 && name_at_offset == gap) return std::nullopt;
  return checked(date);
}

// "May 5, 2025", "Apr. 26-30", "Oct 31": `name_begin` is where the word before the number begins.
std::optional<Written> month_first(std::string_view text, std::size_t at, std::size_t name_begin,
                                   const Number& day) {
  const MonthName name = month_at(text, name_begin);
  if (name.month == 0 || !is_day(day)) return std::nullopt;
  const std::size_t gap = char_at(text, name.end) == '-' ? name.end + 1 : after_gap(text, name.end);
  if (gap != at) return std::nullopt;
  Written date{0, name.month, day.value, 0, name_begin, after_ordinal(text, day.end)};
  if (date.end > day.end && text[date.end - 1] == '.') date.end = day.end;  // the sentence's full stop
  const std::size_t range = after_range_mark(text, date.end);
  const Number last = number_at(text, range);
  if (range != date.end && is_day(last) && last.value > day.value && ends_well(text, last.end) &&
      !is_clock_mark(text, last.end)) {
    date.last_day = last.value;
    date.end = last.end;
    const std::size_t ordinal = after_ordinal(text, last.end);
    if (ordinal > last.end && text[ordinal - 1] != '.') date.end = ordinal;
  }
  if (!ends_well(text, date.end)) return std::nullopt;
  take_year(text, date);
  if (name.is_doubtful && date.year == 0 && !is_capital(text, name_begin)) return std::nullopt;
  return checked(date);
}

// "20250504" on its own.
std::optional<Written> compact(std::string_view text, std::size_t at, const Number& number) {
  const int year = number.value / 10000;
  if (number.width != 8 || year < 2000 || year > 2099 || !ends_well(text, number.end)) return std::nullopt;
  return checked({year, number.value / 100 % 100, number.value % 100, 0, at, number.end});
}

// Where the word that ends before `at`, over blanks and one comma or dot, begins; `at` when there is none.
std::size_t word_before(std::string_view text, std::size_t at, std::size_t floor) {
  std::size_t end = at;
  for (int i = 0; i < 3 && end > floor; ++i) {
    const char c = text[end - 1];
    if (c != ' ' && c != '.' && c != ',' && c != '-' && c != '\t') break;
    --end;
  }
  std::size_t begin = end;
  for (int letters = 0; letters < 14 && begin > floor; ++letters) {
    const scan::Glyph glyph = scan::glyph_before(text, begin);
    if (!scan::is_letter(glyph.point) || glyph.size > begin - floor) break;
    begin -= glyph.size;
  }
  return begin == end ? at : begin;
}

// Takes in a weekday in front ("Mon, May 5") or in brackets behind ("5月4日(日)").
void take_weekday(std::string_view text, std::size_t floor, Written& date) {
  const std::size_t before = word_before(text, date.begin, floor);
  if (before != date.begin && scan::starts_word(text, before)) {
    const Weekday day = weekday_at(text, before);
    if (day.day != 0 &&
        scan::skip_blanks(text, day.end + (char_at(text, day.end) == ',' ? 1 : 0)) == date.begin) {
      date.begin = before;
    }
  }
  for (const std::string_view open : {"(", "（"}) {
    const std::size_t in = scan::after_folded(text, date.end, open == "（" ? "(" : open);
    if (in == date.end) continue;
    std::size_t end = after_any(
        text, in, {"月", "火", "水", "木", "金", "土", "日", "월", "화", "수", "목", "금", "토", "일"});
    if (end == in) end = weekday_at(text, in).end;
    const std::size_t close = scan::after_folded(text, end, ")");
    if (end > in && close != end) date.end = close;
    return;
  }
}

}  // namespace

void append_two(int value, std::string& out) {
  out.push_back(static_cast<char>('0' + value / 10 % 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

Number number_at(std::string_view text, std::size_t at) {
  Number number{0, at, 0};
  while (number.end < text.size() && scan::is_digit(static_cast<unsigned char>(text[number.end]))) {
    if (++number.width > 8) return {};
    number.value = number.value * 10 + (text[number.end++] - '0');
  }
  return number.width == 0 ? Number{} : number;
}

MonthName month_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  const Name* name = name_at(kMonthNames, text, at, end);
  if (name == nullptr) return {};
  if (char_at(text, end) == '.' && name->word.size() <= 8) ++end;
  const bool is_doubtful =
      is_any(name->word, {"may", "march", "mar", "set", "out", "ago", "dec", "sep", "jan", "mars"});
  return {name->number, end,
          is_doubtful && !(is_capital(text, at) && !is_any(name->word, {"set", "out", "ago"}))};
}

Weekday weekday_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  const Name* name = name_at(kWeekdayNames, text, at, end);
  if (name == nullptr) return {};
  const bool is_short = name->word.size() <= 5 && static_cast<unsigned char>(name->word[0]) < 0x80;
  if (is_short && !is_capital(text, at)) return {};
  if (char_at(text, end) == '.') ++end;
  return {name->number, end};
}

std::size_t after_range_mark(std::string_view text, std::size_t at) {
  const std::size_t begin = after_gap(text, at);
  const std::size_t sign = after_any(text, begin, {"-", "–", "—", "~", "〜", "～", "→", "‐", "‑", "−"});
  if (sign != begin) return after_gap(text, sign);
  if (begin == at) {
    const std::size_t from = after_any(text, begin, {"から", "부터"});
    return from == begin ? at : after_gap(text, from);
  }
  for (const std::string_view word :
       {"to", "until", "till", "through", "bis", "au", "à", "a", "al", "até", "till", "по", "до", "and"}) {
    const std::size_t end = scan::after_word(text, begin, word);
    if (end != begin && after_gap(text, end) != end) return after_gap(text, end);
  }
  return at;
}

std::optional<Written> date_around(std::string_view text, std::size_t at, std::size_t floor,
                                   DateOrder order) {
  const Number first = number_at(text, at);
  if (first.width == 0 || !scan::starts_word(text, at)) return std::nullopt;
  const char before = at > 0 ? text[at - 1] : '\0';
  const bool is_glued = before == '.' || before == '#' || before == ':' || before == '+' || before == '$';
  std::optional<Written> date;
  if (is_year(first) && before != '#') {
    date = year_first(text, at, first);
    if (!date) date = east_asian(text, at, first);
  }
  if (!date && first.width == 8 && !is_glued && before != '/') date = compact(text, at, first);
  if (!date && first.width <= 2) {
    const std::size_t name = word_before(text, at, floor);
    if (name != at && scan::starts_word(text, name)) date = month_first(text, at, name, first);
    const bool stands_free = !is_glued && before != '/' && before != '-';
    if (!date && stands_free) date = east_asian(text, at, first);
    if (!date && stands_free) date = year_last(text, at, first, order);
    if (!date && stands_free) date = day_first(text, at, first);
  }
  if (date) take_weekday(text, floor, *date);
  return date;
}

std::optional<Written> date_at(std::string_view text, std::size_t at, DateOrder order) {
  // The longest way to a first digit: "Donnerstag, September 4".
  std::size_t digit = at;
  while (digit < text.size() && digit < at + 40 && !scan::is_digit(static_cast<unsigned char>(text[digit])))
    ++digit;
  const std::optional<Written> date = date_around(text, digit, at, order);
  return date && date->begin == at ? date : std::nullopt;
}

std::optional<Written> short_date_at(std::string_view text, std::size_t at, DateOrder order) {
  const Number first = number_at(text, at);
  if (first.width == 0 || first.width > 2) return std::nullopt;
  const char mark = char_at(text, first.end);
  const Number second = number_at(text, first.end + 1);
  if ((mark != '-' && mark != '/' && mark != '.') || second.width == 0 || second.width > 2)
    return std::nullopt;
  Written date{0, first.value, second.value, 0, at, second.end};
  if (mark == '-' && (first.width != 2 || second.width != 2)) return std::nullopt;
  if (mark == '.') {
    if (char_at(text, second.end) != '.') return std::nullopt;
    ++date.end;
  }
  // "04-12" is month first in the languages that write so; a slash goes by the document's habit.
  if (mark == '.' || (mark == '/' && order == DateOrder::day_first)) std::swap(date.month, date.day);
  if (!exists(date)) std::swap(date.month, date.day);
  return ends_well(text, date.end) ? checked(date) : std::nullopt;
}

std::optional<Date> nearest(int month, int day, Date near) {
  std::optional<Date> best;
  for (const int year : {near.year, near.year - 1, near.year + 1}) {
    const Date date{year, month, day};
    if (year < 1 || year > 9998 || !is_valid(date)) continue;
    const auto far = [&](Date d) { return std::llabs(days_from_epoch(d) - days_from_epoch(near)); };
    if (!best || far(date) < far(*best)) best = date;
  }
  return best;
}

Date last_of_month(int year, int month) {
  for (int day = 31; day > 28; --day) {
    if (is_valid({year, month, day})) return {year, month, day};
  }
  return {year, month, 28};
}

Date plus_days(Date date, int days) {
  return date_from_days(days_from_epoch(date) + days);
}

Date plus_months(Date date, int months) {
  const int index = date.year * 12 + date.month - 1 + months;
  const Date last = last_of_month(index / 12, index % 12 + 1);
  return date.day < last.day ? Date{last.year, last.month, date.day} : last;
}

}  // namespace hindcast::document::calendar
