#include "recall/alike.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "recall/words.h"

namespace hindcast::recall {
namespace {

// Set on real postmortems: above them nearly every pair is one promise, and below begin those that only speak
// of the same thing. docs/ledger.md tells what they find.
constexpr double score_min = 0.72;
constexpr double likeness_min = 0.42, lesson_likeness_min = 0.9;
constexpr double kinship_weight = 0.6;      // of its square: documents of one team are a little alike always
constexpr double citing_bonus = 0.2;        // "(PM-12 again)"
constexpr double elsewhere_penalty = 0.15;  // of another home: others may have promised it
constexpr double few_words_penalty = 0.1;
constexpr double done_penalty = 0.15;  // what was done is mostly built upon, not promised again
constexpr double other_remedy_share = 0.7;
constexpr double shared_min = 2.9;    // words: two that agree are a subject, not a promise
constexpr double sentence_min = 1.9;  // unless a sentence says it, not a heading
constexpr int sentence_words_min = 4;

struct Weighed {
  std::uint32_t term = 0;
  float weight = 0;  // rarity included
  float size = 0;
  WordKind kind{};
};

struct Known {
  std::vector<Weighed> words;  // by term
  bool has_remedy = false;
  bool is_told = false;  // in a sentence
};

using facts::ActionState;
using Terms = std::vector<std::uint32_t>;

bool holds(const Terms& terms, std::uint32_t term) {
  return std::binary_search(terms.begin(), terms.end(), term);
}

// What the words of two promises share and don't.
struct Overlap {
  double shared = 0, other = 0;  // weights
  double words = 0;              // that are shared, small ones in part
  bool has_same_remedy = false;

  void add_shared(const Weighed& a, const Weighed& b) {
    shared += std::max(a.weight, b.weight);
    words += std::min(1.0F, std::max(a.size, b.size));
    has_same_remedy |= a.kind == WordKind::remedy;
  }
  void add_other(const Weighed& word, const Source& elsewhere) {
    constexpr double spoken_of_share = 0.5, explaining_share = 0.4, explaining_size = 0.45;
    double weight = word.weight;
    if (word.kind == WordKind::plain && holds(elsewhere.about, word.term)) weight *= spoken_of_share;
    if (word.size < explaining_size) weight *= explaining_share;
    other += weight;
  }
};

Overlap overlap_of(const Known& a, const Source& source_a, const Known& b, const Source& source_b) {
  Overlap made;
  auto i = a.words.begin(), k = b.words.begin();
  while (i != a.words.end() || k != b.words.end()) {
    if (k == b.words.end() || (i != a.words.end() && i->term < k->term))
      made.add_other(*i++, source_b);
    else if (i == a.words.end() || k->term < i->term)
      made.add_other(*k++, source_a);
    else
      made.add_shared(*i++, *k++);
  }
  return made;
}

}  // namespace

struct Alike::Impl {
  std::span<const Source> sources;
  std::vector<std::size_t> begins;  // of each source's promises in `known`
  std::vector<Known> known;
  std::unordered_map<std::uint32_t, std::uint32_t> counts;  // documents that have a term

  void count(const Source& source, const std::vector<std::vector<Word>>& words) {
    Terms all = source.about;
    for (const auto& promise : words)
      for (const auto& word : promise)
        all.push_back(word.term);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (const auto term : all)
      ++counts[term];
  }

  // Of few documents none is rare: some more are taken for granted.
  double rarity(std::uint32_t term) const {
    constexpr double granted = 20;
    const auto found = counts.find(term);
    const double times = found == counts.end() ? 1 : found->second;
    return std::log(1.0 + (static_cast<double>(sources.size()) + granted) / times);
  }

  Known weighed(const std::vector<Word>& words, const Promise& promise) const {
    constexpr double code_weight = 1.5;
    Known made;
    for (const auto& word : words) {
      const double weight = rarity(word.term) * word.size * (word.kind == WordKind::code ? code_weight : 1);
      made.words.push_back({word.term, static_cast<float>(weight), word.size, word.kind});
      made.has_remedy |= word.kind == WordKind::remedy;
    }
    made.is_told = !promise.is_heading && count_words(promise.text) >= sentence_words_min;
    return made;
  }

  const Known& at(Mention mention) const { return known[begins[mention.source] + mention.promise]; }

  double dice(const Terms& a, const Terms& b) const {
    double shared = 0, all = 0;
    for (const auto term : a) {
      const auto weight = rarity(term);
      all += weight;
      if (holds(b, term)) shared += weight;
    }
    for (const auto term : b)
      all += rarity(term);
    return all > 0 ? 2 * shared / all : 0;
  }
};

Alike::Alike(std::span<const Source> sources) : impl_(std::make_unique<Impl>()) {
  impl_->sources = sources;
  std::vector<std::vector<std::vector<Word>>> words(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    for (const auto& promise : sources[i].promises)
      words[i].push_back(promise_words(promise.text));
    impl_->count(sources[i], words[i]);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    impl_->begins.push_back(impl_->known.size());
    for (std::size_t k = 0; k < words[i].size(); ++k)
      impl_->known.push_back(impl_->weighed(words[i][k], sources[i].promises[k]));
    words[i] = {};
  }
}

Alike::~Alike() = default;

std::vector<std::uint32_t> Alike::keys_of(Mention mention, std::size_t count_max) const {
  auto words = impl_->at(mention).words;
  std::sort(words.begin(), words.end(), [](const Weighed& a, const Weighed& b) {
    return std::tie(b.weight, a.term) < std::tie(a.weight, b.term);
  });
  if (words.size() > count_max) words.resize(count_max);
  std::vector<std::uint32_t> keys;
  for (const auto& word : words)
    keys.push_back(word.term);
  return keys;
}

std::optional<Judged> Alike::judge(Mention earlier, Mention later) const {
  const auto& a = impl_->at(earlier);
  const auto& b = impl_->at(later);
  const auto& source_a = impl_->sources[earlier.source];
  const auto& source_b = impl_->sources[later.source];
  const auto& said_a = source_a.promises[earlier.promise];
  const auto& said_b = source_b.promises[later.promise];
  const auto overlap = overlap_of(a, source_a, b, source_b);
  const bool is_told = a.is_told && b.is_told;
  if (overlap.words < (is_told ? sentence_min : shared_min)) return std::nullopt;

  Judged made;
  made.likeness = 2 * overlap.shared / (2 * overlap.shared + overlap.other);
  if (a.has_remedy && b.has_remedy && !overlap.has_same_remedy) made.likeness *= other_remedy_share;
  const bool has_lesson = said_a.role == facts::ItemRole::lesson || said_b.role == facts::ItemRole::lesson;
  if (made.likeness < (has_lesson ? lesson_likeness_min : likeness_min)) return std::nullopt;

  made.kinship = std::max(impl_->dice(source_a.title_terms, source_b.title_terms),
                          impl_->dice(source_a.about, source_b.about));
  made.score = made.likeness + kinship_weight * made.kinship * made.kinship;
  made.cites = !source_a.code.empty() && said_b.text.find(source_a.code) != std::string::npos;
  if (made.cites) made.score += citing_bonus;
  if (said_a.state == ActionState::done || said_a.state == ActionState::verified) made.score -= done_penalty;
  if (overlap.words < shared_min) made.score -= few_words_penalty;
  if (source_a.home != source_b.home) made.score -= elsewhere_penalty;
  if (made.score < score_min) return std::nullopt;
  return made;
}

}  // namespace hindcast::recall
