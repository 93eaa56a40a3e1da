#include "app/items.h"

#include <algorithm>
#include <functional>
#include <set>

#include "app/documents.h"
#include "app/history.h"
#include "base/letters.h"
#include "base/nearest.h"
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

bool is_same_service(const std::string& wanted, const std::string& name) {
  return lower(wanted) == lower(name);
}

bool is_service(const ItemQuery& query, const ListedItem& row) {
  if (query.services.empty()) return true;
  return std::any_of(query.services.begin(), query.services.end(), [&](const std::string& wanted) {
    return std::any_of(row.services.begin(), row.services.end(),
                       [&](const std::string& name) { return is_same_service(wanted, name); });
  });
}

bool is_same_severity(const std::string& wanted, const std::string& severity) {
  const auto sought = facts::severity_level(wanted), level = facts::severity_level(severity);
  return sought && level ? *sought == *level : lower(wanted) == lower(severity);
}

bool is_severity(const ItemQuery& query, const ListedItem& row) {
  return query.severities.empty() ||
         std::any_of(query.severities.begin(), query.severities.end(),
                     [&](const std::string& wanted) { return is_same_severity(wanted, row.severity); });
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

// What documents say where the query names something, to tell what it names in vain.
class Met {
 public:
  explicit Met(const ItemQuery& query) : query_(query) {}

  void add(const facts::Document& document) {
    if (!query_.severities.empty()) add(severities_, text_of(document.severity));
    if (!query_.services.empty())
      for (const auto& service : document::services_of(document))
        add(services_, service);
    if (query_.owner.empty() && query_.team.empty()) return;
    for (const Item& item : document.items) {
      add(owners_, std::string(owner_of(item)));
      add(teams_, text_of(item.team));
    }
  }

  void tell_unknown(std::vector<ItemList::Unknown>& unknown) const {
    const auto is_named = [](const std::string& wanted, const std::string& name) {
      return names(wanted, name);
    };
    for (const auto& severity : query_.severities)
      if (!facts::severity_level(severity))
        tell("severity", severity, severities_, is_same_severity, unknown);
    for (const auto& service : query_.services)
      tell("service", service, services_, is_same_service, unknown);
    if (!query_.owner.empty() && query_.owner != "none")
      tell("owner", query_.owner, owners_, is_named, unknown);
    if (!query_.team.empty() && query_.team != "none") tell("team", query_.team, teams_, is_named, unknown);
  }

 private:
  using Names = std::set<std::string, std::less<>>;
  static void add(Names& names, const std::string& name) {
    if (!name.empty() && names.find(name) == names.end()) names.insert(name);
  }
  template <typename IsMeant>
  static void tell(std::string_view what, const std::string& wanted, const Names& known,
                   const IsMeant& is_meant, std::vector<ItemList::Unknown>& unknown) {
    if (std::any_of(known.begin(), known.end(), [&](const auto& name) { return is_meant(wanted, name); }))
      return;
    const std::vector<std::string_view> all(known.begin(), known.end());
    unknown.push_back({what, wanted, std::string(closest(wanted, all).value_or(""))});
  }

  const ItemQuery& query_;
  Names owners_, teams_, services_, severities_;
};

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
  Met met(query);
  list.troubles = read_documents(std::move(documents), options, [&](ReadDocument&& read) {
    met.add(read.document);
    add_items(read, query, list, history);
  });
  if (list.documents > 0) met.tell_unknown(list.unknown);
  sort_items(query, list);
  return list;
}

}  // namespace hindcast::app
