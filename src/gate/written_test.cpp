#include "gate/written.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hindcast::gate {
namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values)
    out.append(out.empty() ? "" : " ").append(value);
  return out;
}

// "paths: a b services: c guards: d"
std::string shown(std::string_view text) {
  const auto written = written_on(text);
  std::string out;
  const auto add = [&](std::string_view word, const std::vector<std::string>& values) {
    if (!values.empty()) out.append(out.empty() ? "" : ", ").append(word).append(": ").append(joined(values));
  };
  if (written.scope.is_always) out = "always";
  add("paths", written.scope.paths);
  add("services", written.scope.services);
  add("kinds", written.scope.kinds);
  add("phases", written.scope.phases);
  add("guards", written.guards);
  return out;
}

}  // namespace

TEST_CASE("an item's scope and its guard are written in brackets, backticks and comments") {
  CHECK(shown("Try it (services: checkout, till)") == "services: checkout till");
  CHECK(shown("Try it (Paths: `db/**`; guard: Env-Sync)") == "paths: db/**, guards: env-sync");
  CHECK(shown("Sync the values [guard: env-sync]") == "guards: env-sync");
  CHECK(shown("Sync the values `Guard: env-sync`.") == "guards: env-sync");
  CHECK(shown("Sync <!-- guard: env-sync -->") == "guards: env-sync");
  CHECK(shown("Sync <!-- hindcast:guard=env-sync -->") == "guards: env-sync");
  CHECK(shown("- [ ] Try <!-- hindcast:applies paths=db/**,x.sql services='till, basket' phases=rollout "
              "kind=api -->") == "paths: db/** x.sql, services: till basket, kinds: api, phases: rollout");
  CHECK(shown("Try <!-- hindcast:applies always -->") == "always");
  CHECK(shown("値を合わせる（guard: env-sync）") == "guards: env-sync");
}

TEST_CASE("other words in brackets are no notes, and no guard has a blank in its name") {
  for (const auto* text :
       {"Try it (see services: all)", "Try `services.Add()`", "Be on guard: it bites", "(guard:)",
        "[ ] Try it", "(guard: rm -rf)", "<!-- hindcast:id=abc12 -->", "(services checkout)",
        "(guard: $(reboot))", "<!-- hindcast:applies", "(guard: x", "<!-- hindcast:applies = -->", "<!---->"})
    CHECK_MESSAGE(shown(text).empty(), text);
}

TEST_CASE("a question is cited without what is written on it") {
  CHECK(without_notes("Sync the values (guard: env-sync).") == "Sync the values.");
  CHECK(without_notes("Try `a.sql` (services: till) twice") == "Try `a.sql` twice");
  CHECK(without_notes("Try (it)") == "Try (it)");
}

TEST_CASE("a word in backticks is a path when it can be nothing else") {
  const auto named = [](std::string_view text) { return joined(named_paths(text)); };
  CHECK(named("in `db/0064_orders.sql`, `services/till/` and `src/a.cpp:120`") ==
        "db/0064_orders.sql services/till/ src/a.cpp");
  CHECK(named("`./deploy/Dockerfile` and `orders_index.sql` and `charts/*/values.yaml` and `config/*`") ==
        "deploy/Dockerfile orders_index.sql charts/*/values.yaml config/*");
  for (const auto* word : {"/health",
                           "/v1/items.json",
                           "net/http",
                           "basket.gift_wrap",
                           "services.Configure()",
                           "Path.exists",
                           "src/",
                           "github.com/acme/shop/main.go",
                           "kubernetes/k8s.io",
                           "package.json",
                           "main.go",
                           "docs/runbook.md",
                           "GET a/b.go",
                           "@acme/ui",
                           "and/or",
                           "0.10m",
                           "a//b.go",
                           "../up.go",
                           "*",
                           "**/*",
                           "{a,b}/c.go",
                           "README.md",
                           ".env",
                           "a/../b.go"})
    CHECK_MESSAGE(named(std::string("`") + word + "`").empty(), word);
  CHECK(named("no ticks db/a.sql\n```\n`db/b.sql`\n```\n``db/c.sql``").find("b.sql") == std::string::npos);
  CHECK(named("```\n`db/b.sql`\n```\n`db/c.sql`") == "db/c.sql");
}

TEST_CASE("a single word in backticks may be a service's name") {
  CHECK(joined(mentioned_names(
            "Bound the retries of `till` and `ledger-db`, not `till.retries` or `a b` or `x`")) ==
        "till ledger-db");
}

TEST_CASE("what an item tells to run or to read is not what it is about") {
  const auto subject = [](std::string_view text) { return joined(subject_paths(text)); };
  CHECK(subject("Explain the queries of `db/orders.sql`") == "db/orders.sql");
  CHECK(subject("Run `tools/explain.py` first").empty());
  CHECK(subject("Do it with `scripts/smoke.sh`").empty());
}

}  // namespace hindcast::gate
