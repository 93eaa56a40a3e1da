#include "archive/sqlite.h"

#include <sqlite3.h>

#include <unordered_map>

namespace hindcast::archive {
namespace {

ErrorCode code_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
      return ErrorCode::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::corrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorCode::denied;
    case SQLITE_CONSTRAINT:
      return ErrorCode::conflict;
    case SQLITE_CANTOPEN:
      return ErrorCode::not_found;
    default:
      return ErrorCode::internal;
  }
}

constexpr const char* damaged =
    "is damaged; restore a backup: what is removed and synced again has no history";

std::string message_of(int code, const char* detail) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
      return "another program is writing the archive; try again";
    case SQLITE_FULL:
      return "the disk is full; nothing of this change was kept";
    case SQLITE_NOTADB:
      return "is no archive of Hindcast";
    case SQLITE_CORRUPT:
      return damaged;
    case SQLITE_CANTOPEN:
      return "can't be opened; check that its folder is there and may be written";
    case SQLITE_READONLY:
      return "can't be written; check its permissions";
    case SQLITE_IOERR:
      return "the disk does not do what it is asked (" + std::string(detail) +
             "); nothing of this change was kept. Check the disk, then run 'hindcast verify'";
    case SQLITE_NOMEM:
      return "out of memory; nothing of this change was kept";
    default:
      return detail;
  }
}

int bind(sqlite3_stmt* statement, int place, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, place, *number);
  if (const auto* text = std::get_if<std::string_view>(&value))
    return sqlite3_bind_text64(statement, place, text->data() ? text->data() : "", text->size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  if (const auto* blob = std::get_if<Blob>(&value)) {
    if (blob->bytes.empty()) return sqlite3_bind_zeroblob(statement, place, 0);
    return sqlite3_bind_blob64(statement, place, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, place);
}

Error distrusted() {
  return {ErrorCode::unavailable,
          "the disk failed to keep what was written, so nothing more is; check the disk, then run 'hindcast "
          "verify'"};
}

sqlite3_stmt* as_statement(void* statement) {
  return static_cast<sqlite3_stmt*>(statement);
}

}  // namespace

struct Database::Impl {
  sqlite3* connection = nullptr;
  int checkpoint_pages = 0;
  // Waiting for the disk has failed once. Asked again it may say that all is well, of pages that it has
  // dropped: this connection writes nothing any more.
  bool is_distrusted = false;
  std::unordered_map<const char*, sqlite3_stmt*> prepared;

  ~Impl() {
    for (auto& [sql, statement] : prepared)
      sqlite3_finalize(statement);
    sqlite3_close(connection);
  }

  void note(int code) {
    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) return;
    is_distrusted = true;
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }

  // After a commit: as SQLite does by itself, but hears what became of it.
  static int after_commit(void* impl, sqlite3* connection, const char* name, int pages) {
    auto& self = *static_cast<Impl*>(impl);
    if (pages >= self.checkpoint_pages)
      self.note(sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
    return SQLITE_OK;  // the commit stands in any case
  }
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, const Options& options) {
  Database made(std::make_unique<Impl>());
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | (options.may_create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &made.impl_->connection, flags, nullptr);
  if (code != SQLITE_OK) return made.failed(code);
  sqlite3_busy_timeout(made.impl_->connection, options.busy_ms_max);
  sqlite3_db_config(made.impl_->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  made.impl_->checkpoint_pages = options.checkpoint_pages;
  sqlite3_wal_hook(made.impl_->connection, Impl::after_commit, made.impl_.get());
  if (TRY(made.number("PRAGMA schema_version")) != 0 &&
      TRY(made.number("PRAGMA application_id")) != options.application_id)
    return Error{ErrorCode::invalid, "is a database of another program"};
  TRY(
      made.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = EXTRA;"
               "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = FAST;"
               "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY"));
  TRY(made.run(options.checks_references ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF"));
  return made;
}

Error Database::failed(int code) const {
  impl_->note(code);
  return {code_of(code), message_of(code, sqlite3_errmsg(impl_->connection))};
}

Status Database::run(std::string_view sql) {
  if (impl_->is_distrusted && sqlite3_get_autocommit(impl_->connection) != 0) return distrusted();
  const int code = sqlite3_exec(impl_->connection, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return Ok();
}

Result<Rows> Database::rows(const char* sql, std::span<const Value> values) {
  auto& statement = impl_->prepared[sql];
  if (statement == nullptr) {
    const int code =
        sqlite3_prepare_v3(impl_->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code == SQLITE_ERROR)  // a table that the schema has is not there
      return Error{ErrorCode::corrupt,
                   std::string(damaged).append(" (").append(sqlite3_errmsg(impl_->connection)).append(")")};
    if (code != SQLITE_OK) return failed(code);
  }
  if (impl_->is_distrusted && sqlite3_stmt_readonly(statement) == 0) return distrusted();
  HC_ASSERT(!sqlite3_stmt_busy(statement));  // one use of a statement at a time
  int place = 0;
  for (const Value& value : values)
    if (const int code = bind(statement, ++place, value); code != SQLITE_OK) return failed(code);
  HC_ASSERT(place == sqlite3_bind_parameter_count(statement));
  return Rows(*this, statement);
}

Result<std::int64_t> Database::change(const char* sql, std::span<const Value> values) {
  auto done = TRY(rows(sql, values));
  while (TRY(done.next())) {
  }
  return std::int64_t{sqlite3_changes64(impl_->connection)};
}

Result<std::int64_t> Database::number(const char* sql) {
  auto got = TRY(rows(sql, {}));
  if (!TRY(got.next())) return std::int64_t{0};
  return got.integer(0);
}

Status Database::copy_to(const std::string& path) {
  TRY(change("VACUUM INTO ?", {std::string_view(path)}));
  return Ok();
}

Status Database::discard(const std::string& path) {
  sqlite3_vfs* disk = sqlite3_vfs_find(nullptr);
  for (const char* beside : {"-journal", "-wal", ""}) {  // those first: they would be taken for a new file's
    const int code = disk->xDelete(disk, (path + beside).c_str(), 1);
    if (code != SQLITE_OK && code != SQLITE_IOERR_DELETE_NOENT)
      return Error{code_of(code), path + beside + ": can't be removed"};
  }
  return Ok();
}

Status Database::become(Database& other) {
  sqlite3* mine = impl_->connection;
  sqlite3_backup* copying = sqlite3_backup_init(mine, "main", other.impl_->connection, "main");
  if (copying == nullptr) return failed(sqlite3_extended_errcode(mine));
  const int stepped = sqlite3_backup_step(copying, -1);
  const int finished = sqlite3_backup_finish(copying);
  if (stepped != SQLITE_DONE) return failed(stepped);
  if (finished != SQLITE_OK) return failed(finished);
  return Ok();
}

Rows::Rows(Rows&& other) noexcept : database_(other.database_), statement_(other.statement_) {
  other.statement_ = nullptr;
}

Rows::~Rows() {
  if (statement_ == nullptr) return;
  sqlite3_reset(as_statement(statement_));
  sqlite3_clear_bindings(as_statement(statement_));  // what they borrowed may be gone
}

Result<bool> Rows::next() {
  const int code = sqlite3_step(as_statement(statement_));
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_.failed(code);
}

std::int64_t Rows::integer(int column) const {
  return sqlite3_column_int64(as_statement(statement_), column);
}

std::string_view Rows::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(as_statement(statement_), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(as_statement(statement_), column));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

}  // namespace hindcast::archive
