#include "recall/words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <string>
#include <utility>

#include "base/assert.h"
#include "base/hash.h"
#include "base/text.h"

namespace hindcast::recall {

extern const std::string_view words_text;  // words.tsv, built in

namespace {

std::uint32_t hash_of(std::string_view bytes) {
  const auto hash = fnv(bytes);
  return static_cast<std::uint32_t>(hash ^ hash >> 32u);
}

std::string_view without_ending(std::string_view word) {
  switch (word.empty() ? '\0' : word.back()) {  // the others have none of the endings
    case 's':
    case 'g':
    case 'd':
    case 'e':
    case 'n':
    case 'y':
      break;
    default:
      return word;
  }
  for (const std::string_view ending :
       {"ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"}) {
    if (word.size() < ending.size() + 3 || !word.ends_with(ending)) continue;
    word.remove_suffix(ending.size());
    const char last = word.back();
    const bool is_doubled = word.size() > 3 && last == word[word.size() - 2] && last != 's' && last != 'l';
    if (is_doubled && ending != "s" && ending != "e") word.remove_suffix(1);  // "shipped", "logging"
    return word;
  }
  return word;
}

enum class Meaning : std::uint8_t { none, empty, remedy, thing };

struct Known {
  Meaning meaning{};
  std::uint32_t stem = 0, term = 0;
};

// Phrases of four bytes and more that are looked for in small letters. All but a few places of a text are
// told from those where one may begin by the four bytes there.
class Phrases {
 public:
  void add(std::string_view phrase) {
    HC_ASSERT(phrase.size() >= 4);
    const auto at = place_of(phrase.data());
    begins_[at / 64] |= std::uint64_t{1} << at % 64;
    all_.push_back(phrase);
  }
  bool are_in(std::string_view small) const {
    for (std::size_t i = 0; i + 4 <= small.size(); ++i) {
      const auto at = place_of(small.data() + i);
      if ((begins_[at / 64] >> at % 64 & 1) == 0) continue;
      const auto rest = small.substr(i);
      if (std::any_of(all_.begin(), all_.end(), [&](std::string_view one) { return rest.starts_with(one); }))
        return true;
    }
    return false;
  }

 private:
  static std::size_t place_of(const char* four) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, four, sizeof bytes);
    return (bytes * 0x9E3779B1U) >> 20;  // the upper 12 bits of the product: Knuth's multiplicative hash
  }

  std::vector<std::string_view> all_;
  std::array<std::uint64_t, 64> begins_{};
};

