#include "lint/phrases.h"

#include <array>
#include <cstddef>
#include <optional>

#include "base/assert.h"
#include "document/plain.h"

namespace hindcast::lint {

extern const std::string_view phrases_text;  // phrases.tsv, built in

namespace {

using markdown::Kind;

constexpr std::array<std::string_view, 11> list_names = {"careful", "fault",  "human",  "verdict",
                                                         "drama",   "opener", "output", "unbounded",
                                                         "weak",    "strong", "verb"};
constexpr std::size_t buckets = 4096;   // eight times the first words there are
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
constexpr document::ByteSet openers("`\"<]\xE2");  // what `skip` looks closer at

constexpr std::uint32_t hash_start = 2166136261U;
constexpr std::uint32_t hashed(std::uint32_t hash, char small) {  // FNV-1a
  return (hash ^ static_cast<unsigned char>(small)) * 16777619U;
}
std::uint32_t hash_of(std::string_view word) {
  auto hash = hash_start;
  for (const char c : word)
    hash = hashed(hash, c);
  return hash;
}

struct Phrase {
  std::string_view words;
  PhraseList list{};
  std::uint32_t hash = 0;  // of the first word
  std::int32_t next = -1;  // the next phrase whose first word falls into the same bucket
};

struct Table {
  std::vector<Phrase> phrases;
  std::array<std::int32_t, buckets> first;

  Table();
  void add(std::string_view words, PhraseList list);
};

void Table::add(std::string_view words, PhraseList list) {
  const auto hash = hash_of(words.substr(0, words.find(' ')));
  auto& home = first[hash % buckets];
  phrases.push_back({words, list, hash, home});
  home = static_cast<std::int32_t>(phrases.size() - 1);
}

std::optional<PhraseList> list_named(std::string_view name) {
  for (std::size_t i = 0; i < list_names.size(); ++i)
    if (list_names[i] == name) return static_cast<PhraseList>(i);
  return std::nullopt;
}

Table::Table() {
  first.fill(-1);
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
  Scanner(const Table& table, std::vector<PhraseHit>& hits) : table_(table), hits_(hits) {}

  void scan(std::string_view text, Span span, std::uint32_t node) {
    text_ = text.substr(0, span.end);
    node_ = node;
    for (std::size_t at = span.begin; at < text_.size();) {
      if (letters[text_[at]] != 0)
        at = word(at);
      else
        at = openers.in[static_cast<unsigned char>(text_[at])] ? skip(at) : at + 1;
    }
  }

 private:
  std::size_t word(std::size_t at) {
    auto end = at;
    auto hash = hash_start;
    for (; end < text_.size(); ++end) {
      const char small = letters[text_[end]];
      if (small == 0) break;
      hash = hashed(hash, small);
    }
    if (end < text_.size() && text_[end] == ':' && text_.compare(end, 3, "://") == 0) return past_url(end);
    look(hash, at);
    return end;
  }

  // The longest phrase of each list.
  void look(std::uint32_t hash, std::size_t at) {
    for (auto next = table_.first[hash % buckets]; next >= 0;) {
      const auto& wanted = table_.phrases[static_cast<std::size_t>(next)];
      next = wanted.next;
      if (wanted.hash != hash) continue;
      const auto end = end_of(wanted.words, text_, at);
      if (end == 0) continue;
      const Span found = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
      bool known = false;
      for (auto hit = hits_.rbegin(); hit != hits_.rend() && hit->at.end > at && !known; ++hit) {
        known = hit->list == wanted.list;
        if (known && hit->at.begin == at && hit->at.end < found.end) hit->at = found;
      }
      if (!known) hits_.push_back({wanted.list, found, node_});
    }
  }

  // Past what is no prose: code, a quotation, a link's target.
  std::size_t skip(std::size_t at) const {
    const auto rest = text_.substr(at);
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
  std::vector<PhraseHit>& hits_;
  std::string_view text_;
  std::uint32_t node_ = 0;
};

}  // namespace

std::vector<PhraseHit> find_phrases(const markdown::Tree& tree, std::string_view text) {
  static const Table table;
  std::vector<PhraseHit> hits;
  Scanner scanner(table, hits);
  for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
    const auto& node = tree.nodes[at];
    if (node.kind == Kind::paragraph) scanner.scan(text, node.span, at);
    if (node.kind == Kind::heading || node.kind == Kind::cell) scanner.scan(text, node.content, at);
  }
  return hits;
}

}  // namespace hindcast::lint
