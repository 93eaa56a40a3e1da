// CREATE and DROP of tables and indexes.
#include <algorithm>
#include <utility>

#include "guards/sql/statements.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t partition_indexes_max = 32;

bool is_query(const Cursor& at) {
  return at.is_any({"AS", "SELECT", "WITH", "VALUES", "IGNORE"}) &&
         !(at.is("WITH") && at.is_symbol('(', 1)) && !(at.is("WITH") && at.is("SYSTEM", 1));
}

// SQLite keeps the rows of a table in the order of its INTEGER PRIMARY KEY.
void mark_rowid(Definitions& all) {
  for (Index& index : all.indexes)
    if (index.is_primary && index.parts.size() == 1 &&
        std::find(all.rowids.begin(), all.rowids.end(), index.parts[0].column) != all.rowids.end())
      index.is_rowid = true;
}

}  // namespace

Step Statements::create_table(Cursor at, bool is_temporary) {
  const bool if_not_exists = at.take_all({"IF", "NOT", "EXISTS"});
  Table table;
  table.place = here(at.line());
  table.is_temporary = is_temporary;
  auto name = at.qualified();
  if (!name) return not_understood();
  table.name = std::move(*name);
  if (table.name.schema == "temp" || table.name.schema == "pg_temp") table.is_temporary = true;
  if (if_not_exists && catalogue_.find_made(table.name, table.is_temporary) != no_table) return done();
  if (at.take_all({"PARTITION", "OF"})) return make_partition(at, std::move(table));
  if (is_mysql(dialect_)) {
    Cursor inner = at;
    if (const auto inside = inner.parens(); inside && !inside->empty() && (*inside)[0].is_word("LIKE"))
      at = Cursor(*inside, dialect_);
    if (at.take("LIKE")) {
      const auto source = at.qualified();
      return source && at.is_done() ? make_like(std::move(table), *source) : not_understood();
    }
  }
  return create_from(at, std::move(table));
}

// "(columns) options", or a query.
Step Statements::create_from(Cursor at, Table table) {
  Definitions all;
  const auto inside = at.parens();
  if (inside && !inside->empty() && ((*inside)[0].is_word("SELECT") || (*inside)[0].is_word("WITH")))
    table.has_known_columns = false;
  else if (inside && !read_elements(*inside, dialect_, file_, all))
    return not_understood();
  else if (!inside && !is_query(at) && !at.is("OF") && !at.is("USING"))
    if (!is_mysql(dialect_) || at.is_done()) return not_understood();
  if (!inside) table.has_known_columns = false;
  bool has_rowid = dialect_ == Dialect::sqlite;
  while (!at.is_done()) {
    if (is_query(at)) {
      table.has_known_columns = dialect_ == Dialect::postgresql && inside;
      break;
    }
    if (at.take_all({"PARTITION", "BY"})) table.is_partitioned = true;
    if (at.take_all({"WITHOUT", "ROWID"})) has_rowid = false;
    if (at.take("INHERITS")) {
      if (const auto parents = at.parens())
        for (const Tokens part : parts_of(*parents)) {
          Cursor parent(part, dialect_);
          const std::uint32_t id = catalogue_.find(parent.qualified().value_or(Name{}));
          if (id == no_table) return not_understood();
          const auto& columns = catalogue_.table(id).columns;
          all.columns.insert(all.columns.begin(), columns.begin(), columns.end());
        }
    }
    at.skip();
  }
  if (has_rowid) mark_rowid(all);
  return make(std::move(table), std::move(all));
}

Step Statements::make(Table table, Definitions all) {
  merge_equal(all.indexes, dialect_);
  for (const auto& like : all.likes) {
    const std::uint32_t source = catalogue_.find(like.table);
    if (source == no_table) {
      table.has_known_columns = false;
      if (like.with_indexes) return in_the_way("there is no table `" + like.table.name + "` by then");
      continue;
    }
    const Table& from = catalogue_.table(source);
    if (!from.has_known_columns) table.has_known_columns = false;
    all.columns.insert(all.columns.end(), from.columns.begin(), from.columns.end());
    for (Index index : from.indexes) {
      if (!like.with_indexes) break;
      index.name.clear();
      index.place = table.place;
      index.is_only = false;
      all.indexes.push_back(std::move(index));
    }
  }
  std::stable_sort(all.columns.begin(), all.columns.end());
  all.columns.erase(std::unique(all.columns.begin(), all.columns.end()), all.columns.end());
  table.columns = std::move(all.columns);
  std::uint32_t id = no_table;
  Problem problem = catalogue_.create_table(std::move(table), id);
  if (!problem.empty()) return in_the_way(std::move(problem));
  all.columns.clear();
  all.likes.clear();
  return add_all(id, std::move(all));
}

// MySQL copies the indexes with their names, and no foreign keys.
Step Statements::make_like(Table table, const Name& source) {
  Step why;
  const std::uint32_t from = table_of(source, why);
  if (from == no_table) return why;
  Definitions all;
  all.columns = catalogue_.table(from).columns;
  all.indexes = catalogue_.table(from).indexes;
  for (Index& index : all.indexes) {
    index.is_implied = false;
    index.place = table.place;
  }
  table.has_known_columns = catalogue_.table(from).has_known_columns;
  return make(std::move(table), std::move(all));
}

