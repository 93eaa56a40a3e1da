// What people write of how something went.
#include "guards/claim.h"

#include <doctest/doctest.h>

namespace hindcast::guards {
namespace {

std::string how(HowItWent one) {
  return one == HowItWent::passed ? "passed" : one == HowItWent::failed ? "failed" : "unknown";
}

std::string paths(std::string_view text) {
  std::string out;
  for (const std::string& path : paths_in(text))
    out.append(path).append(" ");
  return out;
}

}  // namespace

TEST_CASE("a result is what its first word says") {
  for (const std::string_view words :
       {"passed", "OK, at last", "done", "Completed", "✅", "success (2 h)", "passed after 12 minutes", "yes.",
        "passed, follow up in FER-12", "done two days later", "done by Will"}) {
    CAPTURE(words);
    CHECK(how(went(words)) == "passed");
  }
  for (const std::string_view words :
       {"failed: wrong password", "error", "No", "partial", "PartiallyFailed", "false", "❌ disk full"}) {
    CAPTURE(words);
    CHECK(how(went(words)) == "failed");
  }
  for (const std::string_view words : {"planned", "not done yet", "pending", "not passed", "partly passed",
                                       "?", "", "in progress", "to be done", "will do"}) {
    CAPTURE(words);
    CHECK(how(went(words)) == "unknown");
  }
}

TEST_CASE("what stands behind a good word may take it back") {
  for (const std::string_view words :
       {"completed with errors", "OK -- with warnings", "ok (0 of 4 tables)", "ok, 3/4 tables", "done 60 %",
        "completed (12%)", "done, not verified", "ok, but the orders are missing", "passed, pending review",
        "done, no tables", "ok, half of the tables", "done, errors: 3", "ok except two tables",
        "ok, report to follow"}) {
    CAPTURE(words);
    CHECK(how(went(words)) == "unknown");
  }
  for (const std::string_view words :
       {"completed without errors", "completed without any error", "ok, 0 errors", "ok (4 of 4 tables)",
        "ok, 4/4 tables", "done 100 %", "passed, not a single failure", "done as planned", "ok, errors: 0",
        "ok, nothing is lost", "passed, 0 rows differ", "ok, 20 % faster", "passed on 11/2031",
        "passed, half an hour"}) {
    CAPTURE(words);
    CHECK(how(went(words)) == "passed");
  }
}

TEST_CASE("prose is a claim unless it denies, doubts or puts off") {
  CHECK(how(claimed("the sums are those of the shop")) == "passed");
  CHECK(how(claimed("no errors, nothing is lost")) == "passed");
  CHECK(how(claimed("by Will")) == "passed");
  CHECK(how(claimed("sums differ, not looked into")) == "unknown");
  CHECK(how(claimed("failed, wrong sums")) == "failed");
  for (const std::string_view words : {"", "-", "no", "false", "to be done", "never", "later"}) {
    CAPTURE(words);
    CHECK(how(claimed(words)) == "unknown");
  }
}

TEST_CASE("paths are told from addresses and prose") {
  CHECK(paths("reports/scan-7.txt") == "reports/scan-7.txt ");
  CHECK(paths("see [the report](reports/a.pdf), and `logs/b.log#L3`.") == "reports/a.pdf logs/b.log ");
  CHECK(paths("scan.pdf") == "scan.pdf ");
  CHECK(paths("scan.pdf lies in the safe") == "");
  CHECK(paths("https://a.example/b/c.txt") == "");
  CHECK(paths("wiki.example.com/b/c.html") == "");
  CHECK(paths("FER/12, e.g. version 1.2/3.4") == "");
}

TEST_CASE("sizes have units") {
  CHECK(size_in("7400000000") == 7.4e9);
  CHECK(size_in("7.4 GB") == 7.4e9);
  CHECK(size_in("512KiB") == 524288.0);
  CHECK(size_in("0 B") == 0.0);
  CHECK_FALSE(size_in("large"));
  CHECK_FALSE(size_in("7 tables"));
  CHECK_FALSE(size_in(""));
}

}  // namespace hindcast::guards
