#include "search/passages.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <unordered_map>

#include "search/analysis.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

constexpr std::size_t hits_max = 500;     // a passage is chosen among so many
constexpr std::size_t known_words = 256;  // what they are is remembered

// Something of the query that stands somewhere: a word, a prefix, a phrase.
struct Wanted {
  std::vector<Place> places;
  float weight = 1;
  std::string text;
  std::size_t count = 0;  // in the text that was last read
};

struct Mark {
  Span at;
  std::uint32_t wanted = 0;
};

// A phrase of which some places were found.
struct Begun {
  std::uint32_t wanted = 0, position = 0, places = 0;
  std::uint32_t begin = 0;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool says_something(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_inner_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A place at most `bytes_max` before `at` where a passage may begin: a line, a sentence, a word.
std::uint32_t beginning(std::string_view text, std::uint32_t at, std::uint32_t least, std::size_t bytes_max) {
  const auto lowest = std::max<std::size_t>(least, at > bytes_max ? at - bytes_max : 0);
  std::uint32_t word = at;
  for (std::size_t i = at; i > lowest; --i) {
    const char before = text[i - 1];
    if (before == '\n') return static_cast<std::uint32_t>(i);
    if (!is_blank(before)) continue;
    if (i >= 2 && (text[i - 2] == '.' || text[i - 2] == '!' || text[i - 2] == '?'))
      return static_cast<std::uint32_t>(i);
    word = static_cast<std::uint32_t>(i);
  }
  if (lowest == least) return least;
  if (word == at)  // no blank at all: as in Japanese
    for (word = static_cast<std::uint32_t>(lowest); word < at && is_inner_byte(text[word]);)
      ++word;
  return word;
}

// Where a passage that must reach `at` ends, at most at `most`: with a line or a sentence where one ends in
// the last third, else with a word.
std::uint32_t ending(std::string_view text, std::uint32_t at, std::size_t most) {
  if (most >= text.size()) return static_cast<std::uint32_t>(text.size());
  std::size_t word = at;
  for (std::size_t end = most; end > at; --end) {
    if (!is_blank(text[end])) continue;
    const char before = text[end - 1];
    if (word == at) word = end;
    if (end < at + (most - at) * 2 / 3) break;
    if (text[end] == '\n' || before == '.' || before == '!' || before == '?')
      return static_cast<std::uint32_t>(end);
  }
  if (word == at && !is_blank(text[at]))  // no blank at all
    for (word = most; word > at && is_inner_byte(text[word]);)
      --word;
  return static_cast<std::uint32_t>(word);
}

// [begin, end) as one line; `hits` are told in it.
Passage set(std::string_view text, std::uint32_t begin, std::uint32_t end, const std::vector<Span>& hits) {
  const bool is_cut_before = begin > 0 && text[begin - 1] != '\n';
  // A bullet, the edge of a table, the signs of a heading.
  while (begin < end && !says_something(text[begin]) &&
         std::string_view("([\"'`<$").find(text[begin]) == std::string_view::npos)
    ++begin;
  Passage made;
  made.begin = begin;
  made.is_cut_before = is_cut_before;
  made.is_cut_after = end < text.size();
  auto hit = std::lower_bound(hits.begin(), hits.end(), begin,
                              [](const Span& span, std::uint32_t at) { return span.begin < at; });
  Span open{};
  bool is_open = false;
  for (std::uint32_t at = begin; at < end;) {
    auto line_end = static_cast<std::uint32_t>(std::min<std::size_t>(text.find('\n', at), end));
    const auto line = text.substr(at, line_end - at);
    if (!is_open && std::none_of(line.begin(), line.end(), says_something)) {
      at = line_end + 1;
      continue;
    }
    for (; at < line_end; ++at) {
      if (is_open && at == open.end) {
        made.hits.back().end = static_cast<std::uint32_t>(made.text.size());
        is_open = false;
      }
      if (!is_open && hit != hits.end() && at == hit->begin && hit->end <= end) {
        if (made.text.empty()) made.text.reserve(end - begin);
        open = *hit++;
        is_open = true;
        made.hits.push_back({static_cast<std::uint32_t>(made.text.size()), 0});
      }
      if (!is_blank(text[at]))
        made.text += text[at];
      else if (!made.text.empty() && made.text.back() != ' ')
        made.text += ' ';
    }
    if (is_open && at == open.end) {
      made.hits.back().end = static_cast<std::uint32_t>(made.text.size());
      is_open = false;
    }
    if (!made.text.empty() && made.text.back() != ' ') made.text += ' ';
    ++at;
  }
  while (!made.text.empty() && std::string_view(" |#*-").find(made.text.back()) != std::string_view::npos)
    made.text.pop_back();
  for (auto& span : made.hits)
    span.end = std::min(std::max(span.end, span.begin), static_cast<std::uint32_t>(made.text.size()));
  std::erase_if(made.hits, [](const Span& span) { return span.begin >= span.end; });
  return made;
}

// The letters that texts begin with, so that most words are passed over at a glance.
class Beginnings {
 public:
  void add(std::string_view text) {
    if (text.empty() || !is_ascii(text[0])) return;
    first_.set(index(text[0]));
    for (std::size_t other = 0; other < 128 && text.size() < 2; ++other)
      pairs_.set(index(text[0]) << 7 | other);
    if (text.size() > 1 && is_ascii(text[1])) pairs_.set(index(text[0]) << 7 | index(text[1]));
  }
  // False when no text that was added begins with as many letters of the word. Other letters than ASCII's are
  // not known.
  bool may_have(std::string_view word, std::size_t letters) const {
    if (letters == 0 || !is_ascii(word[0])) return true;
    if (letters == 1 || word.size() == 1) return first_.test(index(word[0]));
    return is_ascii(word[1]) ? pairs_.test(index(word[0]) << 7 | index(word[1]))
                             : first_.test(index(word[0]));
  }

 private:
  static bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
  static std::size_t index(char c) { return static_cast<unsigned char>(c == 'y' ? 'i' : c); }
  std::bitset<128> first_;
  std::bitset<128 * 128> pairs_;
};

}  // namespace

struct Marker::Impl {
  struct Use {
    std::uint32_t wanted = 0, place = 0;
  };
  std::vector<Wanted> wanted;
  std::unordered_map<std::string, std::vector<Use>> by_term;
  std::vector<std::pair<std::string, Use>> prefixes;
  Beginnings beginnings;  // of terms and prefixes
  struct Language {
    Stemmer stemmer;
    std::size_t letters_kept;
  };
  std::map<std::string, Language, std::less<>> read_before;
  // Words that were looked at, each where its hash says: the same ones come again and again, and stemming
  // them costs more than reading them.
  struct Known {
    std::string word;
    const Language* language = nullptr;
    std::vector<Use> uses;
  };
  std::vector<Known> known = std::vector<Known>(known_words);

