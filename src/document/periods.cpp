#include "document/periods.h"

#include <array>

#include "document/calendar.h"
#include "document/first_words.h"
#include "document/scan.h"

namespace hindcast::document::periods {
namespace {

using calendar::Number;
using namespace std::string_view_literals;
using Words = std::initializer_list<std::string_view>;

// The end of the first of `words` that stands at `at` as a whole word, blanks after it passed over; else
// `at`.
std::size_t past_word(std::string_view text, std::size_t at, Words words) {
  for (const std::string_view word : words) {
    const std::size_t end = scan::after_word(text, at, word);
    if (end != at) return scan::skip_blanks(text, end);
  }
  return at;
}

struct NumberWord {
  std::string_view word;
  int value;
};
constexpr std::array kNumbers = {
    NumberWord{"one", 1},    NumberWord{"two", 2},   NumberWord{"three", 3},   NumberWord{"four", 4},
    NumberWord{"five", 5},   NumberWord{"six", 6},   NumberWord{"seven", 7},   NumberWord{"eight", 8},
    NumberWord{"nine", 9},   NumberWord{"ten", 10},  NumberWord{"twelve", 12}, NumberWord{"thirty", 30},
    NumberWord{"a", 1},      NumberWord{"an", 1},    NumberWord{"zwei", 2},    NumberWord{"drei", 3},
    NumberWord{"vier", 4},   NumberWord{"einer", 1}, NumberWord{"einem", 1},   NumberWord{"eines", 1},
    NumberWord{"un", 1},     NumberWord{"une", 1},   NumberWord{"deux", 2},    NumberWord{"trois", 3},
    NumberWord{"quatre", 4}, NumberWord{"una", 1},   NumberWord{"dos", 2},     NumberWord{"tres", 3},
    NumberWord{"um", 1},     NumberWord{"uma", 1},   NumberWord{"dois", 2},    NumberWord{"duas", 2},
    NumberWord{"três", 3},   NumberWord{"en", 1},    NumberWord{"ett", 1},     NumberWord{"två", 2},
    NumberWord{"tre", 3},    NumberWord{"два", 2},   NumberWord{"две", 2},     NumberWord{"двух", 2},
    NumberWord{"три", 3},    NumberWord{"трёх", 3},  NumberWord{"трех", 3},    NumberWord{"一", 1},
    NumberWord{"二", 2},     NumberWord{"两", 2},    NumberWord{"兩", 2},      NumberWord{"三", 3},
};

constexpr auto kNumberWords = first_words_of(kNumbers);
constexpr auto kCountedLeads = first_words_of(counted_leads);

enum class Unit { none, hours, days, weeks, months, years };

struct Amount {
  int value = 0;
  Unit unit = Unit::none;
  std::size_t end = 0;
};

Unit unit_at(std::string_view text, std::size_t at, std::size_t& end) {
  struct Row {
    Unit unit;
    Words words, glued;  // glued: of scripts that leave no blank
  };
  static const std::array<Row, 5> rows = {{
      {Unit::hours,
       {"hours", "hour", "h", "stunden", "heures", "horas", "timmar", "часов", "часа"},
       {"時間", "小时", "시간"}},
      {Unit::days,
       {"days", "day", "calendar days", "tagen", "tage", "tag", "jours", "jour", "días", "día", "dias", "dia",
        "dagar", "dag", "дней", "дня", "день"},
       {"日間", "日", "天", "일"}},
      {Unit::weeks,
       {"weeks", "week", "wochen", "woche", "semaines", "semaine", "semanas", "semana", "veckor", "vecka",
        "недель", "недели", "неделю"},
       {"週間", "周", "星期", "주일", "주"}},
      {Unit::months,
       {"months", "month", "monaten", "monate", "monat", "mois", "meses", "mes", "mês", "månader", "månad",
        "месяцев", "месяца", "месяц"},
       {"か月", "ヶ月", "ヵ月", "カ月", "个月", "個月", "개월", "달"}},
      {Unit::years,
       {"years", "year", "jahre", "jahr", "ans", "an", "años", "año", "anos", "ano", "år"},
       {"年間", "年", "년"}},
  }};
  for (const Row& row : rows) {
    for (const std::string_view word : row.words) {
      end = scan::after_word(text, at, word);
      if (end != at) return row.unit;
    }
    end = after_any(text, at, row.glued);
    if (end != at) return row.unit;
  }
  return Unit::none;
}

// "30 days", "two weeks", "30日", "2-week" is none.
Amount amount_at(std::string_view text, std::size_t at) {
  Amount amount;
  const Number number = calendar::number_at(text, at);
  std::size_t end = number.end;
  amount.value = number.width != 0 && number.width <= 3 ? number.value : 0;
  if (amount.value == 0) {
    const auto* named = kNumberWords.find(word_key(text, at), [&](const NumberWord& word) {
      const bool is_glued = scan::is_ideograph(scan::glyph_at(word.word, 0).point);
      end = is_glued ? scan::after_folded(text, at, word.word) : scan::after_word(text, at, word.word);
      return end != at;
    });
    if (named == nullptr) return {};
    amount.value = named->value;
  }
  const std::size_t gap = scan::skip_blanks(text, end);
  const std::size_t range = calendar::after_range_mark(text, end);  // "in 2-3 weeks": the later
  const Number later = calendar::number_at(text, range);
  const std::size_t unit_begin =
      range != end && later.width != 0 && later.width <= 3 ? scan::skip_blanks(text, later.end) : gap;
  if (unit_begin != gap) amount.value = later.value;
  amount.unit = unit_at(text, unit_begin, amount.end);
  return amount;
}

std::optional<Date> after(Date near, const Amount& amount) {
  if (amount.value > 999 || near.year > 8000 || near.year < 1) return std::nullopt;
  switch (amount.unit) {
    case Unit::hours:
      return amount.value % 24 == 0 ? std::optional(calendar::plus_days(near, amount.value / 24))
                                    : std::nullopt;
    case Unit::days:
      return calendar::plus_days(near, amount.value);
    case Unit::weeks:
      return calendar::plus_days(near, amount.value * 7);
    case Unit::months:
      return calendar::plus_months(near, amount.value);
    case Unit::years:
      return calendar::plus_months(near, amount.value * 12);
    case Unit::none:
      break;
  }
  return std::nullopt;
}

Date end_of_week(Date near) {
  // 1970-01-01 was a Thursday; weeks run from Monday to Sunday.
  const auto days = days_from_epoch(near);
  const auto weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);
  return calendar::plus_days(near, 6 - weekday);
}

Date end_of_quarter(int year, int quarter) {
  return calendar::last_of_month(year, quarter * 3);
}

}  // namespace

