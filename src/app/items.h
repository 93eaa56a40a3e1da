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
// In the order of item_sorts and item_groups in item_words.h.
enum class ItemSort : std::uint8_t {
  due,
  age,
  owner,
  team,
  state,
  service,
  severity,
  priority,
  kind,
  file,
  text
};
enum class ItemGrouping : std::uint8_t { owner, team, document, state, service, severity, due_week };

struct SortKey {
  ItemSort by = ItemSort::due;
  bool is_reversed = false;  // what has no value comes last all the same
};

struct ItemQuery {
  std::vector<facts::ItemRole> roles{facts::ItemRole::action};
  std::vector<facts::ActionState> states;  // empty: those that are open (facts::is_open)
  bool all_states = false;
  std::vector<facts::DocumentKind> kinds;  // empty: every kind
  std::string owner;                       // "": anybody's; "none": nobody's; else a part of owner_of(item)
  std::string team;                        // likewise of the team
  std::string text;                        // "": anything; else a part of the text, letter case aside
  std::vector<std::string> services;       // of documents about one of these, letter case aside; empty: any
  std::vector<std::string> severities;     // likewise; "1" and "SEV1" are the same
  DueFilter due = DueFilter::any;
  Date due_day;                   // before: that day exclusive; within: that day inclusive
  std::vector<SortKey> sort{{}};  // the second decides where the first does not, and so on
  std::optional<ItemGrouping> group;
  Date today;
};

struct ListedItem {
  std::string path;
  std::string slug;
  std::string title;  // the document's; after 300 bytes cut, with "…"
  facts::DocumentKind kind{};
  std::optional<Date> date;              // the document's
  std::string severity;                  // the document's, "" where it states none
  std::vector<std::string> services;     // that the document is about
  std::optional<Date> since;             // by History::item(); nothing without an archive
  std::optional<std::int64_t> age_days;  // since then, else since `date`; nothing when that is to come
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
  // What the filters name and no document does: mistyped, or somebody who owes nothing any more.
  struct Unknown {
    std::string_view what;   // "owner", "team", "service", "severity"
    std::string name, near;  // what was probably meant, or ""
  };
  std::vector<Unknown> unknown;
  std::vector<Trouble> troubles;
};

class History;

// `history` tells ages; null: documents do.
ItemList list_items(DocumentList, const ReadOptions&, const ItemQuery&, History* history = nullptr);

// The part of list_items that takes one document: adds what it says to `list`, unsorted.
void add_items(const ReadDocument&, const ItemQuery&, ItemList& list, History* history = nullptr);
void sort_items(const ItemQuery&, ItemList& list);

// Rows under one heading. An item about two services stands under both.
struct ItemGroup {
  std::string title;  // "Maud Fennimore", "nobody", "week of 2024-03-04", "no due date"
  std::vector<const ListedItem*> rows;
};
// In the groups' own order, what has no value last; one without a title where nothing is asked for. Borrows
// the list's rows.
std::vector<ItemGroup> divided(const ItemList&, std::optional<ItemGrouping>);

// Who is asked: the owner, or else the team of the heading above; "" when nobody is.
std::string_view owner_of(const facts::Item&);

// What stands in a column of a table: a name of item_columns in item_words.h. Plain text, "" for nothing.
std::string item_cell(const ListedItem&, std::string_view column);

// One array, an object a line; docs/schema/items.json is its schema. Divided rows say their `group`.
std::string items_json(const std::vector<ItemGroup>&);
// RFC 4180 with a header row and CRLF line ends: these columns, or with none given all that there are, under
// the names of the JSON. A cell that begins like a formula gets an apostrophe in front.
std::string items_csv(const std::vector<ItemGroup>&, const std::vector<std::string_view>& columns);
// A table under a heading for each group, with what a document says made harmless.
std::string items_markdown(const std::vector<ItemGroup>&, const std::vector<std::string_view>& columns);

// Due dates for a calendar (RFC 5545): days of events, or tasks. A row without a due date has none. The same
// items have the same names in it, so that a calendar that reads it again changes what it has.
enum class CalendarOf : std::uint8_t { events, tasks };
std::string items_calendar(const ItemList&, CalendarOf, Date today);

}  // namespace hindcast::app
