// What `search` and `similar` found, as docs/schema/search.json describes it.
#include <cmath>

#include "app/search.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

void text_or_null(json::Writer& json, std::string_view text) {
  text.empty() ? json.null() : json.text(text);
}

void put_spans(json::Writer& json, const std::vector<Span>& spans) {
  json.open_array();
  for (const Span& span : spans)
    json.open_array().number(span.begin).number(span.end).close_array();
  json.close_array();
}

void put_item(json::Writer& json, const FoundItem& found) {
  const auto& facts = found.item.facts;
  json.open_object().key("item").text(found.id).key("role").text(facts.role);
  json.key("line").number(facts.line).key("text").text(facts.text).key("state");
  text_or_null(json, facts.state);
  json.key("owner");
  text_or_null(json, facts.owner);
  json.key("team");
  text_or_null(json, facts.team);
  json.key("due");
  text_or_null(json, facts.due);
  json.close_object();
}

void put_document(json::Writer& json, const FoundDocument& one) {
  const auto& facts = one.document.facts;
  json.open_object().key("document").text(one.document.path).key("path").text(one.path);
  json.key("document_slug").text(facts.slug);
  json.key("title").text(facts.title).key("title_hits");
  put_spans(json, one.title_hits);
  json.key("kind").text(facts.kind).key("date");
  text_or_null(json, facts.date);
  json.key("severity");
  text_or_null(json, facts.severity);
  json.key("language");
  text_or_null(json, facts.language);
  json.key("score").decimal(one.score).key("reasons").open_array();
  for (const auto& reason : one.reasons)
    json.text(reason);
  json.close_array().key("passages").open_array();
  for (const auto& [passage, line] : one.passages) {
    json.open_object().key("line").number(line).key("text").text(passage.text).key("hits");
    put_spans(json, passage.hits);
    json.close_object();
  }
  json.close_array().key("items").open_array();
  for (const auto& item : one.items)
    put_item(json, item);
  json.close_array().key("items_held_back").number(static_cast<std::int64_t>(one.items_more));
  json.key("changed_since_sync").boolean(one.has_changed).close_object();
}

}  // namespace

std::string search_json(const SearchReport& report) {
  std::string out;
  json::Writer json(out);
  json.open_object().key("results").open_array();
  for (const auto& one : report.results)
    put_document(json, one);
  json.close_array();
  json.key("held_back").number(static_cast<std::int64_t>(report.total - report.results.size()));
  json.key("total").number(static_cast<std::int64_t>(report.total)).key("is_exact").boolean(report.is_exact);
  json.key("documents").number(static_cast<std::int64_t>(report.documents)).key("suggestion");
  text_or_null(json, report.suggestion);
  json.key("facets").open_array();
  for (const auto& facet : report.facets) {
    json.open_object().key("name").text(facet.name).key("values").open_array();
    for (const auto& value : facet.values)
      json.open_object()
          .key("value")
          .text(value.value)
          .key("documents")
          .number(static_cast<std::int64_t>(value.documents))
          .close_object();
    json.close_array().key("is_complete").boolean(facet.is_complete).close_object();
  }
  json.close_array().close_object().finish();
  return out + "\n";
}

}  // namespace hindcast::app
