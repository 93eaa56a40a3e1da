// The language a text is written in, by its script and its commonest words.
#pragma once

#include <string_view>

namespace hindcast::document {

// BCP 47: one of "en" "ja" "pt" "zh" "fr" "sv" "ko" "ru" "de" "es", or "" when there are too few words to
// tell. Looks at three samples of at most 2 KiB each and passes over code fences, links and front matter
// lines, so the cost has a limit.
std::string_view language_of(std::string_view text);

}  // namespace hindcast::document
