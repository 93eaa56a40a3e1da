#include "guards/sql/statements.h"

#include <algorithm>

#include "base/text.h"
#include "guards/sql/functions.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t path_max = 64, routines_max = 4096;

// Before the noun of a CREATE, in any order.
void skip_modifiers(Cursor& at) {
  while (!at.is_done()) {
    if (at.take_all({"OR", "REPLACE"})) continue;
    if (at.take_all({"SQL", "SECURITY"})) {
      at.take_any({"DEFINER", "INVOKER"});
    } else if (at.take_any({"DEFINER", "ALGORITHM"})) {  // = name, = 'name'@'host'
      at.take_symbol('=');
      at.skip();
      if (at.is_symbol('(')) at.skip();
      if (at.take_symbol('@')) at.skip();
    } else if (!at.take_any({"UNLOGGED", "GLOBAL", "LOCAL", "RECURSIVE", "CONSTRAINT", "TRUSTED",
                             "PROCEDURAL", "AGGREGATE"})) {
      return;
    }
  }
}

void put(std::vector<std::string>& sorted, std::string name) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), name);
  if (at == sorted.end() || *at != name) sorted.insert(at, std::move(name));
}
bool holds(const std::vector<std::string>& sorted, const std::string& name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

bool changes_tables(Tokens tokens) {
  return holds_word(tokens, {"CREATE", "ALTER", "DROP", "RENAME", "EXECUTE", "PREPARE", "CALL"});
}

bool calls_one(Tokens tokens, const std::vector<std::string>& routines) {
  for (std::size_t i = 0; i + 1 < tokens.size() && !routines.empty(); ++i)
    if (tokens[i + 1].is('(') && tokens[i].kind == Kind::word && holds(routines, lower(tokens[i].text)))
      return true;
  return false;
}

// Its body may be a text. `changing` are the routines that do so, sorted.
bool changes_tables(Tokens tokens, Dialect dialect, const std::vector<std::string>& changing) {
  if (changes_tables(tokens.subspan(std::min<std::size_t>(tokens.size(), 1)))) return true;
  for (const Token& token : tokens) {
    if (token.kind != Kind::text || token.text.size() < 8) continue;
    Reader reader(token.text, dialect);
    Statement inner;
    while (reader.next(inner))
      if (inner.is_broken || changes_tables(inner.tokens) || calls_one(inner.tokens, changing)) return true;
  }
  return false;
}

// First words of what can't touch a table or an index: what reads and writes rows, rights, sessions.
bool is_harmless(const Cursor& at) {
  return at.is_any({"INSERT",  "UPDATE",     "DELETE",  "MERGE",    "REPLACE", "VALUES",     "TABLE",
                    "COPY",    "TRUNCATE",   "GRANT",   "REVOKE",   "COMMENT", "SECURITY",   "REASSIGN",
                    "ANALYZE", "ANALYSE",    "VACUUM",  "EXPLAIN",  "REINDEX", "CLUSTER",    "REFRESH",
                    "LOCK",    "UNLOCK",     "RESET",   "SHOW",     "DISCARD", "CHECKPOINT", "NOTIFY",
                    "LISTEN",  "UNLISTEN",   "DECLARE", "FETCH",    "MOVE",    "CLOSE",      "OPEN",
                    "PREPARE", "DEALLOCATE", "LOAD",    "OPTIMIZE", "REPAIR",  "CHECK",      "CHECKSUM",
                    "FLUSH",   "KILL",       "HANDLER", "DESCRIBE", "DESC",    "SAVEPOINT",  "RELEASE",
                    "DETACH",  "ATTACH",     "SIGNAL",  "PURGE",    "INSTALL", "UNINSTALL",  "HELP",
                    "BINLOG",  "CACHE",      "XA",      "STOP",     "GO"});
}

// What may be created, altered and dropped with no table or index being another.
bool is_harmless_kind(const Cursor& at) {
  return at.is_any({"VIEW",     "TRIGGER",    "TYPE",       "DOMAIN",    "EXTENSION",   "SEQUENCE",
                    "ROLE",     "USER",       "GROUP",      "POLICY",    "RULE",        "OPERATOR",
                    "CAST",     "COLLATION",  "CONVERSION", "LANGUAGE",  "PUBLICATION", "SUBSCRIPTION",
                    "SERVER",   "STATISTICS", "TABLESPACE", "TEXT",      "TRANSFORM",   "ACCESS",
                    "EVENT",    "DEFAULT",    "LARGE",      "SYSTEM",    "LOGFILE",     "INSTANCE",
                    "RESOURCE", "SPATIAL",    "FUNCTION",   "PROCEDURE", "ROUTINE",     "AGGREGATE",
                    "PACKAGE",  "SQL"});
}

}  // namespace

