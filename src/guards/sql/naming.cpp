// Names that a database chooses itself: later migrations drop and rename by them.
#include <algorithm>

#include "base/text.h"
#include "guards/sql/catalogue.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t name_bytes_max = 63;
constexpr int tries_max = 200;

// What PostgreSQL calls the columns of an index in its name: an expression by its function, equal ones by
// numbers.
std::string called(const Index& index) {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    std::string one = name;
    for (int i = 1; std::find(names.begin(), names.end(), one) != names.end(); ++i)
      one = name + std::to_string(i);
    names.push_back(std::move(one));
  };
  for (const IndexPart& part : index.parts)
    add(!part.column.empty() ? part.column : part.called.empty() ? "expr" : part.called);
  for (const std::string& column : index.includes)
    add(column);
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += '_';
    out += name;
    if (out.size() > name_bytes_max) break;
  }
  return out;
}

}  // namespace

std::string object_name(std::string table, std::string columns, std::string_view label) {
  const std::size_t overhead = (columns.empty() ? 0 : 1) + label.size() + 1;
  const std::size_t room = name_bytes_max - overhead;
  std::size_t first = table.size(), second = columns.size();
  while (first + second > room)
    --(first > second ? first : second);
  std::string out(first_bytes(table, first));
  if (!columns.empty()) out.append("_").append(first_bytes(columns, second));
  return out.append("_").append(label);
}

std::string Catalogue::chosen_name(const Table& table, const Index& index) const {
  const bool is_pg = dialect_ == Dialect::postgresql;
  if (is_mysql(dialect_)) {
    if (index.is_primary) return "PRIMARY";
    const std::string first =
        index.parts.empty() || index.parts[0].column.empty() ? "functional_index" : index.parts[0].column;
    std::string name = first;
    for (int i = 2; i < tries_max && table.find_index(name) != nullptr; ++i)
      name = first + "_" + std::to_string(i);
    return name;
  }
  const bool excludes = index.is_constraint && !index.is_unique;
  const std::string label(index.is_primary      ? "pkey"
                          : excludes            ? "excl"
                          : index.is_constraint ? "key"
                                                : "idx");
  const std::string columns = index.is_primary || !is_pg ? "" : called(index);
  std::string name = object_name(table.name.name, columns, label);
  for (int i = 1; i < tries_max && is_taken({table.name.schema, name}); ++i)
    name = object_name(table.name.name, columns, label + std::to_string(i));
  return name;
}

std::string Catalogue::chosen_key_name(const Table& table, const ForeignKey& key) const {
  const auto is_used = [&](const std::string& name) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const ForeignKey& one) { return one.name == name; });
  };
  if (is_mysql(dialect_)) {
    std::string name;
    for (int i = 1; i < tries_max && (name.empty() || is_used(name)); ++i)
      name = table.name.name + "_ibfk_" + std::to_string(i);
    return name;
  }
  if (dialect_ == Dialect::sqlite) return {};
  std::string columns;
  for (const std::string& column : key.columns)
    columns.append(columns.empty() ? "" : "_").append(column);
  std::string name = object_name(table.name.name, columns, "fkey");
  for (int i = 1; i < tries_max && is_used(name); ++i)
    name = object_name(table.name.name, columns, "fkey" + std::to_string(i));
  return name;
}

}  // namespace hindcast::guards::sql
