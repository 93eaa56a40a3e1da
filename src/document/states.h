// Words and signs for the state of an action, in ten languages. The words are data: src/document/states.cpp.
#pragma once

#include <optional>
#include <string_view>

#include "base/text.h"
#include "facts/facts.h"

namespace hindcast::document {

struct FoundState {
  facts::ActionState state = facts::ActionState::unknown;  // never unknown in a result
  Span at;   // the word or sign alone, which an edit replaces: "Done", "✅"
  Span cut;  // with its brackets, emphasis, colon and blanks, which the item's text can do without
  bool operator==(const FoundState&) const = default;
};

// The state that a cell of a state column gives: "✅ Done (PR #12)", "完了", "**In Progress**", "~~Open~~
// Done". The first word of the cell decides. Nothing for "-", "N/A", "", slots and what is no word for a
// state.
std::optional<FoundState> state_in_cell(std::string_view cell);

// The state that marks an item at its start or its end: "✅ Rotate the keys", "(done) …", "DONE: …", "[x] …"
// inside a cell, "… (in progress)", "… - merged". Words in running text ("make sure work is done") mark
// nothing; text that is struck through as a whole is wont_do, or done where it says so as well.
std::optional<FoundState> state_in_item(std::string_view text);

// True when the whole of `text` is one state word or sign, as the heading over a list of actions can be:
// "Done", "未着手".
std::optional<facts::ActionState> state_of_word(std::string_view text);

}  // namespace hindcast::document
