// In which order a folder's migrations run, and which part of each file does: by the names and marks of the
// tools that teams use. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "guards/sql/replay.h"

namespace hindcast::guards {

struct MigrationOrder {
  std::vector<std::string> paths;  // in the order in which they run
  std::vector<std::string>
      left_out;  // that only take back: "…down.sql", "U3__x.sql"; a baseline beside its versions
  std::vector<std::string> strange;  // no migrations by the rules of the tool that made the others
  struct Twice {
    std::string first, second;  // paths with the same number in the same folder
  };
  std::vector<Twice> twice;
};
// Flyway (V, B, R, U), golang-migrate, sqlx, dbmate, goose, Rails, Diesel, Prisma, plain numbers and time
// stamps. Numbers are compared as numbers of any length.
MigrationOrder order_migrations(std::vector<std::string> paths);

// The parts of a file that run when it is applied: not what stands under "-- migrate:down",
// "-- +goose Down" and their like. A file without such marks is one part. `text` must outlive them.
std::vector<sql::Script> scripts_of(std::string_view text, sql::Dialect);

}  // namespace hindcast::guards
