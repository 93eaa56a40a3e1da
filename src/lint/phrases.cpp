#include "lint/phrases.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/assert.h"
#include "document/plain.h"
#include "lint/marks.h"

namespace hindcast::lint {

extern const std::string_view phrases_text;  // phrases.tsv, built in

namespace {

using markdown::Kind;

constexpr std::array<std::string_view, 11> list_names = {"careful", "fault",  "human",  "verdict",
                                                         "drama",   "opener", "output", "unbounded",
                                                         "weak",    "strong", "verb"};
constexpr std::string_view skipped = "`\"<]:\xE2";  // what Scanner::skip looks closer at
constexpr std::size_t quote_max = 200;  // a quotation mark without its partner in this many bytes is none

// What a byte is to a scan for words: 0 for what parts words, the small letter for a letter.
struct Letters {
  char small[256] = {};
  constexpr Letters() {
    for (int c = 0x80; c < 0x100; ++c)
      small[c] = static_cast<char>(c);
    small[0xE2] = 0;  // U+2000 to U+2FFF: quotation marks, dashes, arrows
    small[0x27] = '\'';
    for (char c = 'a'; c <= 'z'; ++c)
      small[static_cast<unsigned char>(c)] = small[static_cast<unsigned char>(c - 32)] = c;
  }
  constexpr char operator[](char c) const { return small[static_cast<unsigned char>(c)]; }
};
constexpr Letters letters;
constexpr document::ByteSet gaps(" \t\r\n*_-");

// Phrases by the first four letters of their first word.
struct Table {
  static constexpr unsigned homes_bits = 12;  // eight times the beginnings there are
  struct Phrase {
    std::string_view words;
    PhraseList list{};
    std::uint32_t key = 0;
    std::int16_t next = -1;  // the next phrase of the same home
  };
  struct Home {
    std::int16_t first = -1;
    PhraseLists lists = 0;  // of all phrases there: most words are passed over here
  };

  std::vector<Phrase> phrases;
  std::array<Home, std::size_t{1} << homes_bits> homes;
  std::array<PhraseLists, 256> signs{};  // all lists for the bytes that lead past what is no prose

  Table();
  void add(std::string_view words, PhraseList list);
  const Phrase* at(std::int16_t index) const {
    return index < 0 ? nullptr : &phrases[static_cast<std::size_t>(index)];
  }

  // The first four bytes at `at` up to one that is no ASCII letter, small; all four are looked at together.
  static std::uint32_t key(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
      return static_cast<unsigned char>(text[at + i]);
    };
    std::uint32_t bytes = 0;
    if (at + 4 <= text.size())
      bytes = byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U;
    else
      for (std::size_t i = 0; at + i < text.size(); ++i)
        bytes |= byte(i) << 8U * i;
    const auto small = bytes | 0x20202020U;
    const auto from_a =
        (small | 0x80808080U) - 0x61616161U;  // the highest bit of a byte: it is not below 'a'
    const auto past_z = (small & 0x7F7F7F7FU) + 0x05050505U;  // it is above 'z'
    // A fifth byte that is none spares a branch that would often be guessed wrong.
    const auto others = std::uint64_t{(~from_a | past_z | bytes) & 0x80808080U} | std::uint64_t{0x80} << 32U;
    return small & static_cast<std::uint32_t>((others ^ (others - 1)) >> 8U);
  }
  static std::size_t home(std::uint32_t key) { return key * 2654435769U >> (32U - homes_bits); }
};

void Table::add(std::string_view words, PhraseList list) {
  const auto its_key = key(words, 0);
  auto& home_of_words = homes[home(its_key)];
  phrases.push_back({words, list, its_key, home_of_words.first});
  home_of_words.first = static_cast<std::int16_t>(phrases.size() - 1);
  home_of_words.lists = static_cast<PhraseLists>(home_of_words.lists | lists_of({list}));
}

std::optional<PhraseList> list_named(std::string_view name) {
  for (std::size_t i = 0; i < list_names.size(); ++i)
    if (list_names[i] == name) return static_cast<PhraseList>(i);
  return std::nullopt;
}

Table::Table() {
  for (const char sign : skipped)
    signs[static_cast<unsigned char>(sign)] = all_lists;
  for (auto rest = phrases_text; !rest.empty();) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string_view::npos) continue;
    const auto list = list_named(line.substr(0, tab));
    HC_ASSERT(list.has_value());
    for (line.remove_prefix(tab + 1); !line.empty();) {
      const auto phrase = line.substr(0, line.find("; "));
      add(phrase, *list);
      line.remove_prefix(std::min(line.size(), phrase.size() + 2));
    }
  }
}

// Where `phrase` ends when `text` has it at `at`, else 0.
std::size_t end_of(std::string_view phrase, std::string_view text, std::size_t at) {
  for (const char c : phrase) {
    if (c == ' ') {
      const auto gap = at;
      while (at < text.size() && gaps.in[static_cast<unsigned char>(text[at])])
        ++at;
      if (at == gap) return 0;
    } else if (at == text.size() || letters[text[at]] != c) {
      return 0;
    } else {
      ++at;
    }
  }
  return at < text.size() && letters[text[at]] != 0 ? 0 : at;
}