void Statements::end_file() {
  catalogue_.end_of_file();
  in_begun_ = false;
}

bool Statements::is_outside(const Name& name) const {
  const std::string& schema = name.schema.empty() ? catalogue_.default_schema() : name.schema;
  return std::any_of(outside_.begin(), outside_.end(), [&](const std::string& one) {
    return one == schema + ".*" || one == schema + "." + name.name ||
           (name.schema.empty() && one == name.name);
  });
}

std::uint32_t Statements::table_of(const Name& name, Step& why) const {
  const std::uint32_t id = catalogue_.find(name);
  if (id == no_table)
    why = is_outside(name) ? passed() : in_the_way("there is no table `" + name.name + "` by then");
  return id;
}

Step Statements::apply(const Statement& statement) {
  const Token& first = statement.tokens.front();
  if (first.kind == Kind::command) return command(first);
  if (statement.is_broken) return not_understood();
  Cursor at(statement.tokens, dialect_);
  if (at.take("CREATE")) return create(at);
  if (at.take("ALTER")) return alter(at);
  if (at.take("DROP")) return drop(at);
  if (at.is("SELECT") || at.is("WITH")) return select(at);
  if (first.is('(')) return select(at);
  return other(at);
}

// What psql and sqlite3 are told: files that they would read are not followed.
Step Statements::command(const Token& token) {
  const std::string_view word = token.text.substr(0, token.text.find_first_of(" \t"));
  for (const std::string_view one : {"\\i", "\\ir", "\\include", "\\include_relative", "\\if", "\\gexec",
                                     "\\!", ".read", ".import", ".restore", ".open", ".clone"})
    if (word == one) return not_understood();
  return passed();
}

Step Statements::create(Cursor at) {
  skip_modifiers(at);
  const bool is_temporary = at.take_any({"TEMP", "TEMPORARY"});
  skip_modifiers(at);
  if (at.take("TABLE")) return create_table(at, is_temporary);
  if (at.take("UNIQUE")) return at.take("INDEX") ? create_index(at, true, true) : not_understood();
  if (at.take_all({"FULLTEXT", "INDEX"}) || at.take_all({"SPATIAL", "INDEX"}) ||
      at.take_all({"VECTOR", "INDEX"}))
    return create_index(at, false, false);
  if (at.take("INDEX")) return create_index(at, false, true);
  if (at.take_all({"MATERIALIZED", "VIEW"}) || at.take_all({"FOREIGN", "TABLE"}) ||
      at.take_all({"VIRTUAL", "TABLE"})) {
    const bool if_not_exists = at.take_all({"IF", "NOT", "EXISTS"});
    const auto name = at.qualified();
    if (!name) return not_understood();
    if (catalogue_.find(*name) != no_table && if_not_exists) return done();
    Table table;
    table.name = *name;
    table.has_known_columns = false;
    table.place = here(at.line());
    std::uint32_t id = no_table;
    return step_of(catalogue_.create_table(std::move(table), id));
  }
  if (at.is_any({"FUNCTION", "PROCEDURE"})) return routine(at);
  if (at.take_any({"VIEW", "SEQUENCE"})) return other_relation(at, true);
  if (at.take("SCHEMA") || at.is("DATABASE")) {
    const Tokens rest = at.rest();  // elements of the schema may stand behind its name
    const bool has_elements = rest.size() > 2 && holds_word(rest.subspan(2), {"CREATE"});
    return has_elements ? not_understood() : passed();
  }
  if (at.is("FOREIGN")) return passed();  // FOREIGN DATA WRAPPER
  return is_harmless_kind(at) ? passed() : not_understood();
}

