// Which files a declared guard looks at, by what hindcast.toml says alone.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace hindcast::app {

// Paths and globs from the repository's root, "/env/production.env": the files that a built-in guard reads, a
// command's scripts and what it covers. `folder` is where hindcast.toml lies in the repository, "" for its
// root.
std::vector<std::string> read_by(const config::Guard&, const std::string& folder);

}  // namespace hindcast::app
