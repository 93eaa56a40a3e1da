#include "facts/evidence.h"

#include <doctest/doctest.h>

namespace hindcast::facts {

TEST_CASE("a placeholder stands there until something better does") {
  for (const std::string_view words : {"TODO",
                                       "to follow",
                                       "to be attached",
                                       "<link to the report>",
                                       "[link]",
                                       "...",
                                       "tbd",
                                       "https://...",
                                       "FER-XXX",
                                       "https://tickets.example/TODO",
                                       "see below",
                                       "ticket",
                                       "xxx",
                                       "",
                                       "to be done",
                                       "To do.",
                                       "WIP",
                                       "pending",
                                       "reason",
                                       "fixme: who?",
                                       "TODO attach the report",
                                       "to be attached later",
                                       "to verify"}) {
    CAPTURE(words);
    CHECK(is_unwritten(words));
  }
  for (const std::string_view words : {"https://tickets.example/12",
                                       "FER-12",
                                       "<https://a.example/b>",
                                       "[report](reports/x.txt)",
                                       "the list in the safe",
                                       "ticket 12",
                                       "https://a.example/todo/7",
                                       "to unblock the hotfix",
                                       "To add capacity before Friday",
                                       "To be able to ship the security fix today",
                                       "to complete the move",
                                       "To write off the old data first",
                                       "no TODO or FIXME is left in the diff",
                                       "tests/todo_test.py 12 passed",
                                       "https://github.com/acme/Todo/pull/7",
                                       "run 17 of todo-api",
                                       "to follow: https://tickets.example/12",
                                       "検証済み",
                                       "✅",
                                       "12/30"}) {
    CAPTURE(words);
    CHECK_FALSE(is_unwritten(words));
  }
}

TEST_CASE("something may be left to be written anywhere") {
  CHECK(has_blank_left("see FER-XXX for the sums"));
  CHECK(has_blank_left("ran at https://ci.example/TODO"));
  CHECK_FALSE(has_blank_left("ran at https://ci.example/todo/7"));
  CHECK_FALSE(has_blank_left("the sums are right"));
}

TEST_CASE("words are told without the marks around them") {
  CHECK(words_said("It wasn't *12/30*, e.g. (100 %).") ==
        std::vector<std::string>{"it", "wasn't", "12/30", "e.g", "100", "%"});
  CHECK(words_said(" - ... !").empty());
}

}  // namespace hindcast::facts
