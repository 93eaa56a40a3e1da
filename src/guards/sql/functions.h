// Functions that a query calls: those of PostgreSQL itself and of its usual extensions take no index away.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "guards/sql/cursor.h"

namespace hindcast::guards::sql {

// A function that comes with PostgreSQL or an extension of values ("uuid_generate_v4"), or a word of its
// grammar that parentheses follow as well ("in", "numeric"). In lower case. Those that make columns or
// indexes, as "addgeometrycolumn", are none.
bool is_known_function(std::string_view name);

// The names of the functions that a query calls, in lower case unless they are quoted; the first for which
// `stop` is true ends it.
bool any_call(Tokens, const std::function<bool(const std::string&)>& stop);

}  // namespace hindcast::guards::sql
