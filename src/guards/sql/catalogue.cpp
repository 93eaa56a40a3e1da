#include "guards/sql/catalogue.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::string_view temporary_schema = "\x01temporary";
constexpr std::size_t gone_max = 100'000, partitions_max = 100'000;
constexpr int levels_max = 8;  // partitions of partitions

std::string ticked(std::string_view name) {
  return std::string("`").append(name).append("`");
}

template <typename List>
bool holds(const List& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::vector<std::string> columns_of(const Index& index) {
  std::vector<std::string> columns;
  for (const IndexPart& part : index.parts)
    columns.push_back(part.column.empty() ? "(…)" : part.column);
  return columns;
}

bool lives_from(const Index& index, std::string_view column) {
  return std::any_of(index.parts.begin(), index.parts.end(),
                     [&](auto& part) { return part.column == column; }) ||
         holds(index.includes, column) || holds(index.mentions, column);
}

// The index's first columns are these, in any order unless `in_order`.
bool serves(const Index& index, std::span<const std::string> columns, bool in_order) {
  const std::size_t count = columns.size();
  if (!index.finds || count == 0 || index.parts.size() < count) return false;
  if (index.is_hash && index.parts.size() != count) return false;
  if (index.is_partial && !(count == 1 && index.not_null == columns[0])) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const IndexPart& part = index.parts[i];
    if (part.is_prefix || part.column.empty()) return false;
    if (in_order ? part.column != columns[i] : !holds(columns, part.column)) return false;
  }
  return true;
}

void replace(std::vector<std::string>& list, std::string_view from, const std::string& to) {
  std::replace_if(
      list.begin(), list.end(), [&](const std::string& one) { return one == from; }, to);
}

}  // namespace

struct Catalogue::Names {
  struct Relation {
    std::uint32_t table = no_table;
    bool is_index = false;
  };
  std::map<std::string, Relation> relations;
  std::set<std::string> others;                               // views and sequences
  std::map<std::string, std::vector<std::uint32_t>> waiting;  // whose keys lead to a table not there yet
};

Catalogue::Catalogue(Dialect dialect, std::string default_schema)
    : dialect_(dialect),
      path_{default_schema},
      default_schema_(std::move(default_schema)),
      names_(std::make_unique<Names>()) {}
Catalogue::~Catalogue() = default;

bool Table::has_column(std::string_view column) const {
  return holds(columns, column);
}
const Index* Table::find_index(std::string_view index) const {
  const auto found =
      std::find_if(indexes.begin(), indexes.end(), [&](auto& one) { return one.name == index; });
  return found == indexes.end() || index.empty() ? nullptr : &*found;
}
Index* Table::find_index(std::string_view index) {
  return const_cast<Index*>(std::as_const(*this).find_index(index));
}

std::string Catalogue::shown(const Table& table) const {
  if (table.name.schema == default_schema_ || table.is_temporary) return table.name.name;
  return table.name.schema + "." + table.name.name;
}

void Catalogue::set_path(std::vector<std::string> path) {
  path_ = std::move(path);
  if (path_.empty()) path_.push_back(default_schema_);
}

void Catalogue::end_of_file() {
  for (const std::uint32_t id : temporary_)
    if (tables_[id].is_alive) drop_alone(id, {});
  temporary_.clear();
  path_.assign(1, default_schema_);
}

std::string Catalogue::key(const Name& name) const {
  std::string out = name.schema.empty() ? path_.front() : name.schema;
  if (name.schema == "temp" || name.schema == "pg_temp") out = temporary_schema;
  return out.append(1, '\0').append(name.name);
}

std::uint32_t Catalogue::find(const Name& name) const {
  const auto look = [&](std::string_view schema) {
    const auto found = names_->relations.find(key({std::string(schema), name.name}));
    return found == names_->relations.end() || found->second.is_index ? no_table : found->second.table;
  };
  if (!name.schema.empty()) return look(name.schema);
  if (const auto id = look(temporary_schema); id != no_table) return id;
  for (const std::string& schema : path_)
    if (const auto id = look(schema); id != no_table) return id;
  return no_table;
}

std::uint32_t Catalogue::find_made(const Name& name, bool is_temporary) const {
  const auto found = names_->relations.find(key({is_temporary ? "temp" : name.schema, name.name}));
  return found == names_->relations.end() ? no_table : found->second.table;
}

