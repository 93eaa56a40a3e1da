#include "app/items.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "app/contract.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using facts::ActionState;
using facts::Item;

constexpr std::array<ActionState, 8> states_in_order = {
    ActionState::unknown, ActionState::idea, ActionState::open,     ActionState::in_progress,
    ActionState::blocked, ActionState::done, ActionState::verified, ActionState::wont_do};

bool holds(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

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

bool is_wanted(const ItemQuery& query, const ListedItem& row) {
  const Item& item = row.item;
  return (query.kinds.empty() || is_among(query.kinds, row.kind)) && names(query.owner, owner_of(item)) &&
         names(query.team, item.team ? item.team->text : std::string_view()) &&
         (query.text.empty() || holds(item.text, query.text)) && is_due(query, row);
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

int rank(ActionState state) {
  constexpr std::array<ActionState, 8> urgent_first = {
      ActionState::blocked, ActionState::in_progress, ActionState::open,     ActionState::unknown,
      ActionState::idea,    ActionState::done,        ActionState::verified, ActionState::wont_do};
  return static_cast<int>(std::find(urgent_first.begin(), urgent_first.end(), state) - urgent_first.begin());
}

// Absent values come last.
constexpr Date never{9999, 12, 31};
Date due_or_never(const ListedItem& row) {
  return row.item.due ? row.item.due->date : never;
}
Date date_or_never(const ListedItem& row) {
  return row.date.value_or(never);
}

bool is_before(ItemSort sort, const ListedItem& a, const ListedItem& b) {
  auto place = [](const ListedItem& row) { return std::tie(row.path, row.item.line); };
  auto by = [&](const auto& x, const auto& y) {
    return std::tie(x) < std::tie(y) || (x == y && place(a) < place(b));
  };
  switch (sort) {
    case ItemSort::due:
      return by(std::tuple(due_or_never(a), date_or_never(a)), std::tuple(due_or_never(b), date_or_never(b)));
    case ItemSort::age:
      return by(date_or_never(a), date_or_never(b));
    case ItemSort::owner:
      return by(std::tuple(owner_of(a.item).empty(), lower(owner_of(a.item))),
                std::tuple(owner_of(b.item).empty(), lower(owner_of(b.item))));
    case ItemSort::state:
      return by(rank(a.state), rank(b.state));
    case ItemSort::text:
      return by(lower(a.item.text), lower(b.item.text));
    case ItemSort::file:
      break;
  }
  return place(a) < place(b);
}

std::string csv_cell(std::string_view text) {
  std::string cell;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) cell = "'";
  for (std::size_t i = 0; i < text.size(); ++i) {  // a control character does harm in a terminal
    char c = text[i];
    auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    bool is_c1 = c == '\xC2' && next >= 0x80 && next < 0xA0;
    if (is_c1) ++i;
    cell += is_c1 || (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F ? ' ' : c;
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char c : cell)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string text_of(const std::optional<facts::Quote>& quote) {
  return quote ? quote->text : "";
}

// Every row repeats it: a huge one would make the list as large as its square.
std::string short_title(std::string_view title) {
  constexpr std::size_t bytes_max = 300;
  return title.size() <= bytes_max ? std::string(title) : std::string(first_bytes(title, bytes_max)) + "…";
}

}  // namespace

ActionState state_of(const Item& item) {
  if (item.state != ActionState::unknown || !item.ticked) return item.state;
  return *item.ticked ? ActionState::done : ActionState::open;
}

std::string_view owner_of(const Item& item) {
  if (item.owner && !item.owner->text.empty()) return item.owner->text;
  return item.team ? std::string_view(item.team->text) : std::string_view();
}

void add_items(const ReadDocument& read, const ItemQuery& query, ItemList& list) {
  const facts::Document& document = read.document;
  ++list.documents;
  ListedItem row{.path = read.path,
                 .slug = document.slug,
                 .title = short_title(document.title.text),
                 .kind = document.kind};
  if (document.date) {
    row.date = document.date->date;
    std::int64_t age = days_from_epoch(query.today) - days_from_epoch(*row.date);
    if (age >= 0) row.age_days = age;
  }
  for (const Item& item : document.items) {
    if (!is_among(query.roles, item.role)) continue;
    row.item = item;
    row.state = state_of(item);
    row.is_overdue = item.due && item.due->date < query.today && facts::is_open(row.state);
    if (!is_wanted(query, row))
      ++list.hidden_by_others;
    else if (!has_wanted_state(query, row.state))
      count_hidden(list, row.state);
    else
      list.rows.push_back(row);
  }
}

void sort_items(const ItemQuery& query, ItemList& list) {
  std::stable_sort(list.rows.begin(), list.rows.end(),
                   [&](const ListedItem& a, const ListedItem& b) { return is_before(query.sort, a, b); });
  auto place = [](const ItemList::Hidden& hidden) {
    return std::find(states_in_order.begin(), states_in_order.end(), hidden.state);
  };
  std::sort(list.hidden_by_state.begin(), list.hidden_by_state.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

ItemList list_items(const std::vector<std::string>& paths, const ReadOptions& options,
                    const ItemQuery& query) {
  ItemList list;
  list.troubles = read_documents(paths, options, [&](ReadDocument&& read) { add_items(read, query, list); });
  sort_items(query, list);
  return list;
}

std::string items_json(const ItemList& list) {
  std::string out = "[";
  for (const ListedItem& row : list.rows) {
    out += &row == list.rows.data() ? "\n" : ",\n";
    json::Writer json(out);
    auto text_or_null = [&](std::string_view text) { text.empty() ? json.null() : json.text(text); };
    json.open_object()
        .key("document")
        .text(row.path)
        .key("document_slug")
        .text(row.slug)
        .key("document_title");
    text_or_null(row.title);
    json.key("document_kind").text(facts::word(row.kind)).key("document_date");
    text_or_null(row.date ? to_iso(*row.date) : "");
    put_item_members(json, row.item);
    json.key("age_days");
    row.age_days ? json.number(*row.age_days) : json.null();
    json.key("overdue").boolean(row.is_overdue).close_object();
  }
  return out + (list.rows.empty() ? "]\n" : "\n]\n");
}

std::string items_csv(const ItemList& list) {
  std::string out =
      "document,line,id,role,text,owner,team,priority,state,state_text,due,due_from,overdue,document_title,"
      "document_kind,document_date,age_days,links,due_text\r\n";
  for (const ListedItem& row : list.rows) {
    const Item& item = row.item;
    std::string links;
    for (const auto& link : item.links)
      links += (links.empty() ? "" : " ") + link.text;
    const std::array<std::string, 19> cells = {row.path,
                                               std::to_string(item.line),
                                               row.slug + "#" + item.id,
                                               std::string(facts::word(item.role)),
                                               item.text,
                                               text_of(item.owner),
                                               text_of(item.team),
                                               text_of(item.priority),
                                               std::string(facts::word(row.state)),
                                               text_of(item.state_text),
                                               item.due ? to_iso(item.due->date) : "",
                                               item.due ? item.due->from : "",
                                               row.is_overdue ? "true" : "false",
                                               row.title,
                                               std::string(facts::word(row.kind)),
                                               row.date ? to_iso(*row.date) : "",
                                               row.age_days ? std::to_string(*row.age_days) : "",
                                               links,
                                               text_of(item.due_text)};
    for (std::size_t i = 0; i < cells.size(); ++i)
      out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    out += "\r\n";
  }
  return out;
}

}  // namespace hindcast::app
