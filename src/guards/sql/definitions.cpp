#include "guards/sql/definitions.h"

#include <algorithm>

namespace hindcast::guards::sql {
namespace {

constexpr int wrappings_max = 4;

Name own_name(std::optional<Name> name) {
  return name ? std::move(*name) : Name{};
}

// Words that may stand where the name of a constraint would.
bool begins_constraint(const Cursor& at) {
  return at.is_any(
      {"PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "REFERENCES", "NOT", "NULL", "DEFAULT", "EXCLUDE"});
}

std::string constraint_name(Cursor& at) {
  if (!at.take("CONSTRAINT") || begins_constraint(at)) return {};
  return at.name().value_or("");
}

bool read_reference(Cursor& at, ForeignKey& key) {
  auto target = at.qualified();
  if (!target) return false;
  key.target = std::move(*target);
  if (!at.is_symbol('(')) return true;
  if (auto columns = at.names())
    key.target_columns = std::move(*columns);
  else
    at.skip();
  return true;
}

void mention_all(Tokens tokens, Dialect dialect, Index& index) {
  for (const Token& token : tokens) {
    if (token.kind != Kind::word && token.kind != Kind::quoted) continue;
    if (auto name = name_of(token, dialect)) index.mentions.push_back(std::move(*name));
  }
}

// How PostgreSQL calls an expression: by its function, or by the column that is cast.
std::string called(Tokens tokens, Dialect dialect) {
  Cursor at(tokens, dialect);
  auto name = at.qualified();
  if (!name) return {};
  if (at.is_symbol('(')) at.skip();
  const bool is_cast = at.is_symbol(':') && at.is_symbol(':', 1);
  return at.is_done() || is_cast ? name->name : std::string();
}

bool read_part(Tokens tokens, Dialect dialect, Index& index) {
  if (tokens.empty()) return false;
  for (int i = 0; i < wrappings_max; ++i) {
    Cursor at(tokens, dialect);
    const auto inside = at.parens();
    if (!inside || inside->empty()) break;
    if (!at.is_done() && !at.is_any({"ASC", "DESC", "COLLATE", "NULLS"}) && !at.name()) break;
    tokens = *inside;
  }
  Cursor at(tokens, dialect);
  auto name = at.name();
  const bool is_call = at.is_symbol('(');
  IndexPart part;
  bool is_column = name.has_value() && !is_call;
  if (name && is_call && is_mysql(dialect)) {
    at.skip();
    is_column = part.is_prefix = true;
  }
  // Behind a column come only words and names, and an operator class's options.
  while (is_column && !at.is_done()) {
    is_column = at.name() || at.take_symbol('.') || at.is_symbol('(');
    if (is_column && at.is_symbol('(')) at.skip();
  }
  if (is_column) {
    part.column = std::move(*name);
  } else {
    part.is_prefix = false;
    part.called = called(tokens, dialect);
    mention_all(tokens, dialect, index);
  }
  index.parts.push_back(std::move(part));
  return true;
}

void read_condition(Cursor& at, Index& index) {
  const Tokens rest = at.rest();
  index.is_partial = true;
  mention_all(rest, at.dialect(), index);
  Cursor inner(rest, at.dialect());
  if (const auto inside = inner.parens(); inside && inner.is_done()) inner = Cursor(*inside, at.dialect());
  auto column = inner.name();
  if (column && inner.take_all({"IS", "NOT", "NULL"}) && inner.is_done()) index.not_null = *column;
  at.go_to(at.place() + rest.size());
}

// The type as far as SQLite's one question goes.
bool is_integer(Cursor at) {
  if (!at.take("INTEGER")) return false;
  return at.is_done() || at.is_any({"PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE",
                                    "REFERENCES", "CONSTRAINT", "GENERATED", "AS"});
}

Index key_on(const std::string& column, std::string name, Place place) {
  Index index;
  index.name = std::move(name);
  index.parts.push_back({column, false, ""});
  index.is_unique = index.is_constraint = true;
  index.place = place;
  return index;
}

// MySQL: "INDEX name USING BTREE (a)", "FULLTEXT KEY (a)".
bool read_mysql_index(Cursor& at, Index& index) {
  if (at.take_any({"FULLTEXT", "SPATIAL", "VECTOR"})) index.finds = false;
  at.take_any({"INDEX", "KEY"});
  at.take_all({"IF", "NOT", "EXISTS"});
  if (!at.is("USING") && !at.is_symbol('('))
    if (auto name = at.name()) index.name = std::move(*name);
  read_method(at, index);
  if (!read_index_parts(at, index)) return false;
  read_index_tail(at, index);
  return true;
}

bool read_key(Cursor& at, Index& index, Definitions& all) {
  index.is_unique = index.is_constraint = true;
  if (at.take_all({"USING", "INDEX"})) {
    if (at.dialect() != Dialect::postgresql) return false;
    all.takes_index = at.name();
    if (!all.takes_index) return false;
    all.indexes.push_back(std::move(index));
    return true;
  }
  at.take_all({"NULLS", "NOT", "DISTINCT"});
  at.take_all({"NULLS", "DISTINCT"});
  if (is_mysql(at.dialect())) {
    if (!read_mysql_index(at, index)) return false;
  } else {
    if (!read_index_parts(at, index)) return false;
    read_index_tail(at, index);
  }
  all.indexes.push_back(std::move(index));
  return true;
}

bool read_foreign_key(Cursor& at, ForeignKey key, Definitions& all) {
  at.take_all({"IF", "NOT", "EXISTS"});
  if (!at.is_symbol('('))
    if (auto name = at.name(); name && key.name.empty()) key.name = std::move(*name);
  auto columns = at.names();
  if (!columns || columns->empty() || !at.take("REFERENCES")) return false;
  key.columns = std::move(*columns);
  if (!read_reference(at, key)) return false;
  all.foreign_keys.push_back(std::move(key));
  return true;
}

bool read_exclusion(Cursor& at, Index index, Definitions& all) {
  read_method(at, index);
  const auto inside = at.parens();
  if (!inside) return false;
  mention_all(*inside, at.dialect(), index);
  for (const Tokens part : parts_of(*inside))
    if (!part.empty()) index.parts.push_back({"", false, name_of(part[0], at.dialect()).value_or("")});
  index.is_constraint = true;
  index.finds = false;
  read_index_tail(at, index);
  all.indexes.push_back(std::move(index));
  return true;
}

bool read_like(Cursor& at, Definitions& all) {
  Definitions::Like like{own_name(at.qualified()), false};
  if (like.table.name.empty()) return false;
  while (!at.is_done()) {
    const bool is_including = at.is("INCLUDING");
    at.skip();
    if (at.is_any({"ALL", "INDEXES"})) like.with_indexes = is_including;
  }
  all.likes.push_back(std::move(like));
  return true;
}

}  // namespace

void read_method(Cursor& at, Index& index) {
  if (!at.take("USING")) return;
  index.is_hash = at.is("HASH") && at.dialect() == Dialect::postgresql;
  if (!at.is_any({"BTREE", "HASH"})) index.finds = false;
  at.skip();
}

bool read_index_parts(Cursor& at, Index& index) {
  const auto inside = at.parens();
  if (!inside) return false;
  const auto parts = parts_of(*inside);
  return std::all_of(parts.begin(), parts.end(),
                     [&](Tokens part) { return read_part(part, at.dialect(), index); });
}

void read_index_tail(Cursor& at, Index& index) {
  while (!at.is_done()) {
    if (at.take("INCLUDE")) {
      if (auto names = at.names())
        index.includes = std::move(*names);
      else
        at.skip();
    } else if (at.take("WHERE")) {
      read_condition(at, index);
    } else if (at.is("USING")) {
      read_method(at, index);
    } else {
      if (at.is_any({"INVISIBLE", "IGNORED"})) index.finds = false;
      at.skip();
    }
  }
}

bool is_constraint(const Cursor& at) {
  if (at.is_any({"PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"})) return true;
  if (at.is("EXCLUDE")) return at.is_symbol('(', 1) || at.is("USING", 1);
  if (at.is("LIKE")) return at.dialect() == Dialect::postgresql;
  if (at.is("PERIOD")) return at.is("FOR", 1);
  return is_mysql(at.dialect()) && at.is_any({"INDEX", "KEY", "FULLTEXT", "SPATIAL", "VECTOR"});
}

bool read_column(Cursor at, std::uint32_t file, Definitions& all) {
  const std::uint32_t line = at.line();
  auto column = at.name();
  if (!column) return false;
  const Place place{file, line};
  const bool is_integer_type = at.dialect() == Dialect::sqlite && is_integer(at);
  bool is_descending = false;
  if (is_mysql(at.dialect()) && at.is("SERIAL")) all.indexes.push_back(key_on(*column, "", place));
  std::string name;
  while (!at.is_done()) {
    if (at.is("CONSTRAINT")) {
      name = constraint_name(at);
      continue;
    }
    if (at.take_all({"PRIMARY", "KEY"}) || (is_mysql(at.dialect()) && at.take("KEY"))) {
      is_descending = at.is("DESC");
      all.indexes.push_back(key_on(*column, name, place));
      all.indexes.back().is_primary = true;
    } else if (at.take("UNIQUE")) {
      at.take("KEY");
      all.indexes.push_back(key_on(*column, name, place));
    } else if (at.take("REFERENCES")) {
      ForeignKey key{name, {*column}, {}, {file, at.line()}};
      if (!read_reference(at, key)) return false;
      if (at.dialect() == Dialect::mysql)
        all.ignored_line = key.place.line;
      else
        all.foreign_keys.push_back(std::move(key));
    } else if (at.take("CHECK")) {
      all.checks.push_back(name);
      at.skip();
    } else {
      if (at.take_any({"DEFAULT", "COLLATE", "COMMENT"}) && at.is_done()) break;
      at.skip();
      continue;
    }
    name.clear();
  }
  if (is_integer_type && !is_descending) all.rowids.push_back(*column);
  all.columns.push_back(std::move(*column));
  return true;
}

bool read_constraint(Cursor at, std::uint32_t file, Definitions& all) {
  Index index;
  index.place = {file, at.line()};
  index.name = constraint_name(at);
  ForeignKey key{index.name, {}, {}, {file, at.line()}};
  if (at.take("PRIMARY")) {
    index.is_primary = true;
    return at.take("KEY") && read_key(at, index, all);
  }
  if (at.take("UNIQUE")) return read_key(at, index, all);
  if (at.take_all({"FOREIGN", "KEY"})) return read_foreign_key(at, std::move(key), all);
  if (at.take("CHECK")) {
    all.checks.push_back(index.name);
    return true;
  }
  if (at.take("EXCLUDE")) return read_exclusion(at, std::move(index), all);
  if (at.take("LIKE")) return read_like(at, all);
  if (at.take("PERIOD")) return true;
  if (at.take("NOT")) {  // PostgreSQL 18 names them
    all.checks.push_back(index.name);
    return true;
  }
  if (!is_mysql(at.dialect()) || !read_mysql_index(at, index)) return false;
  all.indexes.push_back(std::move(index));
  return true;
}

bool read_elements(Tokens inside, Dialect dialect, std::uint32_t file, Definitions& all) {
  for (const Tokens part : parts_of(inside)) {
    if (part.empty()) return inside.empty() && dialect == Dialect::postgresql;  // "()" is a table there
    const Cursor at(part, dialect);
    if (!(is_constraint(at) ? read_constraint(at, file, all) : read_column(at, file, all))) return false;
  }
  return true;
}

void merge_equal(std::vector<Index>& indexes, Dialect dialect) {
  if (is_mysql(dialect) || indexes.size() > table_indexes_max) return;
  if (dialect == Dialect::postgresql)
    std::stable_partition(indexes.begin(), indexes.end(), [](const Index& one) { return one.is_primary; });
  const auto equal = [](const Index& a, const Index& b) {
    return a.is_constraint && b.is_constraint && !a.is_rowid && !b.is_rowid && a.finds == b.finds &&
           a.includes == b.includes &&
           std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                      [](auto& one, auto& two) { return !one.column.empty() && one.column == two.column; });
  };
  std::vector<Index> kept;
  for (Index& index : indexes) {
    const auto same =
        std::find_if(kept.begin(), kept.end(), [&](const Index& one) { return equal(one, index); });
    if (same == kept.end()) {
      kept.push_back(std::move(index));
      continue;
    }
    same->is_primary = same->is_primary || index.is_primary;
    if (same->name.empty()) same->name = std::move(index.name);
  }
  indexes = std::move(kept);
}

}  // namespace hindcast::guards::sql
