// Cells of comma-separated values, safe to open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>

namespace hindcast::app {

// RFC 4180: quoted where it must be. One that begins like a formula gets an apostrophe in front; control
// characters, which do harm in a terminal, become blanks.
std::string csv_cell(std::string_view text);

}  // namespace hindcast::app
