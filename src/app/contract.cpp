#include "app/contract.h"

#include <unordered_set>

#include "json/json.h"

namespace hindcast::app {
namespace {

using facts::Item;
using facts::ItemRole;
using json::Writer;

void text_or_null(Writer& json, std::string_view value) {
  value.empty() ? json.null() : json.text(value);
}

template <typename Fact>
void quote_or_null(Writer& json, const std::optional<Fact>& fact) {
  fact ? json.text(fact->text) : json.null();
}

void date_or_null(Writer& json, const std::optional<facts::DerivedDate>& date) {
  date ? json.text(to_iso(date->date)) : json.null();
}

void put_due(Writer& json, const Item& item) {
  date_or_null(json.key("due"), item.due);
  json.key("due_from");
  item.due ? json.text(item.due->from) : json.null();
  quote_or_null(json.key("due_text"), item.due_text);
}

void put_work(Writer& json, const Item& item) {
  quote_or_null(json.key("owner"), item.owner);
  quote_or_null(json.key("team"), item.team);
  quote_or_null(json.key("priority"), item.priority);
  json.key("state").text(facts::word(item.state));
  quote_or_null(json.key("state_text"), item.state_text);
  put_due(json, item);
  json.key("links").open_array();
  for (const auto& link : item.links)
    json.text(link.text);
  json.close_array();
}

void put_event(Writer& json, const Item& item) {
  quote_or_null(json.key("time"), item.time);
  text_or_null(json.key("start"), item.start);
  text_or_null(json.key("end"), item.end);
}

// A line is enough for a section: where it starts and ends, and what it is for.
void put_section(Writer& json, const facts::Section& section) {
  json.open_object().key("role");
  text_or_null(json, facts::word(section.role));
  json.key("title").text(section.title).key("level").number(section.level);
  json.key("line").number(section.line).key("end_line").number(section.end_line).close_object();
}

// Keys are the document's own. Of equal keys the first is kept: a reader of JSON would see only one.
void put_fields(Writer& json, const std::vector<facts::Field>& fields) {
  std::unordered_set<std::string_view> seen;
  json.open_object();
  for (const auto& field : fields)
    if (seen.insert(field.key).second) json.key(field.key).text(field.value);
  json.close_object();
}

void put_document(Writer& json, const ReadDocument& read) {
  const facts::Document& document = read.document;
  json.open_object().key("file").text(read.path).key("slug").text(document.slug);
  json.key("kind").text(facts::word(document.kind));
  text_or_null(json.key("form"), document.form);
  text_or_null(json.key("title"), document.title.text);
  date_or_null(json.key("date"), document.date);
  json.key("date_from");
  document.date ? json.text(document.date->from) : json.null();
  quote_or_null(json.key("severity"), document.severity);
  text_or_null(json.key("language"), document.language);
  put_fields(json.key("fields"), document.fields);
  json.key("sections").open_array();
  for (const auto& section : document.sections)
    put_section(json, section);
  json.close_array().key("items").open_array();
  for (const auto& item : document.items) {
    json.open_object();
    put_item_members(json, item);
    json.close_object();
  }
  json.close_array().key("causal_chain").open_array();
  for (const auto& step : document.causal_chain)
    json.text(step.text);
  json.close_array().key("embedded").open_array();
  for (const auto& embedded : document.embedded) {
    json.open_object().key("title");
    text_or_null(json, embedded.title);
    json.key("line").number(embedded.line).key("end_line").number(embedded.end_line).close_object();
  }
  json.close_array().close_object();
}

}  // namespace

void put_item_members(Writer& json, const Item& item) {
  json.key("id").text(item.id).key("role").text(facts::word(item.role)).key("line").number(item.line);
  json.key("text").text(item.text);
  if (item.ticked) json.key("ticked").boolean(*item.ticked);
  switch (item.role) {
    case ItemRole::action:
    case ItemRole::improvement:
      put_work(json, item);
      break;
    case ItemRole::event:
      put_event(json, item);
      break;
    case ItemRole::metric:
      quote_or_null(json.key("value"), item.value);
      break;
    case ItemRole::deadline:
      put_due(json, item);
      break;
    default:
      break;
  }
  json.key("from").text(item.from);
}

void append_document_json(const ReadDocument& read, std::string& out) {
  Writer json(out);
  put_document(json, read);
  json.finish();
  out += '\n';
}

}  // namespace hindcast::app
