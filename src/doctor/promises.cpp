#include "doctor/promises.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "doctor/words.h"

namespace hindcast::doctor {
namespace {

constexpr float shared_min = 3;            // words: two that agree are a subject, not a promise
constexpr int short_words_min = 4;         // unless all agree, and it is said in as many words
constexpr std::size_t looked_at_max = 48;  // of a word's promises: a list that everybody copies stays cheap

struct Weighed {
  std::uint64_t hash = 0;
  float weight = 0;  // rarity included
  float size = 0;    // how much of a word it is
};

struct Known {
  std::vector<Weighed> words;  // by hash
  double weight = 0;
};

// In how many documents each word stands.
class Rarity {
 public:
  void add(std::uint32_t document, const std::vector<Word>& words) {
    if (document != document_ || documents_ == 0) ++documents_;
    document_ = document;
    for (const auto& word : words) {
      auto& seen = seen_[word.hash];
      if (seen.last == documents_) continue;
      seen.last = documents_;
      ++seen.times;
    }
  }
  double of(std::uint64_t hash) const {
    return std::log(1.0 + documents_ / static_cast<double>(seen_.at(hash).times));
  }

 private:
  struct Seen {
    std::uint32_t times = 0, last = 0;
  };
  std::unordered_map<std::uint64_t, Seen> seen_;
  std::uint32_t documents_ = 0, document_ = 0;
};

// Twice what is shared over all there is; nothing when too few words are shared to tell.
std::optional<double> likeness(const Known& a, const Known& b, bool is_short_enough) {
  double shared = 0;
  float words = 0;
  for (auto i = a.words.begin(), k = b.words.begin(); i != a.words.end() && k != b.words.end();) {
    if (i->hash != k->hash) {
      i->hash < k->hash ? ++i : ++k;
      continue;
    }
    shared += i->weight;
    words += std::min(i->size, 1.0F);
    ++i, ++k;
  }
  if (!(shared > 0)) return std::nullopt;
  const double made = 2 * shared / (a.weight + b.weight);
  constexpr double same = 0.999;
  if (words < shared_min && !(made >= same && is_short_enough && words >= shared_min - 1))
    return std::nullopt;
  return std::min(made, 1.0);
}

class Finder {
 public:
  explicit Finder(std::span<const Promise> promises) : promises_(promises) {
    order_.resize(promises.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(promises[a].date, promises[a].document) <
             std::tie(promises[b].date, promises[b].document);
    });
    std::vector<std::vector<Word>> words(promises.size());
    for (const auto i : order_) {
      words[i] = promise_words(headline(promises[i].text));
      rarity_.add(promises[i].document, words[i]);
    }
    compared_.resize(promises.size());
    known_.resize(promises.size());
    for (const auto i : order_)
      for (const auto& word : words[i]) {
        const auto weight = word.weight * rarity_.of(word.hash);
        known_[i].words.push_back({word.hash, static_cast<float>(weight), word.weight});
        known_[i].weight += weight;
      }
  }

  std::vector<Repeat> run() {
    std::vector<Repeat> found;
    for (const auto i : order_) {
      if (auto best = best_before(i)) found.push_back(*best);
      index(i);
    }
    std::sort(found.begin(), found.end(), [](const Repeat& a, const Repeat& b) { return a.later < b.later; });
    return found;
  }

 private:
  // The rarest words: two promises that are alike enough share at least one of them, since what is left of
  // either weighs less than what they must share.
  std::vector<std::uint64_t> keys_of(std::uint32_t at) const {
    auto words = known_[at].words;
    std::sort(words.begin(), words.end(), [](const Weighed& a, const Weighed& b) {
      return std::tie(b.weight, a.hash) < std::tie(a.weight, b.hash);
    });
    const double needed = likeness_min / (2 - likeness_min) * known_[at].weight;
    double left = known_[at].weight;
    std::vector<std::uint64_t> keys;
    for (const auto& word : words) {
      if (left < needed) break;
      keys.push_back(word.hash);
      left -= word.weight;
    }
    return keys;
  }

  std::optional<Repeat> best_before(std::uint32_t at) {
    const auto& promise = promises_[at];
    const bool is_told = count_words(promise.text) >= short_words_min && !promise.is_heading;
    std::optional<Repeat> best;
    const auto look = [&](std::uint32_t earlier) {
      if (compared_[earlier] == at + 1) return;  // found by another word already
      compared_[earlier] = at + 1;
      const auto& other = promises_[earlier];
      if (other.document == promise.document || !(other.date < promise.date)) return;
      const auto made = likeness(known_[earlier], known_[at], is_told);
      if (!made || *made < likeness_min) return;
      const bool is_better = !best || *made > best->likeness ||
                             (*made == best->likeness && rank_[earlier] < rank_[best->earlier]);
      if (is_better)
        best = Repeat{earlier, at, *made, days_from_epoch(promise.date) - days_from_epoch(other.date)};
    };
    for (const auto key : keys_of(at)) {
      const auto& list = index_[key];
      if (list.empty()) continue;
      look(list.front());  // whoever said it first
      const auto from = list.size() > looked_at_max ? list.size() - looked_at_max : 0;
      for (auto i = from; i < list.size(); ++i)
        look(list[i]);
    }
    return best;
  }

  void index(std::uint32_t at) {
    rank_.try_emplace(at, static_cast<std::uint32_t>(rank_.size()));
    for (const auto key : keys_of(at))
      index_[key].push_back(at);
  }

  std::span<const Promise> promises_;
  std::vector<std::uint32_t> order_;  // by day
  std::vector<Known> known_;
  std::vector<std::uint32_t> compared_;  // the last promise that each was compared with, and one
  Rarity rarity_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> index_;
  std::unordered_map<std::uint32_t, std::uint32_t> rank_;  // of a promise in `order_`
};

}  // namespace

std::vector<Repeat> repeated_promises(std::span<const Promise> promises) {
  return Finder(promises).run();
}

}  // namespace hindcast::doctor
