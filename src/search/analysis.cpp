#include "search/analysis.h"

#include <algorithm>

#include "base/text.h"
#include "search/words.h"

namespace hindcast::search {

std::vector<Place> places_of(std::string_view text, bool is_prefix, std::span<const std::string> languages) {
  std::vector<Place> places;
  WordReader reader(text);
  Word word;
  bool after_pair = false;
  bool ends_in_tail = false;
  while (reader.next(word)) {
    if (word.shape == Shape::part) continue;
    // The pair before holds this character already; in a longer text it need not be the tail.
    const bool is_held = word.shape == Shape::tail && after_pair && word.is_joined;
    after_pair = word.shape == Shape::pair;
    ends_in_tail = word.shape == Shape::tail && !is_held;
    if (is_held) continue;
    Place place;
    place.position = word.position;
    place.terms = terms_of(word.text, languages);
    if (ends_in_tail) place.prefix = folded(word.text);
    places.emplace_back(std::move(place));
    if (is_prefix) places.back().prefix.assign(word.text);
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool is_last = i + 1 == places.size();
    if (!is_last)
      places[i].prefix.clear();
    else if (is_prefix)
      places[i].prefix = folded(places[i].prefix);
    else if (!ends_in_tail)
      places[i].prefix.clear();
  }
  const std::uint32_t first = places.empty() ? 0 : places.front().position;
  for (Place& place : places)
    place.position -= first;
  return places;
}

Status admit(const Query& query) {
  struct Step {
    const Query* node;
    int depth;
  };
  std::vector<Step> left{{&query, 1}};
  std::size_t nodes = 0;
  while (!left.empty()) {
    const Step step = left.back();
    left.pop_back();
    if (++nodes > nodes_max) return Error{ErrorCode::invalid, "the query has too many parts"};
    if (step.depth > depth_max) return Error{ErrorCode::invalid, "the query is nested too deeply"};
    if (step.node->parts.size() > nodes_max) return Error{ErrorCode::invalid, "the query has too many parts"};
    for (const Query& part : step.node->parts)
      left.push_back({&part, step.depth + 1});
  }
  return Ok();
}

AttributeName folded_attribute(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view value = colon == text.size() ? std::string_view() : text.substr(colon + 1);
  return {folded(trimmed(text.substr(0, colon))), folded(trimmed(value))};
}

}  // namespace hindcast::search
