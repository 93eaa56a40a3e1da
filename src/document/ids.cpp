#include "document/ids.h"

#include <array>
#include <cstdint>
#include <utility>

#include "base/hash.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32
constexpr std::string_view kMark = "hindcast:id=";

// What a byte counts as: ASCII letters in any case and digits count, other ASCII does not (0), and all else
// has to be looked at as glyphs.
constexpr unsigned char kWide = 0xFF;
constexpr auto kCounted = [] {
  std::array<unsigned char, 0x100> counted{};
  for (unsigned byte = 0; byte < 0x100; ++byte) {
    const bool counts = byte < 0x80 && (scan::is_letter(byte) || scan::is_digit(byte));
    if (counts) counted[byte] = static_cast<unsigned char>(scan::folded(byte));
    if (byte >= 0x80) counted[byte] = kWide;
  }
  return counted;
}();

// Mixes the run of letters and digits that begins with `counted` at `at`; returns its end.
std::size_t mix_run(Fnv& hash, std::string_view text, std::size_t at, unsigned char counted) {
  Fnv mixed = hash;
  for (; counted != 0 && counted != kWide; counted = kCounted[static_cast<unsigned char>(text[at])]) {
    mixed.mix(static_cast<char>(counted));
    if (++at == text.size()) break;
  }
  hash = mixed;
  return at;
}

// The bits that are kept are those at the top, so spread what FNV leaves uneven there.
std::uint64_t finished(std::uint64_t hash) {
  hash ^= hash >> 33U;
  hash *= 0xFF51AFD7ED558CCDULL;
  hash ^= hash >> 33U;
  hash *= 0xC4CEB9FE1A85EC53ULL;
  return hash ^ (hash >> 33U);
}

bool is_id_letter(char c) {
  return scan::is_digit(static_cast<unsigned char>(c)) || scan::is_letter(static_cast<unsigned char>(c)) ||
         c == '-' || c == '_' || c == '.';
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? std::string_view() : last_part(path.substr(0, slash));
}

// Takes off the extensions that the tools of documentation put on, and no others: "v1.2 outage.md" keeps its
// "v1.2 outage".
std::string_view stem_of(std::string_view name) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view ending :
         {".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".html", ".htm", ".erb", ".rst"}) {
      if (name.size() <= ending.size()) continue;
      const std::size_t at = name.size() - ending.size();
      if (scan::after_folded(name, at, ending) != name.size()) continue;
      name = name.substr(0, at);
      again = true;
    }
  }
  return name;
}

std::string sluggish(std::string_view text) {
  std::string out;
  bool gap = false;
  const std::string low = scan::folded(text);
  for (std::size_t at = 0; at < low.size();) {
    const scan::Glyph glyph = scan::glyph_at(low, at);
    const bool keeps = scan::is_word(glyph.point) || glyph.point == '.' || glyph.point == '-';
    if (keeps && glyph.point != '-' && glyph.point != 0xFFFD) {
      if (gap && !out.empty()) out.push_back('-');
      gap = false;
      out.append(low, at, glyph.size);
    } else {
      gap = true;
    }
    at += glyph.size;
  }
  while (!out.empty() && out.back() == '.')
    out.pop_back();
  const std::size_t first = out.find_first_not_of('.');
  if (first == std::string::npos) return {};
  constexpr std::size_t slug_bytes_max = 200;  // every citation repeats it
  return std::string(first_bytes(std::string_view(out).substr(first), slug_bytes_max));
}

}  // namespace

std::string item_id(facts::ItemRole role, std::string_view text) {
  Fnv hash;
  for (const char c : facts::word(role))
    hash.mix(c);
  bool gap = true;
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char counted = kCounted[static_cast<unsigned char>(text[at])];
    if (counted != kWide) {  // as below, without the detours that only other scripts need
      if (gap && counted != 0) hash.mix('\0');
      gap = counted == 0;
      at = counted == 0 ? at + 1 : mix_run(hash, text, at, counted);
      continue;
    }
    const scan::Glyph glyph = scan::glyph_at(text, at);
    at += glyph.size;
    const char32_t point = scan::folded(glyph.point);
    const bool counts = (scan::is_word(point) && point != '_') ||
                        (point >= 0x80 && (scan::is_pictograph(point) || point == 0xFFFD));
    if (counts && gap) hash.mix('\0');  // words are told apart by one zero, whatever stands between them
    gap = !counts;
    for (char32_t rest = counts ? point : 0; rest != 0; rest >>= 8U)
      hash.mix(static_cast<char>(rest & 0xFFU));
  }
  const std::uint64_t bits = finished(hash.hash());
  std::string id(5, ' ');
  for (std::size_t i = 0; i < id.size(); ++i) {
    const auto letter = static_cast<std::size_t>((bits >> (59U - 5U * i)) & 31U);
    id[i] = i == 2 ? kLetters[2 + letter % 8] : kLetters[letter];
  }
  return id;
}

