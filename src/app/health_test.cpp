#include "app/health.h"

#include <doctest/doctest.h>

#include "app/health_draft.h"

namespace hindcast::app {
namespace {

constexpr Timestamp began = 1'935'705'600'000;  // 2031-05-05T00:00:00Z

HealthReport taken_back() {
  HealthReport report;
  report.guard = "checkout-health";
  report.commit = "4f2a9c1d7e8b3a6054f2a9c1d7e8b3a6054f2a9c";
  report.command = {"deploy/undo", "4f2a9c1d7e8b"};
  report.rollback = Rollback::done;
  report.watched.began = began;
  report.watched.ended = began + 40'000;
  report.watched.samples = {
      {began, "checkout", facts::Verdict::pass, 118, ""},
      {began + 20'000, "checkout", facts::Verdict::fail, std::nullopt, "status is `500`"},
      {began + 40'000, "checkout", facts::Verdict::fail, std::nullopt, "status is `500`"}};
  report.watched.outcome.verdict = facts::Verdict::fail;
  report.watched.outcome.findings = {
      {facts::Verdict::fail, "`checkout` failed 2 times: status is `500`", "", 0}};
  return report;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a rollback begins a postmortem that knows what the watch knew") {
  const auto draft = health_draft(taken_back(), Date{2031, 5, 5});
  CHECK(draft.file_name == "2031-05-05-release-4f2a9c1d7e8b-taken-back-by-checkout-health.md");
  CHECK(draft.text.starts_with("# Postmortem: Release 4f2a9c1d7e8b taken back by checkout-health\n"));
  CHECK(holds(draft.text,
              "**What happened:** The release 4f2a9c1d7e8b did not stay well and was taken back. "
              "\\`checkout\\` failed 2 times: status is \\`500\\`.\n"));
  CHECK(holds(draft.text,
              "## Timeline\n\n"
              "- 2031-05-05T00:00:00Z the watch over the release began\n"
              "- 2031-05-05T00:00:00Z checkout is well\n"
              "- 2031-05-05T00:00:20Z checkout fails: status is \\`500\\`\n"
              "- 2031-05-05T00:00:40Z it was decided to take the release back\n\n"
              "| Probe | Well | Failed | Without data |\n|-------|------|--------|--------------|\n"
              "| checkout | 1 | 2 | 0 |\n"));
  CHECK(holds(draft.text, "`````json\n{\"time\":\"2031-05-05T00:00:00Z\",\"probe\":\"checkout\""));
  CHECK(holds(draft.text, "1. deploy/undo 4f2a9c1d7e8b took the release back\n"));
}

TEST_CASE("words of a server are no Markdown of ours") {
  auto report = taken_back();
  report.watched.samples[1].why = "is `x`\n\n# Not a heading | [a](b) <b>";
  report.watched.samples[1].probe = "a\n- b";
  const auto draft = health_draft(report, Date{2031, 5, 5});
  CHECK(!holds(draft.text, "\n# Not"));
  CHECK(!holds(draft.text, "\n- b"));
  CHECK(holds(draft.text, "a - b fails: is \\`x\\` \\# Not a heading \\| \\[a\\](b) \\<b\\>\n"));
}

TEST_CASE("a rollback that failed is not told as one that helped") {
  auto report = taken_back();
  report.rollback = Rollback::failed;
  report.why = "exit status 1";
  const auto draft = health_draft(report, Date{2031, 5, 5});
  CHECK(holds(draft.text, "and was taken back, which failed."));
  CHECK(holds(draft.text, "was run and failed (exit status 1): see to the release by hand"));
}

TEST_CASE("a report is one object") {
  auto report = taken_back();
  report.why = "exit status 0";
  report.draft = "a.md";
  CHECK(health_json(report) ==
        "{\"guard\":\"checkout-health\",\"commit\":\"4f2a9c1d7e8b3a6054f2a9c1d7e8b3a6054f2a9c\",\"verdict\":"
        "\"fail\",\"summary\":\"\",\"began\":\"2031-05-05T00:00:00Z\",\"ended\":\"2031-05-05T00:00:40Z\","
        "\"findings\":[{\"verdict\":\"fail\",\"message\":\"`checkout` failed 2 times: status is "
        "`500`\",\"path\":\"\",\"line\":0}],\"samples\":3,\"rollback\":{\"state\":\"done\",\"why\":\"exit "
        "status "
        "0\",\"command\":[\"deploy/undo\",\"4f2a9c1d7e8b\"],\"draft\":\"a.md\"}}\n");
}

}  // namespace
}  // namespace hindcast::app
