#include "lint/lint.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "document/document.h"

namespace hindcast::lint {
namespace {

// What one rule says of `text`: the marked words, a line each.
std::string findings_of(std::string_view rule, std::string_view text) {
  const auto tree = markdown::parse(text);
  const auto document = document::read({"a.md", text}, tree, {});
  auto only = settings(Profile::standard);
  for (std::size_t i = 0; i < only.severities.size(); ++i)
    only.severities[i] = rules()[i].name == rule ? diag::Severity::warning : diag::Severity::off;
  std::string out;
  for (const auto& found : check({"a.md", text, tree, document}, only))
    out.append(text.substr(found.span.begin, found.span.end - found.span.begin)).append("\n");
  return out;
}

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