// A view or a sequence comes or goes: no index is on it, but ALTER TABLE may name it.
Step Statements::other_relation(Cursor at, bool is_made) {
  at.take_all({"IF", "NOT", "EXISTS"});
  at.take_all({"IF", "EXISTS"});
  do {
    const auto name = at.qualified();
    if (!name) break;
    if (is_made)
      catalogue_.add_other(*name);
    else
      catalogue_.drop_other(*name);
  } while (!is_made && at.take_symbol(','));
  return passed();
}

// Whether calling it may change tables is known from its body.
Step Statements::routine(Cursor at) {
  at.skip();
  at.take_all({"IF", "NOT", "EXISTS"});
  auto name = at.qualified();
  if (!name) return not_understood();
  auto& list = changes_tables(at.rest(), dialect_, changing_) ? changing_ : harmless_;
  if (list.size() < routines_max) put(list, std::move(name->name));
  return passed();
}

Step Statements::drop(Cursor at) {
  at.take_any({"TEMPORARY", "TEMP"});
  if (at.take("TABLE") || at.take_all({"MATERIALIZED", "VIEW"}) || at.take_all({"FOREIGN", "TABLE"}))
    return drop_tables(at);
  if (at.take("INDEX")) return drop_indexes(at);
  if (at.take_any({"SCHEMA", "DATABASE"})) {
    at.take_all({"IF", "EXISTS"});
    do {
      const auto name = at.name();
      if (!name) return not_understood();
      catalogue_.drop_schema(*name, here(at.line()));
    } while (at.take_symbol(','));
    return done();
  }
  if (at.take_any({"VIEW", "SEQUENCE"})) return other_relation(at, false);
  if (at.is("OWNED")) return not_understood();
  if (at.is("FOREIGN")) return passed();
  if (at.is_any({"PREPARE"})) return passed();
  // Columns and indexes that use a type, a function or an extension go with it.
  const bool takes_along = at.is_any({"TYPE", "DOMAIN", "EXTENSION", "FUNCTION", "ROUTINE", "OPERATOR",
                                      "COLLATION", "ACCESS", "AGGREGATE", "CAST", "LANGUAGE", "SERVER"});
  if (takes_along && holds_word(at.rest(), {"CASCADE"})) return not_understood();
  return is_harmless_kind(at) ? passed() : not_understood();
}

Step Statements::alter(Cursor at) {
  at.take_any({"ONLINE", "OFFLINE", "IGNORE"});
  if (at.take("TABLE") || at.take_all({"MATERIALIZED", "VIEW"}) || at.take_all({"FOREIGN", "TABLE"}))
    return alter_table(at);
  if (at.take("INDEX")) return alter_index(at);
  if (at.take("SCHEMA")) {
    const auto from = at.name();
    if (!from || !at.take_all({"RENAME", "TO"})) return passed();
    const auto to = at.name();
    if (!to) return not_understood();
    catalogue_.rename_schema(*from, *to);
    return done();
  }
  if (at.take_any({"VIEW", "SEQUENCE"})) {
    at.take_all({"IF", "EXISTS"});
    const auto name = at.qualified();
    return name ? alter_other(at, *name) : passed();
  }
  if (at.is_any({"DATABASE", "FOREIGN", "ALGORITHM", "DEFINER", "UNDO"})) return passed();
  if (at.is("TYPE") && holds_word(at.rest(), {"CASCADE"})) return not_understood();
  return is_harmless_kind(at) ? passed() : not_understood();
}

// Through a function that a query calls: one that does so, or that nobody knows. MySQL's and SQLite's can't.
bool Statements::may_change_tables(Tokens query) const {
  const bool is_pg = dialect_ == Dialect::postgresql;
  return any_call(query, [&](const std::string& name) {
    if (holds(changing_, name)) return true;
    return is_pg && !holds(harmless_, name) && !is_known_function(name);
  });
}