// words.tsv by the hash of each word's stem.
class Table {
 public:
  Table() {
    std::string_view rest = words_text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      add_line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  Known find(std::uint32_t stem) const {
    for (auto at = stem % known_.size();; at = (at + 1) % known_.size()) {
      if (known_[at].meaning == Meaning::none) return {};
      if (known_[at].stem == stem) return known_[at];
    }
  }
  const Phrases& asks() const { return asks_; }
  const Phrases& bookkeeping() const { return bookkeeping_; }
  const Phrases& advice() const { return advice_; }
  const std::vector<std::string_view>& folders() const { return folders_; }

 private:
  Phrases* phrases_of(std::string_view kind) {
    if (kind == "asks") return &asks_;
    if (kind == "bookkeeping") return &bookkeeping_;
    return kind == "advice" ? &advice_ : nullptr;
  }
  void add_line(std::string_view line) {
    const auto kind_end = line.find('\t'), name_end = line.find('\t', kind_end + 1);
    if (line.starts_with("#") || name_end == line.npos) return;
    const auto kind = line.substr(0, kind_end);
    auto* phrases = phrases_of(kind);
    if (phrases != nullptr || kind == "folder") {
      for (auto at = name_end + 1; at < line.size();) {
        const auto end = std::min(line.find('|', at), line.size());
        const auto one = line.substr(at, end - at);
        phrases != nullptr ? phrases->add(one) : folders_.push_back(one);
        at = end + 1;
      }
      return;
    }
    const auto meaning = kind == "empty"    ? Meaning::empty
                         : kind == "remedy" ? Meaning::remedy
                                            : Meaning::thing;
    std::string name("=");  // no word of a text: a name need not be one of its words
    name += line.substr(kind_end + 1, name_end - kind_end - 1);
    for (auto at = name_end + 1; at < line.size();) {
      const auto end = std::min(line.find(' ', at), line.size());
      put(hash_of(without_ending(line.substr(at, end - at))), meaning, hash_of(name));
      at = end + 1;
    }
  }
  // The first line that has a word holds.
  void put(std::uint32_t stem, Meaning meaning, std::uint32_t term) {
    ++count_;
    HC_ASSERT(count_ * 2 < known_.size());
    auto at = stem % known_.size();
    while (known_[at].meaning != Meaning::none && known_[at].stem != stem)
      at = (at + 1) % known_.size();
    if (known_[at].meaning == Meaning::none) known_[at] = {meaning, stem, term};
  }

  std::array<Known, 4096> known_;  // by stem, the next free place for one whose place is taken
  std::size_t count_ = 0;
  Phrases asks_, bookkeeping_, advice_;
  std::vector<std::string_view> folders_;
};

const Table& table() {
  static const Table made;
  return made;
}

bool is_ascii_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

enum class Script : std::uint8_t { none, spaced, hiragana, kana, dense };

// What a character of several bytes is part of. Ideographs and kana are written without spaces; hiragana are
// endings and particles for the most part.
Script script_of(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  const auto second = static_cast<unsigned char>(character[1]);
  if (character.size() == 2) return lead >= 0xC3 && character != "\xC3\x97" ? Script::spaced : Script::none;
  if (character.size() == 4)
    return lead == 0xF0 && second >= 0xA0 ? Script::dense  // rare ideographs
                                          : Script::none;  // emoji and the like
  if (lead < 0xE2) return Script::spaced;
  if (lead == 0xE2 || lead == 0xEF) return Script::none;    // dashes, quotes, arrows; full-width punctuation
  if (lead == 0xE3 && second == 0x80) return Script::none;  // 、。「」
  if (lead == 0xE3 && character < "\xE3\x82\xA0") return Script::hiragana;
  if (lead == 0xE3 && character < "\xE3\x84\x80") return Script::kana;
  return lead >= 0xEA && lead <= 0xED && character >= "\xEA\xB0\x80" ? Script::spaced  // Hangul
                                                                     : Script::dense;
}

// "https://…" and "[[PM-2]]" say where, not what.
std::size_t after_reference(std::string_view text, std::size_t at) {
  if (text[at] != 'h' && text[at] != 'w' && text[at] != '[') return at;
  constexpr std::size_t reference_bytes_max = 300;
  const auto rest = text.substr(at);
  if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www."))
    return at + std::min(rest.find_first_of(" \t\r\n)>]"), rest.size());
  if (rest.starts_with("[["))
    if (const auto end = rest.substr(0, reference_bytes_max).find("]]"); end != rest.npos)
      return at + end + 2;
  return at;
}

// Calls take(run, script, at) for each longest run of characters of one script. Words of ASCII, which most
// text is made of, are passed in one go.
template <typename Take>
void each_run(std::string_view text, const Take& take) {
  std::size_t begin = 0, at = 0;
  auto running = Script::none;
  const auto end_at = [&](std::size_t end, Script next) {
    if (running != Script::none) take(text.substr(begin, end - begin), running, begin);
    begin = end;
    running = next;
  };
  const auto skip_reference = [&] {
    const auto after = after_reference(text, at);
    if (after == at) return false;
    end_at(at, Script::none);
    at = after;
    return true;
  };
  while (at < text.size()) {
    if (is_ascii_word(text[at])) {
      if (running != Script::spaced) {
        if (skip_reference()) continue;
        end_at(at, Script::spaced);
      }
      while (++at < text.size() && is_ascii_word(text[at])) {
      }
      continue;
    }
    const bool is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
    if (is_ascii && skip_reference()) continue;
    const auto size = is_ascii ? 1 : std::max<std::size_t>(utf8_sequence(text.substr(at)), 1);
    const auto script = size > 1 ? script_of(text.substr(at, size)) : Script::none;
    if (script != running) end_at(at, script);
    at += size;
  }
  end_at(text.size(), Script::none);
}

// A pair of ideographs at a time; one that stands alone as it is.
template <typename Take>
void each_pair(std::string_view run, const Take& take) {
  std::size_t last = 0, at = std::max<std::size_t>(utf8_sequence(run), 1);
  if (at >= run.size()) take(run);
  while (at < run.size()) {
    const auto next = at + std::max<std::size_t>(utf8_sequence(run.substr(at)), 1);
    take(run.substr(last, next - last));
    last = at;
    at = next;
  }
}

constexpr float pair_size = 0.5F, explaining_size = 0.4F;

// Calls take(word, at) for each word of `text` that says something.
template <typename Take>
void each_word(std::string_view text, const Take& take) {
  std::string small;
  const auto tell = [&](std::string_view piece, Word word, std::size_t at) {
    const auto known = table().find(word.term);
    if (known.meaning == Meaning::empty) return;
    if (known.meaning != Meaning::none) word = {known.term, WordKind::plain, 1};
    if (known.meaning == Meaning::remedy) word.kind = WordKind::remedy;
    if (known.meaning == Meaning::none && piece.size() < 3) return;
    take(word, at);
  };
  each_run(text, [&](std::string_view run, Script script, std::size_t at) {
    if (script == Script::hiragana) return;
    if (script == Script::dense) {
      each_pair(run, [&](std::string_view pair) {
        tell(pair, {hash_of(pair), WordKind::plain, pair_size}, at);
      });
      return;
    }
    small.assign(run);
    bool has_digit = false;
    for (char& c : small) {
      c = lower(c);
      has_digit |= c >= '0' && c <= '9';
    }
    const auto term = hash_of(has_digit ? std::string_view(small) : without_ending(small));
    if (has_digit && table().find(term).meaning == Meaning::none)
      take(Word{term, WordKind::code, 1}, at);
    else
      tell(small, {term, WordKind::plain, 1}, at);
  });
}

// Where what explains a promise begins: behind " - ", " – ", ": ", "。" or "; " once enough was said.
std::size_t explaining_from(std::string_view text) {
  constexpr int words_min = 3;
  std::size_t nearest = text.size();
  for (const std::string_view mark : {": ", " - ", " — ", " – ", "; ", ". ", "。", "：", "→"})
    for (auto at = text.find(mark); at < nearest; at = text.find(mark, at + 1))
      if (count_words(text.substr(0, at)) >= words_min) nearest = at;
  return nearest;
}

}  // namespace

