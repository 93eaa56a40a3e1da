// The order of listed items, and the groups that they are divided into.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "app/items.h"

namespace hindcast::app {
namespace {

using facts::ActionState;

constexpr std::array<ActionState, 8> states_in_order = {
    ActionState::unknown, ActionState::idea, ActionState::open,     ActionState::in_progress,
    ActionState::blocked, ActionState::done, ActionState::verified, ActionState::wont_do};

int rank(ActionState state) {
  constexpr std::array<ActionState, 8> urgent_first = {
      ActionState::blocked, ActionState::in_progress, ActionState::open,     ActionState::unknown,
      ActionState::idea,    ActionState::done,        ActionState::verified, ActionState::wont_do};
  return static_cast<int>(std::find(urgent_first.begin(), urgent_first.end(), state) - urgent_first.begin());
}

// "High", "P1", "2 - medium": what is most urgent has the least number.
int rank_of_priority(const ListedItem& row) {
  return row.item.priority ? facts::severity_level(row.item.priority->text).value_or(90) : 99;
}

template <typename Value>
int compared(const Value& a, const Value& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// Whether a row has a value at all comes first, whichever way round the values go.
template <typename Value>
int compared(bool has_a, const Value& a, bool has_b, const Value& b, bool is_reversed) {
  if (has_a != has_b) return has_a ? -1 : 1;
  if (!has_a) return 0;
  return is_reversed ? compared(b, a) : compared(a, b);
}

int by_text(std::string_view a, std::string_view b, bool is_reversed) {
  return compared(!a.empty(), lower(a), !b.empty(), lower(b), is_reversed);
}

int by_date(std::optional<Date> a, std::optional<Date> b, bool is_reversed) {
  return compared(a.has_value(), a.value_or(Date{}), b.has_value(), b.value_or(Date{}), is_reversed);
}

std::optional<Date> due_of(const ListedItem& row) {
  return row.item.due ? std::optional(row.item.due->date) : std::nullopt;
}
std::optional<Date> begin_of(const ListedItem& row) {
  return row.since ? row.since : row.date;
}
std::string_view first_service(const ListedItem& row) {
  return row.services.empty() ? std::string_view() : std::string_view(row.services.front());
}

int compare(const SortKey& key, const ListedItem& a, const ListedItem& b) {
  const bool reversed = key.is_reversed;
  const auto number = [&](int x, int y) { return reversed ? y - x : x - y; };
  switch (key.by) {
    case ItemSort::due: {
      const int by_due = by_date(due_of(a), due_of(b), reversed);
      return by_due != 0 ? by_due : by_date(a.date, b.date, reversed);
    }
    case ItemSort::age:  // the oldest first
      return by_date(begin_of(a), begin_of(b), reversed);
    case ItemSort::owner:
      return by_text(owner_of(a.item), owner_of(b.item), reversed);
    case ItemSort::team:
      return by_text(text_of(a.item.team), text_of(b.item.team), reversed);
    case ItemSort::state:
      return number(rank(a.state), rank(b.state));
    case ItemSort::service:
      return by_text(first_service(a), first_service(b), reversed);
    case ItemSort::severity: {
      const auto one = facts::severity_level(a.severity), other = facts::severity_level(b.severity);
      return compared(one.has_value(), one.value_or(0), other.has_value(), other.value_or(0), reversed);
    }
    case ItemSort::priority:
      return compared(a.item.priority.has_value(), rank_of_priority(a), b.item.priority.has_value(),
                      rank_of_priority(b), reversed);
    case ItemSort::kind:
      return number(static_cast<int>(a.kind), static_cast<int>(b.kind));
    case ItemSort::text:
      return by_text(a.item.text, b.item.text, reversed);
    case ItemSort::file:
      break;
  }
  const int place = compared(std::tie(a.path, a.item.line), std::tie(b.path, b.item.line));
  return reversed ? -place : place;
}

// Where a row stands among the groups, and under which title. Groups of one key are one.
struct Place {
  bool has_none = false;
  std::string key;
  std::string title;
};

Place named(std::string_view name, std::string_view otherwise) {
  if (name.empty()) return {true, "", std::string(otherwise)};
  auto key = lower(name);
  if (key.size() > 1 && key[0] == '@') key.erase(0, 1);
  return {false, std::move(key), std::string(name)};
}

std::vector<Place> places_of(const ListedItem& row, ItemGrouping grouping) {
  switch (grouping) {
    case ItemGrouping::owner:
      return {named(owner_of(row.item), "nobody")};
    case ItemGrouping::team:
      return {named(text_of(row.item.team), "no team")};
    case ItemGrouping::document:
      return {{false, row.path, row.title.empty() ? row.path : row.title + " (" + row.path + ")"}};
    case ItemGrouping::state: {
      std::string title(facts::word(row.state));
      std::replace(title.begin(), title.end(), '_', ' ');
      return {{false, std::string(1, static_cast<char>('a' + rank(row.state))), std::move(title)}};
    }
    case ItemGrouping::severity: {
      const auto level = facts::severity_level(row.severity);
      if (row.severity.empty()) return {{true, "", "no severity"}};
      return {{false, level ? std::string(1, static_cast<char>('0' + *level)) : "~" + lower(row.severity),
               row.severity}};
    }
    case ItemGrouping::due_week: {
      if (!row.item.due) return {{true, "", "no due date"}};
      const auto days = days_from_epoch(row.item.due->date);
      const auto monday =
          to_iso(date_from_days(std::max<std::int64_t>(days - ((days + 3) % 7 + 7) % 7, -719'528)));
      return {{false, monday, "week of " + monday}};
    }
    case ItemGrouping::service:
      break;
  }
  std::vector<Place> places;
  for (const auto& service : row.services)
    places.push_back(named(service, ""));
  if (places.empty()) places.push_back(named("", "no service"));
  return places;
}

}  // namespace

void sort_items(const ItemQuery& query, ItemList& list) {
  const auto is_before = [&](const ListedItem& a, const ListedItem& b) {
    for (const SortKey& key : query.sort)
      if (const int order = compare(key, a, b); order != 0) return order < 0;
    return std::tie(a.path, a.item.line) < std::tie(b.path, b.item.line);
  };
  std::stable_sort(list.rows.begin(), list.rows.end(), is_before);
  auto place = [](const ItemList::Hidden& hidden) {
    return std::find(states_in_order.begin(), states_in_order.end(), hidden.state);
  };
  std::sort(list.hidden_by_state.begin(), list.hidden_by_state.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

std::vector<ItemGroup> divided(const ItemList& list, std::optional<ItemGrouping> grouping) {
  std::vector<ItemGroup> groups;
  if (!grouping) {
    groups.emplace_back();
    for (const auto& row : list.rows)
      groups.back().rows.push_back(&row);
    return groups;
  }
  std::map<std::pair<bool, std::string>, ItemGroup> by_key;
  for (const auto& row : list.rows)
    for (auto& place : places_of(row, *grouping)) {
      auto& group = by_key[{place.has_none, std::move(place.key)}];
      if (group.rows.empty()) group.title = std::move(place.title);
      group.rows.push_back(&row);
    }
  for (auto& [key, group] : by_key)
    groups.push_back(std::move(group));
  return groups;
}

}  // namespace hindcast::app
