#include <algorithm>
#include <array>

#include "document/calendar.h"
#include "document/dates.h"
#include "document/lexicon.h"
#include "document/packed.h"
#include "document/periods.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace periods;

// Words that owe: what follows is when it has to be done. Longer ones first.
constexpr std::array kLeads = {
    std::string_view("no later than"),
    std::string_view("not later than"),
    std::string_view("due date"),
    std::string_view("due by"),
    std::string_view("due on"),
    std::string_view("due"),
    std::string_view("target date"),
    std::string_view("target"),
    std::string_view("deadline"),
    std::string_view("eta"),
    std::string_view("by"),
    std::string_view("before"),
    std::string_view("until"),
    std::string_view("till"),
    std::string_view("complete by"),
    std::string_view("prazo"),
    std::string_view("vencimento"),
    std::string_view("até"),
    std::string_view("entrega"),
    std::string_view("fecha límite"),
    std::string_view("fecha limite"),
    std::string_view("plazo"),
    std::string_view("vence"),
    std::string_view("vencimiento"),
    std::string_view("antes del"),
    std::string_view("antes de"),
    std::string_view("hasta el"),
    std::string_view("hasta"),
    std::string_view("para el"),
    std::string_view("échéance"),
    std::string_view("d'ici le"),
    std::string_view("d'ici au"),
    std::string_view("d’ici le"),
    std::string_view("d’ici au"),
    std::string_view("d'ici"),
    std::string_view("d’ici"),
    std::string_view("avant le"),
    std::string_view("pour le"),
    std::string_view("au plus tard le"),
    std::string_view("date limite"),
    std::string_view("délai"),
    std::string_view("spätestens am"),
    std::string_view("spätestens"),
    std::string_view("bis zum"),
    std::string_view("bis"),
    std::string_view("fällig am"),
    std::string_view("fällig"),
    std::string_view("frist"),
    std::string_view("termin"),
    std::string_view("stichtag"),
    std::string_view("senast den"),
    std::string_view("senast"),
    std::string_view("förfaller"),
    std::string_view("slutdatum"),
    std::string_view("klart"),
    std::string_view("не позднее"),
    std::string_view("до"),
    std::string_view("срок"),
    std::string_view("к"),
    std::string_view("дедлайн"),
    std::string_view("期限"),
    std::string_view("締切"),
    std::string_view("締め切り"),
    std::string_view("〆切"),
    std::string_view("完了予定日"),
    std::string_view("完了予定"),
    std::string_view("予定日"),
    std::string_view("目標日"),
    std::string_view("目標"),
    std::string_view("截止日期"),
    std::string_view("截止时间"),
    std::string_view("截止"),
    std::string_view("预计完成"),
    std::string_view("完成时间"),
    std::string_view("기한"),
    std::string_view("마감일"),
    std::string_view("마감"),
    std::string_view("예정일"),
};

// Where the word that owes begins, directly before `at` over blanks, a colon, an equals sign, brackets and
// emphasis; `at` when none does.
std::size_t lead_before(std::string_view text, std::size_t at, std::size_t floor) {
  std::size_t end = at;
  for (int steps = 0; steps < 8 && end > floor; ++steps) {
    const scan::Glyph glyph = scan::glyph_before(text, end);
    const char32_t point = scan::folded(glyph.point);
    const bool is_between = scan::is_blank(point) || point == ':' || point == '*' || point == '_' ||
                            point == '=' || point == '(' || point == '[' || point == '`' || point == '~' ||
                            point == ',';
    if (!is_between || glyph.size > end - floor) break;
    end -= glyph.size;
  }
  // "by the 5th of May", "by Friday, May 5": the weekday is part of the date already.
  if (end >= floor + 3 && scan::after_word(text, end - 3, "the") == end && scan::starts_word(text, end - 3)) {
    for (end -= 3; end > floor && text[end - 1] == ' ';)
      --end;
  }
  std::size_t best = at;
  for (const std::string_view lead : kLeads) {
    if (lead.size() > end - floor) continue;
    const std::size_t begin = end - lead.size();
    if (!scan::may_begin(text, begin, lead)) continue;
    if (scan::after_folded(text, begin, lead) != end || !scan::starts_word(text, begin)) continue;
    if (best == at || begin < best) best = begin;
  }
  return best;
}

// "までに", "까지", "之前", "前": a word that owes behind the date.
std::size_t after_owing(std::string_view text, std::size_t at) {
  const std::size_t gap = scan::skip_blanks(text, at);
  return after_any(text, gap, {"までに", "まで", "迄", "까지", "之前", "以前", "前"}) == gap
             ? at
             : after_any(text, gap, {"までに", "まで", "迄", "까지", "之前", "以前", "前"});
}

std::string quoted(std::string_view text, Span at) {
  return "\"" + std::string(scan::slice(text, at)) + "\"";
}

