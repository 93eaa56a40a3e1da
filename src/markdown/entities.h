// Character references: what may stand between & and ;.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hindcast::markdown {

// Length of the character reference at the start of `text`, from & to ;. 0 when there is none or its name
// is not known: the 252 names of HTML 4 and &apos; are, the rarer two thousand of HTML 5 stay text.
std::size_t entity_length(std::string_view text);

// Appends what the reference stands for in UTF-8; U+FFFD for code points that cannot be.
void append_entity(std::string_view reference, std::string& out);

}  // namespace hindcast::markdown
