// What is held against the catalogue that migrations leave: keys that need an index, indexes that a team
// expects. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/data.h"
#include "guards/guard.h"
#include "guards/sql/replay.h"

namespace hindcast::guards {

// An index that a team wants to be there, whatever becomes of the migrations.
struct ExpectedIndex {
  std::string table;
  std::vector<std::string> columns;
  bool is_unique = false;
  std::string name;  // "": any
  std::string why;   // in the team's words
  std::uint32_t line = 0;
};
// Entries of a list, or of a table's `index` or `indexes`. What is no such entry is a finding.
std::vector<ExpectedIndex> read_expected(const data::Value&, const std::string& path, std::vector<Finding>&);

// What is wrong with the state after the last migration.
struct Gap {
  sql::Place place;  // of the foreign key
  std::string message;
  std::vector<sql::Place> by;  // what else it is about: where its index went
  std::uint32_t line = 0;      // of an expected index, in its own file
};
std::vector<Gap> keys_without_index(const sql::Catalogue&, const std::vector<std::string>& paths);
std::vector<Gap> missing_indexes(const sql::Catalogue&, const std::vector<ExpectedIndex>&,
                                 const std::vector<std::string>& paths);

}  // namespace hindcast::guards