class Scanner {
 public:
  Scanner(const Table& table, std::string_view text, std::vector<PhraseHit>& hits)
      : table_(table), marks_(word_marks_of(text)), whole_(text), hits_(hits) {
    last_.fill(-1);
  }

  void scan(Span span, std::uint32_t node, PhraseLists lists) {
    text_ = whole_.substr(0, span.end);
    from_ = span.begin;
    node_ = node;
    lists_ = lists;
    Marks::Walk walk(marks_, span.begin + 1, span.end);
    for (auto at = span.begin; at < span.end;) {
      // One branch, and nearly every word takes the same: guessing wrong costs more than the look-up.
      const auto key = Table::key(text_, at);
      const auto& home = table_.homes[Table::home(key)];
      const auto first = static_cast<unsigned char>(text_[at]);
      std::uint32_t after = at + 1;
      if (((home.lists | table_.signs[first]) & lists) != 0) {
        if (table_.signs[first] != 0)
          after = static_cast<std::uint32_t>(skip(at));
        else
          look(key, home, at);
      }
      if (after == at + 1) {
        at = walk.next();
      } else {
        at = from_ = after;
        walk.skip_to(after + 1);
      }
    }
  }

 private:
  // Keeps the longest phrase of each list that begins at `at`.
  void look(std::uint32_t key, const Table::Home& home, std::uint32_t at) {
    for (const auto* phrase = table_.at(home.first); phrase != nullptr; phrase = table_.at(phrase->next)) {
      if (phrase->key != key || (lists_ & lists_of({phrase->list})) == 0) continue;
      const auto end = static_cast<std::uint32_t>(end_of(phrase->words, text_, at));
      if (end == 0 || is_scheme(at)) continue;
      auto& last = last_[static_cast<std::size_t>(phrase->list)];
      if (last < 0 || hits_[static_cast<std::size_t>(last)].at.end <= at) {
        last = static_cast<std::int32_t>(hits_.size());
        hits_.push_back({phrase->list, {at, end}, node_});
      } else if (auto& hit = hits_[static_cast<std::size_t>(last)].at; hit.begin == at && hit.end < end) {
        hit.end = end;
      }
    }
  }

  // "https://…" begins here.
  bool is_scheme(std::size_t at) const {
    while (at < text_.size() && letters[text_[at]] != 0)
      ++at;
    return text_.compare(at, 3, "://") == 0;
  }

  // Past what is no prose: code, a quotation, a link's target.
  std::size_t skip(std::size_t at) const {
    const auto rest = text_.substr(at);
    if (rest[0] == ':' && at > from_ && letters[text_[at - 1]] != 0 && rest.substr(0, 3) == "://")
      return past_url(at);
    if (rest[0] == '`') return past(at, rest.substr(0, rest.find_first_not_of('`')));
    if (rest[0] == '"') return past(at, "\"");
    if (rest.substr(0, 3) == "\xE2\x80\x9C") return past(at, "\xE2\x80\x9D");
    if (rest.substr(0, 2) == "](") return past(at + 1, ")");
    if (rest[0] == '<') return past(at, ">");
    return at + 1;
  }
  std::size_t past(std::size_t at, std::string_view close) const {
    const auto end = text_.substr(0, std::min(text_.size(), at + quote_max)).find(close, at + close.size());
    return end == std::string_view::npos ? at + 1 : end + close.size();
  }
  std::size_t past_url(std::size_t at) const {
    while (at < text_.size() && static_cast<unsigned char>(text_[at]) > ' ' && text_[at] != ')')
      ++at;
    return at;
  }

  const Table& table_;
  Marks marks_;
  std::string_view whole_;
  std::vector<PhraseHit>& hits_;
  std::array<std::int32_t, list_names.size()> last_;  // index of each list's last hit; -1: none yet
  std::string_view text_;                             // up to the end of the span
  std::uint32_t from_ = 0;                            // nothing before belongs to what is scanned
  std::uint32_t node_ = 0;
  PhraseLists lists_ = 0;  // those that are looked for in the span
};

// Spans in order, those that touch made one.
std::vector<Span> merged(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.begin < b.begin; });
  std::size_t kept = 0;
  for (const auto span : spans)
    if (kept > 0 && span.begin <= spans[kept - 1].end)
      spans[kept - 1].end = std::max(spans[kept - 1].end, span.end);
    else
      spans[kept++] = span;
  spans.resize(kept);
  return spans;
}

}  // namespace

std::vector<PhraseHit> find_phrases(const markdown::Tree& tree, std::string_view text, PhraseLists lists,
                                    PhraseLists more, std::vector<Span> where) {
  static const Table table;
  std::vector<PhraseHit> hits;
  Scanner scanner(table, text, hits);
  where = merged(std::move(where));
  auto next = where.begin();
  for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
    const auto& node = tree.nodes[at];
    const bool is_text = node.kind == Kind::heading || node.kind == Kind::cell;
    if (!is_text && node.kind != Kind::paragraph) continue;
    while (next != where.end() && next->end <= node.span.begin)
      ++next;
    const bool has_more = next != where.end() && next->begin < node.span.end;
    scanner.scan(is_text ? node.content : node.span, at,
                 has_more ? static_cast<PhraseLists>(lists | more) : lists);
  }
  return hits;
}

}  // namespace hindcast::lint
