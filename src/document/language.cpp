#include "document/language.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "document/packed.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr std::size_t kSampleBytes = 512;

enum Latin : std::uint8_t { en, fr, de, es, pt, sv, kLatin };
constexpr std::array<std::string_view, kLatin> kCodes = {"en", "fr", "de", "es", "pt", "sv"};

struct StopWord {
  std::string_view word;
  std::uint8_t languages;  // one bit for each of Latin
};

constexpr std::uint8_t bit(Latin language) {
  return static_cast<std::uint8_t>(1U << language);
}

// Sorted by word. Words that several languages share count for each of them.
constexpr std::array kStopWords = {
    StopWord{"a", bit(en) | bit(es) | bit(pt)},
    StopWord{"aber", bit(de)},
    StopWord{"after", bit(en)},
    StopWord{"al", bit(es)},
    StopWord{"ao", bit(pt)},
    StopWord{"as", bit(en) | bit(pt)},
    StopWord{"att", bit(sv)},
    StopWord{"au", bit(fr)},
    StopWord{"auf", bit(de)},
    StopWord{"aus", bit(de)},
    StopWord{"av", bit(sv)},
    StopWord{"aux", bit(fr)},
    StopWord{"avec", bit(fr)},
    StopWord{"bei", bit(de)},
    StopWord{"but", bit(en)},
    StopWord{"ce", bit(fr)},
    StopWord{"cette", bit(fr)},
    StopWord{"com", bit(pt)},
    StopWord{"como", bit(es) | bit(pt)},
    StopWord{"con", bit(es)},
    StopWord{"da", bit(pt)},
    StopWord{"dans", bit(fr)},
    StopWord{"das", bit(de) | bit(pt)},
    StopWord{"de", bit(fr) | bit(es) | bit(pt)},
    StopWord{"del", bit(es)},
    StopWord{"dem", bit(de)},
    StopWord{"den", bit(de) | bit(sv)},
    StopWord{"der", bit(de)},
    StopWord{"des", bit(fr) | bit(de)},
    StopWord{"det", bit(sv)},
    StopWord{"die", bit(de)},
    StopWord{"do", bit(pt)},
    StopWord{"dos", bit(pt)},
    StopWord{"du", bit(fr)},
    StopWord{"durch", bit(de)},
    StopWord{"e", bit(pt)},
    StopWord{"ein", bit(de)},
    StopWord{"eine", bit(de)},
    StopWord{"el", bit(es)},
    StopWord{"em", bit(pt)},
    StopWord{"en", bit(fr) | bit(es) | bit(sv)},
    StopWord{"es", bit(de) | bit(es)},
    StopWord{"est", bit(fr)},
    StopWord{"et", bit(fr)},
    StopWord{"ett", bit(sv)},
    StopWord{"eu", bit(pt)},
    StopWord{"foi", bit(pt)},
    StopWord{"for", bit(en)},
    StopWord{"from", bit(en)},
    StopWord{"fue", bit(es)},
    StopWord{"für", bit(de)},
    StopWord{"för", bit(sv)},
    StopWord{"had", bit(en)},
    StopWord{"har", bit(sv)},
    StopWord{"has", bit(en)},
    StopWord{"have", bit(en)},
    StopWord{"i", bit(en) | bit(sv)},
    StopWord{"im", bit(de)},
    StopWord{"in", bit(en) | bit(de)},
    StopWord{"inte", bit(sv)},
    StopWord{"is", bit(en)},
    StopWord{"ist", bit(de)},
    StopWord{"it", bit(en)},
    StopWord{"la", bit(fr) | bit(es)},
    StopWord{"las", bit(es)},
    StopWord{"le", bit(fr)},
    StopWord{"les", bit(fr)},
    StopWord{"los", bit(es)},
    StopWord{"med", bit(sv)},
    StopWord{"mit", bit(de)},
    StopWord{"na", bit(pt)},
    StopWord{"nicht", bit(de)},
    StopWord{"no", bit(es) | bit(pt)},
    StopWord{"not", bit(en)},
    StopWord{"não", bit(pt)},
    StopWord{"nous", bit(fr)},
    StopWord{"o", bit(pt)},
    StopWord{"och", bit(sv)},
    StopWord{"of", bit(en)},
    StopWord{"om", bit(sv)},
    StopWord{"on", bit(en) | bit(fr)},
    StopWord{"os", bit(pt)},
    StopWord{"ou", bit(fr) | bit(pt)},
    StopWord{"par", bit(fr)},
    StopWord{"para", bit(es) | bit(pt)},
    StopWord{"pas", bit(fr)},
    StopWord{"pela", bit(pt)},
    StopWord{"pelo", bit(pt)},
    StopWord{"por", bit(es) | bit(pt)},
    StopWord{"pour", bit(fr)},
    StopWord{"på", bit(sv)},
    StopWord{"que", bit(fr) | bit(es) | bit(pt)},
    StopWord{"qui", bit(fr)},
    StopWord{"se", bit(es) | bit(pt)},
    StopWord{"sind", bit(de)},
    StopWord{"som", bit(sv)},
    StopWord{"sur", bit(fr)},
    StopWord{"that", bit(en)},
    StopWord{"the", bit(en)},
    StopWord{"this", bit(en)},
    StopWord{"till", bit(sv)},
    StopWord{"to", bit(en)},
    StopWord{"um", bit(de) | bit(pt)},
    StopWord{"uma", bit(pt)},
    StopWord{"un", bit(fr) | bit(es)},
    StopWord{"una", bit(es)},
    StopWord{"und", bit(de)},
    StopWord{"une", bit(fr)},
    StopWord{"var", bit(sv)},
    StopWord{"vi", bit(sv)},
    StopWord{"von", bit(de)},
    StopWord{"was", bit(en)},
    StopWord{"we", bit(en)},
    StopWord{"were", bit(en)},
    StopWord{"werden", bit(de)},
    StopWord{"which", bit(en)},
    StopWord{"wir", bit(de)},
    StopWord{"with", bit(en)},
    StopWord{"wurde", bit(de)},
    StopWord{"y", bit(es)},
    StopWord{"zu", bit(de)},
    StopWord{"zum", bit(de)},
    StopWord{"zur", bit(de)},
    StopWord{"är", bit(sv)},
};

