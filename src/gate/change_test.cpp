#include "gate/change.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace hindcast::gate {
namespace {

// "yes: why", "no: why", "?: why"
std::string shown(const Reach& reach) {
  const std::string word = reach.applies == Applies::yes ? "yes" : reach.applies == Applies::no ? "no" : "?";
  return word + ": " + reach.why;
}

std::string reach(ChangeFacts facts, Scopes scopes) {
  return shown(Change(std::move(facts)).reach(scopes));
}

Scopes written(Scope scope) {
  return {.item = {}, .written = std::move(scope), .document = {}};
}
Scopes of_document(Scope scope) {
  return {.item = {}, .written = {}, .document = std::move(scope)};
}

ChangeFacts paths(std::vector<std::string> changed) {
  ChangeFacts facts;
  facts.paths = std::move(changed);
  return facts;
}
ChangeFacts services(std::vector<std::string> changed) {
  ChangeFacts facts;
  facts.services = std::move(changed);
  return facts;
}

}  // namespace

TEST_CASE("a scope applies when the change touches any of its places, and says by what") {
  CHECK(reach(paths({"db/0064_orders.sql"}), written({.paths = {"db/**"}})) ==
        "yes: path `db/0064_orders.sql` is in `db/**` (applies_when)");
  CHECK(reach(paths({"db/0064_orders.sql"}), of_document({.paths = {"db/0064_orders.sql"}})) ==
        "yes: path `db/0064_orders.sql` (the document)");
  CHECK(reach(paths({"db/x/0064_orders.sql"}), of_document({.paths = {"db/"}})) ==
        "yes: path `db/x/0064_orders.sql` is in `db/` (the document)");
  CHECK(reach(paths({"a/0064_orders.sql"}), of_document({.paths = {"0064_orders.sql"}})) ==
        "yes: path `a/0064_orders.sql` is in `0064_orders.sql` (the document)");
  CHECK(reach(paths({"a.cpp"}), written({.paths = {"db/**"}})) ==
        "no: nothing of it is changed: path db/** (applies_when)");
  CHECK(reach(paths({"mydb/a.sql"}), of_document({.paths = {"db/"}})) ==
        "no: nothing of it is changed: path db/ (the document)");
}

TEST_CASE("globs are told as hindcast.toml tells them") {
  const auto is_touched = [](std::string glob, std::string path) {
    return reach(paths({path}), written({.paths = {std::move(glob)}})).starts_with("yes");
  };
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  for (const auto& pair : Pairs{{"db/**", "db/a/b.sql"},
                                {"/db/*.sql", "db/a.sql"},
                                {"*.sql", "x/y/a.sql"},
                                {"**/till/*", "a/till/b"},
                                {"**/till/*", "till/b/c"},
                                {"src/*/api", "src/x/api/y.go"},
                                {"a?c", "x/abc/y"},
                                {"charts/*/", "charts/till/values.yaml"},
                                {"a/**/b", "a/b"},
                                {"a/**/b", "a/x/y/b"}})
    CHECK_MESSAGE(is_touched(pair.first, pair.second), pair.first << " " << pair.second);
  for (const auto& pair : Pairs{{"db/**", "mydb/a"},
                                {"db/**", "db"},
                                {"db/*.sql", "db/x/a.sql"},
                                {"*.sql", "a.sqlx"},
                                {"src/*/api", "src/api"},
                                {"a?c", "ac"}})
    CHECK_MESSAGE(!is_touched(pair.first, pair.second), pair.first << " " << pair.second);
}

TEST_CASE("a service is touched by its name, by its declared paths, or by a folder of its name") {
  auto declared = paths({"cmd/pay/main.go"});
  declared.declared = {{"till", {"cmd/pay/**"}}, {"orders", {"cmd/orders/**"}}};
  CHECK(reach(declared, of_document({.services = {"Till"}})) ==
        "yes: service Till, by path `cmd/pay/main.go` (the document)");
  CHECK(reach(declared, of_document({.services = {"orders"}})) ==
        "no: nothing of it is changed: service orders (the document)");
  CHECK(reach(paths({"services/till/retry.go"}), of_document({.services = {"till"}})) ==
        "yes: service till, by path `services/till/retry.go` (the document)");
  CHECK(reach(services({"till"}), of_document({.services = {"basket", "till"}})) ==
        "yes: service till (the document)");
  CHECK(reach(services({"till"}), of_document({.services = {"basket"}})) ==
        "no: nothing of it is changed: service basket (the document)");
}

