// Text from outside as XML and HTML can carry it.
#pragma once

#include <string>
#include <string_view>

namespace hindcast {

// For an element's content and for an attribute's value in quotes of either kind: no byte of `text` is
// markup, blanks and line ends come back as they were, and a parser of XML 1.0 takes whatever it was. What
// XML can't carry (control characters, bytes that are no UTF-8, U+FFFE, U+FFFF) is the replacement character.
std::string xml_text(std::string_view text);

}  // namespace hindcast
