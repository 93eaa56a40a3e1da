#include "histories.h"

#include <algorithm>
#include <random>
#include <string_view>

#include "guards/sql/replay.h"
#include "guards/sql/testing.h"

namespace hindcast::histories {
namespace {

using guards::sql::Dialect;

class Maker {
 public:
  Maker(Dialect dialect, std::uint64_t seed) : is_pg_(dialect == Dialect::postgresql), random_(seed) {}

  std::vector<std::string> first() {
    std::vector<std::string> all;
    for (int i = 0; i < 4; ++i)
      all.push_back("CREATE TABLE t" + std::to_string(i) +
                    " (c0 INTEGER PRIMARY KEY, c1 INT, c2 INT, c4 INT)");
    return all;
  }

  // One statement, or a few that belong together.
  std::vector<std::string> step() {
    const int dice = below(is_pg_ ? 100 : 84);
    if (dice < 18) return {create_table(table())};
    if (dice < 38) return {create_index()};
    if (dice < 44) return {"DROP INDEX " + maybe("IF EXISTS ", 3) + index() + maybe(cascade(), 4)};
    if (dice < 48) return {"DROP TABLE " + maybe("IF EXISTS ", 3) + table() + maybe(cascade(), 2)};
    if (dice < 56) return {alter() + add_column()};
    if (dice < 62) return {alter() + "DROP " + maybe("COLUMN ", 2) + column() + maybe(cascade(), 4)};
    if (dice < 67) return {alter() + "RENAME " + maybe("COLUMN ", 2) + column() + " TO " + column()};
    if (dice < 72) return {alter() + "RENAME TO " + table()};
    if (dice < 76) return remade_table();
    if (dice < 80) return {"BEGIN; " + create_index() + "; ROLLBACK"};
    if (dice < 84) return {"INSERT INTO " + table() + " DEFAULT VALUES"};
    if (dice < 92) return {alter() + "ADD " + table_constraint() + maybe(", ADD " + table_constraint(), 4)};
    if (dice < 95)
      return {alter() + "DROP CONSTRAINT " + maybe("IF EXISTS ", 3) + constraint() + maybe(cascade(), 2)};
    if (dice < 97)
      return {alter() + "RENAME CONSTRAINT " + constraint() + " TO k" + std::to_string(below(5))};
    return {"ALTER INDEX " + index() + " RENAME TO " + styled("i" + std::to_string(below(8)))};
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  bool one_of(int many) { return below(many) == 0; }
  std::string maybe(const std::string& text, int one_in) { return one_of(one_in) ? text : ""; }
  std::string cascade() { return is_pg_ ? " CASCADE" : ""; }

  // The same name, written in one of the ways that mean it.
  std::string styled(std::string name) {
    switch (below(is_pg_ ? 8 : 10)) {
      case 0:
        return "\"" + name + "\"";
      case 1:
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
        return name;
      case 2:
        return name + " /* " + name + "; */ ";
      case 8:
        return "[" + name + "]";
      case 9:
        return "`" + name + "`";
      default:
        return name;
    }
  }
  std::string table() { return styled("t" + std::to_string(below(4))); }
  std::string column() { return styled("c" + std::to_string(below(5))); }
  std::string alter() { return "ALTER TABLE " + maybe(is_pg_ ? "ONLY " : "", 4) + table() + " "; }

  // Of its own, or as PostgreSQL would call it.
  std::string index() {
    if (!is_pg_ || one_of(2)) return styled("i" + std::to_string(below(8)));
    return "t" + std::to_string(below(4)) + "_c" + std::to_string(below(5)) + "_idx" + maybe("1", 4);
  }
  std::string constraint() {
    if (one_of(2)) return "k" + std::to_string(below(5));
    const std::string head = "t" + std::to_string(below(4));
    if (one_of(3)) return head + "_pkey";
    return head + "_c" + std::to_string(below(5)) + (one_of(2) ? "_key" : "_fkey");
  }

  // Each once: a column that stands twice in a key is refused by one and forgotten by the other.
  std::string columns(int most) {
    const int first = below(5), count = 1 + below(most);
    std::string out;
    for (int i = 0; i < count; ++i)
      out += (i == 0 ? "" : ", ") + styled("c" + std::to_string((first + i * 2) % 5));
    return out;
  }
  std::string target() { return table() + maybe(" (" + column() + ")", 2) + maybe(" ON DELETE SET NULL", 3); }
  std::string named() { return maybe("CONSTRAINT k" + std::to_string(below(5)) + " ", 3); }
  std::string table_constraint() {
    switch (below(5)) {
      case 0:
        return named() + "PRIMARY KEY (" + columns(2) + ")";
      case 1:
        return named() + "UNIQUE (" + columns(3) + ")" +
               maybe(is_pg_ ? " INCLUDE (" + column() + ")" : "", 5);
      case 2:
        return named() + "CHECK (" + column() + " > 0 OR 'a, b' <> ')')";
      default:
        return named() + "FOREIGN KEY (" + column() + ") REFERENCES " + target();
    }
  }
  std::string column_definition(const std::string& name) {
    static constexpr std::string_view types[] = {"INTEGER", "INT", "integer", "BIGINT"};
    std::string out = name + " " + std::string(types[below(4)]);
    if (one_of(6)) out += " DEFAULT 1";
    if (one_of(5)) out += " " + named() + "PRIMARY KEY" + (is_pg_ ? "" : maybe(" DESC", 4));
    if (one_of(6)) out += " " + named() + "UNIQUE";
    if (one_of(6)) out += " NOT NULL DEFAULT (1 + 2)";
    if (one_of(5)) out += " " + named() + "REFERENCES " + target();
    if (one_of(8)) out += " CHECK (" + name + " IN (1, 2))";
    return out;
  }
  std::string add_column() {
    std::string out = "ADD " + maybe("COLUMN ", 2) + maybe(is_pg_ ? "" : "", 2) + column_definition(column());
    return out + (is_pg_ ? maybe(", ADD COLUMN " + column_definition(column()), 6) : "");
  }
  std::string create_table(const std::string& name) {
    std::string out = "CREATE " + maybe("TEMP ", 20) + "TABLE " + maybe("IF NOT EXISTS ", 4) + name + " (";
    const int count = 1 + below(5);
    for (int i = 0; i < count; ++i)
      out += (i == 0 ? "" : ",\n  ") + column_definition(styled("c" + std::to_string(i)));
    for (int i = below(3); i > 0; --i)
      out += ", " + table_constraint();
    return out + ")" + (is_pg_ ? "" : maybe(" WITHOUT ROWID", 6));
  }
  std::string index_part() {
    if (one_of(8)) return is_pg_ ? "abs(" + column() + ")" : "(" + column() + " + 1)";
    if (one_of(10)) return "(" + column() + ")";
    return column() + maybe(one_of(2) ? " DESC" : " ASC", 4);
  }
  std::string create_index() {
    std::string parts = index_part();
    for (int i = below(3); i > 0; --i)
      parts += ", " + index_part();
    const bool is_nameless = is_pg_ && one_of(3);
    const std::string called =
        is_nameless ? "" : maybe("IF NOT EXISTS ", 4) + styled("i" + std::to_string(below(8)));
    std::string out = "CREATE " + maybe("UNIQUE ", 5) + "INDEX " + called + " ON " + table();
    if (is_pg_) out += maybe(" USING btree", 5);
    out += " (" + parts + ")";
    if (is_pg_) out += maybe(" INCLUDE (" + column() + ")", 6);
    return out + maybe(" WHERE " + column() + (one_of(2) ? " IS NOT NULL" : " > 0"), 6);
  }
  // How a table is changed where ALTER can't: another one takes its place.
  std::vector<std::string> remade_table() {
    const std::string name = "t" + std::to_string(below(4));
    return {create_table("remade"), "DROP TABLE " + name + cascade(), "ALTER TABLE remade RENAME TO " + name};
  }

  bool is_pg_;
  std::mt19937_64 random_;
};

bool is_forgotten(const std::string& statement, Bug bug) {
  const auto holds = [&](std::string_view word) { return statement.find(word) != std::string::npos; };
  if (bug == Bug::forgets_drops) return holds("DROP INDEX");
  if (bug == Bug::forgets_renames) return holds("RENAME TO");
  return bug == Bug::forgets_column_drops && holds("ALTER TABLE") && holds("DROP") && !holds("CONSTRAINT");
}

}  // namespace

std::vector<std::string> random_history(Dialect dialect, std::uint64_t seed, int statements) {
  Maker maker(dialect, seed);
  std::vector<std::string> all = maker.first();
  while (all.size() < static_cast<std::size_t>(statements))
    for (std::string& one : maker.step())
      all.push_back(std::move(one));
  return all;
}

std::string replayed(Dialect dialect, const std::vector<std::string>& statements, Bug bug) {
  std::string text;
  for (std::string one : statements) {
    if (is_forgotten(one, bug)) continue;
    if (bug == Bug::forgets_inline_keys)
      for (std::size_t at = one.find(" UNIQUE,"); at != std::string::npos; at = one.find(" UNIQUE,"))
        one.erase(at, 7);
    text.append(one).append(";\n");
  }
  guards::sql::Replay replay(dialect, dialect == Dialect::sqlite ? "main" : "public");
  const guards::sql::Script script{text};
  replay.run(std::span(&script, 1));
  std::string out = guards::sql::testing::lines(replay.catalogue());
  for (const auto& note : replay.notes())
    if (note.what <= guards::sql::Note::What::in_the_way) out.append("\n! ").append(note.text);
  return out;
}

}  // namespace hindcast::histories
