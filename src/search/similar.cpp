#include "search/similar.h"

#include <algorithm>

#include "search/ranking.h"
#include "search/vocabulary.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

struct Telling {
  std::string term;
  float count = 0;
  float weight = 0;
};

// The terms of a text, each with how often it stands there.
std::vector<Telling> terms_of_text(const Entry& like) {
  Vocabulary vocabulary;
  vocabulary.speak(like.language);
  std::vector<float> counts;
  Word word;
  for (const Piece& piece : like.pieces) {
    WordReader reader(piece.text);
    while (reader.next(word)) {
      if (word.shape == Shape::tail) continue;  // the pair before it tells more
      const std::uint32_t term = vocabulary.term(word);
      if (term >= counts.size()) counts.resize(term + 1);
      counts[term] += 1.0F + static_cast<float>(boost_of(piece.field));
    }
  }
  std::vector<Telling> terms;
  for (std::uint32_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) terms.push_back({std::string(vocabulary.terms().text(i)), counts[i]});
  // In the order of the dictionary, whose pages are then read one after the other.
  std::sort(terms.begin(), terms.end(), [](const Telling& a, const Telling& b) { return a.term < b.term; });
  return terms;
}

Segment* largest(std::span<Segment* const> segments) {
  return *std::max_element(segments.begin(), segments.end(), [](const Segment* a, const Segment* b) {
    return a->documents() < b->documents();
  });
}

// How much a word says: rare among documents, repeated in this one.
float telling_weight(float count, std::uint64_t with, std::uint64_t all) {
  return weight_of(with, all) * count / (count + 2);
}

// Says nothing about what a text is about: "the".
bool is_everywhere(std::uint64_t with, std::uint64_t all) {
  return with >= 3 && 2 * with > all;
}

}  // namespace

Result<Plan> plan_similar(Planner& planner, const Entry& like, bool is_indexed) {
  Plan plan{.kind = Plan::Kind::any_of};
  if (planner.segments.empty()) return plan;
  // The largest segment says well enough which words are rare; only the chosen are looked up in all.
  Segment* sample = largest(planner.segments);
  std::vector<Telling> terms = terms_of_text(like);
  for (Telling& telling : terms) {
    const auto entry = TRY(sample->find(telling.term));
    if (entry || planner.segments.size() > 1)
      telling.weight = telling_weight(telling.count, entry ? entry->documents : 1, sample->documents());
  }
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Telling& a, const Telling& b) { return a.weight > b.weight; });
  for (const Telling& telling : terms) {
    if (plan.parts.size() == telling_words_max || telling.weight <= 0) break;
    Plan word = TRY(planner.plan_term(telling.term, 0));
    const std::uint64_t with = word.places.front().documents;
    if (with < (is_indexed ? 2u : 1u) || is_everywhere(with, planner.documents)) continue;
    word.weight = telling_weight(telling.count, with, planner.documents) * weight_of(with, planner.documents);
    plan.parts.push_back(std::move(word));
  }
  return plan;
}

}  // namespace hindcast::search
