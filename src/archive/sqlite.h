// SQLite behind values and Results: the only door to the library.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace hindcast::archive {

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};
// What a `?` of a statement stands for; monostate is NULL. Borrowed until the statement is done.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

class Database;

// The rows that a statement gives, one at a time. Ends with its last row or when it is destroyed.
class Rows {
 public:
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();
  // Goes to the next row; false when there is none.
  Result<bool> next();
  // Of the current row, by column from 0. Text lives until next().
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string string(int column) const { return std::string(text(column)); }

 private:
  friend class Database;
  Rows(Database& database, void* statement) : database_(database), statement_(statement) {}
  Database& database_;
  void* statement_;  // sqlite3_stmt
};

// One connection, for one thread at a time. When the disk once failed to keep what was written, it only
// reads.
class Database {
 public:
  struct Options {
    bool may_create = true;
    int busy_ms_max = 10'000;         // how long another writer is waited for
    int checkpoint_pages = 1000;      // a longer write-ahead log is brought into the file
    std::int64_t application_id = 0;  // a file that holds tables and another id is refused untouched
    bool checks_references = true;    // foreign keys
  };
  // With a write-ahead log, every commit on the disk before it returns, and nothing in the file trusted to
  // run. `not_found` where it may not be created; `corrupt` when it is no database;
  // `invalid` when it is another program's.
  static Result<Database> open(const std::string& path, const Options&);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Statements without values, one after the other.
  Status run(std::string_view sql);
  // `sql` is a literal: it is prepared once and known by its address.
  Result<Rows> rows(const char* sql, std::span<const Value> values);
  Result<Rows> rows(const char* sql, std::initializer_list<Value> values) {
    return rows(sql, std::span(values.begin(), values.size()));
  }
  // The same for a statement that gives no row; the number of rows that it touched.
  Result<std::int64_t> change(const char* sql, std::span<const Value> values);
  Result<std::int64_t> change(const char* sql, std::initializer_list<Value> values) {
    return change(sql, std::span(values.begin(), values.size()));
  }
  // The first column of the first row, for a pragma; 0 where there is none.
  Result<std::int64_t> number(const char* sql);

  // A copy as it is at this moment, others writing meanwhile or not. `path` must not exist.
  Status copy_to(const std::string& path);
  // Takes away a file of SQLite's that nobody has open, with what was begun beside it. It need not exist.
  static Status discard(const std::string& path);
  // All of it becomes what `other` holds, in one transaction: who reads sees the one before or the one after.
  // Another writer is waited for. REQUIRES: no transaction is open here.
  Status become(Database& other);

 private:
  friend class Rows;
  struct Impl;
  explicit Database(std::unique_ptr<Impl>);
  Error failed(int code) const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::archive
