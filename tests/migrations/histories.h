// Random histories of SQL migrations, and their replay. A statement that the database refuses is no part of
// a history: whoever asks it leaves it out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "guards/sql/tokens.h"

namespace hindcast::histories {

// The same for equal seeds.
std::vector<std::string> random_history(hindcast::guards::sql::Dialect, std::uint64_t seed, int statements);

// What a replay is made to get wrong, so that the comparison can be seen to notice it.
enum class Bug { none, forgets_drops, forgets_renames, forgets_column_drops, forgets_inline_keys, last };

// The catalogue after these statements, a table a line, and every statement that was not understood.
std::string replayed(hindcast::guards::sql::Dialect, const std::vector<std::string>& statements, Bug);

// Runs a history in SQLite, in memory: leaves out what it refuses, and gives the catalogue in the same lines.
std::string run_in_sqlite(std::vector<std::string>& statements);

}  // namespace hindcast::histories
