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
        "fail d.toml:1: `scan` is overdue since 2031-05-17: last done on 2030-04-01, before 2031-04-17\n");
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

TEST_CASE("a record that does not say that it was done answers no duty") {
  const auto recorded = [](const std::string& lines, const std::string& day = "2031-04-20") {
    testing::MemoryWorld world({{"d.toml", "[[duty]]\nname = 'renew'\ndue = 2031-05-02"},
                                {"ops/r.md", "## " + day + " renew\n" + lines},
                                {"reports/7.txt", "renewed"},
                                {"ops/notes/8.txt", "renewed"},
                                {"reports/empty.txt", " \n"}});
    world.now_ms = start_of({2031, 11, 22});
    return testing::outcome("duty", "register = 'd.toml'\nrecords = 'ops/*.md'", world);
  };
  const std::string link = "- evidence: https://tickets.example/12\n";
  CHECK(recorded("- result: done\n" + link) == "pass: 1 duty, 1 piece of evidence\n");
  CHECK(recorded(link).starts_with("pass"));
  CHECK(recorded("- result: planned\n" + link) ==
        "inconclusive: 1 duty, 0 pieces of evidence\n"
        "inconclusive d.toml:1: `renew` was due by 2031-05-02, and its record does not say that it was done\n"
        "inconclusive ops/r.md:1: `planned` does not say that `renew` was done\n");
  for (const std::string words : {"pending", "not done yet", "done, not verified", "in progress"}) {
    CAPTURE(words);
    CHECK(recorded("- result: " + words + "\n" + link).starts_with("inconclusive"));
  }
  CHECK(recorded("- result: failed\n" + link).starts_with("fail"));
  CHECK(recorded("- result: done\n- evidence: to follow\n")
            .find("missing ops/r.md:1: `renew` of 2031-04-20 is said to be done, and nothing shows it: `to "
                  "follow` is no evidence\n") != std::string::npos);
  for (const std::string path : {"reports/7.txt", "[the log](reports/7.txt)", "notes/8.txt", "in the safe"}) {
    CAPTURE(path);
    CHECK(recorded("- result: done\n- evidence: " + path + "\n").starts_with("pass"));
  }
  for (const std::string path : {"reports/nope.txt", "reports/empty.txt", "see reports/nope.txt"}) {
    CAPTURE(path);
    CHECK(recorded("- result: done\n- evidence: " + path + "\n").starts_with("fail"));
  }
}

TEST_CASE("what was done long before answers nothing of today") {
  const auto done = [](const std::string& duty, const std::string& day) {
    return on({2031, 11, 22}, duty + "\nevidence = 'r/*'", {"r/" + day});
  };
  CHECK(done("due = 2031-06-01", "2030-06-02").empty());
  CHECK(done("due = 2031-06-01", "2024-07-20") ==
        "fail d.toml:1: `scan` is overdue since 2031-06-01: last done on 2024-07-20, before 2030-05-31\n");
  CHECK(done("due = 2031-06-01\nsince = 2024-01-01", "2024-07-20").empty());
  CHECK(done("due = 2031-06-01\nsince = 2031-05-01", "2031-04-20").starts_with("fail"));
  const std::string rule = "rule = 'FREQ=MONTHLY'\nsince = 2031-11-10";
  CHECK(done(rule, "2031-10-20").empty());
  CHECK(done(rule, "2031-10-01").starts_with("fail"));
}

TEST_CASE("records that nobody wrote yet are missing only where a duty has no files that show it") {
  const auto held = [](const std::string& evidence) {
    testing::MemoryWorld world(
        {{"d.toml", "[[duty]]\nname = 'scan'\ndue = 2031-05-02\n" + evidence}, {"r/2031-05-01.txt", "x"}});
    world.now_ms = start_of({2031, 5, 1});
    return testing::outcome("duty", "register = 'd.toml'\nrecords = 'r.md'", world);
  };
  CHECK(held("evidence = 'r/*.txt'") == "pass: 1 duty, 1 piece of evidence\n");
  CHECK(held("").find("missing r.md: is not there\n") != std::string::npos);
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
