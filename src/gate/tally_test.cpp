#include "gate/tally.h"

#include <doctest/doctest.h>

namespace hindcast::gate {
namespace {

using facts::Verdict;

FiledRecord release(std::string path, std::optional<Date> day, Verdict verdict,
                    RecordState state = RecordState::released) {
  FiledRecord filed;
  filed.path = std::move(path);
  filed.record.date = day;
  filed.record.state = state;
  Question question;
  question.id = "x7k2p";
  question.verdict = verdict;
  question.text = "asked in " + filed.path;
  filed.record.questions.push_back(question);
  return filed;
}

std::string told(std::vector<FiledRecord> records) {
  const auto tallies = tally_of(records);
  REQUIRE(tallies.size() == 1);
  const auto& one = tallies[0];
  return std::to_string(one.caught) + " of " + std::to_string(one.asked) + ", " + one.text + ", " +
         (one.last_catch ? to_iso(*one.last_catch) : "never");
}

constexpr Date spring{2031, 3, 1}, autumn{2031, 9, 1};

}  // namespace

TEST_CASE("a question that failed in a release has caught something") {
  CHECK(told({release("b", autumn, Verdict::pass), release("a", spring, Verdict::fail)}) ==
        "1 of 2, asked in b, 2031-03-01");
  CHECK(told({release("a", spring, Verdict::pass), release("b", {}, Verdict::waived)}) ==
        "0 of 2, asked in a, never");
}

TEST_CASE("of a release that was stopped whatever had no good answer may have been the reason") {
  CHECK(told({release("a", spring, Verdict::missing, RecordState::stopped)}) ==
        "1 of 1, asked in a, 2031-03-01");
  CHECK(told({release("a", spring, Verdict::pass, RecordState::stopped)}) == "0 of 1, asked in a, never");
  CHECK(told({release("a", spring, Verdict::missing)}) == "0 of 1, asked in a, never");
}

TEST_CASE("what was asked often and long and caught nothing is idle") {
  const auto idle = [](std::vector<FiledRecord> records) {
    return is_idle(tally_of(records)[0], {.asked_min = 2, .months_min = 6});
  };
  CHECK(idle({release("a", spring, Verdict::pass), release("b", autumn, Verdict::pass)}));
  CHECK(!idle({release("a", spring, Verdict::pass), release("b", Date{2031, 8, 31}, Verdict::pass)}));
  CHECK(!idle({release("a", spring, Verdict::fail), release("b", autumn, Verdict::pass)}));
  CHECK(!idle({release("a", spring, Verdict::pass)}));
  CHECK(!idle({release("a", {}, Verdict::pass), release("b", {}, Verdict::pass)}));
  // Nobody ever looked.
  CHECK(!idle({release("a", spring, Verdict::missing), release("b", autumn, Verdict::inconclusive)}));
  CHECK(idle({release("a", spring, Verdict::missing), release("b", autumn, Verdict::pass)}));
  CHECK(!idle({release("a", spring, Verdict::missing), release("b", autumn, Verdict::waived)}));
}

}  // namespace hindcast::gate