facts::DerivedDate derived(std::string_view text, const Phrase& phrase, const DateContext& context) {
  std::string from = quoted(text, phrase.at);
  if (phrase.is_counted && context.near) from += " after " + to_iso(*context.near);
  return {phrase.date, std::move(from), phrase.at};
}

// A date with a word of owing before or behind it.
std::optional<facts::DerivedDate> dated(std::string_view text, const DateContext& context) {
  std::size_t floor = 0;
  for (const FoundDate& date : find_dates(text, context)) {
    const std::size_t lead = lead_before(text, date.at.begin, floor);
    const std::size_t owing = after_owing(text, date.at.end);
    floor = date.at.end;
    if (lead == date.at.begin && owing == date.at.end) continue;
    const Span at = scan::span_of(lead, owing);
    std::string from = quoted(text, at);
    if (!date.has_year) from += " with the year nearest to " + to_iso(*context.near);
    return facts::DerivedDate{date.last, std::move(from), at};
  }
  return std::nullopt;
}

// The first words of what can lead to a due date, so that a text without any of them is passed over.
enum : std::uint8_t { owes = 1, counts = 2, wide = 4 };
constexpr auto kFirstWords = [] {
  PackedWords<512> table;
  const auto first_word = [](std::string_view phrase) {
    std::size_t end = 0;
    while (end < phrase.size() && phrase[end] >= 'a' && phrase[end] <= 'z')
      ++end;
    return end == phrase.size() || phrase[end] == ' ' || phrase[end] == '\'' ? packed(phrase.substr(0, end))
                                                                             : 0;
  };
  for (const std::string_view lead : kLeads)
    if (first_word(lead) != 0) table.put(first_word(lead), owes);
  for (const std::string_view lead : counted_leads)
    if (first_word(lead) != 0) table.put(first_word(lead), counts);
  return table;
}();

constexpr std::size_t owed_bytes_max = 80;  // from a word that owes to the period that it leads to

// A byte of a sign outside ASCII, such as a dash or an emoji, or of none at all: it parts words.
bool parts_words(unsigned char byte) {
  return (byte >= 0x80 && byte < 0xC0) || byte == 0xE2 || byte >= 0xF0;
}

// The end of the word of ASCII letters and digits at `at`, and what it can lead to.
std::uint8_t lead_of_word(std::string_view text, std::size_t& at) {
  std::uint64_t key = 0;
  const std::size_t begin = at;
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80 || byte == '_' || !scan::is_word(byte)) break;
    if (at - begin < 8) key = key << 8U | scan::folded(byte);
  }
  return kFirstWords.find(key);
}

// What the words of `text` can lead to; both and `wide` where it has letters outside ASCII, which other words
// could lead.
std::uint8_t leads_in(std::string_view text) {
  std::uint8_t flags = 0;
  std::uint64_t key = 0;
  std::size_t size = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(at < text.size() ? text[at] : ' ');
    if (byte >= 0x80 && !parts_words(byte)) return owes | counts | wide;
    if (byte < 0x80 && scan::is_word(byte)) {
      if (size++ < 8) key = key << 8U | scan::folded(byte);
    } else if (size > 0) {
      flags |= kFirstWords.find(key);
      key = size = 0;
    }
  }
  return flags;
}

// Periods ("by end of May", "by Q2", "until Friday") and counted times ("in 30 days"), one pass over the
// words.
std::optional<Phrase> undated(std::string_view text, const Date near, bool is_column) {
  if (near.year < 1 || near.year > 8000) return std::nullopt;
  const std::uint8_t leads = is_column ? owes | counts | wide : leads_in(text);
  if (leads == 0) return std::nullopt;
  std::size_t floor = 0, owed_until = 0;
  for (std::size_t at = 0; at < text.size();) {
    const scan::Glyph glyph = scan::glyph_at(text, at);
    if (!scan::is_word(glyph.point) || !scan::starts_word(text, at)) {
      at += glyph.size;
      continue;
    }
    if ((leads & wide) == 0) {  // only the words right behind one that owes need a closer look
      std::size_t end = at;
      const std::uint8_t lead = lead_of_word(text, end);
      if ((lead & owes) != 0) owed_until = at + owed_bytes_max;
      if ((lead & counts) == 0 && (at >= owed_until || (lead & owes) != 0)) {
        at = std::max(end, at + glyph.size);
        continue;
      }
    }
    if ((leads & counts) != 0)
      if (auto phrase = counted_at(text, at, near)) return phrase;
    if ((leads & owes) == 0) {
      at += glyph.size;
      continue;
    }
    if (auto phrase = eastern_counted_at(text, at, near)) return phrase;
    auto phrase = end_of_period_at(text, at, near);
    const bool is_bare = !phrase;  // "May", "Friday": only a word of owing makes a due date of it
    if (is_bare && !is_column) phrase = period_at(text, at, near);
    if (is_bare && !is_column && !phrase) phrase = weekday_at(text, at, near);
    const std::size_t lead = phrase ? lead_before(text, at, floor) : at;
    if (is_bare && lead == at) phrase.reset();
    if (phrase) {
      const std::size_t owing = after_owing(text, phrase->at.end);
      if (lead != at || owing != phrase->at.end || is_column) {
        phrase->at = scan::span_of(lead, owing);
        return phrase;
      }
    }
    at += glyph.size;
  }
  return std::nullopt;
}

