#include "document/key_values.h"

#include <doctest/doctest.h>

#include <string>

#include "document/document.h"

using namespace hindcast;
using namespace hindcast::document;

namespace {

std::string shown(const std::vector<KeyValue>& found) {
  std::string out;
  for (const auto& [key, value] : found)
    out.append(key).append("=").append(value).append(";");
  return out;
}

std::string keys(std::string_view line) {
  return shown(keys_of_line(line));
}

std::string byline(std::string_view line) {
  return shown(keys_of_byline(line, {}));
}

}  // namespace

TEST_CASE("bold keys on one line are fields of their own, whatever stands between") {
  const std::string both = "Date=2031-05-02;Severity=SEV2;";
  for (const std::string_view line :
       {"**Date:** 2031-05-02 | **Severity:** SEV2", "**Date**: 2031-05-02 · **Severity**: SEV2",
        "**Date:** 2031-05-02 • **Severity:** SEV2", "**Date:** 2031-05-02; **Severity:** SEV2",
        "**Date:** 2031-05-02\t**Severity:** SEV2", "**Date:** 2031-05-02  **Severity:** SEV2",
        "**Date:** 2031-05-02 **Severity:** SEV2", "**Date:** 2031-05-02, **Severity:** SEV2\\",
        "**Date:** 2031-05-02 &nbsp;|&nbsp; **Severity:** SEV2<br>",
        "**Date:** 2031-05-02<br>**Severity:** SEV2", "__Date__: 2031-05-02 — __Severity__: SEV2",
        "**Date：** 2031-05-02 ｜ **Severity：** SEV2"})
    CHECK(keys(line) == both);
}

TEST_CASE("keys that are not bold part a line at strong signs, and elsewhere where documents have them") {
  CHECK(keys("Date: 2031-05-02 | Duration: 45 min | Severity: SEV2") ==
        "Date=2031-05-02;Duration=45 min;Severity=SEV2;");
  CHECK(keys("Date: 2031-05-02, severity: SEV2") == "Date=2031-05-02;severity=SEV2;");
  CHECK(keys("**Status:** Resolved · Duration: 45 min") == "Status=Resolved;Duration=45 min;");
}

TEST_CASE("what goes on about the same thing stays in a value") {
  CHECK(keys("**Status:** fixed; note: watch the disk") == "Status=fixed; note: watch the disk;");
  CHECK(keys("**Status:** fixed, as said: twice") == "Status=fixed, as said: twice;");
  CHECK(keys("**Links:** a | https://a.example/x") == "Links=a | https://a.example/x;");
  CHECK(keys("**Start:** 14:05 | 14:20") == "Start=14:05 | 14:20;");
  CHECK(keys("**Query:** `a | **B:** c`") == "Query=`a | **B:** c`;");
  CHECK(keys("**Who:** Ada **and** Bo") == "Who=Ada **and** Bo;");
  CHECK(keys("It was late: nobody saw it") == "");
}

TEST_CASE("a byline names day, severity, state and people without keys") {
  CHECK(byline("21 May 2031 · SEV2 · Ada Quill, Bo Lind") ==
        "Date=21 May 2031;Severity=SEV2;Authors=Ada Quill, Bo Lind;");
  CHECK(byline("*2031-05-21 14:05 UTC | SEV-1 | Resolved*") ==
        "Date=2031-05-21 14:05 UTC;Severity=SEV-1;Status=Resolved;");
  CHECK(byline("Ada Quill — May 21, 2031") == "Authors=Ada Quill;Date=May 21, 2031;");
}

TEST_CASE("a line that says anything else is no byline") {
  for (const std::string_view line :
       {"21 May 2031", "The shop was down · 21 May 2031", "Ada Quill · Bo Lind",
        "2031-05-21 — the disk filled up", "SEV2 · it was bad", "[home](a.md) · [next](b.md)", ""})
    CHECK(byline(line) == "");
}

TEST_CASE("a byline gives the document its severity and day") {
  const auto made =
      read({"notes/queue.md",
            "# The queue stood still\n\n21 May 2031 · SEV2 · Ada Quill\n\nIt was full since 3 May "
            "2031.\n\n## Impact\n\n4 June 2031 · SEV1 · Bo Lind\n"},
           builtin_forms());
  CHECK(facts::text_of(made.severity) == "SEV2");
  CHECK(made.date->date == Date{2031, 5, 21});
  CHECK(made.fields.size() == 3);
}
