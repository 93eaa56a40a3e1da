#include "app/backup.h"

#include "app/archived.h"
#include "app/files.h"
#include "app/indexing.h"
#include "archive/archive.h"
#include "disk/disk.h"
#include "disk/keep.h"
#include "disk/staging.h"
#include "disk/workplace.h"

namespace hindcast::app {
namespace {

// "2024-03-10T083000Z": a name on every file system.
std::string time_for_name(Timestamp at) {
  auto time = to_iso_time(at);
  std::erase(time, ':');
  return time;
}

// `name`, or the first of "name-2", "name-3" … that is not taken.
std::string free_name(const std::string& stem, const std::string& extension) {
  std::string name = stem + extension;
  for (int nth = 2; disk::exists(name); ++nth)
    name = stem + "-" + std::to_string(nth) + extension;
  return name;
}

// A database and what SQLite keeps beside it.
constexpr const char* companions[] = {"", "-wal", "-shm", "-journal"};

void remove_database(const std::string& path) {
  for (const char* companion : companions)
    (void)disk::remove_file(path + companion);  // what stays is removed the next time
}

struct Size {
  std::size_t documents = 0, events = 0;
};

// `corrupt` with the first of what is wrong.
Result<Size> verified(archive::Archive& archive) {
  const auto workspace = TRY(archive.workspace(main_workspace));
  return archive.look([&]() -> Result<Size> {
    const auto problems = TRY(archive.verify(workspace));
    if (!problems.empty())
      return Error{ErrorCode::corrupt,
                   "is not whole: " + problems[0] + (problems.size() > 1 ? ", and more" : "")};
    return Size{TRY(archive.documents(workspace)).size(),
                static_cast<std::size_t>(TRY(archive.last_event(workspace)))};
  });
}

Result<Size> verified_file(const std::string& path) {
  auto archive = TRY(archive::open_sqlite(path, {.may_create = false}));
  return verified(archive);
}

// A log whose database is gone would be played into the next one that comes to lie there. It is kept, under a
// name that SQLite doesn't know.
Status set_logs_aside(const std::string& database) {
  for (const std::string_view log : {"-wal", "-journal", "-shm"}) {
    const auto path = database + std::string(log);
    if (disk::exists(path)) TRY(disk::move_file(path, database + ".orphaned" + std::string(log)));
  }
  return Ok();
}

// A copy that is whole.
Result<Size> copy_verified(archive::Archive& archive, const std::string& made) {
  TRY(archive.copy_to(made));
  return verified_file(made);
}

Error is_taken(const std::string& file) {
  return {ErrorCode::conflict, file + ": exists already; --force replaces it"};
}

Status give_name(const std::string& made, const std::string& file, bool may_replace) {
  if (disk::exists(file) && !may_replace) return is_taken(file);
  TRY(set_logs_aside(file));
  return disk::publish(made, file, may_replace ? disk::Existing::replace : disk::Existing::keep);
}

std::string backups_folder(const std::string& root) {
  return root + "/.hindcast/backups";
}

// By its stamp; "" for none.
std::string newest_in(const std::string& folder) {
  std::string newest;
  std::int64_t when = 0;
  for (const auto& name : disk::names_in(folder)) {
    const auto path = folder + "/" + name;
    const auto stamp = name.ends_with(".db") ? disk::stamp_of(path) : std::nullopt;
    if (!stamp || stamp->changed < when) continue;
    newest = path;
    when = stamp->changed;
  }
  return newest;
}

// Where a backup lies that shall lie at `path`.
Result<std::string> backup_name(const std::string& root, const std::string& path, Timestamp at) {
  if (!path.empty() && !disk::is_folder(path)) return path;
  std::string folder = path;
  if (folder.empty()) {
    folder = backups_folder(root);
    auto made = disk::create_folders(folder);
    if (!made.ok()) return std::move(made).error().while_(folder);
  }
  return free_name(folder + "/archive-" + time_for_name(at), ".db");
}

// What was there, as a file beside it. One that can't be read goes there as it is, with its log.
Result<std::string> keep_old(const std::string& file, Timestamp at) {
  const auto kept = free_name(file + ".before-restore-" + time_for_name(at), "");
  auto old = archive::open_sqlite(file, {.may_create = false});
  if (!old.ok() && old.error().code == ErrorCode::unavailable) return std::move(old).error();
  const auto made = kept + ".part";
  remove_database(made);
  Status copied = old.ok() ? old->copy_to(made) : Status(Error{});
  if (copied.ok()) {
    TRY(disk::publish(made, kept, disk::Existing::keep));
    return kept;
  }
  remove_database(made);
  if (copied.error().code == ErrorCode::unavailable) return std::move(copied).error();  // a full disk
  for (const char* companion : companions)
    TRY(disk::move_file(file + companion, kept + companion));
  return kept;
}

}  // namespace

Result<BackupReport> backup(const std::string& root, const std::string& path, const BackupOptions& options) {
  auto open = TRY(open_archive(root));
  BackupReport report;
  report.file = TRY(backup_name(root, path, options.at));
  if (absolute(report.file) == absolute(archive_file(root)))
    return Error{ErrorCode::invalid, report.file + ": is the archive itself"};
  if (disk::exists(report.file) && !options.may_replace) return is_taken(report.file);
  auto staging = disk::Staging::beside(report.file);
  if (!staging.ok()) return std::move(staging).error().while_("the backup " + report.file);
  const auto made = staging->path_of("archive.db");
  const auto size = copy_verified(open.archive, made);
  if (!size.ok() && size.error().code == ErrorCode::corrupt)  // a copy is as whole as what it is of
    return Error{ErrorCode::corrupt,
                 archive_file(root) + ": " + size.error().message + "; no backup was made of it"};
  if (!size.ok()) return Error(size.error()).while_("the backup " + report.file);
  while (true) {
    const auto named = give_name(made, report.file, options.may_replace);
    if (named.ok()) break;
    if (named.error().code != ErrorCode::conflict || path == report.file) return named.error();
    report.file = TRY(backup_name(root, path, options.at));  // another one of this second was faster
  }
  report.documents = size->documents;
  report.events = size->events;
  if (const auto stamp = disk::stamp_of(report.file)) report.bytes = static_cast<std::uint64_t>(stamp->size);
  return report;
}

std::string newest_backup(const std::string& root) {
  return newest_in(backups_folder(root));
}

Result<RestoreReport> restore(const std::string& root, const std::string& file, Timestamp at) {
  if (disk::is_folder(file)) {
    const auto newest = newest_in(file);
    return Error{ErrorCode::invalid, file + ": is a folder; name the backup in it" +
                                         (newest.empty() ? "" : ", the newest for one: " + newest)};
  }
  const auto stamp = disk::stamp_of(file);
  if (!stamp) return Error{ErrorCode::not_found, file + ": no such file; check the spelling"};
  if (stamp->size == 0) return Error{ErrorCode::corrupt, file + ": is empty, which no backup is"};
  const auto place = TRY(disk::Workplace::hold(root));
  RestoreReport report;
  report.archive = archive_file(root);
  const auto made = report.archive + ".restoring";
  remove_database(made);
  const auto prepare = [&]() -> Status {
    for (const char* companion :
         {"", "-wal"})  // a database that was copied by hand may have its log beside it
      if (disk::exists(file + companion)) TRY(disk::copy_file(file + companion, made + companion));
    auto archive = TRY(archive::open_sqlite(made, {.may_create = false, .keeps_old_schema = false}));
    const auto size = TRY(verified(archive));
    report.documents = size.documents;
    report.events = size.events;
    const auto workspace = TRY(archive.workspace(main_workspace));
    OpenArchive open{root, std::move(archive), workspace};
    return make_index_current(open, {});  // an older Hindcast made another one, or none
  };
  if (auto prepared = prepare(); !prepared.ok()) {
    remove_database(made);
    return std::move(prepared).error().while_(file);
  }
  const auto replace = [&]() -> Status {
    const bool has_old = disk::exists(report.archive);
    if (has_old) report.kept = TRY(keep_old(report.archive, at));
    if (has_old && disk::exists(report.archive)) return archive::overwrite_sqlite(report.archive, made);
    TRY(set_logs_aside(report.archive));
    return disk::publish(made, report.archive, disk::Existing::keep);
  };
  auto replaced = replace();
  remove_database(made);
  if (!replaced.ok()) return std::move(replaced).error().while_(report.archive);
  if (const auto arrived = verified_file(report.archive); !arrived.ok())  // where it will be used
    return Error(arrived.error())
        .while_(report.archive + (report.kept.empty() ? "" : " (what was there is " + report.kept + ")"));
  return report;
}

}  // namespace hindcast::app
