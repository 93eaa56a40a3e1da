#include "search/naive.h"

#include <algorithm>
#include <map>
#include <set>

#include "search/analysis.h"
#include "search/ranking.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

using Document = Naive::Document;
using Term = Naive::Term;

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool is_at(const Place& place, const Term& term) {
  return std::find(place.terms.begin(), place.terms.end(), term.term) != place.terms.end() ||
         (!place.prefix.empty() && (begins(term.term, place.prefix) || begins(term.surface, place.prefix)));
}

// How often the phrase stands in the document, boosts included.
std::uint32_t count(const std::vector<Place>& places, std::optional<Field> field, const Document& document) {
  std::uint32_t times = 0, boost = 0;
  for (const Term& first : document.terms) {
    if (field && first.field != *field) continue;
    if (!is_at(places.front(), first)) continue;
    const bool is_whole = std::all_of(places.begin() + 1, places.end(), [&](const Place& place) {
      return std::any_of(document.terms.begin(), document.terms.end(), [&](const Term& term) {
        return term.position == first.position + place.position && is_at(place, term);
      });
    });
    if (!is_whole) continue;
    ++times;
    boost += boost_of(first.field);
  }
  return times + std::min(boost, boost_max);
}

bool matches(const Query& query, const std::vector<std::string>& languages, const Document& document);

bool has_attribute(const Query& query, const Document& document) {
  const AttributeName wanted = folded_attribute(query.text);
  return std::any_of(document.attributes.begin(), document.attributes.end(), [&](const std::string& one) {
    const AttributeName given = folded_attribute(one);
    if (given.name != wanted.name) return false;
    return query.kind == Query::Kind::attribute ? given.value == wanted.value
                                                : begins(given.value, wanted.value);
  });
}

bool matches(const Query& query, const std::vector<std::string>& languages, const Document& document) {
  const auto is_match = [&](const Query& part) { return matches(part, languages, document); };
  using Kind = Query::Kind;
  switch (query.kind) {
    case Kind::all:
      return true;
    case Kind::words:
    case Kind::phrase:
    case Kind::prefix: {
      const auto places = places_of(query.text, query.kind == Kind::prefix, languages);
      return !places.empty() && count(places, query.field, document) > 0;
    }
    case Kind::attribute:
    case Kind::attribute_prefix:
      return has_attribute(query, document);
    case Kind::dates:
      return document.has_day && document.day >= days_from_epoch(query.first) &&
             document.day <= days_from_epoch(query.last);
    case Kind::all_of:
      return std::all_of(query.parts.begin(), query.parts.end(), is_match);
    case Kind::any_of:
      return std::any_of(query.parts.begin(), query.parts.end(), is_match);
    case Kind::none_of:
      return std::none_of(query.parts.begin(), query.parts.end(), is_match);
  }
  return false;
}

// The scores of everything that is looked for, whether or not it was what made the document match.
void add_scores(const Query& query, const std::vector<std::string>& languages,
                const std::vector<Document>& all, std::map<std::int64_t, double>& scores) {
  if (query.kind == Query::Kind::none_of) return;
  for (const Query& part : query.parts)
    add_scores(part, languages, all, scores);
  if (query.kind != Query::Kind::words && query.kind != Query::Kind::phrase &&
      query.kind != Query::Kind::prefix)
    return;
  const auto places = places_of(query.text, query.kind == Query::Kind::prefix, languages);
  if (places.empty()) return;
  float weight = 0;
  for (const Place& place : places) {
    std::map<std::string, std::set<std::int64_t>> with;
    for (const Document& document : all)
      for (const Term& term : document.terms)
        if (is_at(place, term)) with[term.term].insert(document.id);
    std::uint64_t documents = 0;
    for (const auto& [term, ids] : with)
      documents += ids.size();
    weight += weight_of(documents, all.size());
  }
  for (const Document& document : all)
    if (const std::uint32_t times = count(places, query.field, document))
      scores[document.id] += weight * saturation(times, document.length);
}

std::vector<Facet> facets_of(const std::vector<const Document*>& found, const SearchOptions& options) {
  std::vector<Facet> facets;
  for (const std::string& name : options.facets) {
    std::map<std::string, std::map<std::string, std::uint64_t>> spellings;
    std::map<std::string, std::uint64_t> counts;
    for (const Document* document : found) {
      std::set<std::string> seen;
      std::set<std::string> written;
      for (const std::string& attribute : document->attributes) {
        const AttributeName folded = folded_attribute(attribute);
        if (folded.name != folded_attribute(name).name) continue;
        if (seen.insert(folded.value).second) ++counts[folded.value];
        const std::string value(trimmed(std::string_view(attribute).substr(attribute.find(':') + 1)));
        if (written.insert(value).second) ++spellings[folded.value][value];
      }
    }
    Facet facet{.name = name};
    for (const auto& [value, documents] : counts) {
      const auto& ways = spellings[value];
      const auto usual = std::max_element(ways.begin(), ways.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
      facet.values.emplace_back(FacetValue{usual->first, documents});
    }
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.documents > b.documents; });
    facet.is_complete = facet.values.size() <= options.facet_values_max;
    if (!facet.is_complete) facet.values.resize(options.facet_values_max);
    facets.emplace_back(std::move(facet));
  }
  return facets;
}

}  // namespace

void Naive::put(const Entry& entry) {
  remove(entry.id);
  Document document{.id = entry.id, .attributes = entry.attributes};
  document.has_day = entry.date.has_value();
  if (entry.date) document.day = days_from_epoch(*entry.date);
  const std::string language(stemmer_language(entry.language));
  if (std::find(languages_.begin(), languages_.end(), language) == languages_.end())
    languages_.push_back(language);
  Stemmer stemmer(language);
  std::uint32_t position = 0;
  for (const Piece& piece : entry.pieces) {
    WordReader reader(piece.text, position);
    Word word;
    while (reader.next(word)) {
      document.terms.push_back(
          {std::string(stemmer.term(word.text)), folded(word.text), word.position, piece.field});
      position = word.position + 2;
    }
  }
  document.length = length_code(static_cast<std::uint32_t>(document.terms.size()));
  const auto place = std::lower_bound(documents_.begin(), documents_.end(), entry.id,
                                      [](const Document& d, std::int64_t id) { return d.id < id; });
  documents_.insert(place, std::move(document));
}

void Naive::remove(std::int64_t id) {
  documents_.erase(std::remove_if(documents_.begin(), documents_.end(),
                                  [&](const Document& document) { return document.id == id; }),
                   documents_.end());
}

Result<Found> Naive::search(const Query& query, const SearchOptions& options) const {
  TRY(admit(query));
  std::map<std::int64_t, double> scores;
  add_scores(query, languages_, documents_, scores);
  std::vector<const Document*> found;
  for (const Document& document : documents_)
    if (matches(query, languages_, document)) found.push_back(&document);
  const auto day = [](const Document* document, bool is_last) {
    return document->has_day ? document->day : is_last ? INT64_MAX : INT64_MIN;
  };
  std::stable_sort(found.begin(), found.end(), [&](const Document* a, const Document* b) {
    if (options.order == Order::oldest) return day(a, true) < day(b, true);
    if (options.order == Order::score && scores[a->id] != scores[b->id]) return scores[a->id] > scores[b->id];
    return day(a, false) > day(b, false);
  });
  Found result;
  result.total = found.size();
  for (std::size_t i = options.skip; i < found.size() && i < options.skip + options.hits_max; ++i)
    result.hits.push_back({found[i]->id, scores[found[i]->id]});
  result.facets = facets_of(found, options);
  return result;
}

}  // namespace hindcast::search
