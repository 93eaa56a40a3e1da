#include <doctest/doctest.h>

#include <string>

#include "guards/testing.h"

namespace hindcast::guards {
namespace {

std::string held(const std::string& rules, const std::string& more = "alerts = ['A']\n") {
  testing::MemoryWorld world({{"rules.yaml", rules}, {"docs/pm.md", "# PM\n\n- watch it, **alert:** `A`\n"}});
  return testing::outcome("alert-exists", "rules = 'rules.yaml'\n" + more, world);
}

std::string rule(const std::string& expression, const std::string& rest = ", for: 5m") {
  return "groups:\n- name: g\n  rules:\n  - {alert: A, expr: '" + expression + "'" + rest + "}\n";
}

// What is found wrong with the rule, without the first line.
std::string wrong(const std::string& rules) {
  const auto out = held(rules);
  return out.substr(out.find('\n') + 1);
}

}  // namespace

TEST_CASE("an alert that exists, waits and can fire passes") {
  CHECK(held(rule("rate(errors[5m]) > 0.1")) == "pass: 1 alert named, 1 rule there: all can fire\n");
  CHECK(held("kind: PrometheusRule\nspec:\n  " +
             std::string("groups:\n  - rules:\n    - {alert: A, expr: up == 0, for: 1m}\n"))
            .starts_with("pass"));
  CHECK(held(rule("x > 1"), "documents = 'docs/*.md'\n").starts_with("pass"));
}

TEST_CASE("an alert that is not there fails, and says who promised it") {
  CHECK(held("groups:\n- rules:\n  - {alert: B, expr: x, for: 1m}\n", "documents = 'docs/*.md'\n") ==
        "fail: 1 alert named, 1 rule there: 1 problem\nfail docs/pm.md:3: no rule is called `A`\n");
  CHECK(held("groups:\n- rules:\n  # - {alert: A, expr: x}\n  - {alert: B, expr: x, for: 1m}\n")
            .starts_with("fail"));
}

TEST_CASE("an alert that cannot fire, or fires at once, fails") {
  CHECK(wrong(rule("x > 1", "")) == "fail rules.yaml:4: `A` has no `for`: one bad sample fires it\n");
  CHECK(wrong(rule("x > 1", ", for: 0s")).starts_with("fail"));
  CHECK(wrong(rule("vector(1) == 0")) ==
        "fail rules.yaml:4: `A` can never fire: its expression is always false\n");
  CHECK(wrong(rule("rate(errors[5m]) > 0.1 and on() vector(0) > 0")).starts_with("fail"));
  CHECK(wrong(rule("(1 > 2)")).starts_with("fail"));
  CHECK(wrong(rule("x{a=\"1 and 1 == 2\"} > 1")).empty());
  CHECK(wrong(rule("x > 1 or vector(1) == 0")).empty());
  CHECK(wrong(rule("vector(0)")) == "warn rules.yaml:4: `A` always fires: its expression is a constant\n");
  CHECK(wrong(rule("x > 1", ", for: 5m, labels: {enabled: \"false\"}")) ==
        "fail rules.yaml:4: `A` is switched off\n");
  CHECK(wrong(rule("")) == "fail rules.yaml:4: `A` has no expression\n");
}

TEST_CASE("an expression or a wait that Prometheus refuses cannot be told") {
  CHECK(held(rule("x > > 3600")) ==
        "inconclusive: 1 alert named, 1 rule there\ninconclusive rules.yaml:4: `A` has an expression that "
        "Prometheus refuses: `>` stands where a value belongs\n");
  // The file is refused as a whole.
  CHECK(held(rule("x > 1") + "  - {record: r, expr: 'sum(x'}\n").starts_with("inconclusive"));
  CHECK(held(rule("x > 1") + "  - {record: r, expr: 'sum(x)'}\n").starts_with("pass"));
  CHECK(wrong(rule("x > 1", ", for: soon")) ==
        "inconclusive rules.yaml:4: `for` of `A` is no duration: `soon`\n");
  CHECK(held("metadata:\n  name: {{ .Release.Name }}\n" + rule("x > 1"))
            .find("is a template; give what `helm template` prints\n") != std::string::npos);
  testing::MemoryWorld world({{"r.libsonnet", "{ groups+:: [] }"}, {"other.md", "x"}});
  CHECK(testing::outcome("alert-exists", "rules = 'r.libsonnet'\nalerts = ['A']", world) ==
        "inconclusive: 1 alert named, 0 rules there\ninconclusive r.libsonnet: its name is that of no JSON, "
        "YAML, "
        "TOML or .env file\n");
}

TEST_CASE("a word of prose behind `alert:` is no name") {
  const auto named = [](const std::string& line) {
    testing::MemoryWorld world({{"rules.yaml", rule("x > 1")}, {"d.md", line + "\n"}});
    return testing::outcome("alert-exists", "rules = 'rules.yaml'\ndocuments = 'd.md'", world);
  };
  CHECK(named("- Set up an alert: when the berth is booked twice").starts_with("missing: 0 alerts named"));
  CHECK(named("- Set up an alert: When the berth is booked")
            .find("warn d.md:1: `When` is taken for prose; write the name of an alert in backticks\n") !=
        std::string::npos);
  for (const std::string line : {"alert: A", "(alert: A, soon)", "alert: `A` rings first", "**alert:** A"}) {
    CAPTURE(line);
    CHECK(named(line).starts_with("pass"));
  }
  for (const std::string line :
       {"alert: `when` it rains", "alert: queue_full for long", "alert: QueueFull rings", "alert: watchdog",
        "alert: `when` the queue is full"}) {
    CAPTURE(line);
    CHECK(named(line).starts_with("fail"));
  }
}

TEST_CASE("without a rule or a name nothing passes") {
  CHECK(held("groups: []\n").starts_with("inconclusive"));
  CHECK(held(rule("x"), "alerts = []\n").starts_with("missing"));
  CHECK(held(rule("x"), "documents = 'none/*.md'\n").starts_with("missing"));
  CHECK(held("groups: [\n").starts_with("inconclusive"));
}

}  // namespace hindcast::guards
