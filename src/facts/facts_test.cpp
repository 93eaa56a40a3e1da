#include "facts/facts.h"

#include <doctest/doctest.h>

using namespace hindcast;

TEST_CASE("every state has a word of its own, and the word leads back") {
  for (int i = 0; i <= static_cast<int>(facts::ActionState::wont_do); ++i) {
    auto state = static_cast<facts::ActionState>(i);
    CHECK(facts::action_state(facts::word(state)) == state);
  }
  CHECK_FALSE(facts::action_state("finished").has_value());
}

TEST_CASE("work whose state nobody wrote down is still owed") {
  CHECK(facts::is_open(facts::ActionState::unknown));
  CHECK_FALSE(facts::is_open(facts::ActionState::wont_do));
}
