#include "archive/migrate.h"

#include <algorithm>

#include "archive/sql/schemas.h"
#include "archive/sql/statements.h"

namespace hindcast::archive {
namespace {

// REQUIRES: a transaction that may write is open, so that of two programs one makes the copy. What an earlier
// attempt left, cut short, is in the way.
Status copy_before(const std::string& path, std::int64_t version) {
  const auto copy = path + ".before-" + std::to_string(version);
  const auto all = [&]() -> Status {
    auto reader = TRY(Database::open(path, {.may_create = false, .application_id = application_id}));
    TRY(Database::discard(copy));
    return reader.copy_to(copy);
  };
  auto copied = all();
  if (copied.ok()) return copied;
  return std::move(copied).error().while_("the backup " + copy +
                                          " before the archive is brought to a new schema failed");
}

Status take_steps(Database& database, const std::string& path, std::span<const std::string_view> steps) {
  // Another program may have been faster: looked at again, now that nobody else writes.
  const auto version = static_cast<std::size_t>(TRY(database.number("PRAGMA user_version")));
  if (version > 0 && version < steps.size() && !path.empty())
    TRY(copy_before(path, static_cast<std::int64_t>(steps.size())));
  for (std::size_t step = version; step < steps.size(); ++step)
    TRY(database.run(steps[step]));
  TRY(database.run("PRAGMA application_id = " + std::to_string(application_id) +
                   "; PRAGMA user_version = " + std::to_string(std::max(version, steps.size()))));
  return database.run(sql::commit);
}

}  // namespace

std::span<const std::string_view> schema_steps() {
  static const std::string_view steps[] = {sql::schema_1, sql::schema_2};
  return steps;
}

Status migrate(Database& database, const std::string& path, std::span<const std::string_view> steps) {
  const auto version = TRY(database.number("PRAGMA user_version"));
  const auto today = static_cast<std::int64_t>(steps.size());
  if (version == today) return Ok();
  if (version > today)
    return Error{ErrorCode::unsupported,
                 "was written by a newer Hindcast (schema " + std::to_string(version) + ", this one knows " +
                     std::to_string(today) + "); update Hindcast, nothing was touched"};
  TRY(database.run(sql::begin));
  Status done = take_steps(database, path, steps);
  if (!done.ok()) (void)database.run(sql::roll_back);  // what went wrong first is what is said
  return done;
}

}  // namespace hindcast::archive