std::vector<Word> promise_words(std::string_view text) {
  constexpr std::size_t words_max = 400;  // no promise is longer; a pasted log is
  constexpr std::size_t text_bytes_max = 8000;
  text = first_bytes(text, text_bytes_max);
  const auto explains = explaining_from(text);
  std::vector<Word> words;
  std::size_t looked_at = 0;
  int depth = 0;  // of brackets
  each_word(text, [&](Word word, std::size_t at) {
    if (words.size() >= words_max) return;
    for (; looked_at < at; ++looked_at) {
      if (text[looked_at] == '(') ++depth;
      if (text[looked_at] == ')' && depth > 0) --depth;
    }
    if (at >= explains || depth > 0) word.size *= explaining_size;
    words.push_back(word);
  });
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return a.term != b.term ? a.term < b.term : a.size > b.size;
  });
  const auto is_same = [](const Word& a, const Word& b) { return a.term == b.term; };
  words.erase(std::unique(words.begin(), words.end(), is_same), words.end());
  return words;
}

int count_words(std::string_view text) {
  int count = 0;
  each_run(text, [&](std::string_view run, Script script, std::size_t) {
    if (script != Script::dense) return void(++count);
    each_pair(run, [&](std::string_view) { ++count; });
  });
  return count;
}

bool asks_for_something(std::string_view text) {
  return table().asks().are_in(lower(text));
}

