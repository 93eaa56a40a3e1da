#include "app/items.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/handlers.h"
#include "cli/page.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/table.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::DueFilter;
using app::ItemList;
using app::ItemQuery;
using app::ListedItem;

Status read_due(std::string_view text, ItemQuery& query) {
  if (text.empty()) return Ok();
  if (text == "overdue") {
    query.due = DueFilter::overdue;
    return Ok();
  }
  if (text == "none") {
    query.due = DueFilter::none;
    return Ok();
  }
  if (text.substr(0, 7) == "before:")
    if (auto day = parse_iso_date(text.substr(7))) {
      query.due = DueFilter::before;
      query.due_day = *day;
      return Ok();
    }
  if (text.back() == 'd')
    if (auto days = parse_number(text.substr(0, text.size() - 1), 0, 100'000)) {
      query.due = DueFilter::within;
      query.due_day = date_from_days(days_from_epoch(query.today) + *days);
      return Ok();
    }
  return Error{ErrorCode::invalid, "--due cannot be " + quoted(text) +
                                       "; choose overdue, none, before:YYYY-MM-DD, or days such as 14d"};
}

Result<ItemQuery> query_of(const Arguments& arguments, const Terminal& terminal) {
  ItemQuery query;
  query.today = TRY(today_of(arguments, terminal));
  query.roles.clear();
  for (std::string_view word : arguments.values("role"))
    query.roles.push_back(*facts::item_role(word));
  for (std::string_view word : arguments.values("kind"))
    query.kinds.push_back(*facts::document_kind(word));
  for (std::string_view word : arguments.values("state")) {
    if (word == "all")
      query.all_states = true;
    else
      query.states.push_back(*facts::action_state(word));
  }
  query.owner = arguments.value("owner");
  query.team = arguments.value("team");
  query.text = arguments.value("text");
  TRY(read_due(arguments.value("due"), query));
  static constexpr std::string_view sorts[] = {"due", "age", "owner", "state", "file", "text"};
  for (std::size_t i = 0; i < std::size(sorts); ++i)
    if (sorts[i] == arguments.value("sort")) query.sort = static_cast<app::ItemSort>(i);
  return query;
}

std::string place_of(const ListedItem& row) {
  return harmless(row.path) + ":" + std::to_string(row.item.line);
}

std::string age_of(const ListedItem& row) {
  return row.age_days ? std::to_string(*row.age_days) + " d" : "";
}

std::string due_of(const ListedItem& row) {
  if (!row.item.due) return row.item.due_text ? harmless(row.item.due_text->text) : "";
  return to_iso(row.item.due->date) + (row.is_overdue ? " !" : "");
}

// State, due, age and who in a line under the text: where the page is too narrow for columns.
std::string stacked(const ItemList& list, const Style& style) {
  std::string out;
  for (const ListedItem& row : list.rows) {
    if (!out.empty()) out += "\n";
    auto lines = wrap(harmless(row.item.text), style.columns);
    for (const std::string& line : lines)
      out += style.paint(Ink::bold, line) + "\n";
    std::string facts_line = spoken(facts::word(row.state));
    if (!due_of(row).empty()) facts_line += ", due " + due_of(row);
    if (!age_of(row).empty()) facts_line += ", " + age_of(row) + " old";
    std::string owner = harmless(app::owner_of(row.item));
    if (!owner.empty()) facts_line = owner + ", " + facts_line;
    for (const std::string& line : wrap(facts_line, std::max(10, style.columns - 2)))
      out += "  " + style.paint(row.is_overdue ? Ink::red : Ink::plain, line) + "\n";
    out += "  " + style.paint(Ink::dim, place_of(row)) + "\n";  // whole, so that a terminal can follow it
  }
  return out;
}

std::optional<std::string> columns(const ItemList& list, bool place_below, int text_min, const Style& style) {
  std::vector<Row> rows;
  int place_columns = 0;
  for (const ListedItem& row : list.rows) {
    std::string place = place_of(row);
    place_columns = std::max(place_columns, columns_of(place));
    rows.push_back({{{due_of(row), row.is_overdue ? Ink::red : Ink::plain},
                     {age_of(row)},
                     {spoken(facts::word(row.state)), ink_of(row.state)},
                     {harmless(app::owner_of(row.item))},
                     {harmless(row.item.text)},
                     {place_below ? "" : place, Ink::dim}},
                    {place_below ? place : "", Ink::dim}});
  }
  return table({{"due"},
                {"age", true},
                {"state"},
                {"owner", false, false, 18},
                {"text", false, true},
                {"where", false, false, place_columns}},
               rows, text_min, style);
}

// The place has a column of its own where the text keeps room enough, else a line below the text.
std::string set_table(const ItemList& list, const Style& style) {
  constexpr int comfortable = 60, readable = 30;
  if (auto set = columns(list, false, comfortable, style)) return *set;
  if (auto set = columns(list, true, readable, style)) return *set;
  return stacked(list, style);
}

// "3 done and 1 verified not shown (--state all shows them); 7 by the other filters": nothing is hidden
// silently.
std::string hidden_line(const ItemList& list) {
  std::string states;
  for (std::size_t i = 0; i < list.hidden_by_state.size(); ++i) {
    const auto& hidden = list.hidden_by_state[i];
    states += i == 0 ? "" : i + 1 == list.hidden_by_state.size() ? " and " : ", ";
    states += std::to_string(hidden.count) + " " + spoken(facts::word(hidden.state));
  }
  std::string out;
  if (!states.empty()) out = "Not shown: " + states + "; --state all shows them.";
  if (list.hidden_by_others > 0)
    out += (out.empty() ? "" : " ") + counted(list.hidden_by_others, "item") + " more " +
           (list.hidden_by_others == 1 ? "does" : "do") + " not meet the other filters.";
  return out;
}

std::string summary_line(const ItemList& list, const ItemQuery& query) {
  auto count = [&](auto claim) {
    return static_cast<std::size_t>(std::count_if(list.rows.begin(), list.rows.end(), claim));
  };
  std::size_t overdue = count([](const ListedItem& row) { return row.is_overdue; });
  std::size_t unowned = count([](const ListedItem& row) { return app::owner_of(row.item).empty(); });
  std::size_t undated = count([](const ListedItem& row) { return !row.item.due; });
  bool only_actions = query.roles == std::vector{facts::ItemRole::action};
  std::string noun = only_actions ? "action" : "item";
  if (only_actions && query.states.empty() && !query.all_states) noun = "open action";
  std::string out = (list.rows.empty() ? "No " + noun : counted(list.rows.size(), noun)) + " in " +
                    counted(list.documents, "document");
  if (overdue > 0) out += ", " + std::to_string(overdue) + " overdue (!)";
  if (only_actions && unowned > 0) out += ", " + std::to_string(unowned) + " without owner";
  if (only_actions && undated > 0) out += ", " + std::to_string(undated) + " without due date";
  return out + ".";
}

std::string for_people(const ItemList& list, const ItemQuery& query, const Style& style) {
  std::string out;
  if (!list.rows.empty()) out = set_table(list, style) + "\n";
  for (const std::string& line : wrap(summary_line(list, query), style.columns))
    out += style.paint(Ink::bold, line) + "\n";
  if (std::string hidden = hidden_line(list); !hidden.empty())
    for (const std::string& line : wrap(hidden, style.columns))
      out += style.paint(Ink::dim, line) + "\n";
  return without_trailing_spaces(out);
}

}  // namespace

int run_items(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto query = query_of(arguments, terminal);
  if (!query) return refuse(terminal, query.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  if (paths.empty()) paths.emplace_back(".");

  ItemList list = app::list_items(paths, *options, *query);
  std::string_view format = arguments.value("format");
  if (format == "json")
    terminal.out(app::items_json(list));
  else if (format == "csv")
    terminal.out(app::items_csv(list));
  else if (list.documents > 0)
    terminal.out(for_people(list, *query, *style));
  say_troubles(terminal, list.troubles);
  return list.troubles.empty() ? 0 : 2;
}

}  // namespace hindcast::cli
