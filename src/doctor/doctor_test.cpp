#include "doctor/doctor.h"

#include <doctest/doctest.h>

#include "doctor/codes.h"
#include "doctor/testing.h"

namespace hindcast::doctor {
namespace {

Options on(Date today) {
  Options options;
  options.today = today;
  return options;
}

std::string codes(std::string_view text) {
  std::string out;
  for (const auto& code : codes_in(text))
    out += (out.empty() ? "" : " | ") + code.name + " is " + name_of(code.name).number;
  return out;
}

TEST_CASE("a promise that was kept, given up or made again on a day is told apart") {
  const Texts texts = {
      {"a.md", "# A\n\n**Date**: 2030-01-01\n\n## Action items\n\n- [x] Version lock the ferry\n"},
      {"b.md", "# B\n\n**Date**: 2030-02-01\n\n## Action items\n\n- [ ] Version lock the ferry\n"}};
  CHECK(said_of(texts, on({2030, 2, 2})) ==
        "b.md: promise-repeated: said to be done 31 days before in a.md:7: `Version lock the ferry`\n");
}

TEST_CASE("a promise is quoted without its ticks and line ends, with one blank between words") {
  const Texts texts = {
      {"a.md",
       "# A\n\n**Date**: 2030-01-01\n\n## Action items\n\n- [ ] Version lock `bin/ferry`  in\n  the yard\n"},
      {"b.md",
       "# B\n\n**Date**: 2030-02-01\n\n## Action items\n\n- [ ] Version lock `bin/ferry` in the yard\n"}};
  CHECK(said_of(texts, on({2030, 2, 2})) ==
        "b.md: promise-repeated: promised 31 days before in a.md:7: `Version lock bin/ferry in the yard`\n");
}

TEST_CASE("a limit is a limit: an action ages on the day after it") {
  const Texts texts = {{"a.md", "# A\n\n**Date**: 2030-01-01\n\n## Action items\n\n- [ ] Sound the horn\n"}};
  CHECK(said_of(texts, on({2030, 4, 1})) == "");
  CHECK(said_of(texts, on({2030, 4, 2})) ==
        "a.md: action-ageing: still open 91 days after the document's date, 2030-01-01\n");
  auto patient = on({2030, 4, 2});
  patient.open_days_max = 91;
  CHECK(said_of(texts, patient) == "");
}

TEST_CASE("an action is due until the end of its day") {
  const Texts texts = {{"a.md", "# A\n\n## Action items\n\n- Sound the horn, due 2030-01-05\n"}};
  CHECK(said_of(texts, on({2030, 1, 5})) == "");
  CHECK(said_of(texts, on({2030, 1, 6})) ==
        "a.md: action-overdue: was due 2030-01-05, 1 day ago, and nothing says that it is done\n");
}

TEST_CASE("nothing is found in a template") {
  const std::string text = "# A\n\n**Date**: 2030-01-01\n\n## Action items\n\n- [ ] Sound the horn\n";
  CHECK(said_of({{"templates/a.md", text}}, on({2031, 1, 1})) == "");
}

TEST_CASE("a release record cites promises and makes none") {
  const std::string actions = "**Date**: 2030-01-0";
  const std::string table =
      "\n\n## Action items\n\n| Action | Due | Status |\n|-|-|-|\n| Version lock the ferry | 2030-01-09 | "
      "Open |\n";
  const Texts texts = {
      {"a.md", "# Postmortem: A\n\n" + actions + "1" + table},
      {"releases/b.md", "---\nkind: release\n---\n# Release record: B\n\n" + actions + "2" + table}};
  const auto records = records_of(texts);
  REQUIRE(records[1].kind == facts::DocumentKind::release);
  REQUIRE(records[1].actions.size() == 1);
  CHECK(said_of(texts, on({2030, 2, 1})) ==
        "a.md: action-overdue: was due 2030-01-09, 23 days ago, and is open\n");
}

TEST_CASE("names of documents are capitals and numbers") {
  CHECK(codes("see PM-12 and (PM2020-001), INC_7") ==
        "PM-12 is PM 12 | PM2020-001 is PM 2020 1 | INC_7 is INC 7");
  CHECK(codes("[[PM-2026-014-slow-summaries]]") == "PM-2026-014 is PM 2026 14");
  CHECK(codes("PM-012") == "PM-012 is PM 12");
  CHECK(codes("https://bugs.example/browse/PM-12, xPM-12, S3, 12-PM, PM-x, A-1") == "");
}

TEST_CASE("numbers that a tracker gives too are no names of documents") {
  Texts texts;
  for (int i = 1; i <= 4; ++i)
    texts.emplace_back("inc-" + std::to_string(i) + ".md", "# Incident\n\nINC-7" + std::to_string(i) + "\n");
  CHECK(said_of(texts, on({2030, 1, 1}), "document-unknown") == "");
  texts[0].second = texts[1].second = texts[2].second = "# Incident\n\nINC-4\n";
  CHECK(said_of(texts, on({2030, 1, 1}), "document-unknown") == "inc-4.md: there is no document `INC-74`\n");
}

TEST_CASE("a CODEOWNERS file alone speaks about handles alone") {
  auto options = on({2030, 1, 1});
  options.handles = codeowners("# ours\n/ramp/ @harbour/pilots ada@example.com # and @nobody\n[Docs] @bo\n");
  CHECK(options.handles == std::vector<std::string>{"@bo", "@harbour/pilots", "ada@example.com"});
  const Texts texts = {{"a.md",
                        "# A\n\n## Action items\n\n| Action | Owner |\n|-|-|\n| Sound the horn | @zoe |\n| "
                        "Paint it | @pilots |\n"
                        "| Count | Zoe Gone |\n| Count again | @ada |\n"}};
  CHECK(said_of(texts, options, "owner-unknown") == "a.md: nobody knows an owner `@zoe`\n");
  options.handles.clear();
  CHECK(said_of(texts, options, "owner-unknown") == "");
}

TEST_CASE("any bytes are a document to remember") {
  CHECK(said_of({{"a.md", ""},
                 {"b.md", std::string("\0\xFF\xFE---\n[[", 8)},
                 {"c.md", "---\nid:\n---\n<!-- hindcast:id="}},
                on({2030, 1, 1}), "promise-repeated") == "");
}

}  // namespace
}  // namespace hindcast::doctor
