// What is due, by which day, and what shows that it was done.
#include <doctest/doctest.h>

#include "guards/guard.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

// On that day, with files that show something and records.
std::string on(Date today, const std::string& duty, std::vector<std::string> files = {},
               const std::string& more = "") {
  testing::MemoryWorld world({{"d.toml", "[[duty]]\nname = 'scan'\n" + duty}});
  for (std::string& file : files)
    world.files.emplace_back(std::move(file), "x");
  world.now_ms = start_of(today) + 3'600'000;
  const std::string out = testing::outcome("duty", "register = 'd.toml'\n" + more, world);
  return out.substr(out.find('\n') + 1);
}

}  // namespace

TEST_CASE("a day is kept, due soon, or over") {
  CHECK(on({2031, 1, 1}, "due = 2031-05-02") == "");
  CHECK(on({2031, 5, 2}, "due = 2031-05-02") == "warn d.toml:1: `scan` is due by 2031-05-02\n");
  CHECK(on({2031, 5, 3}, "due = '2031-05-02'\nowner = 'Chi'") ==
        "fail d.toml:1: `scan` is overdue since 2031-05-02: nothing shows that it was done (Chi)\n");
  CHECK(on({2031, 5, 3}, "due = 2031-05-02\nevidence = 'r/*'", {"r/2031-05.txt"}) == "");
}

TEST_CASE("so long after a day, by the calendar of the team") {
  CHECK(on({2031, 4, 25}, "after = 2031-04-17\nwithin = '5 working days'") ==
        "fail d.toml:1: `scan` is overdue since 2031-04-24: nothing shows that it was done\n");
  testing::MemoryWorld world(
      {{"d.toml", "[[duty]]\nname = 'scan'\nafter = 2031-04-17\nwithin = '5 working days'"},
       {"h.txt", "2031-04-18 Rest\n"}});
  world.now_ms = start_of({2031, 4, 25});
  CHECK(testing::outcome("duty", "register = 'd.toml'\nholidays = 'h.txt'\nwarn_before = '1 day'", world) ==
        "warn: 1 duty, 0 pieces of evidence\nwarn d.toml:1: `scan` is due by 2031-04-25\n");
  CHECK(on({2031, 6, 1}, "after = 2031-04-17\nwithin = '30 days'\nevidence = '*.pdf'",
           {"test-2030-04-01.pdf"}) ==
        "fail d.toml:1: `scan` is overdue since 2031-05-17: nothing shows that it was done\n");
}

TEST_CASE("once in every month, told by the days in names") {
  const std::string monthly = "every = 'month'\nevidence = 'r/*'";
  CHECK(on({2031, 5, 5}, monthly, {"r/scan-2031-04-30.txt"}) == "");
  CHECK(on({2031, 5, 25}, monthly, {"r/scan-20310430.txt"}) ==
        "warn d.toml:1: `scan` is due by 2031-05-31\n");
  CHECK(on({2031, 5, 25}, monthly, {"r/scan-2031-05.txt"}) == "");
  CHECK(on({2031, 5, 5}, monthly, {"r/scan-2031-03-31.txt"}) ==
        "fail d.toml:1: `scan` is overdue since 2031-04-30: nothing shows that it was done in April 2031\n");
  CHECK(on({2031, 5, 5}, monthly, {"r/scan.txt"}) ==
        "inconclusive d.toml:1: no file that shows `scan` has a day in its name\n");
  CHECK(on({2031, 5, 5}, "every = 'month'\nsince = 2031-05-01") == "");
}

TEST_CASE("so long after the last time") {
  const std::string rolling = "every = '90 days'\nevidence = 'r/*'";
  CHECK(on({2031, 3, 1}, rolling, {"r/2031-01-01"}) == "");
  CHECK(on({2031, 4, 1}, rolling, {"r/2031-01-01"}) == "warn d.toml:1: `scan` is due by 2031-04-01\n");
  CHECK(on({2031, 4, 2}, rolling, {"r/2031-01-01"}) ==
        "fail d.toml:1: `scan` is overdue since 2031-04-01: last done on 2031-01-01\n");
  CHECK(on({2031, 4, 2}, "every = '90 days'") ==
        "missing d.toml:1: `scan` was never done, as far as anything shows\n");
}

TEST_CASE("by the rule of a calendar") {
  const std::string rule = "rule = 'FREQ=MONTHLY;BYDAY=1MO'\nsince = 2031-01-01\nevidence = 'r/*'";
  CHECK(on({2031, 4, 8}, rule, {"r/2031-04-01"}) == "");
  CHECK(on({2031, 4, 8}, rule, {"r/2031-03-01"}) ==
        "fail d.toml:1: `scan` is overdue since 2031-04-07: nothing shows that it was done\n");
  CHECK(on({2031, 5, 1}, rule, {"r/2031-04-01"}) == "warn d.toml:1: `scan` is due by 2031-05-05\n");
  CHECK(on({2031, 5, 1}, "rule = 'FREQ=MONTHLY'") ==
        "inconclusive d.toml:1: `scan` has a rule and no `since`\n");
  CHECK(on({2031, 5, 1}, "rule = 'FREQ=OFTEN'\nsince = 2031-01-01") ==
        "inconclusive d.toml:1: `scan`: a rule of days is not understood at `FREQ=OFTEN`\n");
}

TEST_CASE("what has no day, or nothing in it, answers no duty") {
  const std::string due = "due = 2031-05-02\nevidence = 'r/*'";
  CHECK(on({2031, 5, 3}, due, {"r/any.txt"}) ==
        "inconclusive d.toml:1: no file that shows `scan` has a day in its name\n");
  CHECK(on({2031, 6, 1}, "after = 2031-04-17\nwithin = '30 days'\nevidence = 'r/*'", {"r/any.txt"})
            .starts_with("inconclusive"));
  testing::MemoryWorld world({{"d.toml", "[[duty]]\nname = 'scan'\n" + due}, {"r/2031-05-01.txt", " \n"}});
  world.now_ms = start_of({2031, 5, 3});
  CHECK(testing::outcome("duty", "register = 'd.toml'", world) ==
        "fail: 1 duty, 0 pieces of evidence\n"
        "fail d.toml:1: `scan` is overdue since 2031-05-02: nothing shows that it was done\n"
        "missing d.toml:1: `r/2031-05-01.txt` is to show `scan`, and is empty\n");
  CHECK(on({2031, 5, 1}, "rule = 'FREQ=MONTHLY;UNTIL=20250101'\nsince = 2026-01-01") ==
        "inconclusive d.toml:1: the rule of `scan` has no day\n");
}

TEST_CASE("a duty that tells no time cannot be held") {
  CHECK(on({2031, 5, 1}, "") ==
        "inconclusive d.toml:1: `scan` tells no time: one of `due`, `after` with `within`, "
        "`every` or `rule` is needed\n");
  CHECK(on({2031, 5, 1}, "due = 'soon'").find("inconclusive d.toml:1: `due` of `scan` is no day: `soon`\n") ==
        0);
  CHECK(on({2031, 5, 1}, "every = 'full moon'").find("inconclusive d.toml:1: `every` of `scan`: ") == 0);
}

}  // namespace hindcast::guards