  void want(const Query& query, std::span<const std::string> languages);
  std::vector<Mark> marks(std::string_view text, std::string_view language);
  Language& language_of(std::string_view tag);
  // Until the next call.
  std::span<const Use> uses_of(std::string_view word, Language&);
  Span best_window(const std::vector<Mark>&, std::size_t bytes_max, std::uint32_t from,
                   const std::vector<bool>& is_shown) const;
};

void Marker::Impl::want(const Query& query, std::span<const std::string> languages) {
  std::vector<const Query*> left{&query};
  while (!left.empty()) {
    const Query& node = *left.back();
    left.pop_back();
    if (node.kind == Query::Kind::none_of) continue;
    for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part)
      left.push_back(&*part);
    const bool is_prefix = node.kind == Query::Kind::prefix;
    if (!is_prefix && node.kind != Query::Kind::words && node.kind != Query::Kind::phrase) continue;
    if (node.field == Field::title) continue;  // the title is shown anyway
    Wanted one{places_of(node.text, is_prefix, languages), 1, node.text};
    if (one.places.empty()) continue;
    if (one.places.size() > 1) one.weight = 1.5F;
    wanted.push_back(std::move(one));
  }
  for (std::uint32_t i = 0; i < wanted.size(); ++i)
    for (std::uint32_t k = 0; k < wanted[i].places.size(); ++k) {
      const Place& place = wanted[i].places[k];
      for (const auto& term : place.terms) {
        by_term[term].push_back({i, k});
        beginnings.add(term);
      }
      if (place.prefix.empty()) continue;
      prefixes.emplace_back(place.prefix, Use{i, k});
      beginnings.add(place.prefix);
    }
}

