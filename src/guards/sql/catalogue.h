// What a database holds after the migrations so far: tables, columns, indexes, foreign keys. In memory; every
// operation costs at most what one table may hold, which is limited.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guards/sql/cursor.h"

namespace hindcast::guards::sql {

// Of what a table holds: each database allows less columns, and who has as many indexes knows it.
inline constexpr std::size_t table_columns_max = 4096, table_indexes_max = 1024, table_keys_max = 1024;
// Tables that may have keys to one table: each rename of it looks at them.
inline constexpr std::size_t inbound_max = 1024;
inline constexpr std::uint32_t no_table = static_cast<std::uint32_t>(-1);

// `file` counts the migrations in their order.
struct Place {
  std::uint32_t file = 0, line = 0;
  bool operator==(const Place&) const = default;
};

struct IndexPart {
  std::string column;      // "": an expression
  bool is_prefix = false;  // only the first bytes of it
  std::string called;      // how PostgreSQL calls an expression in the index's name
};

struct Index {
  std::string name;
  std::vector<IndexPart> parts;
  std::vector<std::string> includes;  // columns that it carries besides
  std::vector<std::string> mentions;  // columns of its expressions and of its condition
  bool is_unique = false, is_primary = false;
  bool is_constraint = false;  // made by PRIMARY KEY or UNIQUE, or made their own by them
  bool is_partial = false;     // has a condition
  std::string not_null;        // the condition is only that this column is not null
  bool finds = true;           // a lookup of equal values can use it: no GIN, full text, invisible index
  bool is_hash = false;        // only for all of its columns at once
  bool is_implied = false;     // MySQL made it for a foreign key, and drops it for a better one
  bool is_rowid = false;       // SQLite's own: INTEGER PRIMARY KEY has no index, and needs none
  bool is_only = false;        // ON ONLY a partitioned table: of no use before its partitions have theirs
  Place place;
};

struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  Name target;
  Place place;
  std::vector<std::string> target_columns = {};  // its primary key where none were written
};

// An index that was there once.
struct Gone {
  std::string table, index;
  std::vector<std::string> columns;
  std::string how;  // "was dropped", "went with its column `a`"
  Place place;
};

struct Table {
  Name name;
  std::vector<std::string> columns;
  bool has_known_columns = true;  // false: made by a query
  bool is_temporary = false, is_partition = false, is_partitioned = false;
  std::vector<Index> indexes;
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::string> checks;     // names of constraints that matter to nobody here
  std::vector<std::uint32_t> inbound;  // tables whose foreign keys may lead here
  std::uint32_t parent = no_table;     // of a partition
  std::vector<std::uint32_t> partitions;
  Place place;
  bool is_alive = true;

  bool has_column(std::string_view) const;
  Index* find_index(std::string_view index);
  const Index* find_index(std::string_view index) const;
};

// Each change says what is in its way: "table `a` is there already"; "" where it was made.
using Problem = std::string;

class Catalogue {
 public:
  Catalogue(Dialect dialect, std::string default_schema);
  ~Catalogue();

  Dialect dialect() const { return dialect_; }
  std::span<const Table> tables() const { return tables_; }
  std::span<const Gone> gone() const { return gone_; }
  const std::string& default_schema() const { return default_schema_; }
  // "orders", or "billing.orders" beside the default schema.
  std::string shown(const Table&) const;

  // Where unqualified names are looked for, until the end of the migration.
  void set_path(std::vector<std::string> path);
  void end_of_file();  // temporary tables go, the path is the first again

  std::uint32_t find(const Name&) const;  // no_table where there is none
  // What stands where a table of this name would be made: a table, or the one of an index.
  std::uint32_t find_made(const Name&, bool is_temporary) const;
  Table& table(std::uint32_t id) { return tables_[id]; }
  struct IndexAt {
    std::uint32_t table = no_table;
    Index* index = nullptr;
  };
  // By a name that counts in its schema; MySQL's count in their table alone.
  IndexAt find_index(const Name&);
  // Views and sequences, which ALTER TABLE takes as well: no index is on them. Those of serial columns are
  // known by their names.
  void add_other(const Name&);
  void drop_other(const Name&);
  bool is_other(const Name&) const;
  // Whether anything that was made here has this name.
  bool is_there(const Name&);

  Problem create_table(Table, std::uint32_t& id);
  void drop_table(std::uint32_t id, Place);
  Problem rename_table(std::uint32_t id, Name to);
  void drop_schema(const std::string& schema, Place);
  void rename_schema(const std::string& from, const std::string& to);

  Problem add_column(std::uint32_t id, std::string column);
  Problem drop_column(std::uint32_t id, const std::string& column, Place);
  Problem rename_column(std::uint32_t id, const std::string& from, const std::string& to);

  // With "" for a name the database's own choice is taken.
  Problem add_index(std::uint32_t id, Index);
  void drop_index(std::uint32_t id, const std::string& index, std::string how, Place);
  Problem rename_index(std::uint32_t id, const std::string& from, const std::string& to, Place);
  Problem add_foreign_key(std::uint32_t id, ForeignKey);

  // The index through which rows are found by these columns; null where there is none. The same index of its
  // parent serves a partition.
  const Index* leading(const Table&, std::span<const std::string> columns) const;
  // False for an index on a partitioned table alone while a partition has none that begins with these
  // columns; that one is named.
  bool is_whole(const Table&, const Index&, std::span<const std::string> columns,
                std::string* lacking = nullptr) const;

 private:
  std::string key(const Name&) const;
  bool is_taken(const Name&) const;
  bool has_index_names() const { return !is_mysql(dialect_); }  // in the schema, not in the table
  std::string chosen_name(const Table&, const Index&) const;
  std::string chosen_key_name(const Table&, const ForeignKey&) const;
  void remember(const Table&, const Index&, std::string how, Place);
  void lead_here(std::uint32_t id);
  void forget_gone(Table&);
  void drop_keys_to(const Table&, const Index&);
  std::vector<std::uint32_t> tables_in(const std::string& schema) const;
  void drop_alone(std::uint32_t id, Place);

  Dialect dialect_;
  std::vector<std::string> path_;
  std::string default_schema_;
  std::vector<Table> tables_;
  std::vector<Gone> gone_;
  std::vector<std::uint32_t> temporary_;
  struct Names;
  std::unique_ptr<Names> names_;
};

// PostgreSQL's way to make "table_columns_label" of at most 63 bytes.
std::string object_name(std::string table, std::string columns, std::string_view label);

}  // namespace hindcast::guards::sql
