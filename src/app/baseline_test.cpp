#include "app/baseline.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::app {
namespace {

// The fingerprint of a finding at `mark` of `text`.
std::string print_of(std::string_view text, std::string_view mark,
                     std::string_view message = "nobody owns this", std::string_view heading = "Actions",
                     std::string_view slug = "queue") {
  diag::Diagnostic finding;
  finding.rule = "action-without-owner";
  finding.message = message;
  finding.span.begin = static_cast<std::uint32_t>(text.find(mark));
  finding.span.end = finding.span.begin + static_cast<std::uint32_t>(mark.size());
  return fingerprints(slug, text, std::vector{finding}, std::vector{heading}).at(0);
}

TEST_CASE("a finding is known again wherever its line stands and however it is marked up") {
  const auto known = print_of("- Add an alarm\n", "Add");
  CHECK(known.size() == 16);
  CHECK(print_of("- Fix it\n\n\n   * Add an **alarm**.\r\n", "Add") == known);
  CHECK(print_of("- Add an alarm\n", "Add", "the action has no owner") == known);
}

TEST_CASE("another line, heading, document or quoted text is another finding") {
  const auto known = print_of("- Add an alarm\n", "Add");
  CHECK(print_of("- Add an alarm for it\n", "Add") != known);
  CHECK(print_of("- Add an alarm\n", "Add", "nobody owns this", "Later") != known);
  CHECK(print_of("- Add an alarm\n", "Add", "nobody owns this", "Actions", "other") != known);
  CHECK(print_of("- Add an alarm\n", "Add", "`Ada` owns this") != known);
}

TEST_CASE("equal findings of one document are counted") {
  const std::string_view text = "- TBD\n- TBD\n";
  std::vector<diag::Diagnostic> two(2);
  two[0].span = {0, 5};
  two[1].span = {6, 11};
  const auto prints = fingerprints("a", text, two, std::vector<std::string_view>{"", ""});
  CHECK(prints[0] != prints[1]);
}

TEST_CASE("a baseline is read as it was written, and lines may be taken out") {
  const auto text =
      baseline_text({{"00000000000000ff", "b-rule", "z.md"}, {"0000000000000001", "a-rule", "a\nb.md"}});
  auto read = parse_baseline(text);
  REQUIRE(read.ok());
  CHECK(read->size() == 2);
  CHECK(read->holds("00000000000000ff"));
  CHECK_FALSE(read->holds("0000000000000002"));
  CHECK(text.find("0000000000000001 a-rule a?b.md\n00000000000000ff b-rule z.md\n") != std::string::npos);
  CHECK(parse_baseline("\n# remark\r\n00000000000000ff x y\r\n")->size() == 1);
}

TEST_CASE("a line that is no finding is said with its number") {
  CHECK(parse_baseline("# one\nnonsense\n").error().message ==
        "line 2 is no finding of a baseline; take the line out, or remove the file and make it again with "
        "--update-baseline");
}

// What becomes of the line "00000000000000ff a-rule docs/a.md": "found", "stale" or "unjudged".
std::string fate(std::vector<std::string> found, std::vector<std::string> documents,
                 std::vector<std::string> folders, bool ran = true) {
  const auto baseline = parse_baseline("00000000000000ff a-rule docs/a.md\n");
  const auto made = review(*baseline, std::move(found),
                           {std::move(documents), std::move(folders), [&](const BaselineLine& line) {
                              CHECK(line.rule == "a-rule");
                              return ran;
                            }});
  return made.stale == 1 ? "stale" : made.unjudged.empty() ? "found" : "unjudged";
}

TEST_CASE("a line of the baseline is stale only when a run looked where it should have matched") {
  CHECK(fate({"00000000000000ff"}, {"docs/a.md"}, {}) == "found");
  CHECK(fate({}, {"docs/a.md"}, {}) == "stale");
  CHECK(fate({}, {"docs/a.md"}, {}, false) == "unjudged");  // its rule did not run
  CHECK(fate({}, {"docs/b.md"}, {}) == "unjudged");
  CHECK(fate({}, {"docs/b.md"}, {"docs"}) == "stale");  // the document is gone
  CHECK(fate({}, {"docs/b.md"}, {""}) == "stale");
  CHECK(fate({}, {"doc/b.md"}, {"doc"}) == "unjudged");
  CHECK(fate({"00000000000000ff"}, {"docs/b.md"}, {"docs"}) == "found");  // it has moved
}

TEST_CASE("a baseline names documents from its own folder") {
  CHECK(baseline_path_of("/r", "/r/docs/./a.md") == "docs/a.md");
  CHECK(baseline_path_of("/r", "/r") == "");
  CHECK(baseline_path_of("/r", "/rest/a.md") == "/rest/a.md");
}

}  // namespace
}  // namespace hindcast::app
