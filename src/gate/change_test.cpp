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

TEST_CASE("a team and a service of one name do not lead round and round") {
  ChangeFacts facts;
  facts.declared = {{"checkout", {"c/**"}}};
  facts.teams = {{"checkout", {"checkout api"}}};
  const Change change(std::move(facts));
  Scope scope;
  scope.services = {"checkout"};
  CHECK(change.reach(scope, {}, {}, {}, true).applies == Applies::yes);
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

TEST_CASE("a migration that was applied is never changed again: what names it is meant for the next one") {
  const auto named = [](std::string path) { return of_document({.paths = {std::move(path)}}); };
  CHECK(reach(paths({"db/0002.sql"}), named("db/0001.sql")) ==
        "yes: path `db/0002.sql` is a migration like `db/0001.sql` (the document)");
  CHECK(reach(paths({"x/V12__orders.sql"}), named("V11__baskets.sql")) ==
        "yes: path `x/V12__orders.sql` is a migration like `V11__baskets.sql` (the document)");
  CHECK(reach(paths({"shop/migrations/orders.py"}), named("shop/migrations/baskets.py")).starts_with("yes"));
  // Another folder is another database; queries and sources are no migrations.
  CHECK(reach(paths({"ledger/0002.sql"}), named("db/0001.sql")).starts_with("no"));
  CHECK(reach(paths({"db/reports.sql"}), named("db/0001.sql")).starts_with("no"));
  CHECK(reach(paths({"db/0002.sql"}), named("db/reports.sql")).starts_with("no"));
  CHECK(reach(paths({"src/b.go"}), named("src/a.go")).starts_with("no"));
}

TEST_CASE("where no scope decides, an item's own words and its document's title say what it is about") {
  const auto prose = [](ChangeFacts facts, Prose words, Scope item = {}, Scope document = {}) {
    return shown(Change(std::move(facts)).reach(item, {}, document, words));
  };
  auto facts = paths({"src/oracle/init.ts", "env/ci.env"});
  CHECK(prose(facts, {"Add oracle initialization to the tests", ""}) ==
        "yes: `oracle`, by path `src/oracle/init.ts` (its words)");
  CHECK(prose(facts, {"Check each value", "Oracle prices were old"}) ==
        "yes: `oracle`, by path `src/oracle/init.ts` (the title)");
  CHECK(prose(facts, {"Compare the environment variables", ""}, {.spoken = {"environment"}}) ==
        "yes: kind of change environment, by path `env/ci.env` (its words)");
  CHECK(prose(facts, {"Call the oracles by oracle.example or api/oracle", ""}).starts_with("?"));
  CHECK(prose(facts, {"Put the source in one place", ""}).starts_with("?"));  // "src" says nothing
  // A kind that its words speak of, and that is not touched, is not outdone by a title.
  CHECK(
      prose(facts, {"Look at each migration", "Oracle prices"}, {.spoken = {"migration"}}).starts_with("?"));
  // What is written decides; words only help where it doesn't.
  CHECK(prose(facts, {"Watch the oracle", ""}, {.paths = {"web/**"}}).starts_with("no"));
  CHECK(prose(facts, {"Watch the oracle", ""}, {}, {.paths = {"web/**"}}).starts_with("no"));
  CHECK(prose(facts, {"Watch the oracle", ""}, {}, {.services = {"prices"}}).starts_with("yes: `oracle`"));
}

TEST_CASE("a declared service that prose names is meant, word by word") {
  const auto prose = [](std::string_view path, std::string_view text) {
    auto facts = paths({std::string(path)});
    facts.declared = {{"ledger-db", {"books/**"}}, {"orders", {"shop/**"}}};
    return shown(Change(std::move(facts)).reach({}, {}, {}, {text, ""}));
  };
  CHECK(prose("books/a.go", "Back up the Ledger DB each night") ==
        "yes: service ledger-db, by path `books/a.go` (its words)");
  CHECK(prose("books/a.go", "Back up ledger-db-replica").starts_with("?"));
  CHECK(prose("web/a.go", "Back up the ledger-db")
            .starts_with("no: nothing of it is changed: service ledger-db"));
  CHECK(prose("shop/a.go", "Say when orders wait").starts_with("yes: service orders"));
  // A word of everyday speech may mean no service at all: nobody can tell.
  CHECK(prose("web/a.go", "Say when orders wait").starts_with("?"));
  CHECK(prose("shop/a.go", "Reorder cotton").starts_with("?"));
}

TEST_CASE("a document's service is known by a word of it that is declared, or that a folder has") {
  auto facts = paths({"feed/price.go"});
  CHECK(reach(facts, of_document({.services = {"Price feed (EU)"}})) ==
        "yes: service Price feed (EU), by path `feed/price.go` (the document)");
  facts = paths({"shop/a.go"});
  facts.declared = {{"traefik", {"proxy/**"}}};
  CHECK(reach(facts, of_document({.services = {"Traefik v2"}})).starts_with("no"));
  CHECK(reach(facts, of_document({.services = {"Traefikish"}})).starts_with("?"));
}

TEST_CASE("a document that names many paths is about none of them as a whole") {
  const Scope many{.paths = {"a/x.go", "b/x.go", "c/x.go", "d/x.go", "e/x.go"}};
  const auto near = [&](std::vector<std::string> paths_near) {
    return shown(Change(paths({"c/x.go"})).reach({.near = std::move(paths_near)}, {}, many));
  };
  CHECK(near({"c/x.go"}) == "yes: path `c/x.go` (the document)");
  CHECK(near({"a/x.go"}) ==
        "?: its document names 5 paths, and nothing says that it is about the one that is changed");
  CHECK(shown(Change(paths({"f/x.go"})).reach({}, {}, many)).starts_with("no"));
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
  CHECK(kinds("config/prod.env") == "environment configuration");
  CHECK(kinds("env/ci.json") == "environment configuration");
  CHECK(kinds("src/retry_test.go") == "tests");
  CHECK(kinds("src/retry.go").empty());
  CHECK(reach(paths({"db/1.sql"}), written({.kinds = {"Schema change"}})) ==
        "yes: kind of change migration, by path `db/1.sql` (applies_when)");
  CHECK(reach(paths({"a.go"}), written({.kinds = {"migration"}})) ==
        "no: nothing of it is changed: change kind migration (applies_when)");
}

}  // namespace hindcast::gate
