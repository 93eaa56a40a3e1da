// The verb `items`: what all documents together still owe. Filters and order
// are decided here; faces only set the rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "base/time.h"
#include "facts/facts.h"

namespace hindcast::app {

enum class DueFilter : std::uint8_t { any, overdue, none, before, within };
enum class ItemSort : std::uint8_t { due, age, owner, state, file, text };

struct ItemQuery {
  std::vector<facts::ItemRole> roles{facts::ItemRole::action};
  std::vector<facts::ActionState> states;  // empty: those that are open (facts::is_open)
  bool all_states = false;
  std::vector<facts::DocumentKind> kinds;  // empty: every kind
  std::string owner;                       // "": anybody's; "none": nobody's; else a part of owner_of(item)
  std::string team;                        // likewise of the team
  std::string text;                        // "": anything; else a part of the text, letter case aside
  DueFilter due = DueFilter::any;
  Date due_day;  // before: that day exclusive; within: that day inclusive
  ItemSort sort = ItemSort::due;
  Date today;
};

struct ListedItem {
  std::string path;
  std::string slug;
  std::string title;  // the document's; after 300 bytes cut, with "…"
  facts::DocumentKind kind{};
  std::optional<Date> date;              // the document's
  std::optional<std::int64_t> age_days;  // since that date; nothing without one or when it is to come
  bool is_overdue = false;               // due before today and still open
  facts::ActionState state{};            // the item's, or done and open by its box
  facts::Item item;
};

struct ItemList {
  std::vector<ListedItem> rows;  // sorted; equal ones by file and line
  std::size_t documents = 0;     // that were read
  // Items of the roles asked for that are not in `rows`, each counted once.
  struct Hidden {
    facts::ActionState state{};
    std::size_t count = 0;
  };
  std::vector<Hidden> hidden_by_state;  // these meet every filter but the states; in the states' order
  std::size_t hidden_by_others = 0;     // by any other filter
  std::vector<Trouble> troubles;
};

ItemList list_items(const std::vector<std::string>& paths, const ReadOptions&, const ItemQuery&);

// The part of list_items that takes one document: adds what it says to `list`, unsorted.
void add_items(const ReadDocument&, const ItemQuery&, ItemList& list);
void sort_items(const ItemQuery&, ItemList& list);

// The item's state; done or open by its box where the document has no word for it.
facts::ActionState state_of(const facts::Item&);

// Who is asked: the owner, or else the team of the heading above; "" when nobody is.
std::string_view owner_of(const facts::Item&);

// One array, an object a line; docs/schema/items.json is its schema.
std::string items_json(const ItemList&);
// RFC 4180 with a header row and CRLF line ends. A cell that begins like a formula gets an apostrophe in
// front.
std::string items_csv(const ItemList&);

}  // namespace hindcast::app
