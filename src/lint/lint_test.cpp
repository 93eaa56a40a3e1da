#include "lint/lint.h"

#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

TEST_CASE("an open action without an owner is found") {
  CHECK(findings_of("action-without-owner", "# Post\n\n## Action items\n\n- Add an alarm\n- Fix it @ada\n") ==
        "- Add an alarm\n");
}

TEST_CASE("rules have names of their own, a summary, a rationale and a way to mend") {
  for (const auto& rule : rules()) {
    CAPTURE(rule.name);
    CHECK(find_rule(rule.name) == &rule);
    CHECK_FALSE(rule.summary.empty());
    CHECK_FALSE(rule.rationale.empty());
    CHECK_FALSE(rule.mend.empty());
    const bool can_run = rule.check != nullptr;
    CHECK(can_run);
    for (const auto severity : rule.severities)
      CHECK_FALSE((rule.english_only && severity == diag::Severity::error));
  }
}

}  // namespace
}  // namespace hindcast::lint
