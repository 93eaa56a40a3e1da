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

TEST_CASE("a severity has a level, whatever it is called") {
  CHECK(facts::severity_level("SEV-1") == 1);
  CHECK(facts::severity_level("P2 (major)") == 2);
  CHECK(facts::severity_level("Critical") == 1);
  CHECK(facts::severity_level("重大") == 1);
  CHECK(facts::severity_level("Niedrig") == 4);
  CHECK(!facts::severity_level("annoying"));
  CHECK(!facts::severity_level("2024"));
}

TEST_CASE("a mistyped severity is told from a usual one and from a team's own") {
  const auto meant = [](std::string_view typed) { return facts::severity_meant(typed).value_or(""); };
  CHECK(meant("sevv1") == "sev1");
  CHECK(meant("Severty 2") == "sev2");
  CHECK(meant("critcal") == "critical");
  CHECK(meant("hihg") == "high");
  for (const std::string_view fine :
       {"1", "SEV1", "sev-1", "P2", "critical", "重大", "annoying", "code red", ""})
    CHECK(meant(fine) == "");
}

TEST_CASE("a box tells the state that no word tells") {
  facts::Item item;
  CHECK(facts::state_of(item) == facts::ActionState::unknown);
  item.ticked = true;
  CHECK(facts::state_of(item) == facts::ActionState::done);
  item.state = facts::ActionState::blocked;
  CHECK(facts::state_of(item) == facts::ActionState::blocked);
}
