#include "lint/suppressions.h"

#include <doctest/doctest.h>

#include "document/document.h"

namespace hindcast::lint {
namespace {

// A line for each finding: "4 action-without-owner", "+ reason" behind it where a comment silences it.
std::string sifted(std::string_view text, std::optional<Date> today = {},
                   std::vector<std::pair<std::string_view, diag::Severity>> changed = {}) {
  const auto tree = markdown::parse(text);
  const auto document = document::read({"a.md", text}, tree, {});
  auto only = settings(Profile::standard);
  changed.insert(changed.begin(), {"action-without-owner", diag::Severity::warning});
  for (std::size_t i = 0; i < only.severities.size(); ++i) {
    if (rules()[i].group != Group::suppressions) only.severities[i] = diag::Severity::off;
    for (const auto& [name, severity] : changed)
      if (rules()[i].name == name) only.severities[i] = severity;
  }
  const Subject subject{"a.md", text, tree, document};
  const auto result = sift(subject, only, check(subject, only), today);
  std::string out;
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    out += std::to_string(tree.line_of(result.findings[i].span.begin) + 1) + " " +
           std::string(result.findings[i].rule);
    if (result.reasons[i]) out += " + " + *result.reasons[i];
    out += "\n";
  }
  return out;
}

const std::string head = "# Post\n\n## Action items\n\n";

TEST_CASE("a comment silences the line it stands on, and keeps its reason") {
  CHECK(
      sifted(head +
             "- Add an alarm <!-- hindcast-disable-line action-without-owner: the team's -->\n- Fix it\n") ==
      "5 action-without-owner + the team's\n6 action-without-owner\n");
}

TEST_CASE("a comment silences the next line that says something") {
  CHECK(sifted(head +
               "<!-- hindcast-disable-next-line action-without-owner -->\n\n- Add an alarm\n- Fix it\n") ==
        "7 action-without-owner + \n8 action-without-owner\n");
}

TEST_CASE("a comment silences the file, wherever it stands") {
  CHECK(sifted(head + "- Add an alarm\n\n<!-- hindcast-disable-file action-without-owner: old -->\n") ==
        "5 action-without-owner + old\n");
}

TEST_CASE("a block is silenced between disable and enable") {
  CHECK(sifted(head +
               "<!-- hindcast-disable -->\n\n- Add an alarm\n\n<!-- hindcast-enable -->\n\n- Fix it\n") ==
        "7 action-without-owner + \n11 action-without-owner\n");
}

TEST_CASE("a comment that silences nothing, or names no rule, is found itself") {
  CHECK(sifted(head + "- Fix it @ada <!-- hindcast-disable-line action-without-owner -->\n") ==
        "5 suppression-unused\n");
  CHECK(sifted(head + "- Fix it @ada <!-- hindcast-disable-line action-without-onwer -->\n") ==
        "5 suppression-unknown\n");
  CHECK(sifted(head + "- Fix it @ada <!-- hindcast-disable-lines action-without-owner -->\n") ==
        "5 suppression-unknown\n");
  CHECK(sifted(head + "- Fix it @ada <!-- hindcast-enable -->\n") == "5 suppression-unused\n");
}

TEST_CASE("a comment for a rule that is off is not called unused: it may serve another profile") {
  CHECK(sifted(head + "- Fix it @ada <!-- hindcast-disable-line action-without-owner -->\n", {},
               {{"action-without-owner", diag::Severity::off}})
            .empty());
}

TEST_CASE("a comment expires only for a check that is told the day") {
  const auto text =
      head + "- Fix it <!-- hindcast-disable-line action-without-owner: soon (until 2024-03-10) -->\n";
  CHECK(sifted(text) == "5 action-without-owner + soon\n");
  CHECK(sifted(text, Date{2024, 3, 10}) == "5 action-without-owner + soon\n");
  CHECK(sifted(text, Date{2024, 3, 11}) == "5 action-without-owner\n5 suppression-expired\n");
}

TEST_CASE("a day that does not exist is said") {
  CHECK(
      sifted(head + "- Fix it <!-- hindcast-disable-line action-without-owner: x (until 2024-02-30) -->\n") ==
      "5 action-without-owner + x\n5 suppression-unknown\n");
}

TEST_CASE("the configuration can ask for reasons, and can forbid comments") {
  const auto text = head + "- Fix it <!-- hindcast-disable-line action-without-owner -->\n";
  CHECK(sifted(text, {}, {{"suppression-without-reason", diag::Severity::error}}) ==
        "5 action-without-owner + \n5 suppression-without-reason\n");
  CHECK(sifted(text, {}, {{"suppression-forbidden", diag::Severity::error}}) ==
        "5 action-without-owner\n5 suppression-forbidden\n");
}

TEST_CASE("comments in code are examples") {
  CHECK(
      sifted(head +
             "- Write `<!-- hindcast-disable-file -->` @ada\n\n```\n<!-- hindcast-disable-file -->\n```\n\n- "
             "Fix it\n") == "11 action-without-owner\n");
}

TEST_CASE("an unused comment inside a line is taken out safely, one that stands alone is not") {
  const auto is_safe = [](std::string_view text) {
    const auto tree = markdown::parse(text);
    const auto document = document::read({"a.md", text}, tree, {});
    auto on = settings(Profile::standard);
    for (auto& severity : on.severities)
      severity = diag::Severity::warning;
    for (std::size_t i = 0; i < on.severities.size(); ++i)
      if (rules()[i].name == "suppression-forbidden") on.severities[i] = diag::Severity::off;
    for (const auto& finding : sift({"a.md", text, tree, document}, on, {}).findings)
      if (finding.rule == "suppression-unused")
        return std::to_string(finding.fixes.at(0).is_safe) + apply_edits(text, finding.fixes[0].edits);
    return std::string("none");
  };
  CHECK(is_safe("- Fix <!-- hindcast-disable-line action-without-owner -->\n") == "1- Fix\n");
  CHECK(is_safe("- Fix\n<!-- hindcast-disable-line action-without-owner -->\n- Go\n") == "0- Fix\n\n- Go\n");
}

}  // namespace
}  // namespace hindcast::lint
