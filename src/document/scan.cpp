#include "document/scan.h"

#include <array>
#include <cstdint>

namespace hindcast::document::scan {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_tail(unsigned byte) {
  return (byte & 0xC0U) == 0x80U;
}

bool is_between(char32_t point, char32_t low, char32_t high) {
  return point >= low && point <= high;
}

void append(std::string& out, char32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (point >> 6U)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (point >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xF0U | (point >> 18U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  }
}

}  // namespace

namespace wide {

Glyph glyph_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const unsigned a = byte_at(text, at);
  if (a < 0x80) return {a, 1};
  const unsigned b = byte_at(text, at + 1), c = byte_at(text, at + 2), d = byte_at(text, at + 3);
  if (a >= 0xC2 && a < 0xE0 && is_tail(b)) return {((a & 0x1FU) << 6U) | (b & 0x3FU), 2};
  if (a >= 0xE0 && a < 0xF0 && is_tail(b) && is_tail(c)) {
    return {((a & 0x0FU) << 12U) | ((b & 0x3FU) << 6U) | (c & 0x3FU), 3};
  }
  if (a >= 0xF0 && a < 0xF5 && is_tail(b) && is_tail(c) && is_tail(d)) {
    return {((a & 0x07U) << 18U) | ((b & 0x3FU) << 12U) | ((c & 0x3FU) << 6U) | (d & 0x3FU), 4};
  }
  return {0xFFFD, 1};
}

Glyph glyph_before(std::string_view text, std::size_t at) {
  if (at == 0 || at > text.size()) return {};
  for (std::size_t back = 1; back <= 4 && back <= at; ++back) {
    if (is_tail(byte_at(text, at - back))) continue;
    const Glyph glyph = scan::glyph_at(text, at - back);
    return glyph.size == back ? glyph : Glyph{0xFFFD, 1};
  }
  return {0xFFFD, 1};
}

char32_t folded(char32_t point) {
  if (is_between(point, 0xC0, 0xDE) && point != 0xD7) return point + 32;
  if (is_between(point, 0x100, 0x17F)) {
    if (is_between(point, 0x139, 0x148) || is_between(point, 0x179, 0x17E)) return point + (point & 1U);
    return point == 0x130 || point == 0x131 || point == 0x178 || point == 0x17F ? point : (point | 1U);
  }
  if (is_between(point, 0x391, 0x3A9)) return point + 32;
  if (is_between(point, 0x410, 0x42F)) return point + 32;
  if (is_between(point, 0x400, 0x40F)) return point + 80;
  if (is_between(point, 0xFF21, 0xFF3A)) return point - 0xFEE0 + 32;
  if (is_between(point, 0xFF01, 0xFF5E)) return point - 0xFEE0;
  return point;
}

bool is_ideograph(char32_t point) {
  return is_between(point, 0x3005, 0x3007) || is_between(point, 0x3041, 0x30FF) ||
         is_between(point, 0x3400, 0x9FFF) || is_between(point, 0xAC00, 0xD7A3) ||
         is_between(point, 0xF900, 0xFAFF) || is_between(point, 0x20000, 0x3FFFF);
}

bool is_letter(char32_t point) {
  if (point < 0xC0) return point == 0xAA || point == 0xB5 || point == 0xBA;
  if (point == 0xD7 || point == 0xF7) return false;
  if (point < 0x2000) return true;
  return is_ideograph(point) || is_between(point, 0xFF21, 0xFF3A) || is_between(point, 0xFF41, 0xFF5A) ||
         is_between(point, 0xFF66, 0xFF9D);
}

bool is_blank(char32_t point) {
  return point == 0xA0 || point == 0x3000 || is_between(point, 0x2000, 0x200A) || point == 0x202F ||
         point == 0xFEFF;
}

std::size_t after_folded(std::string_view text, std::size_t at, std::string_view word) {
  std::size_t here = at;
  for (std::size_t in_word = 0; in_word < word.size();) {
    const Glyph want = scan::glyph_at(word, in_word);
    const Glyph have = scan::glyph_at(text, here);
    if (have.size == 0 || scan::folded(have.point) != want.point) return at;
    in_word += want.size;
    here += have.size;
  }
  return here;
}

}  // namespace wide

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = glyph_at(text, at);
    if (glyph.point == 0xFFFD && glyph.size == 1) {
      out.push_back(text[at]);
    } else {
      append(out, folded(glyph.point));
    }
    at += glyph.size;
  }
  return out;
}

