// Whether a text names a time zone.
#pragma once

#include <string_view>

#include "markdown/markdown.h"

namespace hindcast::lint {

// True when an abbreviation ("UTC", "JST", "09:10 PT") or words ("time zone", "local time") name one. Blocks
// of code don't count unless `in_code` says so: what stands there is another program's time. Linear in the
// text.
bool names_zone(const markdown::Tree&, std::string_view text, bool in_code);

}  // namespace hindcast::lint