Catalogue::IndexAt Catalogue::find_index(const Name& name) {
  const auto look = [&](std::string_view schema) -> IndexAt {
    const auto found = names_->relations.find(key({std::string(schema), name.name}));
    if (found == names_->relations.end() || !found->second.is_index) return {};
    return {found->second.table, tables_[found->second.table].find_index(name.name)};
  };
  if (!name.schema.empty()) return look(name.schema);
  if (const auto at = look(temporary_schema); at.index) return at;
  for (const std::string& schema : path_)
    if (const auto at = look(schema); at.index) return at;
  return {};
}

void Catalogue::add_other(const Name& name) {
  names_->others.insert(key(name));
}
void Catalogue::drop_other(const Name& name) {
  names_->others.erase(key(name));
}

bool Catalogue::is_other(const Name& name) const {
  if (!name.schema.empty() && names_->others.count(key(name)) > 0) return true;
  if (name.schema.empty())
    for (const std::string& schema : path_)
      if (names_->others.count(key({schema, name.name})) > 0) return true;
  // A serial column makes its sequence: "orders_id_seq", "orders_id_seq1" where that one is taken.
  if (dialect_ != Dialect::postgresql) return false;  // whose names are short
  const std::string_view text = name.name;
  const std::size_t end = text.find_last_not_of("0123456789") + 1;
  if (end < 6 || text.substr(end - 4, 4) != "_seq") return false;
  const std::string_view stem = text.substr(0, end - 4);
  for (std::size_t at = stem.find('_'); at != std::string_view::npos; at = stem.find('_', at + 1)) {
    const std::uint32_t id = find({name.schema, std::string(stem.substr(0, at))});
    if (id != no_table && tables_[id].has_column(stem.substr(at + 1))) return true;
  }
  return false;
}

bool Catalogue::is_there(const Name& name) {
  return find(name) != no_table || find_index(name).index != nullptr || is_other(name);
}

bool Catalogue::is_taken(const Name& name) const {
  return names_->relations.count(key(name)) > 0;
}

// Foreign keys that were written before their table was there lead to it now.
void Catalogue::lead_here(std::uint32_t id) {
  const auto found = names_->waiting.find(key(tables_[id].name));
  if (found == names_->waiting.end()) return;
  auto& inbound = tables_[id].inbound;
  const auto room = static_cast<std::ptrdiff_t>(std::min(found->second.size(), inbound_max - inbound.size()));
  inbound.insert(inbound.end(), found->second.begin(), found->second.begin() + room);
  names_->waiting.erase(found);
}

Problem Catalogue::create_table(Table table, std::uint32_t& id) {
  if (table.is_temporary) table.name.schema = temporary_schema;
  if (table.name.schema.empty()) table.name.schema = path_.front();
  if (is_taken(table.name)) return "table " + ticked(table.name.name) + " is there already";
  if (table.columns.size() > table_columns_max) return "a table has too many columns";
  id = static_cast<std::uint32_t>(tables_.size());
  names_->relations[key(table.name)] = {id, false};
  if (table.is_temporary) temporary_.push_back(id);
  if (table.parent != no_table) tables_[table.parent].partitions.push_back(id);
  tables_.push_back(std::move(table));
  lead_here(id);
  return {};
}

void Catalogue::remember(const Table& table, const Index& index, std::string how, Place place) {
  if (table.is_temporary || index.is_rowid || gone_.size() >= gone_max) return;
  gone_.push_back({shown(table), index.name, columns_of(index), std::move(how), place});
}

void Catalogue::drop_alone(std::uint32_t id, Place place) {
  Table& table = tables_[id];
  for (const Index& index : table.indexes) {
    remember(table, index, "went with its table", place);
    if (has_index_names() && !index.name.empty())
      names_->relations.erase(key({table.name.schema, index.name}));
  }
  names_->relations.erase(key(table.name));
  for (const std::uint32_t child : table.inbound) {
    auto& keys = tables_[child].foreign_keys;
    if (child == id || !tables_[child].is_alive) continue;
    if (dialect_ == Dialect::postgresql)
      keys.erase(
          std::remove_if(keys.begin(), keys.end(), [&](auto& one) { return one.target == table.name; }),
          keys.end());
    else if (std::any_of(keys.begin(), keys.end(), [&](auto& one) { return one.target == table.name; }))
      names_->waiting[key(table.name)].push_back(child);
  }
  Table dead;
  dead.name = std::move(table.name);
  dead.is_alive = false;
  table = std::move(dead);
}

