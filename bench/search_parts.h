// What the measurements of search share: documents as the index takes them, and a little of SQLite.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "search/index.h"

namespace hindcast::bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// --- a little of SQLite ------------------------------------------------------

struct Statement {
  sqlite3_stmt* made = nullptr;
  Statement(sqlite3* db, const char* sql) {
    if (sqlite3_prepare_v2(db, sql, -1, &made, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db));
  }
  ~Statement() { sqlite3_finalize(made); }
  Statement& bind(int at, std::int64_t value) {
    sqlite3_bind_int64(made, at, value);
    return *this;
  }
  Statement& bind(int at, std::string_view value) {
    sqlite3_bind_text(made, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
  }
  Statement& bind_blob(int at, std::string_view value) {
    sqlite3_bind_blob(made, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
  }
  bool row() {
    const int status = sqlite3_step(made);
    if (status != SQLITE_ROW && status != SQLITE_DONE) fail(sqlite3_errmsg(sqlite3_db_handle(made)));
    return status == SQLITE_ROW;
  }
  void again() { sqlite3_reset(made); }
};

inline sqlite3* open_database(const std::string& path) {
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) fail("can't open " + path);
  sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536", nullptr,
               nullptr, nullptr);
  return db;
}

inline void run_sql(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db));
}

struct Document {
  std::string text, title, date, status;
  std::vector<search::Piece> pieces;
};

inline bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// Titles, headings and items by how their lines begin: enough to give fields their share of the words.
inline search::Field field_of(std::string_view line, bool has_title) {
  if (begins(line, "#")) return has_title ? search::Field::heading : search::Field::title;
  return begins(line, "|") || begins(line, "- [") ? search::Field::item : search::Field::body;
}

inline std::string after(const std::string& text, const char* label, std::size_t size) {
  const std::size_t at = text.find(label);
  if (at == std::string::npos) return "";
  const std::size_t value = text.find_first_not_of(":*| ", at + std::string_view(label).size());
  return value == std::string::npos ? "" : text.substr(value, size);
}

inline void read_document(const std::string& path, Document& document) {
  document = {};
  document.text = read_file(path);
  const std::string_view text = document.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    const search::Field field = field_of(line, !document.title.empty());
    if (field == search::Field::title) document.title = line;
    auto& pieces = document.pieces;
    if (!pieces.empty() && pieces.back().field == field)
      pieces.back().text =
          text.substr(static_cast<std::size_t>(pieces.back().text.data() - text.data()),
                      end - static_cast<std::size_t>(pieces.back().text.data() - text.data()));
    else
      pieces.push_back({field, line});
    at = end;
  }
  document.date = after(document.text, text.find("Date") == std::string::npos ? "date" : "Date", 10);
  const std::string status = after(document.text, text.find("Status") < 900 ? "Status" : "status", 9);
  for (const char* known : {"Draft", "In Review", "Final", "Closed"})
    if (begins(status, known)) document.status = known;
}

inline std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) parts.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

inline search::Entry entry_of(std::int64_t id, const Document& document) {
  search::Entry entry{.id = id, .date = parse_iso_date(document.date), .pieces = document.pieces};
  if (!document.status.empty()) entry.attributes.add({"status:", document.status});
  return entry;
}

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) fail(result.error().message);
  return std::move(*result);
}

}  // namespace hindcast::bench
