#include "app/items.h"

#include <doctest/doctest.h>

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
  CHECK(lines({.sort = ItemSort::owner}) == "5 7! 8, hidden 1");
  CHECK(lines({.sort = ItemSort::state}) == "7! 5 8, hidden 1");
  CHECK(lines({.sort = ItemSort::file}) == "5 7! 8, hidden 1");
  CHECK(lines({.sort = ItemSort::text}) == "8 5 7!, hidden 1");
  CHECK(lines({.sort = ItemSort::age}) == "5 7! 8, hidden 1");
}

TEST_CASE("CSV quotes what it must and never holds a formula") {
  CHECK(items_csv(list_of({.owner = "none"})) ==
        "document,line,id,role,text,owner,team,priority,state,state_text,due,due_from,overdue,document_title,"
        "document_kind,document_date,age_days,links,due_text\r\n"
        "docs/outage.md,8,outage#abcde,action,'=1+1,,,,unknown,,,,false,\"Outage, the \"\"big\"\" one\","
        "postmortem,2024-03-01,9,,\r\n");
}

TEST_CASE("a control character becomes a space in CSV, whichever way it is written") {
  ItemList list = list_of({.owner = "none"});
  list.rows[0].item.text = "a\x1b[31m b\u009b31m c\x7f \u00e9";
  CHECK(items_csv(list).find(",a [31m b 31m c  \u00e9,") != std::string::npos);
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
      items_json(list_of({.owner = "none"})) ==
      "[\n{\"document\":\"docs/outage.md\",\"document_slug\":\"outage\","
      "\"document_title\":\"Outage, the \\\"big\\\" one\",\"document_kind\":\"postmortem\","
      "\"document_date\":\"2024-03-01\",\"id\":\"abcde\",\"role\":\"action\",\"line\":8,\"text\":\"=1+1\","
      "\"owner\":null,\"team\":null,\"priority\":null,\"state\":\"unknown\",\"state_text\":null,\"due\":null,"
      "\"due_from\":null,\"due_text\":null,\"links\":[],\"from\":\"table "
      "row\",\"age_days\":9,\"overdue\":false}\n]\n");
  CHECK(items_json({}) == "[]\n");
}

}  // namespace
}  // namespace hindcast::app