// A partition has the columns and indexes of its table, and answers for no key of its own.
Step Statements::make_partition(Cursor at, Table table) {
  const auto name = at.qualified();
  if (!name) return not_understood();
  Step why;
  const std::uint32_t parent = table_of(*name, why);
  if (parent == no_table) return why;
  Definitions all;
  if (const auto inside = at.parens())
    for (const Tokens part : parts_of(*inside))
      if (const Cursor one(part, dialect_); is_constraint(one) && !read_constraint(one, file_, all))
        return not_understood();
  for (Index index : catalogue_.table(parent).indexes) {
    if (all.indexes.size() >= partition_indexes_max) break;  // those of its table serve it anyway
    index.name.clear();
    index.place = table.place;
    index.is_only = false;  // the partition gets its own of it
    all.indexes.push_back(std::move(index));
  }
  all.columns = catalogue_.table(parent).columns;
  table.has_known_columns = catalogue_.table(parent).has_known_columns;
  table.parent = parent;
  table.is_partition = true;
  while (!at.is_done()) {
    if (at.take_all({"PARTITION", "BY"})) table.is_partitioned = true;
    at.skip();
  }
  return make(std::move(table), std::move(all));
}

void Statements::note_blocking(const Table& table, const Index& index, std::uint32_t line) {
  if (dialect_ != Dialect::postgresql || table.is_temporary || table.place.file == file_) return;
  notes.push_back({Note::What::blocking, here(line), {}, catalogue_.shown(table), index.name});
}

Step Statements::create_index(Cursor at, bool is_unique, bool finds) {
  Index index;
  index.is_unique = is_unique;
  index.finds = finds;
  index.place = here(at.line());
  const bool is_concurrent = at.take("CONCURRENTLY");
  const bool if_not_exists = at.take_all({"IF", "NOT", "EXISTS"});
  std::string schema;
  if (!at.is("ON")) {
    auto name = at.qualified();
    if (!name) return not_understood();
    index.name = std::move(name->name);
    schema = std::move(name->schema);
  }
  read_method(at, index);
  if (!at.take("ON")) return not_understood();
  const bool is_only = dialect_ == Dialect::postgresql && at.take("ONLY");
  auto target = at.qualified();
  if (!target) return not_understood();
  if (dialect_ == Dialect::sqlite && target->schema.empty()) target->schema = schema;
  Step why;
  const std::uint32_t id = table_of(*target, why);
  if (id == no_table) return why;
  read_method(at, index);
  if (!read_index_parts(at, index)) return not_understood();
  read_index_tail(at, index);
  const Table& table = catalogue_.table(id);
  if (if_not_exists && !index.name.empty()) {
    const bool is_there = is_mysql(dialect_)
                              ? table.find_index(index.name) != nullptr
                              : catalogue_.find_index({table.name.schema, index.name}).index != nullptr;
    if (is_there) return done();
  }
  const std::uint32_t line = index.place.line;
  index.is_only = is_only && table.is_partitioned;
  Problem problem = catalogue_.add_index(id, std::move(index));
  if (!problem.empty()) return in_the_way(std::move(problem));
  const Index& made = catalogue_.table(id).indexes.back();
  if (!is_concurrent && !is_only) note_blocking(table, made, line);
  if (is_concurrent && (in_transaction_ || in_begun_))
    notes.push_back({Note::What::in_transaction, here(line), {}, catalogue_.shown(table), made.name});
  return done();
}

Step Statements::drop_tables(Cursor at) {
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  std::string missing;
  do {
    const auto name = at.qualified();
    if (!name) return not_understood();
    const std::uint32_t id = catalogue_.find(*name);
    if (id != no_table)
      catalogue_.drop_table(id, here(at.line()));
    else if (!if_exists && !is_outside(*name))
      missing = name->name;
  } while (at.take_symbol(','));
  at.take_any({"CASCADE", "RESTRICT"});
  if (!at.is_done()) return not_understood();
  return missing.empty() ? done() : in_the_way("there is no table `" + missing + "` by then");
}

Step Statements::drop_indexes(Cursor at) {
  at.take("CONCURRENTLY");
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  do {
    const std::uint32_t line = at.line();
    const auto name = at.qualified();
    if (!name) return not_understood();
    Catalogue::IndexAt found;
    if (is_mysql(dialect_)) {
      const auto target = at.take("ON") ? at.qualified() : std::nullopt;
      if (!target) return not_understood();
      Step why;
      found.table = table_of(*target, why);
      if (found.table == no_table) return why;
      // Its primary key is called so, however it is written.
      const std::string index = name->name == "primary" ? "PRIMARY" : name->name;
      found.index = catalogue_.table(found.table).find_index(index);
    } else {
      found = catalogue_.find_index(*name);
    }
    if (found.index == nullptr && !if_exists && !is_outside(*name))
      return in_the_way("there is no index `" + name->name + "` by then");
    if (found.index == nullptr) continue;
    if (found.index->is_constraint && dialect_ == Dialect::postgresql)
      return in_the_way("index `" + name->name + "` belongs to a constraint");
    catalogue_.drop_index(found.table, std::string(found.index->name), "was dropped", here(line));
  } while (!is_mysql(dialect_) && at.take_symbol(','));
  return done();
}

Step Statements::alter_index(Cursor at) {
  if (at.is("ALL")) return passed();
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  const std::uint32_t line = at.line();
  const auto name = at.qualified();
  if (!name) return not_understood();
  if (!at.take_all({"RENAME", "TO"})) return passed();
  const auto to = at.name();
  if (!to) return not_understood();
  const auto found = catalogue_.find_index(*name);
  if (found.index == nullptr)
    return if_exists ? done() : in_the_way("there is no index `" + name->name + "` by then");
  return step_of(catalogue_.rename_index(found.table, std::string(found.index->name), *to, here(line)));
}

}  // namespace hindcast::guards::sql
