#include "gate/plan.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "gate/change.h"
#include "gate/testing_sources.h"

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
  const auto sources = testing::all_of(source("march.md", march));
  CHECK(shown(plan_of(sources, Change({})).questions) ==
        "Are the values in sync? < march\nIs there an index for `db/orders.sql`? < march\nAlert on stale "
        "prices < "
        "march\n");
}

TEST_CASE("what is done is asked where a guard that is declared is bound to it") {
  constexpr std::string_view text =
      "# Postmortem: A\n\n## Action Items\n\n- [x] Keep the values in step (guard: env-sync)\n- [x] Page the "
      "team\n- [x] Bound retries (guard: nobodys)\n";
  const auto sources = testing::all_of(source("a.md", text));
  PlanOptions options;
  CHECK(plan_of(sources, Change({}), options).questions.empty());
  options.guards = {{"env-sync", {}}, {"paging", {}}};
  const auto asked = plan_of(sources, Change({}), options).questions;
  CHECK(shown(asked) == "Keep the values in step < a\n");
  CHECK(asked[0].is_done);
  CHECK(asked[0].origins[0].is_done);
  REQUIRE(sources[0].done.size() == 1);  // which hindcast.toml may bind

  const auto whole =
      testing::all_of(source_of(document::read({"a.md", text}, {}), "a.md", text, DoneItems::all));
  options.bindings = {{"a#" + sources[0].done[0], "paging"}};
  CHECK(shown(plan_of(whole, Change({}), options).questions) ==
        "Keep the values in step < a\nPage the team < a\n");
}

TEST_CASE("what a guard reads is what the items that it answers are about") {
  const auto sources = testing::all_of(
      source("a.md",
             "---\napplies_when:\n  services: [till]\n---\n# Postmortem: A\n\n## Checklist\n\n"
             "- [ ] Values in step? (guard: env-sync)\n- [ ] Is anybody on call?\n"));
  PlanOptions options;
  options.guards = {{"env-sync", {"/env/*.env", "/schema.toml"}}};
  const auto asked = [&](const std::string& path, std::vector<std::string> phases = {}) {
    auto facts = paths({path});
    facts.declared = {{"till", {"till/**"}}};
    facts.phases = std::move(phases);
    const auto plan = plan_of(sources, Change(facts), options);
    return plan.questions.empty() ? "-" : shown(plan.questions) + plan.questions[0].origins[0].why;
  };
  CHECK(asked("env/prod.env") == "Values in step? < a\npath `env/prod.env` is read by guard env-sync");
  CHECK(asked("schema.toml") == "Values in step? < a\npath `schema.toml` is read by guard env-sync");
  CHECK(asked("old/schema.toml") == "-");
  CHECK(asked("README") == "-");
}

TEST_CASE("a question that is still open somewhere is not done") {
  const auto sources =
      testing::all_of(source("a.md", "# Postmortem: A\n\n## Action Items\n\n- [x] Sync (guard: env-sync)\n"),
                      source("b.md", "# Postmortem: B\n\n## Action Items\n\n- [ ] Sync\n"));
  PlanOptions options;
  options.guards = {{"env-sync", {}}};
  const auto asked = plan_of(sources, Change({}), options).questions;
  REQUIRE(asked.size() == 1);
  CHECK(!asked[0].is_done);
}

TEST_CASE("a release record and a template's own steps ask nothing") {
  CHECK(source("releases/3.md", "---\nkind: release\n---\n# Release 3\n\n## Checklist\n\n- [ ] Try it\n")
            .asked.empty());
  CHECK(
      source("p.md", "# Postmortem\n\n## Checklist\n\n- [ ] All sections of this postmortem are filled out\n")
          .asked.empty());
}

TEST_CASE("a ticked box is asked again where it is meant for releases, not where it reports what was done") {
  const auto asked = [](std::string_view title, std::string_view heading) {
    std::string text("# ");
    text.append(title).append("\n\n").append(heading).append("\n\n- [x] Is it in step?\n- [ ] Is it up?\n");
    return source("a.md", text).asked.size();
  };
  CHECK(asked("Postmortem: outage", "## Pre-Release Checklist") == 2);
  CHECK(asked("Postmortem: outage", "## Checklist") == 2);
  CHECK(asked("Postmortem: outage", "## Acceptance criteria") == 1);
  CHECK(asked("Retrospective: session 4", "## Verification checklist") == 1);
  CHECK(asked("Retrospective: session 4", "## Checklist") == 1);
  CHECK(asked("Retrospective: session 4", "## Checklist\n\n**Before each deployment, look at these:**") == 2);
  CHECK(asked("Retrospective: session 4", "## Release checklist") == 2);
  CHECK(asked("Checklist: release", "## Before the release") == 2);
}

TEST_CASE("what a template leaves to be filled in is no question") {
  CHECK(source("p.md",
               "# Postmortem: a\n\n## Pre-Release Checklist\n\n- [ ] [Check item 1: related to it]\n"
               "- [ ] [A link](https://a.example) is there\n")
            .asked.size() == 1);
}

TEST_CASE("of many paths an item is near to those of its section, its line and its words") {
  const auto asked =
      source("p.md",
             "# Postmortem: a\n\nWe saw `a/x.go`, `b/x.go`, `gate/x.go`, `d/x.go` and `nginx/x.conf`.\n\n"
             "## Action Items\n\nAll of it in `d/x.go`.\n\n- [ ] Watch nginx\n- [ ] Watch, see `b/x.go`\n")
          .asked;
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].scope->near == std::vector<std::string>{"d/x.go", "nginx/x.conf"});
  CHECK(asked[1].scope->near == std::vector<std::string>{"b/x.go", "d/x.go"});
}

TEST_CASE("the same question in two documents is one, the newest incident first") {
  const auto sources = testing::all_of(source("march.md", march), source("may.md", may));
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
  const auto sources = testing::all_of(source("march.md", march));
  CHECK(shown(plan_of(sources, Change(paths({"db/orders.sql"}))).questions) ==
        "Is there an index for `db/orders.sql`? < march\n");
}

TEST_CASE("what nobody can tell is counted and listed apart") {
  const auto sources = testing::all_of(source("march.md", march), source("may.md", may));
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
  const auto all = testing::all_of(source("march.md", march), source("may.md", may));
  const auto one = testing::all_of(source("other.md", march));
  const auto many = plan_of(all, Change({})).questions, few = plan_of(one, Change({})).questions;
  CHECK(many.back().id == few.back().id);
  CHECK(many.back().id.size() == 5);
}

TEST_CASE("hindcast.toml binds guards to items, and says which roles are asked and may block") {
  const auto sources = testing::all_of(source("march.md", march));
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
