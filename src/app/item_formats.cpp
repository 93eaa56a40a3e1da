// Lists of items as JSON, CSV and Markdown.
#include <algorithm>
#include <array>

#include "app/contract.h"
#include "app/csv.h"
#include "app/items.h"
#include "app/plain_text.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using facts::Item;

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

std::string_view age_from(const ListedItem& row) {
  return !row.age_days ? "" : row.since && row.since != row.date ? "archive" : "document date";
}

constexpr std::string_view csv_header =
    "document,line,id,role,text,owner,team,priority,state,state_text,due,due_from,overdue,document_title,"
    "document_kind,document_date,age_days,links,due_text,severity,services,first_seen,age_from";

std::vector<std::string> csv_cells(const ListedItem& row) {
  const Item& item = row.item;
  std::string links;
  for (const auto& link : item.links)
    links.append(links.empty() ? "" : " ").append(link.text);
  return {row.path,
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
          text_of(item.due_text),
          row.severity,
          joined(row.services),
          row.since ? to_iso(*row.since) : "",
          std::string(age_from(row))};
}

bool are_divided(const std::vector<ItemGroup>& groups) {
  return !groups.empty() && !groups[0].title.empty();
}

void put_row(json::Writer& json, const ListedItem& row, const std::string& group) {
  auto text_or_null = [&](std::string_view text) { text.empty() ? json.null() : json.text(text); };
  json.open_object().key("document").text(row.path).key("document_slug").text(row.slug).key("document_title");
  text_or_null(row.title);
  json.key("document_kind").text(facts::word(row.kind)).key("document_date");
  text_or_null(row.date ? to_iso(*row.date) : "");
  put_item_members(json, row.item);
  json.key("age_days");
  row.age_days ? json.number(*row.age_days) : json.null();
  json.key("overdue").boolean(row.is_overdue).key("severity");
  text_or_null(row.severity);
  json.key("services").open_array();
  for (const auto& service : row.services)
    json.text(service);
  json.close_array().key("first_seen");
  text_or_null(row.since ? to_iso(*row.since) : "");
  json.key("age_from");
  text_or_null(age_from(row));
  if (!group.empty()) json.key("group").text(group);
  json.close_object();
}

}  // namespace

std::string item_cell(const ListedItem& row, std::string_view column) {
  const Item& item = row.item;
  if (column == "due") return item.due ? to_iso(item.due->date) : text_of(item.due_text);
  if (column == "age") return row.age_days ? std::to_string(*row.age_days) + " d" : "";
  if (column == "state") {
    std::string state(facts::word(row.state));
    std::replace(state.begin(), state.end(), '_', ' ');
    return state;
  }
  if (column == "owner") return std::string(owner_of(item));
  if (column == "team") return text_of(item.team);
  if (column == "text") return item.text;
  if (column == "where") return row.path + ":" + std::to_string(item.line);
  if (column == "id") return row.slug + "#" + item.id;
  if (column == "document") return row.path;
  if (column == "title") return row.title;
  if (column == "kind") return std::string(facts::word(row.kind));
  if (column == "role") return std::string(facts::word(item.role));
  if (column == "date") return row.date ? to_iso(*row.date) : "";
  if (column == "service") return joined(row.services);
  if (column == "severity") return row.severity;
  return {};
}

std::string items_json(const std::vector<ItemGroup>& groups) {
  std::string out = "[";
  for (const ItemGroup& group : groups)
    for (const ListedItem* row : group.rows) {
      out += out.size() == 1 ? "\n" : ",\n";
      json::Writer json(out);
      put_row(json, *row, group.title);
    }
  return out + (out.size() == 1 ? "]\n" : "\n]\n");
}

std::string items_csv(const std::vector<ItemGroup>& groups, const std::vector<std::string_view>& columns) {
  std::string out;
  if (columns.empty()) out = csv_header;
  for (const auto column : columns)
    out.append(out.empty() ? "" : ",").append(column);
  const bool has_groups = are_divided(groups);
  out += has_groups ? ",group\r\n" : "\r\n";
  for (const ItemGroup& group : groups)
    for (const ListedItem* row : group.rows) {
      std::vector<std::string> cells;
      if (columns.empty()) cells = csv_cells(*row);
      for (const auto column : columns)
        cells.push_back(item_cell(*row, column));
      if (has_groups) cells.push_back(group.title);
      for (std::size_t i = 0; i < cells.size(); ++i)
        out.append(i == 0 ? "" : ",").append(csv_cell(cells[i]));
      out += "\r\n";
    }
  return out;
}

std::string items_markdown(const std::vector<ItemGroup>& groups,
                           const std::vector<std::string_view>& columns) {
  std::string head = "|", rule = "|";
  for (const auto column : columns) {
    head.append(" ").append(column).append(" |");
    rule += column == "age" ? "---:|" : "---|";
  }
  std::string out;
  for (const ItemGroup& group : groups) {
    if (group.rows.empty()) continue;
    if (!out.empty()) out += "\n";
    if (!group.title.empty()) out.append("## ").append(markdown_text(group.title)).append("\n\n");
    out.append(head).append("\n").append(rule).append("\n");
    for (const ListedItem* row : group.rows) {
      out += "|";
      for (const auto column : columns) {
        auto cell = markdown_text(item_cell(*row, column));
        if (column == "due" && row->is_overdue) cell = "**" + cell + "**";
        out.append(" ").append(cell).append(" |");
      }
      out += "\n";
    }
  }
  return out;
}

}  // namespace hindcast::app
