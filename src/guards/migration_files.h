// In which order a folder's migrations run, and which part of each file does: by the names and marks of the
// tools that teams use. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guards/sql/replay.h"

namespace hindcast::guards {

struct MigrationOrder {
  std::vector<std::string> paths;  // in the order in which they run
  std::vector<std::string>
      left_out;  // that only take back: "…down.sql", "U3__x.sql"; a baseline beside its versions
  struct Doubtful {
    std::string path, why;  // "its folder `rollback` says that it takes back"
  };
  std::vector<Doubtful> doubtful;    // that look as if they only took back, and nothing stands beside them
  std::vector<std::string> strange;  // no migrations by the rules of the tool that made the others
  struct Twice {
    std::string first, second;  // paths with the same number in the same folder
  };
  std::vector<Twice> twice;
};
// Flyway (V, B, R, U), golang-migrate, sqlx, dbmate, goose, Rails, Diesel, Prisma, plain numbers and time
// stamps. Numbers are compared as numbers of any length.
MigrationOrder order_migrations(std::vector<std::string> paths);

// "b.sql" and "a/b.sql" are ends of "x/a/b.sql".
bool is_path_end(std::string_view path, std::string_view end);

// Which of the migrations somebody means: the one of exactly this name (with its folder or without, with
// ".sql" or without), else all whose names begin so. By their places.
std::vector<std::size_t> migrations_called(std::string_view name, const std::vector<std::string>& paths);
// A few whose names are nearest to what was written, nearest first.
std::vector<std::size_t> migrations_like(std::string_view name, const std::vector<std::string>& paths);

// The parts of a file that run when it is applied: not what stands under "-- migrate:down",
// "-- +goose Down", "-- down" and their like. A file without such marks is one part. `text` must outlive
// them.
struct Running {
  std::vector<sql::Script> scripts;
  std::uint32_t doubtful_line =
      0;  // a mark of the half that undoes with none of the other half above; else 0
};
Running running_part(std::string_view text, sql::Dialect);

}  // namespace hindcast::guards
