#include "gate/plan.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "gate/change.h"

namespace hindcast::gate {
namespace {

Source source(std::string_view path, std::string_view text) {
  return source_of(document::read({path, text}, {}), path, text);
}

ChangeFacts paths(std::vector<std::string> changed) {
  ChangeFacts facts;
  facts.paths = std::move(changed);
  return facts;
}

// A line a question: "text < slug#id, slug#id".
std::string shown(const std::vector<Question>& questions) {
  std::string out;
  for (const auto& question : questions) {
    out.append(question.text).append(" <");
    for (const auto& origin : question.origins)
      out.append(" ").append(origin.slug);
    out += question.is_blocking ? "\n" : " (told)\n";
  }
  return out;
}

constexpr std::string_view march =
    "# Postmortem: March\n\n**Date**: 2031-03-01\n**Services**: till\n\n## Pre-Release Checklist\n\n"
    "- [x] Are the values in sync? (guard: env-sync)\n- [ ] Is there an index for `db/orders.sql`?\n\n"
    "## Action Items\n\n- [ ] Alert on stale prices\n- [x] Page the right team\n";
constexpr std::string_view may =
    "---\napplies_when:\n  paths: [\"env/**\"]\n---\n# Postmortem: May\n\n**Date**: 2031-05-01\n\n"
    "## Pre-Release Checklist\n\n- [ ] Verify that the values are in sync\n- [ ] are the values, in sync\n";

}  // namespace

TEST_CASE("check items are asked whether they were ticked then or not, actions while they are open") {
  const std::vector sources = {source("march.md", march)};
  CHECK(shown(plan_of(sources, Change({})).questions) ==
        "Are the values in sync? < march\nIs there an index for `db/orders.sql`? < march\nAlert on stale "
        "prices < "
        "march\n");
}

TEST_CASE("a release record and a template's own steps ask nothing") {
  CHECK(source("releases/3.md", "---\nkind: release\n---\n# Release 3\n\n## Checklist\n\n- [ ] Try it\n")
            .asked.empty());
  CHECK(
      source("p.md", "# Postmortem\n\n## Checklist\n\n- [ ] All sections of this postmortem are filled out\n")
          .asked.empty());
}

TEST_CASE("the same question in two documents is one, the newest incident first") {
  const std::vector sources = {source("march.md", march), source("may.md", may)};
  const auto plan = plan_of(sources, Change(paths({"env/staging.env", "services/till/a.go"})));
  REQUIRE(plan.questions.size() == 3);
  CHECK(shown(plan.questions) ==
        "Verify that the values are in sync < may\nare the values, in sync < may march\nAlert on stale "
        "prices < march\n");
  CHECK(plan.questions[1].guards == std::vector<std::string>{"env-sync"});
  CHECK(plan.questions[1].origins[0].why == "path `env/staging.env` is in `env/**` (applies_when)");
  CHECK(plan.questions[1].origins[1].why == "service till, by path `services/till/a.go` (the document)");
  CHECK(plan.elsewhere_items == 1);
  CHECK(plan.elsewhere.empty());
}

TEST_CASE("words that change the question keep questions apart") {
  CHECK(merge_key("Verify that the `DB` is **up**.") == "db is up");
  CHECK(merge_key("Ensure a DB is up") == "db is up");
  CHECK(merge_key("the DB is not up") != merge_key("the DB is up"));
  CHECK(merge_key("can't") == "cant");
  CHECK(merge_key("データベース") == "データベース");
  CHECK(merge_key("… — !").empty());
}

TEST_CASE("a path that one item is about does not make its document be about it") {
  const std::vector sources = {source("march.md", march)};
  CHECK(shown(plan_of(sources, Change(paths({"db/orders.sql"}))).questions) ==
        "Is there an index for `db/orders.sql`? < march\n");
}

TEST_CASE("what nobody can tell is counted and listed apart") {
  const std::vector sources = {source("march.md", march), source("may.md", may)};
  const auto plan = plan_of(sources, Change(paths({"web/a.ts"})));
  CHECK(plan.questions.empty());
  CHECK(plan.untold_items == 2);
  CHECK(plan.elsewhere_items == 3);
  CHECK(shown(plan.untold) == "Are the values in sync? < march\nAlert on stale prices < march\n");
  CHECK(plan.untold[0].origins[0].why ==
        "it is about service till (the document), and nobody said which paths that is");
  const auto brief =
      plan_of(sources, Change(paths({"web/a.ts"})), {.untold_max = 1, .wants_elsewhere = true});
  CHECK(shown(brief.untold) == "Are the values in sync? < march\n");
  CHECK(brief.untold_items == 2);
  CHECK(brief.elsewhere.size() == 3);
}

TEST_CASE("an id comes from the question's words, whatever asks it and whatever else is asked") {
  const std::vector all = {source("march.md", march), source("may.md", may)};
  const std::vector one = {source("other.md", march)};
  const auto many = plan_of(all, Change({})).questions, few = plan_of(one, Change({})).questions;
  CHECK(many.back().id == few.back().id);
  CHECK(many.back().id.size() == 5);
}

TEST_CASE("hindcast.toml binds guards to items, and says which roles are asked and may block") {
  const std::vector sources = {source("march.md", march)};
  const auto& alert = sources[0].asked[2];
  REQUIRE(alert.text == "Alert on stale prices");
  PlanOptions options;
  options.asks = {facts::ItemRole::action};
  options.may_block = {};
  options.bindings = {
      {"march#" + alert.item, "Alerts"}, {"may#" + alert.item, "other"}, {"#" + alert.item, "any"}};
  const auto plan = plan_of(sources, Change({}), options);
  CHECK(shown(plan.questions) == "Alert on stale prices < march (told)\n");
  CHECK(plan.questions[0].guards == std::vector<std::string>{"alerts", "any"});
}

}  // namespace hindcast::gate
