#include "app/items.h"

#include <algorithm>

#include "app/documents.h"
#include "app/history.h"
#include "base/letters.h"
#include "document/about.h"

namespace hindcast::app {
namespace {

using facts::ActionState;
using facts::Item;

// "" lets everything through, "none" only what is empty. "@ada" and "ada" ask for the same person.
bool names(std::string_view wanted, std::string_view name) {
  if (wanted.empty()) return true;
  if (wanted == "none") return name.empty();
  if (wanted.size() > 1 && wanted[0] == '@') wanted.remove_prefix(1);
  return holds(name, wanted);
}

template <typename Value>
bool is_among(const std::vector<Value>& values, Value value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool is_due(const ItemQuery& query, const ListedItem& row) {
  const auto& due = row.item.due;
  switch (query.due) {
    case DueFilter::any:
      return true;
    case DueFilter::overdue:
      return row.is_overdue;
    case DueFilter::none:
      return !due;
    case DueFilter::before:
      return due && due->date < query.due_day;
    case DueFilter::within:
      return due && due->date <= query.due_day;
  }
  return true;
}

bool is_service(const ItemQuery& query, const ListedItem& row) {
  if (query.services.empty()) return true;
  return std::any_of(query.services.begin(), query.services.end(), [&](const std::string& wanted) {
    return std::any_of(row.services.begin(), row.services.end(),
                       [&](const std::string& name) { return lower(name) == lower(wanted); });
  });
}

bool is_severity(const ItemQuery& query, const ListedItem& row) {
  if (query.severities.empty()) return true;
  const auto level = facts::severity_level(row.severity);
  return std::any_of(query.severities.begin(), query.severities.end(), [&](const std::string& wanted) {
    const auto sought = facts::severity_level(wanted);
    return sought && level ? *sought == *level : lower(wanted) == lower(row.severity);
  });
}

bool is_wanted(const ItemQuery& query, const ListedItem& row) {
  const Item& item = row.item;
  return (query.kinds.empty() || is_among(query.kinds, row.kind)) && names(query.owner, owner_of(item)) &&
         names(query.team, item.team ? item.team->text : std::string_view()) &&
         (query.text.empty() || holds(item.text, query.text)) && is_service(query, row) &&
         is_severity(query, row) && is_due(query, row);
}

bool has_wanted_state(const ItemQuery& query, ActionState state) {
  if (query.all_states) return true;
  return query.states.empty() ? facts::is_open(state) : is_among(query.states, state);
}

void count_hidden(ItemList& list, ActionState state) {
  for (auto& hidden : list.hidden_by_state)
    if (hidden.state == state) {
      ++hidden.count;
      return;
    }
  list.hidden_by_state.push_back({state, 1});
}

// Every row repeats it: a huge one would make the list as large as its square.
std::string short_title(std::string_view title) {
  constexpr std::size_t bytes_max = 300;
  return title.size() <= bytes_max ? std::string(title) : std::string(first_bytes(title, bytes_max)) + "…";
}

void set_age(ListedItem& row, Date today, History* history) {
  if (history) row.since = history->item(row.path, row.item.id, row.date);
  const auto from = row.since ? row.since : row.date;
  if (!from) return;
  const auto age = days_from_epoch(today) - days_from_epoch(*from);
  if (age >= 0) row.age_days = age;
}

}  // namespace

std::string_view owner_of(const Item& item) {
  if (item.owner && !item.owner->text.empty()) return item.owner->text;
  return item.team ? std::string_view(item.team->text) : std::string_view();
}

void add_items(const ReadDocument& read, const ItemQuery& query, ItemList& list, History* history) {
  const facts::Document& document = read.document;
  ++list.documents;
  ListedItem row{.path = read.path,
                 .slug = document.slug,
                 .title = short_title(document.title.text),
                 .kind = document.kind};
  if (document.date) row.date = document.date->date;
  if (document.severity) row.severity = document.severity->text;
  row.services = document::services_of(document);
  for (const Item& item : document.items) {
    if (!is_among(query.roles, item.role)) continue;
    row.item = item;
    row.state = state_of(item);
    row.is_overdue = item.due && item.due->date < query.today && facts::is_open(row.state);
    if (!is_wanted(query, row)) {
      ++list.hidden_by_others;
    } else if (!has_wanted_state(query, row.state)) {
      count_hidden(list, row.state);
    } else {
      list.rows.push_back(row);
      set_age(list.rows.back(), query.today, history);
    }
  }
}

ItemList list_items(DocumentList documents, const ReadOptions& options, const ItemQuery& query,
                    History* history) {
  ItemList list;
  list.troubles = read_documents(std::move(documents), options,
                                 [&](ReadDocument&& read) { add_items(read, query, list, history); });
  sort_items(query, list);
  return list;
}

}  // namespace hindcast::app
