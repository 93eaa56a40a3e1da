#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "histories.h"

namespace hindcast::histories {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows(sqlite3* database, const std::string& sql) {
  std::vector<Row> out;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return out;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      row.push_back(lower(text == nullptr ? "" : text));
    }
    out.push_back(std::move(row));
  }
  sqlite3_finalize(statement);
  return out;
}

std::string joined(std::vector<std::string> parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts)
    out.append(out.empty() ? "" : between).append(part);
  return out;
}

std::string described(sqlite3* database, const std::string& table) {
  std::vector<std::string> columns, key, parts;
  for (const Row& row :
       rows(database, "SELECT name, pk FROM pragma_table_info('" + table + "', 'main') ORDER BY pk")) {
    columns.push_back(row[0]);
    if (row[1] != "0") key.push_back(row[0]);
  }
  std::sort(columns.begin(), columns.end());
  bool has_key_index = false;
  for (const Row& row : rows(database, "SELECT name, \"unique\", origin, partial FROM pragma_index_list('" +
                                           table + "', 'main')")) {
    std::vector<std::string> names;
    for (const Row& one :
         rows(database, "SELECT cid, name FROM pragma_index_info('" + row[0] + "', 'main') ORDER BY seqno"))
      names.push_back(one[0] == "-2" ? "…" : one[1]);
    has_key_index = has_key_index || row[2] == "pk";
    parts.push_back(" " + (row[2] == "c" ? row[0] : "") +
                    (row[2] == "pk"  ? " primary"
                     : row[1] == "1" ? " unique"
                                     : "") +
                    "(" + joined(names, " ") + ")" + (row[3] == "1" ? " where" : ""));
  }
  if (!key.empty() && !has_key_index) parts.push_back(" rowid primary(" + joined(key, " ") + ")");
  std::map<std::string, std::pair<std::string, std::string>> keys;
  for (const Row& row : rows(database, "SELECT id, \"table\", \"from\" FROM pragma_foreign_key_list('" +
                                           table + "', 'main') ORDER BY id, seq")) {
    auto& one = keys[row[0]];
    one.first = row[1];
    one.second.append(one.second.empty() ? "" : " ").append(row[2]);
  }
  for (const auto& [id, one] : keys)
    parts.push_back(" fk(" + one.second + ")->" + one.first);
  std::sort(parts.begin(), parts.end());
  return table + "(" + joined(columns, " ") + ")" + joined(parts, "");
}

}  // namespace

std::string run_in_sqlite(std::vector<std::string>& statements) {
  sqlite3* raw = nullptr;
  if (sqlite3_open(":memory:", &raw) != SQLITE_OK) return "no database";
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
  const auto refused = [&](const std::string& one) {
    const bool is_refused = sqlite3_exec(raw, one.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK;
    if (is_refused && sqlite3_get_autocommit(raw) == 0)
      sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr);
    return is_refused;
  };
  statements.erase(std::remove_if(statements.begin(), statements.end(), refused), statements.end());
  std::vector<std::string> tables;
  for (const Row& row :
       rows(raw, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
    tables.push_back(described(raw, row[0]));
  std::sort(tables.begin(), tables.end());
  return joined(tables, "\n");
}

}  // namespace hindcast::histories