// "Q3 2024", "2024-Q3", "end of June 2025": a period of a year that is named, and nothing else. Work that is
// due in it is late once it is over.
std::optional<Phrase> whole_period(std::string_view cell, Span inner) {
  constexpr Date any{2000, 1, 1};  // what counts from it is no period of a named year
  const calendar::Number year = calendar::number_at(cell, inner.begin);
  std::string turned;  // "2024 Q3" as "Q3 2024"
  if (year.width == 4 && inner.end > year.end && inner.end - year.end <= 4) {
    const auto words = cell.substr(year.end, inner.end - year.end);
    const auto quarter = words.find_first_of("QqTt");
    if (quarter == std::string_view::npos || words.find_first_not_of(" -/") != quarter) return std::nullopt;
    turned = "Q" + std::string(words.substr(quarter + 1)) + " " + std::string(cell.substr(inner.begin, 4));
  }
  const std::string_view words = turned.empty() ? scan::slice(cell, inner) : std::string_view(turned);
  auto phrase = end_of_period_at(words, 0, any);
  if (!phrase) phrase = period_at(words, 0, any);
  if (!phrase || phrase->is_counted || phrase->at != scan::whole(words)) return std::nullopt;
  phrase->at = inner;
  return phrase;
}

// The sentence around `at`.
std::string_view sentence_around(std::string_view text, Span at) {
  std::size_t begin = 0, end = text.size();
  for (const std::string_view stop : {". ", "; ", "。", "\n\n"}) {
    const std::size_t before = at.begin == 0 ? std::string_view::npos : text.rfind(stop, at.begin - 1);
    if (before != std::string_view::npos) begin = std::max(begin, before + stop.size());
    end = std::min(end, text.find(stop, at.end));
  }
  return text.substr(begin, end - begin);
}

// "Respond within 24 hours", "Patch every host within a week": how fast it is to be done whenever it comes
// up, and no day to come.
bool is_standing_rule(std::string_view text, const Phrase& phrase) {
  if (!phrase.is_amount) return false;
  Folded folded;
  fold(sentence_around(text, phrase.at), folded);
  const std::uint32_t words = standing_words(folded);
  return (words & standing_always) != 0 || ((words & standing_reaction) != 0 && phrase.is_hours) ||
         ((words & standing_general) != 0 && (words & standing_passive) != 0);
}

}  // namespace

std::optional<facts::DerivedDate> due_in_text(std::string_view text, const DateContext& context) {
  if (auto due = dated(text, context)) return due;
  const auto phrase = undated(text, context.near.value_or(Date{2000, 1, 1}), false);
  if (!phrase || (phrase->is_counted && !context.near) || is_standing_rule(text, *phrase))
    return std::nullopt;
  return derived(text, *phrase, context);
}

std::optional<facts::DerivedDate> due_in_cell(std::string_view cell, std::string_view column,
                                              const DateContext& context) {
  const std::string named =
      column.empty() ? std::string("column") : "column `" + std::string(first_bytes(column, 80)) + "`";
  if (const auto date = first_date(cell, context)) {
    std::string from = named;
    if (!date->has_year)
      from += ", " + quoted(cell, date->at) + " with the year nearest to " + to_iso(*context.near);
    return facts::DerivedDate{date->last, std::move(from), date->at};
  }
  const Span inner = scan::without_markup(cell, scan::whole(cell));
  if (const auto period = whole_period(cell, inner))
    return facts::DerivedDate{period->date, named + ", the last day of " + quoted(cell, period->at),
                              period->at};
  if (!context.near) return std::nullopt;
  if (const auto brief = calendar::short_date_at(cell, inner.begin, context.order)) {
    const auto day = calendar::nearest(brief->month, brief->day, *context.near);
    if (day) {
      const Span at = scan::span_of(brief->begin, brief->end);
      return facts::DerivedDate{
          *day, named + ", " + quoted(cell, at) + " with the year nearest to " + to_iso(*context.near), at};
    }
  }
  auto phrase = undated(cell, *context.near, true);
  if (!phrase) {
    phrase = weekday_at(cell, inner.begin, *context.near);
    if (phrase && phrase->at != inner) return std::nullopt;  // "Friday's release"
  }
  if (!phrase) return std::nullopt;
  facts::DerivedDate due = derived(cell, *phrase, context);
  due.from = named + ", " + due.from;
  return due;
}

}  // namespace hindcast::document
