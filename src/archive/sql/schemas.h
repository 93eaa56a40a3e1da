// The texts of the schema's steps, built in from the files beside this one.
#pragma once

#include <string_view>

namespace hindcast::archive::sql {

extern const std::string_view schema_1, schema_2;

}  // namespace hindcast::archive::sql
