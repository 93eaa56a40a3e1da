#include "lint/phrases.h"

#include <array>
#include <cstddef>
#include <optional>

#include "base/assert.h"

namespace hindcast::lint {

extern const std::string_view phrases_text;  // phrases.tsv, built in

namespace {

using markdown::Kind;

constexpr std::array<std::string_view, 11> list_names = {"careful", "fault",  "human",  "verdict",
                                                         "drama",   "opener", "output", "unbounded",
                                                         "weak",    "strong", "verb"};
constexpr std::size_t buckets = 1024;   // four times the first words there are
constexpr std::size_t quote_max = 200;  // a quotation mark without its partner in this many bytes is none

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' ||
         static_cast<unsigned char>(c) >= 0x80;
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool is_gap(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '*' || c == '_' || c == '-';
}

std::uint32_t hash_of(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char c : word)
    hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619U;
  return hash;
}

struct Phrase {
  std::string_view words;  // "blam" when it is open at its end
  PhraseList list{};
  bool open = false;
  std::int32_t next = -1;  // the next phrase with a first word of the same bucket
};

// Phrases by the hash of their first word; those whose first word is open go by its first three letters.
struct Table {
  std::vector<Phrase> phrases;
  std::array<std::int32_t, buckets> first;
  std::array<std::int32_t, buckets> first_open;

  Table();
  void add(std::string_view words, PhraseList list);
};

std::uint32_t bucket_of(std::string_view word) {
  return hash_of(word) % buckets;
}
std::uint32_t open_bucket_of(std::string_view word) {
  return hash_of(word.substr(0, 3)) % buckets;
}

void Table::add(std::string_view words, PhraseList list) {
  const bool open = words.back() == '*';
  if (open) words.remove_suffix(1);
  const auto blank = words.find(' ');
  auto& home = open && blank == std::string_view::npos ? first_open[open_bucket_of(words)]
                                                       : first[bucket_of(words.substr(0, blank))];
  phrases.push_back({words, list, open, home});
  home = static_cast<std::int32_t>(phrases.size() - 1);
}

std::optional<PhraseList> list_named(std::string_view name) {
  for (std::size_t i = 0; i < list_names.size(); ++i)
    if (list_names[i] == name) return static_cast<PhraseList>(i);
  return std::nullopt;
}

Table::Table() {
  first.fill(-1);
  first_open.fill(-1);
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
std::size_t end_of(const Phrase& phrase, std::string_view text, std::size_t at) {
  for (const char c : phrase.words) {
    if (c == ' ') {
      const auto gap = at;
      while (at < text.size() && is_gap(text[at]))
        ++at;
      if (at == gap) return 0;
    } else if (at == text.size() || lower(text[at]) != c) {
      return 0;
    } else {
      ++at;
    }
  }
  if (phrase.open)
    while (at < text.size() && is_letter(text[at]))
      ++at;
  return at < text.size() && is_letter(text[at]) ? 0 : at;
}

class Scanner {
 public:
  Scanner(const Table& table, std::vector<PhraseHit>& hits) : table_(table), hits_(hits) {}

  void scan(std::string_view text, Span span, std::uint32_t node) {
    text_ = text.substr(0, span.end);
    node_ = node;
    for (std::size_t at = span.begin; at < text_.size();)
      at = is_letter(text_[at]) ? word(at) : skip(at);
  }

 private:
  std::size_t word(std::size_t at) {
    auto end = at;
    std::uint32_t hash = 2166136261U, open_hash = 0;
    for (; end < text_.size() && is_letter(text_[end]); ++end) {
      hash = (hash ^ static_cast<unsigned char>(lower(text_[end]))) * 16777619U;
      if (end == at + 2) open_hash = hash;
    }
    if (text_.compare(end, 3, "://") == 0) return past_url(end);
    look(table_.first[hash % buckets], at);
    if (end > at + 2) look(table_.first_open[open_hash % buckets], at);
    return end;
  }

  // The longest phrase of each list.
  void look(std::int32_t phrase, std::size_t at) {
    for (; phrase >= 0; phrase = table_.phrases[static_cast<std::size_t>(phrase)].next) {
      const auto& wanted = table_.phrases[static_cast<std::size_t>(phrase)];
      const auto end = end_of(wanted, text_, at);
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
