// What an issue says of work: whether it is some, whose, how it stands, how urgent it is and by when.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/issue.h"

namespace hindcast::exchange {

// By its type or a label: "action-item", "follow-up".
bool is_action(const Issue&);
// "Open", "In progress", "Blocked", "Done", "Won't do": by its state, its labels and its board.
std::string_view state_word(const Issue&);
std::string_view state_word(std::string_view state);
std::string priority_of(const Issue&);    // of a label: "P1", "high"; "" without one
std::string_view due_of(const Issue&);    // its own day, else its milestone's; "" without one
std::string at_name(const std::string&);  // "@ada"; a name of several words stays
// "@ada, Bo Lind", with what stands between them.
std::string people_of(const std::vector<std::string>& assignees, std::string_view between);

}  // namespace hindcast::exchange
