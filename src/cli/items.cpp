#include "app/items.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/documents.h"
#include "app/forms.h"
#include "app/history.h"
#include "app/item_words.h"
#include "cli/configuring.h"
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
using app::ItemGroup;
using app::ItemList;
using app::ItemQuery;
using app::ListedItem;
using Rows = std::vector<const ListedItem*>;

template <std::size_t size>
std::size_t place_in(const std::array<std::string_view, size>& words, std::string_view word) {
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
}

Result<ItemQuery> query_of(const Arguments& arguments, Date today) {
  ItemQuery query;
  query.today = today;
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
  auto due = app::due_asked(arguments.value("due"), today);
  if (!due) return Error{due.error().code, "--" + due.error().message};
  query.due = due->filter;
  query.due_day = due->day;
  for (std::string_view service : arguments.values("service"))
    query.services.emplace_back(service);
  for (std::string_view severity : arguments.values("severity")) {
    if (const auto meant = facts::severity_meant(severity))
      return Error{ErrorCode::invalid,
                   "unknown severity " + quoted(severity) + "; did you mean " + quoted(*meant) + "?"};
    query.severities.emplace_back(severity);
  }
  query.sort.clear();
  for (std::string_view word : arguments.values("sort")) {
    const bool is_reversed = word.starts_with('-');
    word.remove_prefix(is_reversed ? 1 : 0);
    query.sort.push_back({static_cast<app::ItemSort>(place_in(app::item_sorts, word)), is_reversed});
  }
  if (const auto word = arguments.value("group-by"); !word.empty())
    query.group = static_cast<app::ItemGrouping>(place_in(app::item_groups, word));
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
std::string stacked(const Rows& list, const Style& style) {
  std::string out;
  for (const ListedItem* row : list) {
    if (!out.empty()) out += "\n";
    auto lines = wrap(harmless(row->item.text), style.columns);
    for (const std::string& line : lines)
      out += style.paint(Ink::bold, line) + "\n";
    std::string facts_line = spoken(facts::word(row->state));
    if (!due_of(*row).empty()) facts_line += ", due " + due_of(*row);
    if (!age_of(*row).empty()) facts_line += ", " + age_of(*row) + " old";
    std::string owner = harmless(app::owner_of(row->item));
    if (!owner.empty()) facts_line = owner + ", " + facts_line;
    for (const std::string& line : wrap(facts_line, std::max(10, style.columns - 2)))
      out += "  " + style.paint(row->is_overdue ? Ink::red : Ink::plain, line) + "\n";
    out += "  " + style.paint(Ink::dim, place_of(*row)) + "\n";  // whole, so that a terminal can follow it
  }
  return out;
}

std::optional<std::string> columns(const Rows& list, bool place_below, int text_min, const Style& style) {
  std::vector<Row> rows;
  int place_columns = 0;
  for (const ListedItem* row : list) {
    std::string place = place_of(*row);
    place_columns = std::max(place_columns, columns_of(place));
    rows.push_back({{{due_of(*row), row->is_overdue ? Ink::red : Ink::plain},
                     {age_of(*row)},
                     {spoken(facts::word(row->state)), ink_of(row->state)},
                     {harmless(app::owner_of(row->item))},
                     {harmless(row->item.text)},
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

std::string cell_of(const ListedItem& row, std::string_view column) {
  return column == "due" ? due_of(row) : harmless(app::item_cell(row, column));
}

// Places and ids stay whole, so that a terminal can follow them and a person copy them.
bool stays_whole(std::string_view column) {
  return column == "where" || column == "document" || column == "id";
}

// "text: …", what does not fit on the line further in below it.
std::string card_line(std::string_view name, const std::string& value, const Style& style) {
  const auto line = std::string(name) + ": " + value;
  if (stays_whole(name)) return line + "\n";
  constexpr int indent = 2;
  std::string out;
  for (const auto& part : wrap(line, style.columns - indent))
    out += (out.empty() ? "" : std::string(indent, ' ')) + part + "\n";
  return out;
}

// The columns that were asked for; one value a line where they don't fit.
std::string chosen_columns(const Rows& list, const std::vector<std::string_view>& names, const Style& style) {
  const auto text = std::find(names.begin(), names.end(), "text");
  const auto wide = text != names.end() ? text : std::find_if_not(names.begin(), names.end(), stays_whole);
  const auto flexible =
      static_cast<std::size_t>((wide != names.end() ? wide : names.end() - 1) - names.begin());
  std::vector<Column> heads;
  int widest_flexible = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    int widest = 0;
    for (const ListedItem* row : list)
      widest = std::max(widest, columns_of(cell_of(*row, names[i])));
    if (i == flexible) widest_flexible = widest;
    constexpr int usual_max = 30;
    heads.push_back({names[i], names[i] == "age", i == flexible,
                     stays_whole(names[i]) ? std::max(widest, 1) : usual_max});
  }
  std::vector<Row> rows;
  for (const ListedItem* row : list) {
    rows.emplace_back();
    for (const std::string_view name : names) {
      const bool is_late = name == "due" && row->is_overdue;
      rows.back().cells.push_back({cell_of(*row, name), is_late           ? Ink::red
                                                        : name == "state" ? ink_of(row->state)
                                                                          : Ink::plain});
    }
  }
  constexpr int readable = 16;
  const int least = stays_whole(names[flexible]) ? widest_flexible : readable;
  if (auto set = table(heads, rows, least, style)) return *set;
  std::string out;
  for (const ListedItem* row : list) {
    if (!out.empty()) out += "\n";
    for (const std::string_view name : names)
      out += card_line(name, cell_of(*row, name), style);
  }
  return out;
}

// The place has a column of its own where the text keeps room enough, else a line below the text.
std::string set_table(const Rows& list, const std::vector<std::string_view>& names, const Style& style) {
  constexpr int comfortable = 60, readable = 30;
  if (!names.empty()) return chosen_columns(list, names, style);
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

std::string for_people(const ItemList& list, const std::vector<ItemGroup>& groups,
                       const std::vector<std::string_view>& names, const ItemQuery& query,
                       const Style& style) {
  std::string out;
  for (const ItemGroup& group : groups) {
    if (group.rows.empty()) continue;
    if (!group.title.empty())
      for (const std::string& line :
           wrap(harmless(group.title) + " (" + std::to_string(group.rows.size()) + ")", style.columns))
        out += style.paint(Ink::bold, line) + "\n";
    out += set_table(group.rows, names, style) + "\n";
  }
  for (const std::string& line : wrap(summary_line(list, query), style.columns))
    out += style.paint(Ink::bold, line) + "\n";
  if (std::string hidden = hidden_line(list); !hidden.empty())
    for (const std::string& line : wrap(hidden, style.columns))
      out += style.paint(Ink::dim, line) + "\n";
  return without_trailing_spaces(out);
}

// The options of a saved view, where the command line does not give them. The texts lie in the configuration.
Status add_view(const config::Config& config, Arguments& arguments) {
  const auto name = arguments.value("view");
  if (name.empty()) return Ok();
  std::vector<std::string_view> names;
  for (const auto& view : config.views)
    names.push_back(view.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const auto near = closest(name, names);
    return Error{ErrorCode::invalid, "there is no view " + quoted(name) +
                                         (near ? "; did you mean " + quoted(*near) + "?"
                                               : "; 'hindcast items --views' lists them")};
  }
  for (const auto& setting : config.views[static_cast<std::size_t>(found - names.begin())].settings) {
    const std::string_view option = setting.key == "group_by" ? std::string_view("group-by") : setting.key;
    if (arguments.has(option)) continue;
    for (const auto& value : setting.values)
      arguments.given.emplace_back(option, value);
  }
  return Ok();
}

std::string views_text(const config::Config& config, const Style& style) {
  std::string out;
  for (const auto& view : config.views) {
    out += style.paint(Ink::bold, harmless(view.name)) + "  line " + std::to_string(view.origin.line) + "\n";
    for (const auto& setting : view.settings) {
      std::string values;
      for (const auto& value : setting.values)
        values += (values.empty() ? "" : ", ") + harmless(value);
      out += "  " + setting.key + " = " + values + "\n";
    }
  }
  return out.empty() ? "No views: a view is a table [views.NAME] in hindcast.toml.\n" : out;
}

std::string in_format(const ItemList& list, const std::vector<ItemGroup>& groups,
                      std::vector<std::string_view> names, const ItemQuery& query,
                      const Arguments& arguments) {
  const auto format = arguments.value("format");
  if (format == "json") return app::items_json(groups);
  if (format == "csv") return app::items_csv(groups, names);
  if (format == "ics") return app::items_calendar(list, app::CalendarOf::events, query.today);
  if (format == "ics-todo") return app::items_calendar(list, app::CalendarOf::tasks, query.today);
  if (names.empty()) names = {"due", "age", "state", "owner", "text", "where"};
  auto out = app::items_markdown(groups, names);
  if (list.documents == 0) return out;
  out += (out.empty() ? "" : "\n") + summary_line(list, query) + "\n";
  if (const auto hidden = hidden_line(list); !hidden.empty()) out += "\n" + hidden + "\n";
  return out;
}

// Nothing is left out in silence.
void say_undated(const ItemList& list, const Terminal& terminal) {
  const auto undated = static_cast<std::size_t>(
      std::count_if(list.rows.begin(), list.rows.end(), [](const ListedItem& row) { return !row.item.due; }));
  if (undated > 0)
    terminal.err("hindcast: " + counted(undated, "item") + " without due date " +
                 (undated == 1 ? "is" : "are") + " not in the calendar\n");
}

}  // namespace

int run_items(const Arguments& given, const Terminal& terminal) {
  auto arguments = given;
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  if (arguments.has("views")) return terminal.out(views_text(configuration->config, *style)), 0;
  if (auto done = add_view(configuration->config, arguments); !done)
    return refuse(terminal, done.error().message);
  auto today = today_of(arguments, terminal, *configuration);
  if (!today) return refuse_lines(terminal, today.error().message);
  auto query = query_of(arguments, *today);
  if (!query) return refuse(terminal, query.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  if (auto added = app::add_configured_forms(*configuration, *options); !added)
    return refuse_lines(terminal, added.error().message);
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  if (paths.empty()) paths.emplace_back(".");
  auto history = app::History::of(paths[0], *configuration);

  ItemList list = app::list_items(app::documents_beneath(paths, *configuration), *options, *query,
                                  history ? history->get() : nullptr);
  if (!history) list.troubles.push_back({"", history.error()});
  const auto groups = app::divided(list, query->group);
  const auto names = arguments.values("columns");
  std::string_view format = arguments.value("format");
  if (format != "table")
    terminal.out(in_format(list, groups, names, *query, arguments));
  else if (list.documents > 0)
    terminal.out(for_people(list, groups, names, *query, *style));
  if (format.starts_with("ics")) say_undated(list, terminal);
  for (const auto& unknown : list.unknown)
    terminal.err("hindcast: no " + std::string(unknown.what) + " in these documents is called " +
                 quoted(unknown.name) +
                 (unknown.near.empty() ? "" : "; did you mean " + quoted(unknown.near) + "?") + "\n");
  say_troubles(terminal, list.troubles);
  return list.troubles.empty() ? 0 : 2;
}

}  // namespace hindcast::cli
