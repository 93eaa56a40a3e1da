#include "document/language.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "document/packed.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

// How much is read at each of three places: more only where the first look leaves doubt.
constexpr std::array<std::size_t, 2> kSampleBytes = {224, 512};
constexpr std::uint32_t kPlainStopWords = 8;  // so many of one language, and twice those of any other

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

// Letters of ASCII made small, digits and "_" as they are, 0 for what ends a word.
constexpr auto kWordBytes = [] {
  std::array<std::uint8_t, 256> bytes{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789_"))
    bytes[static_cast<std::uint8_t>(c)] = static_cast<std::uint8_t>(c);
  for (std::uint8_t c = 'A'; c <= 'Z'; ++c)
    bytes[c] = static_cast<std::uint8_t>(c - 'A' + 'a');
  return bytes;
}();

struct Word {
  std::size_t end = 0;
  std::uint64_t key = 0;  // its folded bytes packed; 0 when it is too long for a stop word
};

// Goes on with a word that holds a letter beyond ASCII.
Word read_wide_word(std::string_view text, std::size_t at, Word word) {
  std::size_t size = word.end - at;
  for (scan::Glyph glyph = scan::glyph_at(text, word.end); glyph.size != 0;
       glyph = scan::glyph_at(text, word.end)) {
    if (!scan::is_word(glyph.point) && glyph.point != 0x301) break;
    if (scan::is_ideograph(glyph.point)) break;
    if (glyph.size == 1) {
      word.key = word.key << 8U | scan::folded(glyph.point);
      ++size;
    } else if (size <= 8) {
      const std::string small = scan::folded(text.substr(word.end, glyph.size));
      for (const char c : small)
        word.key = word.key << 8U | static_cast<unsigned char>(c);
      size += small.size();
    }
    word.end += glyph.size;
  }
  if (size > 8) word.key = 0;
  return word;
}

// The word that starts at `at`.
Word read_word(std::string_view text, std::size_t at) {
  Word word;
  const char *begin = text.data() + at, *end = text.data() + text.size(), *c = begin;
  for (; c != end; ++c) {
    const std::uint8_t small = kWordBytes[static_cast<unsigned char>(*c)];
    if (small == 0) break;
    word.key = word.key << 8U | small;
  }
  word.end = at + static_cast<std::size_t>(c - begin);
  if (c != end && static_cast<unsigned char>(*c) >= 0x80) return read_wide_word(text, at, word);
  if (c - begin > 8) word.key = 0;
  return word;
}

constexpr ByteSet kUrlEnds(" \t\r)>|");

// After a link target, a URL or inline code, whose words are nobody's language; `at` where there is none.
std::size_t after_foreign(std::string_view line, std::size_t at) {
  if (line[at] == '`') {
    const std::size_t end = line.find('`', at + 1);
    return end == std::string_view::npos ? at + 1 : end + 1;
  }
  if (line[at] == ']' && at + 1 < line.size() && line[at + 1] == '(')
    return std::min(line.find(')', at + 2), line.size());
  if (line[at] == ':' && line.substr(at, 3) == "://") return std::min(kUrlEnds.find(line, at), line.size());
  return at;
}

void count_stop_word(std::uint64_t key, Count& counts) {
  if (key == 0) return;
  const std::uint8_t languages = kTable.find(key);
  for (std::size_t i = 0; languages >> i != 0; ++i)
    counts.stop_words[i] += (languages >> i) & 1U;
}

void count_word(std::size_t at, const Word& word, char32_t first, Count& counts) {
  auto& letters = first >= 0x400 && first < 0x530 ? counts.cyrillic : counts.latin;
  letters += static_cast<std::uint32_t>(word.end - at) / (first >= 0x400 ? 2 : 1);
  count_stop_word(word.key, counts);
}

// Counts the glyph or word beyond ASCII that starts at `at`; returns its end.
std::size_t count_wide(std::string_view line, std::size_t at, Count& counts) {
  const scan::Glyph glyph = scan::glyph_at(line, at);
  const char32_t point = glyph.point;
  if (!scan::is_letter(point) || scan::is_ideograph(point)) {
    if (point >= 0x3041 && point <= 0x30FF) ++counts.kana;
    if (point >= 0x3400 && point <= 0x9FFF) ++counts.han;
    if (point >= 0xAC00 && point <= 0xD7A3) ++counts.hangul;
    return at + glyph.size;
  }
  const Word word = read_wide_word(line, at, {at, 0});
  count_word(at, word, point, counts);
  return word.end;
}

void count_line(std::string_view line, Count& counts) {
  for (std::size_t at = 0; at < line.size();) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte >= 0x80) {
      at = count_wide(line, at, counts);
    } else if (scan::is_letter(byte)) {
      const Word word = read_word(line, at);
      count_word(at, word, byte, counts);
      at = word.end;
    } else {
      const bool foreign = byte == '`' || byte == ']' || byte == ':';
      const std::size_t past = foreign ? after_foreign(line, at) : at;
      at = std::max(past, at + 1);
    }
  }
}

bool is_fence(std::string_view line) {
  return line.size() >= 3 && (line[0] == '`' || line[0] == '~') && line[1] == line[0] && line[2] == line[0];
}

void count(std::string_view text, Count& counts) {
  bool in_fence = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (is_fence(line)) in_fence = !in_fence;
    if (!in_fence && line.substr(0, 4) != "    ") count_line(line, counts);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

Count sampled(std::string_view text, std::size_t bytes) {
  Count counts;
  if (text.size() <= 3 * bytes) {
    count(text, counts);
    return counts;
  }
  // The start may be front matter and labels in English: look into the middle and towards the end as well.
  for (const std::size_t third : {std::size_t{0}, text.size() / 2, text.size() - bytes}) {
    const std::size_t line = third == 0 ? 0 : text.find('\n', third);
    const std::size_t from = line == std::string_view::npos || line > third + bytes ? third : line;
    count(text.substr(from, bytes), counts);
  }
  return counts;
}

bool is_plain(const Count& counts) {
  std::uint32_t best = 0, second = 0;
  for (const std::uint32_t words : counts.stop_words) {
    second = std::max(second, std::min(best, words));
    best = std::max(best, words);
  }
  return best >= kPlainStopWords && best >= 2 * second && counts.kana + counts.han + counts.hangul == 0;
}

}  // namespace

std::string_view language_of(std::string_view text) {
  Count counts;
  for (const std::size_t bytes : kSampleBytes) {
    counts = sampled(text, bytes);
    if (is_plain(counts)) break;
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