std::size_t after_any(std::string_view text, std::size_t at, Words words) {
  for (const std::string_view word : words) {
    const std::size_t end = scan::after_folded(text, at, word);
    if (end != at) return end;
  }
  return at;
}

// "in 30 days", "within two weeks", "innerhalb von 2 Wochen", "через 30 дней" at `at`.
std::optional<Phrase> counted_at(std::string_view text, std::size_t at, Date near) {
  std::size_t here = at;
  (void)kCountedLeads.find(word_key(text, at), [&](std::string_view lead) {
    here = past_word(text, at, {lead});
    return here != at;
  });
  if (here == at) return std::nullopt;
  const Amount amount = amount_at(text, here);
  const auto date = after(near, amount);
  if (!date) return std::nullopt;
  // "in 30 days of data" is a span of data; "within a day of the outage" counts from what may never come.
  const std::size_t next = scan::skip_blanks(text, amount.end);
  const std::size_t joint =
      past_word(text, next, {"of", "ago", "after", "following", "from", "upon", "once"});
  if (joint != next && past_word(text, joint, {"now", "today"}) == joint) return std::nullopt;
  return Phrase{*date, scan::span_of(at, amount.end), true, true, amount.unit == Unit::hours};
}

// "30日以内", "两周内", "2주 이내", "30日後まで": the amount first. Only at a digit or an ideograph that
// counts.
std::optional<Phrase> eastern_counted_at(std::string_view text, std::size_t at, Date near) {
  const Amount amount = amount_at(text, at);
  const auto date = after(near, amount);
  if (!date || !scan::is_ideograph(scan::glyph_before(text, amount.end).point)) return std::nullopt;
  const std::size_t gap = scan::skip_blanks(text, amount.end);
  const std::size_t end = after_any(
      text, gap,
      {"以内に", "以内", "之内", "内に", "内", "이내에", "이내", "안에", "後までに", "後", "后", "후"});
  if (end == gap) return std::nullopt;
  return Phrase{*date, scan::span_of(at, end), true, true, amount.unit == Unit::hours};
}

