#include "archive/migrate.h"

#include "archive/sql/schemas.h"
#include "archive/sql/statements.h"

namespace hindcast::archive {
namespace {

Status take_steps(Database& database, std::span<const std::string_view> steps) {
  // Another program may have been faster: looked at again, now that nobody else writes.
  const auto version = static_cast<std::size_t>(TRY(database.number("PRAGMA user_version")));
  for (std::size_t step = version; step < steps.size(); ++step)
    TRY(database.run(steps[step]));
  TRY(database.run("PRAGMA application_id = " + std::to_string(application_id) +
                   "; PRAGMA user_version = " + std::to_string(steps.size())));
  return database.run(sql::commit);
}

}  // namespace

std::span<const std::string_view> schema_steps() {
  static const std::string_view steps[] = {sql::schema_1};
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
  if (version > 0) {
    const auto copy = path + ".before-" + std::to_string(today);
    if (auto copied = database.copy_to(copy); !copied.ok())
      return std::move(copied).error().while_("the backup " + copy +
                                              " before the archive is brought to a new schema failed");
  }
  TRY(database.run(sql::begin));
  Status done = take_steps(database, steps);
  if (!done.ok()) (void)database.run(sql::roll_back);  // what went wrong first is what is said
  return done;
}

}  // namespace hindcast::archive
