// Whether a text names a time zone.
#pragma once

#include <string_view>

#include "markdown/markdown.h"

namespace hindcast::lint {

struct Where {
  bool in_code = false;     // blocks of code count, too: else what stands there is another program's time
  bool in_english = false;  // words of other languages are not looked for
};

// True when an abbreviation ("UTC", "JST", "09:10 PT") or words ("time zone", "local time") name one. Linear
// in the text.
bool names_zone(const markdown::Tree&, std::string_view text, Where);

}  // namespace hindcast::lint