bool is_pictograph(char32_t point) {
  return is_between(point, 0x2600, 0x27BF) || is_between(point, 0x2B00, 0x2BFF) ||
         is_between(point, 0x1F000, 0x1FAFF) || is_between(point, 0x23E9, 0x23FA) ||
         is_between(point, 0x25A0, 0x25FF) || point == 0x231B || point == 0x231A;
}

bool is_joiner(char32_t point) {
  return is_between(point, 0xFE00, 0xFE0F) || point == 0x200D || point == 0x20E3 ||
         is_between(point, 0x1F3FB, 0x1F3FF);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  for (Glyph glyph = glyph_at(text, at); glyph.size != 0 && is_blank(glyph.point);
       glyph = glyph_at(text, at)) {
    at += glyph.size;
  }
  return at;
}

std::size_t after_word(std::string_view text, std::size_t at, std::string_view word) {
  const std::size_t end = after_folded(text, at, word);
  return end != at && ends_word(text, end) ? end : at;
}

// "_" is a letter inside a name and a mark around emphasis.
bool starts_word(std::string_view text, std::size_t at) {
  char32_t before = glyph_before(text, at).point;
  if (before == '_') before = at >= 2 && text[at - 2] == '_' ? U' ' : glyph_before(text, at - 1).point;
  if (!is_word(before)) return true;
  return is_ideograph(before) || is_ideograph(glyph_at(text, at).point);
}

bool ends_word(std::string_view text, std::size_t at) {
  char32_t after = glyph_at(text, at).point;
  if (after == '_') after = at + 1 < text.size() && text[at + 1] == '_' ? U' ' : glyph_at(text, at + 1).point;
  if (!is_word(after)) return true;
  return is_ideograph(after) || is_ideograph(glyph_before(text, at).point);
}

Span whole(std::string_view text) {
  return {0, static_cast<std::uint32_t>(text.size())};
}

std::string_view slice(std::string_view text, Span span) {
  return span.begin <= span.end && span.end <= text.size() ? text.substr(span.begin, span.end - span.begin)
                                                           : std::string_view();
}

Span without_blanks(std::string_view text, Span span) {
  while (span.begin < span.end) {
    const Glyph first = glyph_at(text, span.begin);
    if (!is_blank(first.point)) break;
    span.begin += static_cast<std::uint32_t>(first.size);
  }
  while (span.begin < span.end) {
    const Glyph last = glyph_before(text, span.end);
    if (!is_blank(last.point)) break;
    span.end -= static_cast<std::uint32_t>(last.size);
  }
  if (span.begin > span.end) span.begin = span.end;
  return span;
}

Span without_markup(std::string_view text, Span span) {
  span = without_blanks(text, span);
  const auto is_mark = [](char c) { return c == '*' || c == '_' || c == '`' || c == '~'; };
  // A pair at a time, so that "_id" and "2*" keep the sign that is their own.
  while (span.end - span.begin >= 2 && text[span.begin] == text[span.end - 1] && is_mark(text[span.begin])) {
    ++span.begin;
    --span.end;
  }
  return without_blanks(text, span);
}

bool is_no_value(std::string_view text) {
  const Span span = without_markup(text, whole(text));
  const std::string_view value = slice(text, span);
  if (value.empty()) return true;
  if (value.size() > 48) return false;
  const char first = value.front(), last = value.back();
  if ((first == '[' && last == ']') || (first == '<' && last == '>') || (first == '{' && last == '}')) {
    return first != '[' || (value.size() > 2 && value[1] != '@' && value[1] != '[');
  }
  const std::string low = folded(value);
  static constexpr std::array<std::string_view, 38> kNone = {
      "-",          "--",      "---",        "n/a",    "na",         "n.a.",  "none",      "tbd",
      "tba",        "tbc",     "?",          "??",     "???",        "未定",  "なし",      "無し",
      "不明",       "未设定",  "待定",       "无",     "미정",       "없음",  "нет",       "keine",
      "keiner",     "offen",   "ingen",      "nenhum", "ninguno",    "aucun", "à définir", "a definir",
      "unassigned", "unknown", "要アサイン", "未割当", "yyyy-mm-dd", "要設定"};
  for (const std::string_view none : kNone) {
    if (low == none) return true;
  }
  for (std::size_t at = 0; at < low.size();) {
    const Glyph glyph = glyph_at(low, at);
    const bool is_dash = is_between(glyph.point, 0x2010, 0x2015) || glyph.point == 0x2212 ||
                         glyph.point == 0x30FC || glyph.point == '-' || glyph.point == '_' ||
                         glyph.point == '.' || glyph.point == 0x2026;
    if (!is_dash) return false;
    at += glyph.size;
  }
  return true;
}

}  // namespace hindcast::document::scan
