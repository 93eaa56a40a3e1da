// What a team's configuration comes to, value by value, and where each was said.
#pragma once

#include <string>
#include <vector>

#include "app/check_settings.h"
#include "base/result.h"
#include "config/config.h"

namespace hindcast::app {

// "" when `path` is a folder, itself when it is a file; not_found when there is neither.
Result<std::string> document_at(const std::string& path);

// Every key and rule that is set. For a document the profile and rules are those that win for it; `document`
// is its path, or "" to see the whole file, overrides included.
std::vector<config::Line> settings_of(const Configuration&, const std::string& document);

// The same as what `hindcast config --format json` prints: one object.
std::string settings_json(const Configuration&, const std::string& document);

}  // namespace hindcast::app
