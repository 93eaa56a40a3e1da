// What stands in CREATE TABLE's parentheses and behind ADD: columns, keys, indexes. Read, not yet applied.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "guards/sql/catalogue.h"
#include "guards/sql/cursor.h"

namespace hindcast::guards::sql {

struct Definitions {
  std::vector<std::string> columns;
  std::vector<std::string> rowids;  // columns that SQLite takes for its row number once they are the key
  std::vector<Index> indexes;
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::string> checks;
  struct Like {
    Name table;
    bool with_indexes = false;
  };
  std::vector<Like> likes;
  std::optional<std::string> takes_index;  // ADD PRIMARY KEY USING INDEX name
  std::uint32_t ignored_line = 0;          // of REFERENCES behind a column, which MySQL reads and ignores
};

// Each takes all that is left of the cursor, and returns false where it is not understood.
bool read_column(Cursor, std::uint32_t file, Definitions&);
bool read_constraint(Cursor, std::uint32_t file, Definitions&);
bool is_constraint(const Cursor&);
// A whole list of them, "a int, PRIMARY KEY (a)".
bool read_elements(Tokens inside, Dialect, std::uint32_t file, Definitions&);

// "(a, lower(b) DESC)" into parts; false where there is nothing in it.
bool read_index_parts(Cursor&, Index&);
// What stands behind an index's parts: INCLUDE, WHERE, INVISIBLE.
void read_index_tail(Cursor&, Index&);
// "USING hash": which of them find equal values.
void read_method(Cursor&, Index&);
// Of one CREATE TABLE: equal keys are one.
void merge_equal(std::vector<Index>&, Dialect);

}  // namespace hindcast::guards::sql