std::string due_words(const facts::Item& item, std::string_view text) {
  std::string raw, phrase;  // on one line, as the item's own text is
  if (!item.due || item.due->at.end > text.size() || item.due->at.begin < item.span.begin) return phrase;
  for (char c : text.substr(item.due->at.begin, item.due->at.end - item.due->at.begin)) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank)
      raw += c;
    else if (!raw.empty() && raw.back() != ' ')
      raw += ' ';
  }
  append_plain(raw, phrase);
  return phrase;
}

std::string text_for_id(const facts::Item& item, std::string_view text) {
  const std::string phrase = due_words(item, text);
  if (phrase.empty() || item.text.find(phrase) == std::string::npos) return item.text;
  const auto at = item.text.rfind(phrase);
  if (phrase.size() == item.text.size()) return item.text;
  return item.text.substr(0, at) + " " + item.text.substr(at + phrase.size());
}

std::optional<PinnedId> pinned_id(std::string_view line) {
  for (std::size_t at = line.find(kMark); at != std::string_view::npos; at = line.find(kMark, at + 1)) {
    std::size_t open = at;
    while (open > 0 && (line[open - 1] == ' ' || line[open - 1] == '\t'))
      --open;
    if (open < 4 || line.substr(open - 4, 4) != "<!--") continue;
    const std::size_t begin = at + kMark.size();
    std::size_t end = begin;
    while (end < line.size() && end - begin <= 32 && is_id_letter(line[end]) && line.substr(end, 3) != "-->")
      ++end;
    if (end == begin || end - begin > 32) continue;
    const std::size_t close = scan::skip_blanks(line, end);
    if (line.substr(close, 3) != "-->") continue;
    return PinnedId{line.substr(begin, end - begin),
                    {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                    {static_cast<std::uint32_t>(open - 4), static_cast<std::uint32_t>(close + 3)}};
  }
  return std::nullopt;
}

ItemIds::Given& ItemIds::place_of(std::string_view id) {
  Fnv hash;
  for (const char c : id)
    hash.mix(c);
  std::size_t at = finished(hash.hash()) & (table_.size() - 1);
  while (!table_[at].id.empty() && table_[at].id != id)
    at = (at + 1) & (table_.size() - 1);
  return table_[at];
}

void ItemIds::grow() {
  std::vector<Given> old(table_.empty() ? 64 : table_.size() * 2);
  std::swap(old, table_);
  for (Given& given : old) {
    if (!given.id.empty()) place_of(given.id) = std::move(given);
  }
}

std::string ItemIds::give(facts::ItemRole role, std::string_view text,
                          std::optional<std::string_view> pinned) {
  const std::string base = pinned && !pinned->empty() ? std::string(*pinned) : item_id(role, text);
  // The loop runs on only where "x.2" was itself pinned before the second "x" came.
  for (;;) {
    if (table_.size() < 2 * (used_ + 2)) grow();
    Given& first = place_of(base);
    if (first.id.empty()) {
      first = Given{base, 1};
      ++used_;
      return base;
    }
    const std::string id = base + "." + std::to_string(++first.times);
    Given& next = place_of(id);
    if (!next.id.empty()) continue;
    next = Given{id, 1};
    ++used_;
    return id;
  }
}

std::string slug_of(std::string_view path, std::string_view front_matter_id) {
  std::string slug = sluggish(front_matter_id);
  if (!slug.empty()) return slug;
  slug = sluggish(stem_of(last_part(path)));
  if (slug == "readme" || slug == "index" || slug.empty()) {
    const std::string folder = sluggish(folder_of(path));
    if (!folder.empty()) slug = folder;
  }
  return slug.empty() ? "document" : slug;
}

}  // namespace hindcast::document