// Reads rows, but for SELECT … INTO table, for the path of schemas, and for routines that change tables.
Step Statements::select(Cursor at) {
  const bool is_pg = dialect_ == Dialect::postgresql;
  const Tokens all = at.rest();
  if (may_change_tables(all)) return not_understood();
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (!all[i + 1].is('(')) continue;
    if (!is_pg || !all[i].is_word("SET_CONFIG") || i + 4 >= all.size()) continue;
    if (all[i + 2].text != "search_path" || all[i + 4].kind != Kind::text) continue;
    std::vector<std::string> path;
    Reader reader(all[i + 4].text, dialect_);
    Statement list;
    if (reader.next(list))
      for (const Tokens part : parts_of(list.tokens))
        if (!part.empty() && path.size() < path_max)
          if (auto name = name_of(part[0], dialect_)) path.push_back(std::move(*name));
    catalogue_.set_path(std::move(path));
  }
  if (!is_pg || !at.is("SELECT")) return passed();
  while (!at.is_done() && !at.is_any({"INTO", "FROM"}))
    at.skip();
  if (!at.take("INTO")) return passed();
  Table table;
  table.is_temporary = at.take_any({"TEMP", "TEMPORARY"});
  at.take("UNLOGGED");
  at.take("TABLE");
  const auto name = at.qualified();
  if (!name) return not_understood();
  table.name = *name;
  table.has_known_columns = false;
  table.place = here(at.line());
  std::uint32_t id = no_table;
  return step_of(catalogue_.create_table(std::move(table), id));
}

// "SET search_path TO a, b"; every other setting touches no table.
Step Statements::set(Cursor at) {
  at.take_any({"SESSION", "LOCAL"});
  if (dialect_ != Dialect::postgresql) return passed();
  const bool is_schema = at.take("SCHEMA");
  if (!is_schema && !at.take("SEARCH_PATH")) return passed();
  if (!is_schema && !at.take("TO")) at.take_symbol('=');
  std::vector<std::string> path;
  for (const Tokens part : parts_of(at.rest())) {
    if (part.empty() || path.size() >= path_max) continue;
    std::string name;
    if (auto one = name_of(part[0], dialect_))
      name = std::move(*one);
    else if (part[0].kind == Kind::text)
      name = std::string(part[0].text);
    if (!name.empty() && name != "$user" && name != "default" && name != "pg_catalog") path.push_back(name);
  }
  catalogue_.set_path(std::move(path));
  return passed();
}

Step Statements::call(Cursor at) {
  const auto name = at.qualified();
  return name && holds(harmless_, name->name) && !holds(changing_, name->name) ? passed() : not_understood();
}

// MySQL: RENAME TABLE a TO b, c TO d.
Step Statements::rename(Cursor at) {
  if (at.take("USER")) return passed();
  if (!at.take_any({"TABLE", "TABLES"})) return not_understood();
  at.take_all({"IF", "EXISTS"});
  do {
    const auto from = at.qualified();
    if (!from || !at.take("TO")) return not_understood();
    const auto to = at.qualified();
    if (!to) return not_understood();
    Step why;
    const std::uint32_t id = table_of(*from, why);
    if (id == no_table) return why;
    Problem problem = catalogue_.rename_table(id, *to);
    if (!problem.empty()) return in_the_way(std::move(problem));
  } while (at.take_symbol(','));
  return at.is_done() ? done() : not_understood();
}

Step Statements::other(Cursor at) {
  if (at.take("BEGIN") || at.take("START")) {
    in_begun_ = dialect_ == Dialect::postgresql;
    return at.is_done() || at.is_any({"TRANSACTION", "WORK", "ISOLATION", "READ", "IMMEDIATE", "DEFERRED",
                                      "EXCLUSIVE", "NOT", "SLAVE", "REPLICA", "GROUP_REPLICATION", "ALL"})
               ? passed()
               : not_understood();
  }
  if (at.is_any({"COMMIT", "END", "ROLLBACK", "ABORT"})) {
    in_begun_ = in_begun_ && holds_word(at.rest(), {"TO"});
    return passed();
  }
  if (at.take("SET")) return set(at);
  if (at.take("DO")) return dialect_ == Dialect::postgresql ? do_block(at) : passed();
  if (at.take("CALL")) return call(at);
  if (is_mysql(dialect_) && at.take("RENAME")) return rename(at);
  if (is_mysql(dialect_) && at.take("USE")) {
    if (auto name = at.name()) catalogue_.set_path({*name});
    return passed();
  }
  if (at.take("PRAGMA")) return holds_word(at.rest(), {"WRITABLE_SCHEMA"}) ? not_understood() : passed();
  if (at.is("IMPORT")) return dialect_ == Dialect::postgresql ? passed() : not_understood();
  return is_harmless(at) ? passed() : not_understood();
}

}  // namespace hindcast::guards::sql