// With its partitions, and theirs.
void Catalogue::drop_table(std::uint32_t id, Place place) {
  std::vector<std::uint32_t> all = {id};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const std::uint32_t partition : tables_[all[i]].partitions)
      if (tables_[partition].is_alive && tables_[partition].parent == all[i]) {
        tables_[partition].parent = no_table;  // it may be attached twice, and goes once
        all.push_back(partition);
      }
  for (const std::uint32_t one : all)
    drop_alone(one, place);
}

Problem Catalogue::rename_table(std::uint32_t id, Name to) {
  Table& table = tables_[id];
  if (to.schema.empty()) to.schema = table.name.schema;
  if (to == table.name) return {};
  if (is_taken(to)) return "table " + ticked(to.name) + " is there already";
  names_->relations.erase(key(table.name));
  names_->relations[key(to)] = {id, false};
  if (has_index_names() && to.schema != table.name.schema)
    for (const Index& index : table.indexes)
      if (!index.name.empty()) {
        names_->relations.erase(key({table.name.schema, index.name}));
        names_->relations[key({to.schema, index.name})] = {id, true};
      }
  for (const std::uint32_t child : table.inbound)
    for (ForeignKey& one : tables_[child].foreign_keys)
      if (one.target == table.name) one.target = to;
  table.name = std::move(to);
  lead_here(id);
  return {};
}

std::vector<std::uint32_t> Catalogue::tables_in(const std::string& schema) const {
  std::vector<std::uint32_t> ids;
  const std::string first = key({schema, ""});
  for (auto at = names_->relations.lower_bound(first); at != names_->relations.end(); ++at) {
    if (at->first.compare(0, first.size(), first) != 0) break;
    if (!at->second.is_index) ids.push_back(at->second.table);
  }
  return ids;
}

void Catalogue::drop_schema(const std::string& schema, Place place) {
  for (const std::uint32_t id : tables_in(schema))
    if (tables_[id].is_alive) drop_table(id, place);
}

void Catalogue::rename_schema(const std::string& from, const std::string& to) {
  for (const std::uint32_t id : tables_in(from))
    (void)rename_table(id, {to, tables_[id].name.name});  // a new schema is empty: nothing is in the way
}

Problem Catalogue::add_column(std::uint32_t id, std::string column) {
  Table& table = tables_[id];
  if (table.has_column(column)) return "column " + ticked(column) + " is there already";
  if (table.columns.size() >= table_columns_max) return "a table has too many columns";
  table.columns.push_back(std::move(column));
  return {};
}

// PostgreSQL drops what uses the column, MySQL takes it out of its indexes, SQLite refuses.
Problem Catalogue::drop_column(std::uint32_t id, const std::string& column, Place place) {
  Table& table = tables_[id];
  if (!table.has_column(column) && table.has_known_columns) return "there is no column " + ticked(column);
  const bool is_sqlite = dialect_ == Dialect::sqlite;
  const auto uses = [&](const ForeignKey& one) { return holds(one.columns, column); };
  auto& keys = table.foreign_keys;
  if (is_sqlite && std::any_of(table.indexes.begin(), table.indexes.end(),
                               [&](auto& one) { return lives_from(one, column); }))
    return "column " + ticked(column) + " has an index, and SQLite does not drop it";
  keys.erase(std::remove_if(keys.begin(), keys.end(), uses), keys.end());
  for (std::size_t i = 0; i < table.indexes.size();) {
    Index& index = table.indexes[i];
    if (lives_from(index, column)) {
      const Index before = index;
      if (is_mysql(dialect_))
        index.parts.erase(std::remove_if(index.parts.begin(), index.parts.end(),
                                         [&](auto& part) { return part.column == column; }),
                          index.parts.end());
      const std::string how = "went with its column " + ticked(column);
      if (!is_mysql(dialect_) || index.parts.empty()) {
        drop_index(id, std::string(index.name), how, place);
        continue;
      }
      remember(table, before, how, place);
    }
    ++i;
  }
  table.columns.erase(std::remove(table.columns.begin(), table.columns.end(), column), table.columns.end());
  return {};
}

