#include "search/plan.h"

#include <algorithm>
#include <map>

#include "search/ranking.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

void sort_and_unique(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

}  // namespace

Result<Lists> Planner::lists_of(std::span<const std::string> keys) {
  Lists lists(segments.size());
  for (std::size_t i = 0; i < segments.size(); ++i)
    for (const std::string& key : keys)
      if (const auto entry = TRY(segments[i]->find(key)); entry && entry->documents > 0)
        lists[i].push_back(*entry);
  return lists;
}

Result<PlannedPlace> Planner::placed(std::vector<std::string> terms, std::uint32_t position) {
  sort_and_unique(terms);
  PlannedPlace place{.lists = TRY(lists_of(terms)), .position = position};
  for (const auto& of_segment : place.lists)
    for (const DictionaryEntry& entry : of_segment)
      place.documents += entry.documents;
  return place;
}

// The terms that words of that beginning are, in any segment. Where there are too many, those of most
// documents.
Result<std::vector<std::string>> Planner::expanded(const std::string& beginning) {
  std::map<std::string, std::uint64_t> found;
  std::size_t scanned = 0;
  for (Segment* segment : segments) {
    DictionaryCursor at = segment->cursor();
    const std::string forms = form_mark + beginning;
    for (TRY(at.seek(forms)); !at.is_at_end() && begins(at.key(), forms); TRY(at.next())) {
      if (++scanned > prefix_scanned_max) break;
      const auto pieces = key_pieces(at.key());
      if (pieces.size() == 2) found.try_emplace(std::string(pieces[1]), 0);
    }
    for (TRY(at.seek(beginning)); !at.is_at_end() && begins(at.key(), beginning); TRY(at.next())) {
      if (++scanned > prefix_scanned_max) break;
      found[std::string(at.key())] += at.entry().documents;
    }
  }
  is_cut = is_cut || scanned > prefix_scanned_max;
  std::vector<std::string> terms;
  if (found.size() <= prefix_terms_max) {
    for (const auto& [term, count] : found)
      terms.push_back(term);
    return terms;
  }
  is_cut = true;
  std::vector<std::pair<std::uint64_t, const std::string*>> order;
  for (auto& [term, count] : found) {
    if (!begins(term, beginning))  // known from a form alone
      count = TRY(placed({term}, 0)).documents;
    order.emplace_back(count, &term);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : *a.second < *b.second;
  });
  order.resize(prefix_terms_max);
  for (const auto& [count, term] : order)
    terms.push_back(*term);
  return terms;
}

Result<Plan> Planner::plan_words(const Query& query) {
  Plan plan{.kind = Plan::Kind::words, .field = query.field};
  for (Place& place : places_of(query.text, query.kind == Query::Kind::prefix, languages)) {
    std::vector<std::string> terms = std::move(place.terms);
    if (!place.prefix.empty())
      for (std::string& term : TRY(expanded(place.prefix)))
        terms.push_back(std::move(term));
    PlannedPlace planned = TRY(placed(std::move(terms), place.position));
    plan.weight += weight_of(planned.documents, documents);
    if (planned.documents == 0) return Plan{.kind = Plan::Kind::nothing};
    plan.places.push_back(std::move(planned));
  }
  if (plan.places.empty()) plan.kind = Plan::Kind::nothing;
  return plan;
}

Result<Plan> Planner::plan_term(const std::string& term, float weight) {
  Plan plan{.kind = Plan::Kind::words, .weight = weight};
  plan.places.push_back(TRY(placed({term}, 0)));
  return plan;
}

Result<Plan> Planner::plan_attributes(const Query& query) {
  const AttributeName wanted = folded_attribute(query.text);
  std::string beginning = attribute_key(wanted.name, wanted.value, {});
  if (query.kind == Query::Kind::attribute_prefix) beginning.pop_back();
  Plan plan{.kind = Plan::Kind::attributes};
  plan.places.emplace_back();
  for (Segment* segment : segments) {
    auto& lists = plan.places.back().lists.emplace_back();
    DictionaryCursor at = segment->cursor();
    for (TRY(at.seek(beginning)); !at.is_at_end() && begins(at.key(), beginning); TRY(at.next())) {
      if (lists.size() == attribute_values_max) {
        is_cut = true;
        break;
      }
      if (at.entry().documents == 0) continue;
      lists.push_back(at.entry());
      plan.places.back().documents += at.entry().documents;
    }
  }
  return plan;
}

Result<Plan> Planner::plan(const Query& query) {
  using Kind = Query::Kind;
  Plan plan;
  switch (query.kind) {
    case Kind::all:
      return plan;
    case Kind::words:
    case Kind::phrase:
    case Kind::prefix:
      return plan_words(query);
    case Kind::attribute:
    case Kind::attribute_prefix:
      return plan_attributes(query);
    case Kind::dates:
      if (!is_valid(query.first) || !is_valid(query.last)) return Plan{.kind = Plan::Kind::nothing};
      plan.kind = Plan::Kind::dates;
      plan.first = static_cast<std::int32_t>(days_from_epoch(query.first));
      plan.last = static_cast<std::int32_t>(days_from_epoch(query.last));
      return plan;
    case Kind::all_of:
      plan.kind = Plan::Kind::all_of;
      break;
    case Kind::any_of:
      plan.kind = Plan::Kind::any_of;
      break;
    case Kind::none_of:
      plan.kind = Plan::Kind::none_of;
      break;
  }
  for (const Query& part : query.parts)
    plan.parts.push_back(TRY(this->plan(part)));
  return plan;
}

}  // namespace hindcast::search