struct Count {
  std::array<std::uint32_t, kLatin> stop_words{};
  std::uint32_t latin = 0, kana = 0, han = 0, hangul = 0, cyrillic = 0;  // letters
};

// A stop word is at most eight bytes, so it packs into one number.
constexpr auto kTable = [] {
  PackedWords<512> table;
  for (const StopWord& entry : kStopWords)
    table.put(packed(entry.word), entry.languages);
  return table;
}();

// The end of the word that starts at `at`; its folded bytes packed into `key`, 0 when it is too long for a
// stop word.
std::size_t read_word(std::string_view text, std::size_t at, std::uint64_t& key) {
  key = 0;
  std::size_t size = 0;
  for (; at < text.size() && static_cast<unsigned char>(text[at]) < 0x80; ++at, ++size) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!scan::is_word(byte)) break;
    key = key << 8U | scan::folded(byte);
  }
  for (scan::Glyph glyph = scan::glyph_at(text, at); glyph.size != 0; glyph = scan::glyph_at(text, at)) {
    if (!scan::is_word(glyph.point) && glyph.point != 0x301) break;
    if (scan::is_ideograph(glyph.point)) break;
    if (glyph.size == 1) {
      key = key << 8U | scan::folded(glyph.point);
      ++size;
    } else if (size <= 8) {
      const std::string small = scan::folded(text.substr(at, glyph.size));
      for (const char c : small)
        key = key << 8U | static_cast<unsigned char>(c);
      size += small.size();
    }
    at += glyph.size;
  }
  if (size > 8) key = 0;
  return at;
}

