#include "gate/astray.h"

#include <doctest/doctest.h>

#include <span>

#include <string>
#include <vector>

#include "gate/change.h"
#include "gate/plan.h"
#include "gate/testing_sources.h"

namespace hindcast::gate {
namespace {

using testing::all_of;

Source about(std::string path, Scope written, Scope document = {}) {
  Source source;
  source.path = std::move(path);
  source.written = std::move(written);
  source.document = std::move(document);
  source.scope_line = 3;
  source.asked.emplace_back();
  source.asked[0].role = facts::ItemRole::check;
  source.words = {"Is it fast, in " + source.path};
  source.asked[0].text = source.words[0];
  source.asked[0].line = 9;
  return source;
}

// In this repository are only db/ and cmd/.
class FewFiles final : public Files {
 public:
  std::optional<std::string> nearest_to_missing(const std::string& path) const override {
    if (path.starts_with("db/") || path.starts_with("cmd/")) return std::nullopt;
    return path == "dbb/**" ? "db/**" : "";
  }
};

struct Told {
  std::string strays;  // "a.md:3 what" or "a.md:3 (all) what", a line each
  std::size_t untold = 0, elsewhere = 0;
};
Told told(std::span<const Source> sources, bool asks_untold = false) {
  ChangeFacts facts;
  facts.paths = {"web/shop.ts"};
  facts.services = {"storefront"};
  facts.phases = {"rollout"};
  facts.declared = {{"till", {"cmd/pay/**"}}, {"storefront", {"web/**"}}};
  const FewFiles files;
  const Astray astray(facts, sources, files);
  PlanOptions options;
  options.astray = &astray;
  options.asks_untold = asks_untold;
  const auto plan = plan_of(sources, Change(facts), options);
  Told made{{}, plan.untold_items, plan.elsewhere_items};
  for (const auto& stray : plan.strays)
    made.strays += stray.document + ":" + std::to_string(stray.line) + (stray.is_all ? " (all) " : " ") +
                   stray.what + "\n";
  return made;
}

TEST_CASE("of what is scoped to a folder that never was nobody can tell") {
  const auto made = told(all_of(about("a.md", {.paths = {"dbb/**"}})));
  CHECK(made.strays == "a.md:3 (all) path dbb/** (no file is there; db/** has some)\n");
  CHECK(made.untold == 1);
  CHECK(made.elsewhere == 0);
}

TEST_CASE("what is scoped to a folder that is or was there is about something else") {
  const auto made = told(all_of(about("a.md", {.paths = {"db/**"}})));
  CHECK(made.strays == "");
  CHECK(made.elsewhere == 1);
}

TEST_CASE("a slip beside what exists is told, and what exists decides") {
  const auto made = told(all_of(about("a.md", {.paths = {"db/**", "dbb/**"}})));
  CHECK(made.strays == "a.md:3 path dbb/** (no file is there; db/** has some)\n");
  CHECK(made.elsewhere == 1);
  CHECK(told(all_of(about("a.md", {.paths = {"db/**", "helm/**"}}))).strays == "");  // may be for later
}

TEST_CASE("a service in applies_when that nobody has is astray") {
  CHECK(told(all_of(about("a.md", {.services = {"tilll"}}))).strays ==
        "a.md:3 (all) service tilll (nobody has it; did you mean till?)\n");
  CHECK(told(all_of(about("a.md", {.services = {"wholesale"}}))).strays ==
        "a.md:3 (all) service wholesale (neither hindcast.toml nor another document has it)\n");
  CHECK(told(all_of(about("a.md", {.services = {"Till"}}))).strays == "");
  CHECK(told(all_of(about("a.md", {.services = {"Till of the shop"}}))).strays == "");
}

TEST_CASE("a service that was given up stays one where a document is about it") {
  const Scope old{.services = {"wholesale"}};
  CHECK(told(all_of(about("a.md", {}, old))).strays == "");
  CHECK(told(all_of(about("a.md", old), about("b.md", {}, old))).strays == "");
  CHECK(told(all_of(about("a.md", {}, {.services = {"tlil"}}))).strays ==
        "a.md:3 (all) service tlil (nobody has it; did you mean till?)\n");
}

TEST_CASE("a phase that is nearly the one of the change is a slip") {
  CHECK(told(all_of(about("a.md", {.is_always = true, .phases = {"rolout"}}))).strays ==
        "a.md:3 (all) phase rolout (nobody has it; did you mean rollout?)\n");
  CHECK(told(all_of(about("a.md", {.is_always = true, .phases = {"canary"}}))).strays == "");
}

TEST_CASE("keys that nobody reads are told with the questions that they would have asked") {
  auto source = about("a.md", {}, {.services = {"till"}});
  source.slips = {{2, "`applies_whem` is no key"}};
  CHECK(told(std::span(&source, 1)).strays == "a.md:2 (all) `applies_whem` is no key\n");
  source.asked[0].scope.edit().services = {"till"};  // it has its own
  source.asked[0].is_scope_written = true;
  CHECK(told(std::span(&source, 1)).strays == "");
}

TEST_CASE("the scope of an item is astray at its own line, and only where it was written as one") {
  auto source = about("a.md", {.paths = {"db/**"}});
  source.asked[0].scope.edit().paths = {"dbb/**"};
  CHECK(told(std::span(&source, 1)).strays == "");  // a path in backticks
  source.asked[0].is_scope_written = true;
  CHECK(told(std::span(&source, 1)).strays ==
        "a.md:9 (all) path dbb/** (no file is there; db/** has some)\n");
}

TEST_CASE("what is asked whatever nobody can tell is not astray") {
  CHECK(told(all_of(about("a.md", {.paths = {"dbb/**"}})), true).strays == "");
}

TEST_CASE("a slip is one letter of a short name, two of a long one, and no digit") {
  const std::vector<std::string_view> known = {"till", "ledger-db", "db1", "orders"};
  const auto meant = [&](std::string_view name) { return std::string(slip_of(name, known).value_or("-")); };
  CHECK(meant("tilll") == "till");
  CHECK(meant("tlil") == "till");
  CHECK(meant("tools") == "-");
  CHECK(meant("ledgerdb") == "ledger-db");
  CHECK(meant("legder-bd") == "ledger-db");
  CHECK(meant("db2") == "-");
  CHECK(meant("orders-api") == "-");
}

}  // namespace
}  // namespace hindcast::gate
