// What a reading states, one line for each fact, so that two readings can be compared fact by fact without
// the code that proves edits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "document/edit.h"

namespace hindcast::edits_test {

// An edit of one fact, as the walk made it up.
struct Wish {
  enum class What { state, owner, due, priority, ticked, action, field, slot, cleared };
  What what{};
  std::size_t item = 0;  // state .. ticked, cleared
  facts::ActionState state{};
  bool ticked = false;
  Date due;
  std::string name;           // of the field or slot; the action's owner
  std::string value;          // owner, priority, the action's text; the field's, which is cleared without one
  document::ItemFact fact{};  // cleared
};

// The edits of the product that make the wish true. An action is due on its day where that is an even one, so
// that both kinds are made.
document::Edits edits_for(const document::Reading&, const Wish&);

// "" when `after` (the reading of the edited text) differs from `before` in the wish alone, the edits touch
// none but its own bytes and undoing them gives the text of `before`; else what is wrong.
std::string foreign_change(const document::Reading& before, const document::Reading& after,
                           const std::vector<Edit>&, const Wish&);

}  // namespace hindcast::edits_test