Marker::Impl::Language& Marker::Impl::language_of(std::string_view of) {
  const auto tag = stemmer_language(of);
  const auto found = read_before.find(tag);
  if (found != read_before.end()) return found->second;
  return read_before.emplace(std::string(tag), Language{Stemmer(tag), letters_kept(tag)}).first->second;
}

std::span<const Marker::Impl::Use> Marker::Impl::uses_of(std::string_view word, Language& language) {
  if (!beginnings.may_have(word, language.letters_kept)) return {};
  Known& one = known[std::hash<std::string_view>()(word) % known_words];
  if (one.language == &language && one.word == word) return one.uses;
  one.word = word;
  one.language = &language;
  one.uses.clear();
  const auto found = by_term.find(std::string(language.stemmer.term(word)));
  if (found != by_term.end()) one.uses = found->second;
  if (prefixes.empty()) return one.uses;
  const auto plain = folded(word);
  for (const auto& [prefix, use] : prefixes)
    if (plain.compare(0, prefix.size(), prefix) == 0) one.uses.push_back(use);
  return one.uses;
}

std::vector<Mark> Marker::Impl::marks(std::string_view text, std::string_view language) {
  std::vector<Mark> made;
  std::vector<Begun> begun;
  for (auto& one : wanted)
    one.count = 0;
  Language& read = language_of(language);
  WordReader reader(text);
  Word word;
  while (made.size() < hits_max && reader.next(word)) {
    if (word.text.empty()) continue;
    for (const Use& use : uses_of(word.text, read)) {
      const auto& places = wanted[use.wanted].places;
      if (use.place == 0) {
        if (places.size() == 1)
          made.push_back({word.at, use.wanted});
        else
          begun.push_back({use.wanted, word.position, 1, word.at.begin});
        continue;
      }
      for (auto& one : begun) {
        if (one.wanted != use.wanted || one.places != use.place ||
            one.position + places[use.place].position != word.position)
          continue;
        if (++one.places == places.size()) made.push_back({{one.begin, word.at.end}, one.wanted});
      }
    }
    if (begun.size() > 32)  // those that nothing can follow any more
      std::erase_if(begun, [&](const Begun& one) {
        const auto& places = wanted[one.wanted].places;
        return one.places == places.size() || one.position + places.back().position < word.position;
      });
  }
  for (const Mark& mark : made)
    ++wanted[mark.wanted].count;
  std::stable_sort(made.begin(), made.end(),
                   [](const Mark& a, const Mark& b) { return a.at.begin < b.at.begin; });
  return made;
}

