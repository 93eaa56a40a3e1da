#include "gate/scope_fields.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "document/document.h"

namespace hindcast::gate {
namespace {

FieldScope read(std::string_view front) {
  const auto text = "---\n" + std::string(front) + "---\n# Postmortem: A\n\nIt went down.\n";
  return field_scope(document::read({"a.md", text}, {}).fields);
}

// "LINE: what", a line a slip.
std::string slips(std::string_view front) {
  std::string out;
  for (const auto& slip : read(front).slips)
    out += std::to_string(slip.line) + ": " + slip.what + "\n";
  return out;
}

TEST_CASE("applies_when has paths, services, kinds and phases, or is `always`") {
  const auto made = read(
      "applies_when:\n  paths: [db/**, \"*.sql\"]\n  service: till\n  kinds: [schema]\n  phase: rollout\n");
  CHECK(made.scope.paths == std::vector<std::string>{"db/**", "*.sql"});
  CHECK(made.scope.services == std::vector<std::string>{"till"});
  CHECK(made.scope.kinds == std::vector<std::string>{"schema"});
  CHECK(made.scope.phases == std::vector<std::string>{"rollout"});
  CHECK(made.line == 3);
  CHECK(made.slips.empty());
  CHECK(read("Applies-When: Always\n").scope.is_always);
}

TEST_CASE("a mistyped key is a slip, once for all that stands beneath it") {
  CHECK(slips("applies_whem:\n  paths: [db/**]\n  services: [till]\n") ==
        "3: `applies_whem` is no key that the gate reads; did you mean `applies_when`, in front matter?\n");
  CHECK(slips("apply_when: always\n") != "");
  CHECK(slips("servces: till\n") == "2: `servces` is no key that the gate reads; did you mean `services`?\n");
  CHECK(slips("applies_when:\n  pahts: [db/**]\n") ==
        "3: `applies_when` knows paths, services, kinds and phases, and no `pahts`; did you mean `paths`?\n");
  CHECK(slips("applies_when:\n  owner: Ada\n") ==
        "3: `applies_when` knows paths, services, kinds and phases, and no `owner`\n");
}

TEST_CASE("applies_when with a path behind it says nothing, and that is a slip") {
  CHECK(slips("applies_when: db/**\n") ==
        "2: `applies_when` is `always`, or has paths, services, kinds or phases beneath it; `db/**` is "
        "neither\n");
}

TEST_CASE("words that only look alike are nobody's slip") {
  CHECK(slips("applies_to: x\ndevices: 3\nservices: till\nservice: till\nserver: a\nsurface: b\napplicable: "
              "no\n") == "");
}

}  // namespace
}  // namespace hindcast::gate
