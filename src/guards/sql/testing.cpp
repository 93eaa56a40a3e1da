#include "guards/sql/testing.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace hindcast::guards::sql::testing {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts)
    out.append(out.empty() ? "" : between).append(part);
  return out;
}

}  // namespace

std::string line(const Index& index) {
  std::vector<std::string> parts;
  for (const IndexPart& part : index.parts)
    parts.push_back(part.column.empty() ? "…" : part.is_prefix ? part.column + "*" : part.column);
  std::string out(index.name);
  out.append(index.is_rowid ? "rowid" : "").append(index.is_primary ? " primary" : "");
  out.append(index.is_unique && !index.is_primary ? " unique" : "").append("(").append(joined(parts, " "));
  return out.append(")").append(index.is_partial ? " where" : "").append(index.finds ? "" : " blind");
}

std::string lines(const Catalogue& catalogue) {
  std::vector<std::string> all;
  for (const Table& table : catalogue.tables()) {
    if (!table.is_alive) continue;
    std::vector<std::string> columns = table.columns, parts;
    std::sort(columns.begin(), columns.end());
    for (const Index& index : table.indexes)
      parts.push_back(" " + line(index));
    for (const ForeignKey& key : table.foreign_keys)
      parts.push_back(" fk(" + joined(key.columns, " ") + ")->" + key.target.name);
    std::sort(parts.begin(), parts.end());
    std::string one(catalogue.shown(table));
    all.push_back(one.append("(").append(joined(columns, " ")).append(")").append(joined(parts, "")));
  }
  std::sort(all.begin(), all.end());
  return joined(all, "\n");
}

}  // namespace hindcast::guards::sql::testing
