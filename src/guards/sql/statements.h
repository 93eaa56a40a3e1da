// The one statement at a time that Replay does: inner face of the module.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "guards/sql/definitions.h"
#include "guards/sql/replay.h"

namespace hindcast::guards::sql {

// What became of a statement.
struct Step {
  enum class How : std::uint8_t { done, passed, not_understood, in_the_way };
  How how = How::done;
  std::string why;  // what is in the way
};

class Statements {
 public:
  Statements(Dialect dialect, std::string default_schema, std::vector<std::string> outside)
      : catalogue_(dialect, std::move(default_schema)), dialect_(dialect), outside_(std::move(outside)) {}

  Catalogue& catalogue() { return catalogue_; }
  void begin_file(std::uint32_t file) { file_ = file; }
  void end_file();
  void begin_script(bool in_transaction) { in_transaction_ = in_transaction; }
  // REQUIRES: its parentheses are balanced
  Step apply(const Statement&);

  std::vector<Note> notes;

 private:
  // statements.cpp
  Step create(Cursor);
  Step drop(Cursor);
  Step alter(Cursor);
  Step select(Cursor);
  Step set(Cursor);
  Step other(Cursor);
  Step routine(Cursor);
  Step rename(Cursor);
  Step call(Cursor);
  bool may_change_tables(Tokens query) const;
  Step other_relation(Cursor, bool is_made);
  Step alter_other(Cursor, const Name&);
  Step command(const Token&);
  // tables.cpp
  Step create_table(Cursor, bool is_temporary);
  Step create_from(Cursor, Table);
  Step create_index(Cursor, bool is_unique, bool finds);
  Step make(Table, Definitions);
  Step make_like(Table, const Name& source);
  Step make_partition(Cursor, Table);
  Step drop_tables(Cursor);
  Step drop_indexes(Cursor);
  Step alter_index(Cursor);
  void note_blocking(const Table&, const Index&, std::uint32_t line);
  // alter.cpp
  Step alter_table(Cursor);
  Step alter_action(Cursor, std::uint32_t id);
  Step add(Cursor, std::uint32_t id);
  Step add_all(std::uint32_t id, Definitions);
  Step take_index(std::uint32_t id, Index, const std::string& taken, std::uint32_t line);
  Step drop_part(Cursor, std::uint32_t id);
  Step drop_constraint(std::uint32_t id, const std::string& name, bool if_exists, std::uint32_t line);
  Step rename_part(Cursor, std::uint32_t id);
  Step change_column(Cursor, std::uint32_t id, bool has_new_name);
  Step attach(Cursor, std::uint32_t id);
  // do_block.cpp
  Step do_block(Cursor);
  Step do_statement(Cursor, bool is_guarded);
  class Block;
  bool take_condition(Cursor&, bool& is_known, bool& is_true);

  bool is_outside(const Name&) const;
  // The table that is meant; else why not.
  std::uint32_t table_of(const Name&, Step& why) const;
  Place here(std::uint32_t line) const { return {file_, line}; }

  Catalogue catalogue_;
  Dialect dialect_;
  std::vector<std::string> outside_;
  std::vector<std::string> changing_;  // routines whose body may change tables, sorted
  std::vector<std::string> harmless_;  // and those whose body can't
  std::uint32_t file_ = 0;
  bool in_transaction_ = false, in_begun_ = false;
  bool is_only_ = false;     // ALTER TABLE ONLY: not the table's partitions
  bool is_lenient_ = false;  // a DO block that lets pass what is there already, or gone
};

inline Step done() {
  return {};
}
inline Step passed() {
  return {Step::How::passed, {}};
}
inline Step not_understood() {
  return {Step::How::not_understood, {}};
}
inline Step in_the_way(std::string why) {
  return {Step::How::in_the_way, std::move(why)};
}
inline Step step_of(Problem problem) {
  return problem.empty() ? done() : in_the_way(std::move(problem));
}

}  // namespace hindcast::guards::sql
