// Who is who: names as people and git write them. Pure.
#pragma once

#include <string_view>

namespace hindcast::gate {

// Two names of one person: "Ada Stone", "ada  stone", "@ada stone", "Ada Stone <ada@example.org>" and
// "ada@example.org" beside the one before. Letter case, blanks, signs, characters that nobody sees and the
// ways in which Unicode writes one letter make no difference; one name or one address in common is enough.
// What names nobody is nobody's.
bool is_same_person(std::string_view a, std::string_view b);

// Has a letter or digit, in any script: blanks and signs are nobody.
bool names_somebody(std::string_view);

}  // namespace hindcast::gate
