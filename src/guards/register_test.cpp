// What was promised again and again, and what records show of it.
#include "guards/register.h"

#include <doctest/doctest.h>

#include "guards/testing.h"

namespace hindcast::guards {
namespace {

constexpr Timestamp now = 1'935'705'600'000;  // 2031-05-05T00:00:00Z

std::string drilled(const std::string& promise, const std::string& records,
                    const std::string& path = "r.md") {
  testing::MemoryWorld world({{"d.toml", "[[drill]]\nname = 'restore'\n" + promise}, {path, records}});
  world.now_ms = now;
  return testing::outcome("drill", "register = 'd.toml'\nrecords = '" + path + "'", world);
}

std::string backed_up(const std::string& promise, const std::string& records) {
  testing::MemoryWorld world(
      {{"b.yaml", "backup:\n- {name: orders, " + promise + "}"}, {"r.jsonl", records}});
  world.now_ms = now;
  return testing::outcome("backup", "register = 'b.yaml'\nrecords = 'r.jsonl'", world);
}

std::string read(const std::string& path, const std::string& text) {
  std::vector<Finding> findings;
  std::string out;
  for (const Performance& one : read_performances({path, text}, findings)) {
    out.append(std::to_string(one.line)).append(" ").append(one.name).append(" ");
    out.append(one.when() ? to_iso_time(*one.when()) : "no time").append(one.has_day_only ? " day " : " ");
    out.append(one.result == HowItWent::passed ? "passed" : one.result == HowItWent::failed ? "failed" : "?");
    out.append(one.verified.empty() ? "" : " verified").append("\n");
  }
  for (const Finding& finding : findings)
    out.append(std::to_string(finding.line)).append(": ").append(finding.message).append("\n");
  return out;
}

}  // namespace

TEST_CASE("records are read from Markdown that people write") {
  CHECK(read("r.md",
             "# Drills\nprose: 1\n\n### 2031-02-11: Restore the shop\n* **Finished**: 2031-02-11 09:48:00Z\n"
             "- Result: OK, at last\n- verified: no\n```\n## 2031-01-01 none\n```\n## Notes\n- result: "
             "failed\n") == "4 Restore the shop 2031-02-11T09:48:00Z passed\n");
  CHECK(read("r.md", "## 2031-02-11 a\n## 2031-02-30 b\n- finished: soon\n") ==
        "1 a 2031-02-11T00:00:00Z day ?\n");
  CHECK(read("r.md", "## 2031-02-11 a\n- finished: soon\n- started: 2031-02-11T09:00:00\n") ==
        "1 a 2031-02-11T00:00:00Z day ?\n2: `finished` is no moment: `soon`\n"
        "3: `started` has no zone, such as Z or +01:00: `2031-02-11T09:00:00`\n");
}

TEST_CASE("records are read from lines that programs write") {
  CHECK(read("r.jsonl",
             "{\"drill\":\"a\",\"finished\":\"2031-02-11T09:48:00+01:00\",\"result\":\"failed\"}"
             "\n\nnonsense\n") == "1 a 2031-02-11T08:48:00Z failed\n3: is no object of JSON\n");
  CHECK(read("r.yaml", "records:\n- {drill: a, date: 2031-02-11, result: passed, verified: by hand}\n") ==
        "2 a 2031-02-11T00:00:00Z day passed verified\n");
}

TEST_CASE("a cadence ends with its last day, or with its last hour") {
  const auto until = [](std::string_view every) {
    const auto cadence = cadence_of(every);
    return cadence ? to_iso_time(cadence->until(start_of({2031, 1, 31}) + 3'600'000)) : "nothing";
  };
  CHECK(until("month") == "2031-02-28T23:59:59Z");
  CHECK(until("Quarterly") == "2031-04-30T23:59:59Z");
  CHECK(until("90 days") == "2031-05-01T23:59:59Z");
  CHECK(until("6 hours") == "2031-01-31T07:00:00Z");
  CHECK(until("often") == "nothing");
  CHECK(until("0 days") == "nothing");
}

TEST_CASE("a drill is overdue, due soon, or in time") {
  const auto run_on = [](const std::string& day) {
    return drilled("every = 'month'",
                   "## " + day + " Restore\n- finished: " + day + "\n- result: passed\n- verified: yes\n");
  };
  CHECK(run_on("2031-05-03") == "pass: 1 drill, 1 record\n");
  CHECK(run_on("2031-04-06") ==
        "warn: 1 drill, 1 record\nwarn d.toml:1: `restore` is due by 2031-05-06: last run on "
        "2031-04-06, and `every` is `month`\n");
  CHECK(run_on("2031-04-03") ==
        "fail: 1 drill, 1 record\nfail d.toml:1: `restore` is overdue: last run on 2031-04-03, "
        "and `every` is `month`\n");
}

TEST_CASE("a drill without a record, a result or a promise is no pass") {
  CHECK(drilled("every = 'month'", "# nothing yet\n") ==
        "fail: 1 drill, 0 records\nfail d.toml:1: `restore` was never run\n");
  CHECK(drilled("every = 'month'", "") ==
        "fail: 1 drill, 0 records\nfail d.toml:1: `restore` was never run\nmissing r.md: is empty\n");
  CHECK(drilled("", "## 2031-05-03 restore\n- finished: 2031-05-03\n- result: passed\n- verified: yes\n") ==
        "inconclusive: 1 drill, 1 record\ninconclusive d.toml:1: `restore` does not say how often: `every` "
        "is missing\n");
  CHECK(drilled("every = 'month'", "## 2031-05-03 restore\n- finished: 2031-05-03\n") ==
        "fail: 1 drill, 1 record\nfail d.toml:1: `restore` never went well\n"
        "inconclusive r.md:1: `restore` of 2031-05-03 does not say how it went: `result` is missing\n");
  CHECK(drilled("every = 'month'\nrto = '1 hour'",
                "## 2031-05-03 restore\n- finished: 2031-05-03\n- result: ok\n- verified: yes\n") ==
        "inconclusive: 1 drill, 1 record\ninconclusive r.md:1: `restore` of 2031-05-03 does not say how long "
        "it took\n");
}

TEST_CASE("a result that is neither passed nor failed is told with its words") {
  const auto drill = [](const std::string& words) {
    return drilled(
        "every = 'month'",
        "## 2031-05-03 restore\n- finished: 2031-05-03\n- verified: yes\n- result: " + words + "\n");
  };
  CHECK(drill("✅").starts_with("pass"));
  CHECK(
      drill("not passed") ==
      "fail: 1 drill, 1 record\nfail d.toml:1: `restore` never went well\ninconclusive r.md:1: `restore` of "
      "2031-05-03 does not say how it went: `not passed` is neither passed nor failed\n");
  const auto backup = [](const std::string& more) {
    return backed_up(
        "every: week",
        "{\"backup\":\"orders\",\"finished\":\"2031-05-04\",\"verified\":\"yes\"," + more + "}\n");
  };
  CHECK(backup("\"result\":\"ok\",\"size\":\"7.4 GB\"").starts_with("pass"));
  CHECK(backup("\"result\":\"completed with errors\"") ==
        "inconclusive: 1 backup, 1 record\ninconclusive r.jsonl:1: the last backup of `orders` does not say "
        "how "
        "it went: `completed with errors` is neither passed nor failed\n");
  CHECK(backup("\"result\":\"ok (0 of 4 tables)\"").starts_with("inconclusive"));
  CHECK(backup("\"result\":\"failed\"").starts_with("fail"));
  CHECK(backup("\"result\":\"ok\",\"size\":\"0 B\"").starts_with("fail"));
  CHECK(backup("\"result\":\"ok\",\"size\":\"large\"") ==
        "inconclusive: 1 backup, 1 record\ninconclusive r.jsonl:1: `size` is no size in bytes: `large`\n");
}

TEST_CASE("a slip in the key of a promise is told with the one that was meant") {
  const std::string good =
      "## 2031-05-03 restore\n- started: 2031-05-03T09:00:00Z\n- finished: "
      "2031-05-03T10:00:00Z\n- result: passed\n- verified: yes\n";
  CHECK(drilled("every = 'month'\nrto = '2 hours'\nrunbook = 'ops/r.md'", good).starts_with("pass"));
  CHECK(drilled("every = 'month'\nrt0 = '1 minute'", good) ==
        "inconclusive: 1 drill, 1 record\ninconclusive d.toml:4: `rt0` is no key of a drill; did you mean "
        "`rto`?\n");
  const std::string backup =
      "{\"backup\":\"orders\",\"finished\":\"2031-05-04T19:00:00Z\",\"result\":\"ok\",\"verified\":\"yes\"}";
  CHECK(backed_up("every: week, before_release: 6 hours", backup).starts_with("pass"));
  CHECK(backed_up("every: week, before_realease: 4 hours", backup) ==
        "inconclusive: 1 backup, 1 record\ninconclusive b.yaml:2: `before_realease` is no key of a backup; "
        "did you "
        "mean `before_release`?\n");
  CHECK(backed_up("every: week, verifyevery: week", backup).starts_with("inconclusive"));
  CHECK(drilled("every = 'month'\n[[dril]]\nname = 'other'", good).starts_with("inconclusive"));
}

TEST_CASE("a record that nobody asked for, or of tomorrow, does not count") {
  CHECK(drilled("every = 'year'",
                "## 2031-05-03 resotre\n- result: ok\n## 2031-06-03 restore\n- finished: 2031-06-03\n- "
                "result: ok\n") ==
        "fail: 1 drill, 2 records\nfail d.toml:1: `restore` was never run\n"
        "inconclusive r.md:3: the record of `restore` lies in days to come\nwarn r.md:1: `resotre` is in no "
        "register\n");
}

TEST_CASE("what is said of a restore has to say that it worked") {
  const auto drill = [](const std::string& words) {
    return drilled("every = 'month'",
                   "## 2031-05-03 restore\n- finished: 2031-05-03\n- result: passed\n"
                   "- verified: " +
                       words + "\n");
  };
  const auto backup = [](const std::string& words) {
    return backed_up("every: week",
                     "{\"backup\":\"Orders\",\"finished\":\"2031-05-01\",\"result\":\"ok\","
                     "\"verified\":\"" +
                         words + "\"}\n");
  };
  for (const std::string words :
       {"yes", "yes, nothing is lost", "Ada", "https://ops.example/failed/7", "https://ops.example.no",
        "the last order and the sums are those of the shop", "ok (2 h)"}) {
    CAPTURE(words);
    CHECK(drill(words).starts_with("pass"));
    CHECK(backup(words).starts_with("pass"));
  }
  for (const std::string words :
       {"not yet", "not.", "never", "pending", "-", "?", "no", "false", "to be done, TBD",
        "sums did not match", "wasn't looked at", "the restore failed", "n/a"}) {
    CAPTURE(words);
    CHECK(drill(words).starts_with("inconclusive"));
    CHECK(backup(words).starts_with("inconclusive"));
  }
  CHECK(drill("failed, checksum mismatch") ==
        "fail: 1 drill, 1 record\nfail r.md:1: `restore` of 2031-05-03 was not found to work: `failed, "
        "checksum "
        "mismatch`\n");
  CHECK(backup("failed, checksum mismatch") ==
        "fail: 1 backup, 1 record\nfail r.jsonl:1: the last restore of `orders` did not work: `failed, "
        "checksum "
        "mismatch`\n");
}

TEST_CASE("a restore that worked counts until a later one does not") {
  const auto line = [](const std::string& day, const std::string& words) {
    return "{\"backup\":\"orders\",\"finished\":\"2031-05-" + day + "\",\"result\":\"ok\",\"verified\":\"" +
           words + "\"}\n";
  };
  CHECK(backed_up("every: week", line("01", "yes") + line("02", "pending")).starts_with("pass"));
  CHECK(backed_up("every: week", line("01", "yes") + line("02", "failed")).starts_with("fail"));
  CHECK(backed_up("every: week", line("01", "failed") + line("02", "yes")).starts_with("pass"));
}

TEST_CASE("a backup is fresh, and one was restored") {
  const std::string old =
      "{\"backup\":\"Orders\",\"finished\":\"2031-05-01\",\"result\":\"ok\",\"verified\":\"by hand\"}\n";
  CHECK(backed_up("every: week", old) == "pass: 1 backup, 1 record\n");
  CHECK(backed_up("every: 1 day", old) ==
        "fail: 1 backup, 1 record\nfail r.jsonl:1: the last backup of `orders` is 3 d old, and `every` "
        "is `1 day`\n");
  CHECK(backed_up("before_release: 1 hour", old) ==
        "inconclusive: 1 backup, 1 record\ninconclusive r.jsonl:1: the record of `orders` tells no hour, and "
        "`before_release` is 1 h\n");
  CHECK(backed_up(
            "every: week",
            "{\"backup\":\"orders\",\"finished\":\"2031-05-04T19:00:00Z\",\"result\":\"ok\",\"size\":0}") ==
        "fail: 1 backup, 1 record\nfail r.jsonl:1: the backup of `orders` is empty\n"
        "missing b.yaml:2: nothing shows that a backup of `orders` was ever restored\n");
  CHECK(backed_up("every: week", "{}") ==
        "missing: 1 backup, 1 record\nmissing b.yaml:2: nothing shows a backup of "
        "`orders`\nwarn r.jsonl:1: `` is in no register\n");
}

}  // namespace hindcast::guards
