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
                                       "fixme: who?"}) {
    CAPTURE(words);
    CHECK(is_unwritten(words));
  }
  for (const std::string_view words :
       {"https://tickets.example/12", "FER-12", "<https://a.example/b>", "[report](reports/x.txt)",
        "the list in the safe", "ticket 12", "https://a.example/todo/7", "to unblock the hotfix", "検証済み",
        "✅", "12/30"}) {
    CAPTURE(words);
    CHECK_FALSE(is_unwritten(words));
  }
}

TEST_CASE("words are told without the marks around them") {
  CHECK(words_said("It wasn't *12/30*, e.g. (100 %).") ==
        std::vector<std::string>{"it", "wasn't", "12/30", "e.g", "100", "%"});
  CHECK(words_said(" - ... !").empty());
}

}  // namespace hindcast::facts