Problem Catalogue::rename_column(std::uint32_t id, const std::string& from, const std::string& to) {
  Table& table = tables_[id];
  if (!table.has_column(from) && table.has_known_columns) return "there is no column " + ticked(from);
  if (from != to && table.has_column(to)) return "column " + ticked(to) + " is there already";
  replace(table.columns, from, to);
  for (Index& index : table.indexes) {
    for (IndexPart& part : index.parts)
      if (part.column == from) part.column = to;
    replace(index.includes, from, to);
    replace(index.mentions, from, to);
    if (index.not_null == from) index.not_null = to;
  }
  for (ForeignKey& one : table.foreign_keys)
    replace(one.columns, from, to);
  for (const std::uint32_t child : table.inbound)
    for (ForeignKey& one : tables_[child].foreign_keys)
      if (one.target == table.name) replace(one.target_columns, from, to);
  return {};
}

Problem Catalogue::add_index(std::uint32_t id, Index index) {
  Table& table = tables_[id];
  if (table.indexes.size() >= table_indexes_max) return "a table has too many indexes";
  for (const IndexPart& part : index.parts)
    if (!part.column.empty() && table.has_known_columns && !table.has_column(part.column))
      return "there is no column " + ticked(part.column) + " in " + ticked(table.name.name);
  const bool is_nameless = dialect_ == Dialect::sqlite && index.is_constraint;
  if (is_nameless)
    index.name.clear();
  else if (index.name.empty())
    index.name = chosen_name(table, index);
  else if (has_index_names() ? is_taken({table.name.schema, index.name})
                             : table.find_index(index.name) != nullptr)
    return "index " + ticked(index.name) + " is there already";
  if (has_index_names() && !is_nameless) names_->relations[key({table.name.schema, index.name})] = {id, true};
  if (is_mysql(dialect_) && !index.is_implied) {
    const auto is_better = [&](const Index& one) {
      const auto columns = columns_of(one);
      return one.is_implied && serves(index, columns, true);
    };
    auto& all = table.indexes;
    all.erase(std::remove_if(all.begin(), all.end(), is_better), all.end());
  }
  table.indexes.push_back(std::move(index));
  return {};
}

// PostgreSQL: a foreign key leads to the first unique index on what it names, and goes with it.
void Catalogue::drop_keys_to(const Table& table, const Index& index) {
  const auto columns = columns_of(index);
  const auto is_equal = [&](const Index& one) { return one.is_unique && columns_of(one) == columns; };
  const auto first = std::find_if(table.indexes.begin(), table.indexes.end(), is_equal);
  if (first == table.indexes.end() || &*first != &index) return;
  for (const std::uint32_t child : table.inbound) {
    auto& keys = tables_[child].foreign_keys;
    keys.erase(std::remove_if(keys.begin(), keys.end(),
                              [&](const ForeignKey& one) {
                                return one.target == table.name && !one.target_columns.empty() &&
                                       std::is_permutation(columns.begin(), columns.end(),
                                                           one.target_columns.begin(),
                                                           one.target_columns.end());
                              }),
               keys.end());
  }
}

void Catalogue::drop_index(std::uint32_t id, const std::string& name, std::string how, Place place) {
  Table& table = tables_[id];
  const Index* index = table.find_index(name);
  if (index == nullptr) return;
  if (dialect_ == Dialect::postgresql && index->is_unique) drop_keys_to(table, *index);
  remember(table, *index, std::move(how), place);
  if (has_index_names()) names_->relations.erase(key({table.name.schema, name}));
  table.indexes.erase(table.indexes.begin() + (index - table.indexes.data()));
}

Problem Catalogue::rename_index(std::uint32_t id, const std::string& from, const std::string& to,
                                Place place) {
  Table& table = tables_[id];
  Index* index = table.find_index(from);
  if (index == nullptr) return "there is no index " + ticked(from);
  if (from == to) return {};
  if (has_index_names() ? is_taken({table.name.schema, to}) : table.find_index(to) != nullptr)
    return "index " + ticked(to) + " is there already";
  remember(table, *index, "was renamed to " + ticked(to), place);
  index->name = to;
  if (has_index_names()) {
    names_->relations.erase(key({table.name.schema, from}));
    names_->relations[key({table.name.schema, to})] = {id, true};
  }
  return {};
}

