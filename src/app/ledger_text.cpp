// What machines and pages get of the ledger.
#include <array>

#include "app/csv.h"
#include "app/ledger.h"
#include "app/plain_text.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using json::Writer;

void text_or_null(Writer& json, std::string_view value) {
  value.empty() ? json.null() : json.text(value);
}

std::string_view word(recall::Held held) {
  constexpr std::array<std::string_view, 3> words = {"", "routine", "copied"};
  return words[static_cast<std::size_t>(held)];
}

void put_item(Writer& json, const LedgerItem& item) {
  const auto& promise = item.promise;
  json.open_object();
  json.key("document").text(item.path);
  json.key("document_slug").text(item.slug);
  text_or_null(json.key("document_title"), item.title);
  json.key("document_date").text(to_iso(item.date));
  json.key("id").text(promise.id);
  json.key("role").text(facts::word(promise.role));
  json.key("line").number(promise.line);
  json.key("text").text(promise.text);
  text_or_null(json.key("owner"), promise.owner);
  text_or_null(json.key("due"), promise.due);
  json.key("state").text(facts::word(promise.state));
  json.key("gone").boolean(promise.is_gone);
  json.close_object();
}

void put_row(Writer& json, const LedgerRow& row) {
  json.open_object();
  json.key("id").text(row.id);
  json.key("kind").text(recall::word(row.kind));
  put_item(json.key("earlier"), row.earlier);
  put_item(json.key("later"), row.later);
  json.key("between").open_array();
  for (const auto& item : row.between)
    put_item(json, item);
  json.close_array();
  json.key("days").number(row.days);
  json.key("reasons").open_array();
  for (const auto& reason : row.reasons)
    json.text(reason);
  json.close_array();
  json.key("first").open_object();
  json.key("outcome").text(row.first.word);
  text_or_null(json.key("since"), row.first.since);
  text_or_null(json.key("actor"), row.first.actor);
  json.close_object();
  json.key("said");
  if (row.said) {
    json.open_object();
    json.key("verdict").text(row.said->verdict);
    text_or_null(json.key("reason"), row.said->reason);
    json.key("actor").text(row.said->actor);
    json.key("day").text(row.said->day);
    json.close_object();
  } else {
    json.null();
  }
  text_or_null(json.key("held_back"), word(row.held));
  text_or_null(json.key("within"), row.within);
  json.close_object();
}

// A cell of a Markdown table, no longer than one wants to read on.
std::string cell(std::string_view text) {
  constexpr std::size_t bytes_max = 160;
  const auto shown = first_bytes(text, bytes_max);
  return markdown_text(shown) + (shown.size() < text.size() ? "…" : "");
}

// A path as the target of a link.
std::string target_of(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF", kept = "/-_.~";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
    if (is_plain || kept.find(c) != kept.npos)
      out += c;
    else
      out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
  }
  return out;
}

std::string place(const LedgerItem& item) {
  return to_iso(item.date) + " [" + cell(item.slug) + "](" + target_of(item.path) + "#L" +
         std::to_string(item.promise.line) + ")";
}

std::string first_of(const LedgerRow& row) {
  std::string out(row.first.word);
  if (!row.first.since.empty()) out += " since " + row.first.since;
  if (!row.first.actor.empty()) out += " (" + row.first.actor + ")";
  return out;
}

}  // namespace

std::string ledger_json(const Ledger& ledger) {
  std::string out;
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  {
    Writer json(out);
    json.open_object().key("documents").number(number(ledger.documents));
    json.key("undated").number(number(ledger.undated)).key("archive").boolean(ledger.has_archive);
    json.key("held_back").open_object();
    json.key("routine").number(number(ledger.routine)).key("copied").number(number(ledger.copied));
    json.key("dismissed").number(number(ledger.dismissed));
    json.key("kind").number(number(ledger.of_other_kinds));
    json.key("limit").number(number(ledger.beyond_max)).close_object().close_object();
  }
  out.back() = ',';
  out += "\"rows\":[";
  for (const auto& row : ledger.rows) {
    out += &row == ledger.rows.data() ? "\n" : ",\n";
    Writer json(out);
    put_row(json, row);
  }
  return out + "\n]}\n";
}

std::string ledger_csv(const Ledger& ledger) {
  std::string out =
      "row,kind,days,times,earlier_date,earlier_document,earlier_line,earlier_id,earlier_text,earlier_owner,"
      "earlier_state,later_date,later_document,later_line,later_id,later_text,later_owner,later_state,first,"
      "first_since,verdict,reason\r\n";
  for (const auto& row : ledger.rows) {
    std::vector<std::string> cells = {row.id, std::string(recall::word(row.kind)), std::to_string(row.days),
                                      std::to_string(row.between.size() + 2)};
    for (const auto* item : {&row.earlier, &row.later}) {
      const auto& promise = item->promise;
      for (std::string text :
           {to_iso(item->date), item->path, std::to_string(promise.line), item->slug + "#" + promise.id,
            promise.text, promise.owner, std::string(facts::word(promise.state))})
        cells.push_back(std::move(text));
    }
    cells.emplace_back(row.first.word);
    cells.push_back(row.first.since);
    cells.push_back(row.said ? row.said->verdict : "");
    cells.push_back(row.said ? row.said->reason : "");
    for (std::size_t i = 0; i < cells.size(); ++i)
      out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    out += "\r\n";
  }
  return out;
}

std::string ledger_markdown(const Ledger& ledger) {
  if (ledger.rows.empty()) return "No promise was made again.\n";
  std::string out =
      "| row | promised first | what became of it | promised again | days |\n|-----|----------------|--------"
      "-----------|----------------|-----:|\n";
  for (const auto& row : ledger.rows) {
    out.append("| ").append(row.id).append(" | ").append(place(row.earlier)).append(": ");
    out.append(cell(row.earlier.promise.text)).append(" | ").append(cell(first_of(row))).append(" | ");
    for (const auto& item : row.between)
      out.append(place(item)).append("; ");
    out.append(place(row.later)).append(": ").append(cell(row.later.promise.text));
    out.append(" | ").append(std::to_string(row.days)).append(" |\n");
  }
  return out;
}

}  // namespace hindcast::app