// The marks [begin, end) that show most of what is not shown yet, within so many bytes. Empty where nothing
// is left.
Span Marker::Impl::best_window(const std::vector<Mark>& marks, std::size_t bytes_max, std::uint32_t from,
                               const std::vector<bool>& is_shown) const {
  std::vector<std::uint32_t> counts(wanted.size(), 0);
  float score = 0, best = 0;
  Span found{};
  const auto worth = [&](const Mark& mark, std::uint32_t nth) {
    if (is_shown[mark.wanted]) return 0.0F;
    const float part = nth == 0 ? 1.0F : nth < 4 ? 0.1F : 0.0F;
    return part * wanted[mark.wanted].weight * (mark.at.begin < from ? 0.2F : 1.0F);
  };
  std::uint32_t begin = 0;
  for (std::uint32_t end = 0; end < marks.size(); ++end) {
    score += worth(marks[end], counts[marks[end].wanted]++);
    // A window stands before `from` or behind it: the title and what follows it need not be shown together.
    const bool is_behind = marks[end].at.begin >= from;
    while (begin < end && (marks[end].at.end - marks[begin].at.begin > bytes_max ||
                           (is_behind && marks[begin].at.begin < from))) {
      score -= worth(marks[begin], --counts[marks[begin].wanted]);
      ++begin;
    }
    if (score > best + 1e-4F) {
      best = score;
      found = {begin, end + 1};
    }
  }
  return found;
}

Marker::Marker(const Query& query, std::span<const std::string> languages) : impl_(std::make_unique<Impl>()) {
  impl_->want(query, languages);
}
Marker::Marker(Marker&&) noexcept = default;
Marker::~Marker() = default;

bool Marker::is_empty() const {
  return impl_->wanted.empty();
}

namespace {

std::vector<Span> joined(const std::vector<Mark>& marks) {
  std::vector<Span> spans;
  for (const Mark& mark : marks) {
    if (!spans.empty() && mark.at.begin < spans.back().end)
      spans.back().end = std::max(spans.back().end, mark.at.end);
    else
      spans.push_back(mark.at);
  }
  return spans;
}

}  // namespace

std::vector<Span> Marker::hits(std::string_view text, std::string_view language) {
  if (is_empty()) return {};
  return joined(impl_->marks(text, language));
}

std::vector<Marker::Tally> Marker::tally() const {
  std::vector<Tally> made;
  for (const auto& one : impl_->wanted)
    made.push_back({one.text, one.count});
  return made;
}

std::vector<Passage> Marker::passages(std::string_view text, std::string_view language,
                                      const PassageOptions& options) {
  if (is_empty()) return {};
  const auto marks = impl_->marks(text, language);
  const auto spans = joined(marks);
  std::vector<bool> is_shown(impl_->wanted.size(), false);
  std::vector<Span> taken;  // of the text
  while (taken.size() < options.passages_max) {
    const auto window = impl_->best_window(marks, options.bytes_max * 3 / 4, options.from, is_shown);
    if (window.begin == window.end) break;
    for (auto i = window.begin; i < window.end; ++i)
      is_shown[marks[i].wanted] = true;
    const auto first = marks[window.begin].at.begin;
    auto last = first;
    for (auto i = window.begin; i < window.end; ++i)
      last = std::max(last, marks[i].at.end);
    const auto room = options.bytes_max - std::min<std::size_t>(options.bytes_max, last - first);
    const auto least = first >= options.from ? options.from : 0;
    const auto begin = beginning(text, first, least, room / 2);
    const auto end = ending(text, last, std::max<std::size_t>(begin + options.bytes_max, last));
    const bool overlaps = std::any_of(taken.begin(), taken.end(), [&](const Span& other) {
      return begin < other.end && other.begin < end;
    });
    if (!overlaps) taken.push_back({begin, end});
  }
  std::sort(taken.begin(), taken.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Passage> made;
  for (const Span& span : taken)
    made.push_back(set(text, span.begin, span.end, spans));
  std::erase_if(made, [](const Passage& passage) { return passage.text.empty(); });
  return made;
}

Passage opening(std::string_view text, std::uint32_t from, std::size_t bytes_max) {
  from = std::min(from, static_cast<std::uint32_t>(text.size()));
  const auto end = ending(text, from, from + bytes_max);
  return set(text, from, end, {});
}

}  // namespace hindcast::search