// Tables that have no key to this one any more, and those that stand twice.
void Catalogue::forget_gone(Table& table) {
  auto& all = table.inbound;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const auto is_gone = [&](std::uint32_t child) {
    const auto& keys = tables_[child].foreign_keys;
    return std::none_of(keys.begin(), keys.end(), [&](auto& key) { return key.target == table.name; });
  };
  all.erase(std::remove_if(all.begin(), all.end(), is_gone), all.end());
}

Problem Catalogue::add_foreign_key(std::uint32_t id, ForeignKey one) {
  Table& table = tables_[id];
  if (table.foreign_keys.size() >= table_keys_max) return "a table has too many foreign keys";
  for (const std::string& column : one.columns)
    if (table.has_known_columns && !table.has_column(column))
      return "there is no column " + ticked(column) + " in " + ticked(table.name.name);
  if (dialect_ == Dialect::sqlite) one.target.schema = table.name.schema;  // it knows no other there
  const std::uint32_t target = find(one.target);
  const std::string index_name = one.name.empty() ? one.columns.front() : one.name;
  if (one.name.empty()) one.name = chosen_key_name(table, one);
  if (target != no_table) {
    one.target = tables_[target].name;
    for (const Index& index : tables_[target].indexes)
      if (one.target_columns.empty() && index.is_primary) one.target_columns = columns_of(index);
    auto& inbound = tables_[target].inbound;
    if (inbound.size() >= inbound_max) forget_gone(tables_[target]);
    if (inbound.size() >= inbound_max) return "too many tables have keys to " + ticked(one.target.name);
    if (inbound.empty() || inbound.back() != id) inbound.push_back(id);
  } else {
    if (one.target.schema.empty()) one.target.schema = path_.front();
    names_->waiting[key(one.target)].push_back(id);
  }
  if (is_mysql(dialect_) && leading(table, one.columns) == nullptr) {
    Index own;
    own.name = table.find_index(index_name) == nullptr ? index_name : "";
    for (const std::string& column : one.columns)
      own.parts.push_back({column, false, ""});
    own.is_implied = true;
    own.place = one.place;
    Problem problem = add_index(id, std::move(own));
    if (!problem.empty()) return problem;
  }
  table.foreign_keys.push_back(std::move(one));
  return {};
}

// PostgreSQL calls such an index invalid until each partition's own is attached to it; what rows are found
// through are those of the partitions, attached or not.
bool Catalogue::is_whole(const Table& table, const Index& index, std::span<const std::string> columns,
                         std::string* lacking) const {
  if (!index.is_only) return true;
  std::vector<const Table*> all = {&table};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto id = static_cast<std::uint32_t>(all[i] - tables_.data());
    const std::size_t before = all.size();
    for (const std::uint32_t partition : all[i]->partitions)
      if (tables_[partition].is_alive && tables_[partition].parent == id && all.size() < partitions_max)
        all.push_back(&tables_[partition]);
    if (all.size() > before || i == 0) continue;  // what counts are the tables that hold rows
    const Table* at = all[i];
    bool is_served = false;
    for (int level = 0; at != &table && !is_served && level < levels_max; ++level, at = &tables_[at->parent])
      is_served = std::any_of(at->indexes.begin(), at->indexes.end(), [&](const Index& one) {
        return (!one.is_only || at == all[i]) && serves(one, columns, is_mysql(dialect_));
      });
    if (is_served) continue;
    if (lacking != nullptr) *lacking = shown(*all[i]);
    return false;
  }
  return true;
}

const Index* Catalogue::leading(const Table& table, std::span<const std::string> columns) const {
  const Table* at = &table;
  for (int level = 0; level < levels_max; ++level) {
    for (const Index& index : at->indexes)
      if (serves(index, columns, is_mysql(dialect_)) && is_whole(*at, index, columns)) return &index;
    if (at->parent == no_table) return nullptr;
    at = &tables_[at->parent];
  }
  return nullptr;
}

}  // namespace hindcast::guards::sql
