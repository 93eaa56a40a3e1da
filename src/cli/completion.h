// Completion scripts for shells, from the table of commands.
#pragma once

#include <string>

namespace hindcast::cli {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace hindcast::cli
