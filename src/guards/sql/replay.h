// Runs a history of migrations on a catalogue: which tables, indexes and keys a database would have. What is
// not understood and may touch them is noted with its place, never guessed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guards/sql/catalogue.h"
#include "guards/sql/cursor.h"

namespace hindcast::guards::sql {

struct Note {
  enum class What : std::uint8_t {
    not_understood,  // it may touch tables or indexes, and nobody knows how
    in_the_way,      // it can't be done to what is there by then
    blocking,        // an index is built while the table is locked
    in_transaction,  // CONCURRENTLY where the database refuses it
    ignored,         // REFERENCES that MySQL reads and forgets
  };
  What what{};
  Place place;
  std::string text;   // of the statement, or what is in the way
  std::string table;  // of which one, where it is known
  std::string index;
};

// A piece of a migration that runs: without the half that undoes it.
struct Script {
  std::string_view text;
  std::uint32_t line = 1;
  std::string_view delimiter = ";";
  bool in_transaction = false;  // the tool opens one around it
};

struct Counts {
  std::size_t statements = 0;  // all of them
  std::size_t passed = 0;      // that surely touch no table and no index
  std::size_t not_noted = 0;   // not understood as well, beyond the notes that are kept
};

class Replay {
 public:
  // Tables that were made elsewhere are named with their schema, or "schema.*" for all of it.
  Replay(Dialect, std::string default_schema, std::vector<std::string> outside = {});
  ~Replay();
  // The next migration.
  void run(std::span<const Script>);

  const Catalogue& catalogue() const;
  std::span<const Note> notes() const;
  Counts counts() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::guards::sql
