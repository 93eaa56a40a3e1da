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

// What a query's text asks for: any of these terms at each place.
struct Asked {
  std::vector<std::set<std::string>> terms;
  std::vector<std::uint32_t> positions;
};

// What is judged by: the languages that were put, and every form of a word with its term.
struct Known {
  const std::vector<std::string>& languages;
  const std::vector<std::pair<std::string, std::string>>& forms;

  Asked asked(const Query& query) const {
    Asked result;
    for (const Place& place : places_of(query.text, query.kind == Query::Kind::prefix, languages)) {
      std::set<std::string>& terms = result.terms.emplace_back(place.terms.begin(), place.terms.end());
      result.positions.push_back(place.position);
      for (const auto& [form, term] : forms)
        if (!place.prefix.empty() && (begins(form, place.prefix) || begins(term, place.prefix)))
          terms.insert(term);
    }
    return result;
  }
};

// How often the phrase stands in the document, with the least boost of its places.
std::uint32_t count(const Asked& asked, std::optional<Field> field, const Document& document) {
  std::uint32_t times = 0, boost = boost_max;
  for (const auto& terms : asked.terms) {
    std::map<std::string, std::uint32_t> boosts;
    for (const Term& term : document.terms)
      if (terms.count(term.term) > 0) boosts[term.term] += boost_of(term.field);
    std::uint32_t sum = 0;
    for (const auto& [term, own] : boosts)
      sum += std::min(own, boost_max);
    boost = std::min(boost, sum);
  }
  for (const Term& first : document.terms) {
    if (field && first.field != *field) continue;
    if (asked.terms.front().count(first.term) == 0) continue;
    bool is_whole = true;
    for (std::size_t i = 1; i < asked.terms.size(); ++i)
      is_whole = is_whole && std::any_of(document.terms.begin(), document.terms.end(), [&](const Term& term) {
                   return term.position == first.position + asked.positions[i] &&
                          asked.terms[i].count(term.term) > 0;
                 });
    if (is_whole) ++times;
  }
  return times == 0 ? 0 : times + boost;
}

bool is_text(const Query& query) {
  return query.kind == Query::Kind::words || query.kind == Query::Kind::phrase ||
         query.kind == Query::Kind::prefix;
}

bool has_attribute(const Query& query, const Document& document) {
  const AttributeName wanted = folded_attribute(query.text);
  return std::any_of(document.attributes.begin(), document.attributes.end(), [&](const std::string& one) {
    const AttributeName given = folded_attribute(one);
    if (given.name != wanted.name) return false;
    return query.kind == Query::Kind::attribute ? given.value == wanted.value
                                                : begins(given.value, wanted.value);
  });
}

bool matches(const Query& query, const Known& known, const Document& document) {
  const auto is_match = [&](const Query& part) { return matches(part, known, document); };
  using Kind = Query::Kind;
  switch (query.kind) {
    case Kind::all:
      return true;
    case Kind::words:
    case Kind::phrase:
    case Kind::prefix: {
      const Asked asked = known.asked(query);
      return !asked.terms.empty() && count(asked, query.field, document) > 0;
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

// What each document gets of what made it match.
void add_scores(const Query& query, const Known& known, const std::vector<Document>& all,
                const std::vector<const Document*>& allowed, std::map<std::int64_t, double>& scores) {
  if (query.kind == Query::Kind::none_of) return;
  std::vector<const Document*> matching;
  for (const Document* document : allowed)
    if (matches(query, known, *document)) matching.push_back(document);
  for (const Query& part : query.parts)
    add_scores(part, known, all, matching, scores);
  if (!is_text(query)) return;
  const Asked asked = known.asked(query);
  float weight = 0;
  for (const auto& terms : asked.terms) {
    std::set<std::pair<std::string, std::int64_t>> with;
    for (const Document& document : all)
      for (const Term& term : document.terms)
        if (terms.count(term.term) > 0) with.insert({term.term, document.id});
    weight += weight_of(with.size(), all.size());
  }
  for (const Document* document : matching)
    scores[document->id] += weight * saturation(count(asked, query.field, *document), document->length);
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
  Document document{.id = entry.id};
  for (std::size_t i = 0; i < entry.attributes.size(); ++i)
    document.attributes.emplace_back(entry.attributes[i]);
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
      document.terms.push_back({std::string(stemmer.term(word.text)), word.position, piece.field});
      std::pair<std::string, std::string> form{folded(word.text), document.terms.back().term};
      const auto place = std::lower_bound(forms_.begin(), forms_.end(), form);
      if (place == forms_.end() || *place != form) forms_.insert(place, std::move(form));
      position = word.position + 2;
    }
  }
  document.length = length_code(static_cast<std::uint32_t>(document.terms.size()));
  const auto at = std::lower_bound(documents_.begin(), documents_.end(), entry.id,
                                   [](const Document& d, std::int64_t id) { return d.id < id; });
  documents_.insert(at, std::move(document));
}

void Naive::remove(std::int64_t id) {
  documents_.erase(std::remove_if(documents_.begin(), documents_.end(),
                                  [&](const Document& document) { return document.id == id; }),
                   documents_.end());
}

Result<Found> Naive::search(const Query& query, const SearchOptions& options) const {
  TRY(admit(query));
  const Known known{languages_, forms_};
  std::map<std::int64_t, double> scores;
  std::vector<const Document*> found;
  for (const Document& document : documents_)
    if (matches(query, known, document)) found.push_back(&document);
  add_scores(query, known, documents_, found, scores);
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
