#include "app/items.h"
#include "app/item_words.h"

#include <doctest/doctest.h>

#include "markdown/markdown.h"

namespace hindcast::app {
namespace {

using facts::ActionState;
using facts::ItemRole;

facts::Item action(std::uint32_t line, std::string text, ActionState state, const std::string& owner = "",
                   std::optional<Date> due = {}) {
  facts::Item item;
  item.role = ItemRole::action;
  item.id = "abcde";
  item.line = line;
  item.text = std::move(text);
  item.state = state;
  if (!owner.empty()) item.owner = facts::Quote{owner, {}};
  if (due) item.due = facts::DerivedDate{*due, "column `Due`", {}};
  item.from = "table row";
  return item;
}

ReadDocument outage() {
  facts::Document document;
  document.slug = "outage";
  document.kind = facts::DocumentKind::postmortem;
  document.title = {"Outage, the \"big\" one", {}};
  document.date = facts::DerivedDate{{2024, 3, 1}, "field", {}};
  document.severity = facts::Quote{"SEV2", {}};
  document.fields.push_back({"Services", "basket, till", 3, {}, {}});
  document.items = {action(5, "Alert earlier", ActionState::open, "Ada", Date{2024, 3, 20}),
                    action(6, "Write it down", ActionState::done, "Grace"),
                    action(7, "Renew by machine", ActionState::in_progress, "", Date{2024, 3, 5}),
                    action(8, "=1+1", ActionState::unknown)};
  document.items[2].team = facts::Quote{"Payments", {}};
  facts::Item check = action(9, "Calendar entry", ActionState::unknown);
  check.role = ItemRole::check;
  check.ticked = true;
  document.items.push_back(check);
  return {"docs/outage.md", "", document};
}

std::string csv(const ItemList& list) {
  return items_csv(divided(list, {}), {});
}

ItemList list_of(ItemQuery query) {
  query.today = {2024, 3, 10};
  ItemList list;
  add_items(outage(), query, list);
  sort_items(query, list);
  return list;
}

// "7! 5 8, hidden 1": the lines, overdue ones marked.
std::string lines(ItemQuery query) {
  ItemList list = list_of(std::move(query));
  std::string out;
  for (const ListedItem& row : list.rows)
    out += (out.empty() ? "" : " ") + std::to_string(row.item.line) + (row.is_overdue ? "!" : "");
  std::size_t hidden = list.hidden_by_others;
  for (const auto& state : list.hidden_by_state)
    hidden += state.count;
  return out + ", hidden " + std::to_string(hidden);
}

TEST_CASE("without a filter the actions that are owed are listed, by due date") {
  CHECK(lines({}) == "7! 5 8, hidden 1");
}

TEST_CASE("an action due today is not overdue") {
  ItemQuery query;
  query.today = {2024, 3, 20};
  ItemList list;
  add_items(outage(), query, list);
  CHECK(list.rows[0].item.line == 5);
  CHECK_FALSE(list.rows[0].is_overdue);
  CHECK(list.rows[0].age_days == 19);
}

TEST_CASE("each filter keeps what it names and counts the rest") {
  CHECK(lines({.all_states = true}) == "7! 5 6 8, hidden 0");
  CHECK(lines({.states = {ActionState::done}}) == "6, hidden 3");
  CHECK(lines({.owner = "ADA"}) == "5, hidden 3");
  CHECK(lines({.owner = "@ada"}) == "5, hidden 3");
  CHECK(lines({.owner = "payments"}) == "7!, hidden 3");
  CHECK(lines({.owner = "none"}) == "8, hidden 3");
  CHECK(lines({.team = "pay"}) == "7!, hidden 3");
  CHECK(lines({.text = "MACHINE"}) == "7!, hidden 3");
  CHECK(lines({.kinds = {facts::DocumentKind::release}}) == ", hidden 4");
  CHECK(lines({.due = DueFilter::overdue}) == "7!, hidden 3");
  CHECK(lines({.due = DueFilter::none}) == "8, hidden 3");
  CHECK(lines({.due = DueFilter::before, .due_day = {2024, 3, 20}}) == "7!, hidden 3");
  CHECK(lines({.due = DueFilter::within, .due_day = {2024, 3, 20}}) == "7! 5, hidden 2");
}

TEST_CASE("a ticked check is done") {
  CHECK(lines({.roles = {ItemRole::check}}) == ", hidden 1");
  CHECK(lines({.roles = {ItemRole::check}, .all_states = true}) == "9, hidden 0");
}

TEST_CASE("the order is the one asked for; absent values come last") {
  CHECK(lines({.sort = {{ItemSort::owner}}}) == "5 7! 8, hidden 1");
  CHECK(lines({.sort = {{ItemSort::state}}}) == "7! 5 8, hidden 1");
  CHECK(lines({.sort = {{ItemSort::file}}}) == "5 7! 8, hidden 1");
  CHECK(lines({.sort = {{ItemSort::text}}}) == "8 5 7!, hidden 1");
  CHECK(lines({.sort = {{ItemSort::age}}}) == "5 7! 8, hidden 1");
}

TEST_CASE("CSV quotes what it must and never holds a formula") {
  CHECK(csv(list_of({.owner = "none"})) ==
        "document,line,id,role,text,owner,team,priority,state,state_text,due,due_from,overdue,document_title,"
        "document_kind,document_date,age_days,links,due_text,severity,services,first_seen,age_from\r\n"
        "docs/outage.md,8,outage#abcde,action,'=1+1,,,,unknown,,,,false,\"Outage, the \"\"big\"\" one\","
        "postmortem,2024-03-01,9,,,SEV2,\"basket, till\",,document date\r\n");
}

TEST_CASE("a control character becomes a space in CSV, whichever way it is written") {
  ItemList list = list_of({.owner = "none"});
  list.rows[0].item.text = "a\x1b[31m b\u009b31m c\x7f \u00e9";
  CHECK(csv(list).find(",a [31m b 31m c  \u00e9,") != std::string::npos);
}

TEST_CASE("a huge title is cut where every item repeats it") {
  auto document = outage();
  document.document.title.text.assign(299, 'x');
  document.document.title.text += "\xC3\xA9 and on";
  std::string shortened(299, 'x');
  shortened += "…";
  ItemList list;
  add_items(document, {.all_states = true, .today = {2024, 3, 10}}, list);
  REQUIRE(list.rows.size() == 4);
  for (const auto& row : list.rows)
    CHECK(row.title == shortened);
}

TEST_CASE("JSON has every field, null where the document does not say") {
  CHECK(
      items_json(divided(list_of({.owner = "none"}), {})) ==
      "[\n{\"document\":\"docs/outage.md\",\"document_slug\":\"outage\","
      "\"document_title\":\"Outage, the \\\"big\\\" one\",\"document_kind\":\"postmortem\","
      "\"document_date\":\"2024-03-01\",\"id\":\"abcde\",\"role\":\"action\",\"line\":8,\"text\":\"=1+1\","
      "\"owner\":null,\"team\":null,\"priority\":null,\"state\":\"unknown\",\"state_text\":null,\"due\":null,"
      "\"due_from\":null,\"due_text\":null,\"links\":[],\"from\":\"table "
      "row\",\"age_days\":9,\"overdue\":false,\"severity\":\"SEV2\",\"services\":[\"basket\",\"till\"],"
      "\"first_seen\":null,\"age_from\":\"document date\"}\n]\n");
  CHECK(items_json({}) == "[]\n");
}

TEST_CASE("the second key decides where the first does not, and any goes the other way round") {
  CHECK(lines({.sort = {{ItemSort::severity}, {ItemSort::text, true}}}) == "7! 5 8, hidden 1");
  CHECK(lines({.sort = {{ItemSort::due, true}}}) ==
        "5 7! 8, hidden 1");  // no due date comes last all the same
  CHECK(lines({.sort = {{ItemSort::file, true}}}) == "8 7! 5, hidden 1");
}

TEST_CASE("items are found by the services and the severity of their document") {
  CHECK(lines({.services = {"Till"}}) == "7! 5 8, hidden 1");
  CHECK(lines({.services = {"search"}}) == ", hidden 4");
  CHECK(lines({.severities = {"2"}}) == "7! 5 8, hidden 1");
  CHECK(lines({.severities = {"critical"}}) == ", hidden 4");
}

std::string groups(ItemGrouping grouping) {
  const auto list = list_of({});
  std::string out;
  for (const auto& group : divided(list, grouping)) {
    out += (out.empty() ? "" : "; ") + group.title + ":";
    for (const auto* row : group.rows)
      out += " " + std::to_string(row->item.line);
  }
  return out;
}

TEST_CASE("a list is divided, and what has no value comes last") {
  CHECK(groups(ItemGrouping::owner) == "Ada: 5; Payments: 7; nobody: 8");
  CHECK(groups(ItemGrouping::team) == "Payments: 7; no team: 5 8");
  CHECK(groups(ItemGrouping::document) == "Outage, the \"big\" one (docs/outage.md): 7 5 8");
  CHECK(groups(ItemGrouping::state) == "in progress: 7; open: 5; unknown: 8");
  CHECK(groups(ItemGrouping::service) == "basket: 7 5 8; till: 7 5 8");
  CHECK(groups(ItemGrouping::severity) == "SEV2: 7 5 8");
  CHECK(groups(ItemGrouping::due_week) == "week of 2024-03-04: 7; week of 2024-03-18: 5; no due date: 8");
}

TEST_CASE("a Markdown table stays a table, whatever its cells say") {
  ItemList list = list_of({.text = "Alert"});
  list.rows[0].item.text = "a | b\n`c|d` <img src=x> **e** [f](g) `h` \\ _i_";
  const auto text = items_markdown(divided(list, {}), {"due", "text"});
  CHECK(text ==
        "| due | text |\n|---|---|\n"
        "| 2024-03-20 | a \\| b \\`c\\|d\\` \\<img src=x\\> \\*\\*e\\*\\* \\[f\\](g) `h` \\\\ \\_i\\_ |\n");
  std::size_t cells = 0, tables = 0;
  for (const auto& node : markdown::parse(text).nodes) {
    cells += node.kind == markdown::Kind::cell ? 1 : 0;
    tables += node.kind == markdown::Kind::table ? 1 : 0;
  }
  CHECK(tables == 1);
  CHECK(cells == 4);
}

TEST_CASE("a calendar has an event for each due date, under a name that stays the same") {
  ItemList list = list_of({.owner = "Ada"});
  list.rows[0].title = "Outage; one, two \\ three";
  list.rows[0].path = "docs/outage-with-a-long-name-so-that-the-line-is-folded-\xC3\xA9\xC3\xA9\xC3\xA9.md";
  CHECK(
      items_calendar(list, CalendarOf::events, {2024, 3, 10}) ==
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hindcast//Due dates//EN\r\nCALSCALE:GREGORIAN\r\n"
      "BEGIN:VEVENT\r\nUID:outage#abcde@due.hindcast\r\nDTSTAMP:20240310T000000Z\r\n"
      "DTSTART;VALUE=DATE:20240320\r\nSUMMARY:Alert earlier (Ada)\r\n"
      "DESCRIPTION:Outage\\; one\\, two \\\\ three\\ndocs/outage-with-a-long-name-so-th\r\n"
      " at-the-line-is-folded-\xC3\xA9\xC3\xA9\xC3\xA9.md:5\r\n"
      "CATEGORIES:basket,till\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  const auto tasks = items_calendar(list_of({}), CalendarOf::tasks, {2024, 3, 10});
  CHECK(tasks.find("BEGIN:VTODO\r\nUID:outage#abcde@todo.hindcast\r\n") != tasks.npos);
  CHECK(tasks.find("DUE;VALUE=DATE:20240305\r\n") != tasks.npos);
  CHECK(tasks.find("STATUS:IN-PROCESS\r\n") != tasks.npos);
}

}  // namespace
TEST_CASE("what is asked of due days is the same in a view and on the command line") {
  const auto asked = [](std::string_view words) {
    const auto due = due_asked(words, {2024, 3, 10});
    return due.ok() ? std::to_string(static_cast<int>(due->filter)) + " " + to_iso(due->day)
                    : due.error().message;
  };
  CHECK(asked("14d") == "4 2024-03-24");
  CHECK(asked("before:2024-02-01") == "3 2024-02-01");
  CHECK(asked("overdue") == "1 1970-01-01");
  for (const auto* words : {"14", "d", "-1d", "before:", "before:2024-02-30", "soon", "999999999999d"})
    CHECK(asked(words).find("choose overdue, none, before:YYYY-MM-DD, or days such as 14d") !=
          std::string::npos);
  for (const auto& key : item_view_keys())
    if (key.name == "due") CHECK(key.problem("14") == asked("14"));
}

}  // namespace hindcast::app