// What a period can begin with beside a month's name, and what its end can.
constexpr std::array kPeriodWords = {
    "next"sv,   "this"sv,    "the"sv,      "nächster"sv, "des"sv,       "der"sv,       "prochain"sv,
    "of"sv,     "week"sv,    "woche"sv,    "semaine"sv,  "semana"sv,    "vecka"sv,     "недели"sv,
    "month"sv,  "monats"sv,  "monat"sv,    "mois"sv,     "mês"sv,       "mes"sv,       "månaden"sv,
    "месяца"sv, "quarter"sv, "quartals"sv, "quartal"sv,  "trimestre"sv, "kvartalet"sv, "квартала"sv,
    "year"sv,   "jahres"sv,  "jahr"sv,     "année"sv,    "ano"sv,       "año"sv,       "året"sv,
    "года"sv,   "q"sv,       "t"sv};
constexpr auto kPeriodBeginnings = first_words_of(kPeriodWords);
constexpr std::array kEndWords = {"the"sv, "end"sv,    "ende"sv,  "fin"sv,   "final"sv, "fim"sv,
                                  "o"sv,   "slutet"sv, "конца"sv, "конце"sv, "late"sv,  "eom"sv,
                                  "eow"sv, "eoq"sv,    "eoy"sv,   "来"sv,    "下"sv,    "다"sv,
                                  "今"sv,  "当"sv,     "月"sv,    "本"sv,    "이"sv,    "월"sv};
constexpr auto kEndBeginnings = first_words_of(kEndWords);

bool is_digit_key(WordKey key) {
  return key >= '0' && key <= '9';
}

// The day that a named period ends: "May 2026", "Q2", "month", "next week", "年末".
std::optional<Phrase> period_at(std::string_view text, std::size_t at, Date near) {
  if (!kPeriodBeginnings.has(word_key(text, at)) && calendar::month_at(text, at).month == 0)
    return std::nullopt;
  const std::size_t next =
      past_word(text, at, {"next", "this", "the", "nächster", "nächsten", "des", "der", "prochain", "of"});
  const bool is_next =
      scan::after_word(text, at, "next") != at || scan::after_folded(text, at, "nächste") != at;
  struct Row {
    Words words;
    int kind;  // 1 week, 2 month, 3 quarter, 4 year
  };
  static const std::array<Row, 4> rows = {{
      {{"week", "woche", "semaine", "semana", "vecka", "недели"}, 1},
      {{"month", "monats", "monat", "mois", "mês", "mes", "månaden", "месяца"}, 2},
      {{"quarter", "quartals", "quartal", "trimestre", "kvartalet", "квартала"}, 3},
      {{"year", "jahres", "jahr", "année", "ano", "año", "året", "года"}, 4},
  }};
  for (const Row& row : rows) {
    for (const std::string_view word : row.words) {
      const std::size_t end = scan::after_word(text, next, word);
      if (end == next) continue;
      const int step = is_next ? 1 : 0;
      if (row.kind == 1)
        return Phrase{end_of_week(calendar::plus_days(near, 7 * step)), scan::span_of(at, end), true};
      if (row.kind == 4) return Phrase{{near.year + step, 12, 31}, scan::span_of(at, end), true};
      const Date then = calendar::plus_months({near.year, near.month, 1}, row.kind == 2 ? step : 3 * step);
      return Phrase{row.kind == 2 ? calendar::last_of_month(then.year, then.month)
                                  : end_of_quarter(then.year, (then.month + 2) / 3),
                    scan::span_of(at, end), true};
    }
  }
  const auto year_after = [&](std::size_t from, std::size_t& end) {
    std::size_t here = scan::skip_blanks(text, from);
    here = past_word(text, here, {"de", "of"});
    const Number year = calendar::number_at(text, here);
    if (year.width != 4 || year.value < 1970 || year.value > 2099) return 0;
    end = year.end;
    return year.value;
  };
  const char lead = at < text.size() ? text[at] : '\0';
  const Number quarter = lead == 'Q' || lead == 'T' ? calendar::number_at(text, at + 1) : Number{};
  if (quarter.width == 1 && quarter.value >= 1 && quarter.value <= 4) {
    std::size_t end = quarter.end;
    if (!scan::ends_word(text, end)) return std::nullopt;
    const int year = year_after(quarter.end, end);
    Date date = end_of_quarter(year != 0 ? year : near.year, quarter.value);
    if (year == 0 && date < near) date = end_of_quarter(near.year + 1, quarter.value);
    return Phrase{date, scan::span_of(at, end), year == 0};
  }
  const calendar::MonthName name = calendar::month_at(text, at);
  if (name.month == 0) return std::nullopt;
  std::size_t end = name.end;
  const int year = year_after(name.end, end);
  if (year == 0 && name.is_doubtful) return std::nullopt;
  const Number day = calendar::number_at(text, scan::skip_blanks(text, name.end));
  if (year == 0 && day.width != 0) return std::nullopt;  // "by May 10" is a day
  Date date = calendar::last_of_month(year != 0 ? year : near.year, name.month);
  if (year == 0 && date < near) date = calendar::last_of_month(near.year + 1, name.month);
  return Phrase{date, scan::span_of(at, end), year == 0};
}

