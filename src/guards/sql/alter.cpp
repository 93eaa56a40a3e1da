// ALTER TABLE.
#include <algorithm>
#include <utility>

#include "guards/sql/statements.h"

namespace hindcast::guards::sql {
namespace {

// Actions that change no column's name, no index and no key.
bool is_harmless_action(const Cursor& at) {
  return at.is_any({"ALTER",
                    "OWNER",
                    "SET",
                    "RESET",
                    "ENABLE",
                    "DISABLE",
                    "VALIDATE",
                    "CLUSTER",
                    "REPLICA",
                    "FORCE",
                    "NO",
                    "INHERIT",
                    "NOT",
                    "OF",
                    "ENGINE",
                    "AUTO_INCREMENT",
                    "COMMENT",
                    "DEFAULT",
                    "CHARSET",
                    "CHARACTER",
                    "COLLATE",
                    "CONVERT",
                    "ORDER",
                    "ALGORITHM",
                    "LOCK",
                    "ROW_FORMAT",
                    "KEY_BLOCK_SIZE",
                    "WITHOUT",
                    "WITH",
                    "DISCARD",
                    "IMPORT",
                    "PARTITION",
                    "TRUNCATE",
                    "REORGANIZE",
                    "COALESCE",
                    "REBUILD",
                    "OPTIMIZE",
                    "ANALYZE",
                    "CHECK",
                    "REPAIR",
                    "REMOVE",
                    "TABLESPACE",
                    "MAX_ROWS",
                    "MIN_ROWS",
                    "STATS_PERSISTENT",
                    "STATS_AUTO_RECALC",
                    "STATS_SAMPLE_PAGES",
                    "COMPRESSION",
                    "ENCRYPTION",
                    "AVG_ROW_LENGTH",
                    "CHECKSUM",
                    "DATA",
                    "INDEX",
                    "PACK_KEYS",
                    "DELAY_KEY_WRITE",
                    "INSERT_METHOD",
                    "UNION",
                    "CONNECTION",
                    "WAIT",
                    "NOWAIT",
                    "EXCHANGE",
                    "DEPENDS",
                    "OPTIONS",
                    "SECONDARY_ENGINE",
                    "SECONDARY_LOAD",
                    "PAGE_COMPRESSED",
                    "ENCRYPTED",
                    "USING"});
}

// Databases take the actions of one statement in an order of their own: what goes before what comes, keys
// before their columns, columns before the indexes and keys on them.
constexpr int levels_max = 64;
constexpr int rank_last = 4;
int rank_of(Cursor at) {
  if (at.take("DROP")) return at.is_any({"FOREIGN", "CONSTRAINT"}) ? 0 : 1;
  if (!at.take("ADD") || !is_constraint(at)) return 2;
  return holds_word(at.rest(), {"REFERENCES"}) ? rank_last : 3;
}

}  // namespace

Step Statements::alter_table(Cursor at) {
  if (at.take_all({"ALL", "IN", "TABLESPACE"})) return passed();
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  is_only_ = dialect_ == Dialect::postgresql && at.take("ONLY");
  const auto name = at.qualified();
  if (!name) return not_understood();
  at.take_symbol('*');
  std::uint32_t id = catalogue_.find(*name);
  if (id == no_table && dialect_ == Dialect::postgresql && at.is_any({"RENAME"})) {
    if (catalogue_.find_index(*name).index != nullptr) {  // ALTER TABLE takes an index, too
      Cursor back = at;
      back.take_all({"RENAME", "TO"});
      const auto to = back.name();
      const auto found = catalogue_.find_index(*name);
      if (!to) return not_understood();
      return step_of(catalogue_.rename_index(found.table, name->name, *to, here(at.line())));
    }
  }
  if (id == no_table && catalogue_.is_there(*name))
    return at.is_any({"ADD", "DROP", "ATTACH", "DETACH"}) ? in_the_way("`" + name->name + "` is no table")
                                                          : alter_other(at, *name);
  if (id == no_table) {
    Step why = done();
    return if_exists ? why : (table_of(*name, why), why);
  }
  const auto parts = parts_of(at.rest());
  if (parts.size() == 1 && parts[0].empty()) return is_mysql(dialect_) ? passed() : not_understood();
  bool changes = false;
  for (int rank = 0; rank <= rank_last; ++rank)
    for (const Tokens part : parts) {
      if (rank_of(Cursor(part, dialect_)) != rank) continue;
      Step step = alter_action(Cursor(part, dialect_), id);
      if (step.how == Step::How::not_understood) return step;
      if (step.how == Step::How::in_the_way && !is_lenient_) return step;
      changes = changes || step.how == Step::How::done;
    }
  return changes ? done() : passed();
}

// Of a view, a sequence or an index only its name matters here: pg_dump gives each its owner by ALTER TABLE.
Step Statements::alter_other(Cursor at, const Name& name) {
  Name to = name;
  if (at.take_all({"RENAME", "TO"}))
    to.name = at.name().value_or(name.name);
  else if (at.take_all({"SET", "SCHEMA"}))
    to.schema = at.name().value_or(name.schema);
  if (to == name || !catalogue_.is_other(name)) return passed();
  catalogue_.drop_other(name);
  catalogue_.add_other(to);
  return passed();
}

Step Statements::alter_action(Cursor at, std::uint32_t id) {
  if (at.take("ADD")) return add(at, id);
  if (at.take("DROP")) return drop_part(at, id);
  if (at.take("RENAME")) return rename_part(at, id);
  if (at.take_all({"SET", "SCHEMA"})) {
    const auto schema = at.name();
    return schema ? step_of(catalogue_.rename_table(id, {*schema, catalogue_.table(id).name.name}))
                  : not_understood();
  }
  if (at.take("ATTACH")) return attach(at, id);
  if (at.take_all({"DETACH", "PARTITION"})) {
    const auto child = at.qualified();
    const std::uint32_t found = child ? catalogue_.find(*child) : no_table;
    if (found == no_table) return not_understood();
    catalogue_.table(found).parent = no_table;
    catalogue_.table(found).is_partition = false;
    return done();
  }
  if (is_mysql(dialect_) && at.take("CHANGE")) return change_column(at, id, true);
  if (is_mysql(dialect_) && at.take("MODIFY")) return change_column(at, id, false);
  if (is_mysql(dialect_) && at.take_all({"ALTER", "INDEX"})) {
    const auto name = at.name();
    Index* index = name ? catalogue_.table(id).find_index(*name) : nullptr;
    if (index == nullptr) return name ? in_the_way("there is no index `" + *name + "`") : not_understood();
    index->finds = !at.is_any({"INVISIBLE", "IGNORED"});
    return done();
  }
  return is_harmless_action(at) ? passed() : not_understood();
}

Step Statements::add(Cursor at, std::uint32_t id) {
  Definitions all;
  if (is_mysql(dialect_) && at.is_any({"PARTITION", "SYSTEM"})) return passed();
  if (is_constraint(at))
    return read_constraint(at, file_, all) ? add_all(id, std::move(all)) : not_understood();
  at.take("COLUMN");
  const bool if_not_exists = at.take_all({"IF", "NOT", "EXISTS"});
  if (is_mysql(dialect_) && at.is_symbol('(')) {
    const auto inside = at.parens();
    if (!inside || !read_elements(*inside, dialect_, file_, all)) return not_understood();
    return add_all(id, std::move(all));
  }
  Cursor name = at;
  const auto column = name.name();
  if (!column) return not_understood();
  if ((if_not_exists || is_lenient_) && catalogue_.table(id).has_column(*column)) return done();
  return read_column(at, file_, all) ? add_all(id, std::move(all)) : not_understood();
}

// PostgreSQL and MySQL alike add a table's indexes before its foreign keys.
Step Statements::add_all(std::uint32_t id, Definitions all) {
  for (std::string& column : all.columns) {
    Problem problem = catalogue_.add_column(id, std::move(column));
    if (!problem.empty()) return in_the_way(std::move(problem));
  }
  merge_equal(all.indexes, dialect_);
  for (Index& index : all.indexes) {
    const std::uint32_t line = index.place.line;
    if (all.takes_index) return take_index(id, std::move(index), *all.takes_index, line);
    index.is_only = is_only_ && catalogue_.table(id).is_partitioned;
    Problem problem = catalogue_.add_index(id, std::move(index));
    if (!problem.empty()) return in_the_way(std::move(problem));
    note_blocking(catalogue_.table(id), catalogue_.table(id).indexes.back(), line);
  }
  for (ForeignKey& key : all.foreign_keys) {
    Problem problem = catalogue_.add_foreign_key(id, std::move(key));
    if (!problem.empty()) return in_the_way(std::move(problem));
  }
  auto& checks = catalogue_.table(id).checks;
  checks.insert(checks.end(), all.checks.begin(), all.checks.end());
  if (all.ignored_line > 0)
    notes.push_back(
        {Note::What::ignored, here(all.ignored_line), {}, catalogue_.shown(catalogue_.table(id)), {}});
  return done();
}

// ADD CONSTRAINT a UNIQUE USING INDEX b: the index gets the constraint's name.
Step Statements::take_index(std::uint32_t id, Index made, const std::string& taken, std::uint32_t line) {
  Index* index = catalogue_.table(id).find_index(taken);
  if (index == nullptr) return in_the_way("there is no index `" + taken + "`");
  index->is_constraint = index->is_unique = true;
  index->is_primary = made.is_primary;
  if (made.name.empty()) return done();
  return step_of(catalogue_.rename_index(id, taken, made.name, here(line)));
}

Step Statements::drop_part(Cursor at, std::uint32_t id) {
  Table& table = catalogue_.table(id);
  const std::uint32_t line = at.line();
  if (is_mysql(dialect_) && at.take_all({"PRIMARY", "KEY"})) {
    if (table.find_index("PRIMARY") == nullptr) return in_the_way("there is no primary key");
    catalogue_.drop_index(id, "PRIMARY", "was dropped", here(line));
    return done();
  }
  const bool is_key = at.take_all({"FOREIGN", "KEY"});
  if (is_mysql(dialect_) && !is_key && at.is_any({"PARTITION", "SYSTEM", "PERIOD"})) return passed();
  if (is_mysql(dialect_) && !is_key && at.take_any({"INDEX", "KEY"})) {
    const bool if_exists = at.take_all({"IF", "EXISTS"});
    const auto name = at.name();
    if (!name) return not_understood();
    if (table.find_index(*name) == nullptr && !if_exists)
      return in_the_way("there is no index `" + *name + "`");
    catalogue_.drop_index(id, *name, "was dropped", here(line));
    return done();
  }
  if (is_key || at.take("CONSTRAINT") || (is_mysql(dialect_) && at.take("CHECK"))) {
    const bool if_exists = at.take_all({"IF", "EXISTS"});
    const auto name = at.name();
    return name ? drop_constraint(id, *name, if_exists || is_lenient_, line) : not_understood();
  }
  at.take("COLUMN");
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  const auto column = at.name();
  if (!column) return not_understood();
  if ((if_exists || is_lenient_) && !table.has_column(*column)) return done();
  return step_of(catalogue_.drop_column(id, *column, here(line)));
}

Step Statements::drop_constraint(std::uint32_t id, const std::string& name, bool if_exists,
                                 std::uint32_t line) {
  Table& table = catalogue_.table(id);
  auto& keys = table.foreign_keys;
  const auto key =
      std::find_if(keys.begin(), keys.end(), [&](const ForeignKey& one) { return one.name == name; });
  if (key != keys.end()) {
    keys.erase(key);
    return done();
  }
  const std::string index_name = is_mysql(dialect_) && name == "primary" ? "PRIMARY" : name;
  const Index* index = table.find_index(index_name);
  if (index != nullptr && index->is_constraint) {
    catalogue_.drop_index(id, index_name, "was dropped with its constraint", here(line));
    return done();
  }
  const bool is_check = std::find(table.checks.begin(), table.checks.end(), name) != table.checks.end();
  // Checks without a name are given one: "table_column_check", "table_chk_1".
  const auto ends = [&](std::string_view end) {
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  if (is_check || if_exists || ends("_not_null") || ends("_check") || ends("_check1") || ends("_check2") ||
      name.find("_chk_") != std::string::npos)
    return done();
  return in_the_way("there is no constraint `" + name + "` by then");
}

Step Statements::rename_part(Cursor at, std::uint32_t id) {
  const std::uint32_t line = at.line();
  if (at.take("CONSTRAINT")) {
    const auto from = at.name();
    const auto to = from && at.take("TO") ? at.name() : std::nullopt;
    if (!to) return not_understood();
    Table& table = catalogue_.table(id);
    for (ForeignKey& key : table.foreign_keys)
      if (key.name == *from) {
        key.name = *to;
        return done();
      }
    if (table.find_index(*from) != nullptr)
      return step_of(catalogue_.rename_index(id, *from, *to, here(line)));
    table.checks.push_back(*to);
    return done();
  }
  if (is_mysql(dialect_) && at.take_any({"INDEX", "KEY"})) {
    const auto from = at.name();
    const auto to = from && at.take("TO") ? at.name() : std::nullopt;
    return to ? step_of(catalogue_.rename_index(id, *from, *to, here(line))) : not_understood();
  }
  if (at.take("TO") || (is_mysql(dialect_) && (at.take("AS") || !at.is("COLUMN")))) {
    const auto to = at.qualified();
    return to && at.is_done() ? step_of(catalogue_.rename_table(id, *to)) : not_understood();
  }
  if (at.is("COLUMN") && !at.is("TO", 1)) at.take("COLUMN");
  const auto from = at.name();
  const auto to = from && at.take("TO") ? at.name() : std::nullopt;
  return to ? step_of(catalogue_.rename_column(id, *from, *to)) : not_understood();
}

// MySQL: CHANGE old new definition, MODIFY column definition. The indexes stay.
Step Statements::change_column(Cursor at, std::uint32_t id, bool has_new_name) {
  at.take("COLUMN");
  const bool if_exists = at.take_all({"IF", "EXISTS"});
  Cursor old_at = at;
  const auto from = old_at.name();
  if (!from) return not_understood();
  if (has_new_name) at = old_at;
  Definitions all;
  if (!read_column(at, file_, all) || all.columns.size() != 1) return not_understood();
  if (if_exists && !catalogue_.table(id).has_column(*from)) return done();
  Problem problem = catalogue_.rename_column(id, *from, all.columns[0]);
  if (!problem.empty()) return in_the_way(std::move(problem));
  all.columns.clear();
  return add_all(id, std::move(all));
}

Step Statements::attach(Cursor at, std::uint32_t id) {
  if (!at.take("PARTITION")) return not_understood();
  const auto child = at.qualified();
  Step why;
  const std::uint32_t found = child ? table_of(*child, why) : no_table;
  if (found == no_table) return child ? why : not_understood();
  std::uint32_t above = id;
  for (int level = 0; above != no_table && above != found; ++level)
    above = level < levels_max ? catalogue_.table(above).parent : found;
  if (above == found) return not_understood();  // a table is no part of its own parts
  catalogue_.table(found).parent = id;
  catalogue_.table(found).is_partition = true;
  catalogue_.table(id).partitions.push_back(found);
  return done();
}

}  // namespace hindcast::guards::sql