TEST_CASE("nobody can tell where the change says nothing of what the scope is about") {
  CHECK(reach(paths({"a.go"}), of_document({.services = {"ledger-db"}})) ==
        "?: it is about service ledger-db (the document), and nobody said which paths that is");
  CHECK(reach(services({"till"}), written({.paths = {"db/**"}})) ==
        "?: it is about db/** (applies_when), and nobody said which paths are changed");
  CHECK(reach(paths({"a.go"}), {}) == "?: neither it nor its document says what it is about");
  CHECK(reach(paths({"a.go"}), written({.kinds = {"full moon"}})) ==
        "?: nobody said whether this is a change of kind full moon (applies_when)");
}

TEST_CASE("without a change everything is asked, but for what another phase asks") {
  CHECK(reach({}, of_document({.services = {"till"}})) == "yes: everything is asked");
  CHECK(reach({}, {}) == "yes: everything is asked");
  ChangeFacts rollout;
  rollout.phases = {"Rollout"};
  CHECK(reach(rollout, written({.phases = {"rollout"}})) == "yes: phase Rollout");
  CHECK(reach(rollout, written({.phases = {"design"}})) == "no: it is asked in phase design");
  CHECK(reach(rollout, {}) == "yes: everything is asked");
}

TEST_CASE("an item's own scope wins over its document's, and what was written over what was named") {
  const Scopes all = {
      .item = {.paths = {"a/**"}}, .written = {.paths = {"b/**"}}, .document = {.paths = {"c/x.go"}}};
  CHECK(reach(paths({"b/x"}), all) == "no: nothing of it is changed: path a/** (the item)");
  CHECK(reach(paths({"a/x"}), all) == "yes: path `a/x` is in `a/**` (the item)");
  CHECK(reach(paths({"c/x.go"}), {.item = {}, .written = all.written, .document = all.document}) ==
        "no: nothing of it is changed: path b/** (applies_when)");
  CHECK(reach(paths({"c"}), written({.is_always = true})) == "yes: asked of every release (applies_when)");
}

TEST_CASE("a team stands for its services, on either side") {
  auto facts = paths({"pay/x.go"});
  facts.declared = {{"till", {"pay/**"}}, {"basket", {"basket/**"}}};
  facts.teams = {{"payments", {"till", "ledger"}}, {"shop", {"basket"}}, {"odd", {"odd", "payments"}}};
  CHECK(reach(facts, written({.services = {"Payments"}}))
            .starts_with("yes: service Payments, by path `pay/x.go`"));
  CHECK(reach(facts, written({.services = {"shop"}})).starts_with("no:"));
  CHECK(reach(facts, written({.services = {"odd"}})).starts_with("no:"));
  auto named = services({"payments"});
  named.teams = facts.teams;
  CHECK(reach(named, written({.services = {"ledger"}})).starts_with("yes: service ledger"));
}

TEST_CASE("an item that names a service in backticks is about it, where nobody said otherwise") {
  auto facts = paths({"pay/x.go"});
  facts.declared = {{"till", {"pay/**"}}, {"basket", {"basket/**"}}};
  Scopes item;
  item.item.mentions = {"nonsense", "till"};
  CHECK(reach(facts, item) == "yes: service till, by path `pay/x.go` (the item)");
  item.item.mentions = {"basket"};
  CHECK(reach(facts, item) == "no: nothing of it is changed: service basket (the item)");
  item.item.mentions = {"nonsense"};
  CHECK(reach(facts, item) == "?: neither it nor its document says what it is about");
  item.written.paths = {"pay/**"};
  item.item.mentions = {"basket"};
  CHECK(reach(facts, item).starts_with("yes: path `pay/x.go`"));
  CHECK(reach(services({"till"}), {.item = {.mentions = {"till"}}, .written = {}, .document = {}}) ==
        "yes: service till (the item)");
}

TEST_CASE("paths tell of kinds of change") {
  const auto kinds = [](std::string_view path) {
    std::string out;
    for (const auto kind : kinds_of_change(path))
      out.append(out.empty() ? "" : " ").append(kind);
    return out;
  };
  CHECK(kinds("db/0064_orders.sql") == "migration");
  CHECK(kinds("web/package-lock.json") == "dependencies");
  CHECK(kinds("deploy/k8s/till.yaml") == "infrastructure configuration");
  CHECK(kinds(".github/workflows/ci.yml") == "pipeline configuration");
  CHECK(kinds("config/prod.env") == "configuration");
  CHECK(kinds("src/retry_test.go") == "tests");
  CHECK(kinds("src/retry.go").empty());
  CHECK(reach(paths({"db/1.sql"}), written({.kinds = {"Schema change"}})) ==
        "yes: kind of change migration, by path `db/1.sql` (applies_when)");
  CHECK(reach(paths({"a.go"}), written({.kinds = {"migration"}})) ==
        "no: nothing of it is changed: change kind migration (applies_when)");
}

}  // namespace hindcast::gate