// "end of May", "Ende Mai", "fin de mayo", "EOM", "月末", "5月末".
std::optional<Phrase> end_of_period_at(std::string_view text, std::size_t at, Date near) {
  const WordKey key = word_key(text, at);
  if (!is_digit_key(key) && !kEndBeginnings.has(key)) return std::nullopt;
  const std::size_t named =
      past_word(text, at,
                {"the end of", "end of", "ende", "end", "fin de la", "fin du", "fin de", "fin", "final de",
                 "fim de", "o fim de", "fim do", "slutet av", "slutet på", "конца", "конце", "late"});
  if (named != at) {
    auto phrase = period_at(text, named, near);
    if (phrase) phrase->at.begin = static_cast<std::uint32_t>(at);
    return phrase;
  }
  const std::size_t eom = scan::after_word(text, at, "eom"), eow = scan::after_word(text, at, "eow"),
                    eoq = scan::after_word(text, at, "eoq"), eoy = scan::after_word(text, at, "eoy");
  if (eom != at) return Phrase{calendar::last_of_month(near.year, near.month), scan::span_of(at, eom), true};
  if (eow != at) return Phrase{end_of_week(near), scan::span_of(at, eow), true};
  if (eoq != at) return Phrase{end_of_quarter(near.year, (near.month + 2) / 3), scan::span_of(at, eoq), true};
  if (eoy != at) return Phrase{{near.year, 12, 31}, scan::span_of(at, eoy), true};
  const std::size_t next_month = after_any(text, at, {"来月末", "下个月底", "다음 달 말"});
  if (next_month != at) {
    const Date then = calendar::plus_months({near.year, near.month, 1}, 1);
    return Phrase{calendar::last_of_month(then.year, then.month), scan::span_of(at, next_month), true};
  }
  const std::size_t this_month =
      after_any(text, at, {"今月末", "当月末", "月末", "本月底", "月底", "이번 달 말", "월말"});
  if (this_month != at)
    return Phrase{calendar::last_of_month(near.year, near.month), scan::span_of(at, this_month), true};
  const std::size_t next_week = after_any(text, at, {"来週末", "来週中", "下周末"});
  if (next_week != at)
    return Phrase{end_of_week(calendar::plus_days(near, 7)), scan::span_of(at, next_week), true};
  const std::size_t this_week = after_any(text, at, {"今週末", "今週中", "本周末", "本周内"});
  if (this_week != at) return Phrase{end_of_week(near), scan::span_of(at, this_week), true};
  const Number month = calendar::number_at(text, at);  // "5月末", "2026年5月末"
  Number named_month = month;
  std::size_t year_end = after_any(text, month.end, {"年", "년"});
  const bool has_year =
      month.width == 4 && year_end != month.end && month.value >= 1970 && month.value <= 2099;
  if (has_year) named_month = calendar::number_at(text, scan::skip_blanks(text, year_end));
  const std::size_t end =
      named_month.width == 0 ? 0 : after_any(text, named_month.end, {"月末", "月底", "월 말", "월말"});
  if (named_month.width == 0 || end == named_month.end || named_month.value < 1 || named_month.value > 12)
    return std::nullopt;
  Date date = calendar::last_of_month(has_year ? month.value : near.year, named_month.value);
  if (!has_year && date < near) date = calendar::last_of_month(near.year + 1, named_month.value);
  return Phrase{date, scan::span_of(at, end), !has_year};
}

std::optional<Phrase> weekday_at(std::string_view text, std::size_t at, Date near) {
  const std::size_t begin = past_word(text, at, {"next", "this", "coming"});
  const calendar::Weekday weekday = calendar::weekday_at(text, begin);
  if (weekday.day == 0 || weekday.end < begin + 4) return std::nullopt;
  const auto today = static_cast<int>(((days_from_epoch(near) + 3) % 7 + 7) % 7) + 1;
  const int ahead = (weekday.day - today + 6) % 7 + 1;
  return Phrase{calendar::plus_days(near, ahead), scan::span_of(at, weekday.end), true};
}

}  // namespace hindcast::document::periods
