// Slips in what a document says to the gate, beyond the examples on the rules' pages.
#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

TEST_CASE("a mistyped service is found in fields, in applies_when and on items") {
  CHECK(findings_of("service-unknown", "---\napplies_when:\n  services: [tilll]\n---\n# A\n") == "[tilll]\n");
  CHECK(messages_of("service-unknown", "# A\n\n**Services**: basket, ledger-bd\n") ==
        "hindcast.toml declares no service `ledger-bd`; did you mean `ledger-db`?\n");
  CHECK(findings_of("service-unknown", "# Checklist\n\n## Checks\n\n- [ ] Is it fast? (services: tlil)\n") ==
        "(services: tlil)\n");
}

TEST_CASE("services that nobody declared, and other letter cases, are no slips") {
  CHECK(findings_of("service-unknown", "# A\n\n**Services**: Till, wholesale, till-ui\n") == "");
}

TEST_CASE("a guard that nobody declared is found in each way to name one") {
  CHECK(messages_of("guard-unknown", "# Checklist\n\n- [ ] Is it so? `guard: env-synk`\n") ==
        "hindcast.toml declares no guard `env-synk`; did you mean `env-sync`?\n");
  CHECK(findings_of("guard-unknown", "# Checklist\n\n- [ ] Is it so? <!-- guard: backup -->\n") ==
        "<!-- guard: backup -->\n");
  CHECK(findings_of("guard-unknown", "# Checklist\n\n- [ ] Is it so? (guard: Env-Sync)\n") == "");
}

TEST_CASE("a mistyped key is marked alone") {
  CHECK(findings_of("scope-key-unknown", "---\napplies_when:\n  pahts: [db/**]\n---\n# A\n") == "pahts\n");
  CHECK(findings_of("scope-key-unknown", "# A\n\n**Applies when:** always\n") == "Applies when\n");
}

}  // namespace
}  // namespace hindcast::lint
