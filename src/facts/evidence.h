// What people write where something is to be shown: evidence, a reason, a result. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hindcast::facts {

// Its words in small letters, without marks around them; "wasn't" is one word, and so is "12/30".
std::vector<std::string> words_said(std::string_view text);

// Whether a word is an address of the web or of a person, by "://" or "@".
bool is_address(std::string_view word);

// Whether text only keeps a place until somebody writes there: "", "tbd", "to follow", "to be attached",
// "<link to the report>", "...". What says anything beside is written: "to unblock the hotfix".
bool is_unwritten(std::string_view text);

// Whether something is still to be written anywhere in it: "see FER-XXX". Of an address such words are a
// part, but for capitals.
bool has_blank_left(std::string_view text);

}  // namespace hindcast::facts