bool is_about_its_document(std::string_view text) {
  return table().bookkeeping().are_in(lower(text));
}

bool is_advice(std::string_view heading) {
  return table().advice().are_in(lower(heading));
}

bool divides_by_kind_or_time(std::string_view folder) {
  const auto small = lower(folder);
  const auto& known = table().folders();
  const bool is_number = !small.empty() && small[0] >= '0' && small[0] <= '9';
  return small.empty() || is_number || small == "." ||
         std::find(known.begin(), known.end(), small) != known.end();
}

std::vector<std::uint32_t> terms_of(std::string_view text) {
  std::vector<std::uint32_t> terms;
  each_word(text, [&](const Word& word, std::size_t) { terms.push_back(word.term); });
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<std::uint32_t> about_terms(std::string_view title, std::string_view text) {
  constexpr std::size_t terms_max = 160, read_bytes_max = 64 << 10;
  std::vector<std::uint32_t> said;
  each_word(first_bytes(text, read_bytes_max),
            [&](const Word& word, std::size_t) { said.push_back(word.term); });
  std::sort(said.begin(), said.end());
  std::vector<std::pair<std::size_t, std::uint32_t>> most;  // how often, and which
  for (std::size_t i = 0, end = 0; i < said.size(); i = end) {
    while (end < said.size() && said[end] == said[i])
      ++end;
    if (end - i >= 2) most.emplace_back(end - i, said[i]);
  }
  std::sort(most.begin(), most.end(), std::greater<>());
  if (most.size() > terms_max) most.resize(terms_max);
  auto terms = terms_of(title);
  for (const auto& [count, term] : most)
    terms.push_back(term);
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<std::uint32_t> sketch_of(std::string_view text) {
  constexpr std::size_t kept_max = 48, read_bytes_max = 64 << 10;
  std::vector<std::uint32_t> hashes;
  std::uint32_t words[4] = {};
  std::size_t count = 0;
  each_run(first_bytes(text, read_bytes_max), [&](std::string_view run, Script, std::size_t) {
    words[count++ % 4] = hash_of(run);
    if (count < 4) return;
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < 4; ++i)  // in the order of the text, whichever stands first in `words`
      hash = (hash ^ words[(count + i) % 4]) * 0x9E3779B97F4A7C15u;
    hashes.push_back(static_cast<std::uint32_t>(hash >> 32u));
  });
  // Repeated ones apart, the smallest are among the first few: the rest need no order.
  constexpr std::size_t sorted_max = 4 * kept_max;
  if (hashes.size() > sorted_max) {
    std::nth_element(hashes.begin(), hashes.begin() + sorted_max, hashes.end());
    hashes.resize(sorted_max);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > kept_max) hashes.resize(kept_max);
  return hashes;
}

double sketch_likeness(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  constexpr std::size_t told_min = 24;  // hashes: short texts are alike because they are short
  if (std::min(a.size(), b.size()) < told_min) return 0;
  std::size_t shared = 0, all = 0;
  const auto most = std::max(a.size(), b.size());
  for (std::size_t i = 0, k = 0; all < most && (i < a.size() || k < b.size()); ++all) {
    if (k == b.size() || (i < a.size() && a[i] < b[k]))
      ++i;
    else if (i == a.size() || b[k] < a[i])
      ++k;
    else
      ++shared, ++i, ++k;
  }
  return all > 0 ? static_cast<double>(shared) / static_cast<double>(all) : 0;
}

}  // namespace hindcast::recall
