// Manual pages in roff (man(7)), from the table of commands.
#pragma once

#include <string>
#include <string_view>

#include "cli/arguments.h"

namespace hindcast::cli {

// hindcast(1): every command in brief.
std::string program_manual();
// hindcast-items(1).
std::string command_manual(const Command&);

}  // namespace hindcast::cli