// After a link target, a URL or inline code, whose words are nobody's language; `at` where there is none.
std::size_t after_foreign(std::string_view text, std::size_t at) {
  const auto until = [&](std::size_t from, std::string_view stop) {
    const std::size_t end = text.find_first_of(stop, from);
    return end == std::string_view::npos ? text.size() : end;
  };
  if (text[at] == '`') {
    const std::size_t end = until(at + 1, "`\n");
    return end < text.size() && text[end] == '`' ? end + 1 : at + 1;
  }
  if (text[at] == ']' && at + 1 < text.size() && text[at + 1] == '(') return until(at + 2, ")\n");
  if (text[at] == ':' && text.substr(at, 3) == "://") return until(at, " \t\r\n)>|");
  return at;
}

void count(std::string_view text, Count& counts) {
  std::uint64_t word = 0;
  bool in_fence = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool at_line_start = at == 0 || text[at - 1] == '\n';
    if (at_line_start && (text.substr(at, 3) == "```" || text.substr(at, 3) == "~~~")) in_fence = !in_fence;
    if (in_fence || (at_line_start && text.substr(at, 4) == "    ")) {
      const std::size_t end = text.find('\n', at);
      at = end == std::string_view::npos ? text.size() : end + 1;
      continue;
    }
    const char c = text[at];
    const std::size_t past = c == '`' || c == ']' || c == ':' ? after_foreign(text, at) : at;
    if (past != at) {
      at = past;
      continue;
    }
    const scan::Glyph glyph = scan::glyph_at(text, at);
    const char32_t point = glyph.point;
    if (!scan::is_letter(point) || scan::is_ideograph(point)) {
      if (point >= 0x3041 && point <= 0x30FF) ++counts.kana;
      if (point >= 0x3400 && point <= 0x9FFF) ++counts.han;
      if (point >= 0xAC00 && point <= 0xD7A3) ++counts.hangul;
      at += glyph.size;
      continue;
    }
    const std::size_t end = read_word(text, at, word);
    auto& letters = point >= 0x400 && point < 0x530 ? counts.cyrillic : counts.latin;
    letters += static_cast<std::uint32_t>(end - at) / (point >= 0x400 ? 2 : 1);
    if (word != 0) {
      const std::uint8_t languages = kTable.find(word);
      for (std::size_t i = 0; languages != 0 && i < kLatin; ++i)
        counts.stop_words[i] += (languages >> i) & 1U;
    }
    at = end;
  }
}

}  // namespace

std::string_view language_of(std::string_view text) {
  Count counts;
  if (text.size() <= 3 * kSampleBytes) {
    count(text, counts);
  } else {
    // The start may be front matter and labels in English: look into the middle and towards the end as well.
    for (const std::size_t third : {std::size_t{0}, text.size() / 2, text.size() - kSampleBytes}) {
      const std::size_t line = third == 0 ? 0 : text.find('\n', third);
      const std::size_t from = line == std::string_view::npos || line > third + kSampleBytes ? third : line;
      count(text.substr(from, kSampleBytes), counts);
    }
  }
  // An ideograph or syllable carries what some three Latin letters do; technical text in these languages is
  // full of Latin names.
  const std::uint32_t east = counts.kana + counts.han + counts.hangul;
  if (east >= 4 && east * 6 >= counts.latin) {
    if (counts.hangul > counts.kana && counts.hangul * 2 > counts.han) return "ko";
    return counts.kana * 8 >= counts.han ? "ja" : "zh";
  }
  if (counts.cyrillic >= 6 && counts.cyrillic * 3 >= counts.latin) return "ru";
  const auto best = std::max_element(counts.stop_words.begin(), counts.stop_words.end());
  if (*best == 0 || counts.latin < 8) return "";
  return kCodes[static_cast<std::size_t>(best - counts.stop_words.begin())];
}

}  // namespace hindcast::document
