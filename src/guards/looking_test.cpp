#include "guards/looking.h"

#include <doctest/doctest.h>

#include <array>

namespace hindcast::guards {
namespace {

constexpr std::array<std::string_view, 3> known = {"cadence", "depends_on", "unique"};
constexpr std::array<std::string_view, 1> others = {"depend_on"};

std::string shown(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& one : findings)
    out.append(facts::word(one.verdict))
        .append(" ")
        .append(one.path)
        .append(":")
        .append(std::to_string(one.line).append(": ").append(one.message).append("\n"));
  return out;
}

std::string unknown(std::string_view toml) {
  std::vector<Finding> findings;
  tell_unknown_keys(*data::read_toml(toml), known, "a backup", "ops/backups.toml", findings);
  return shown(findings);
}

std::string misspelt(std::string_view toml) {
  std::vector<Finding> findings;
  tell_misspelt_keys(*data::read_toml(toml), known, others, "a service", "compose.yaml", findings);
  return shown(findings);
}

TEST_CASE("a key that nobody reads is told at its line, with the one that was meant") {
  CHECK(unknown("cadence = 1\n\nuniqe = true\n") ==
        "inconclusive ops/backups.toml:3: `uniqe` is no key of a backup; did you mean `unique`?\n");
  CHECK(unknown("dependsOn = []\n") ==
        "inconclusive ops/backups.toml:1: `dependsOn` is no key of a backup; did you mean `depends_on`?\n");
  CHECK(unknown("abut = ''\n").find("did you mean `about`?") != std::string::npos);
  CHECK(unknown("zebra = 1\n") == "inconclusive ops/backups.toml:1: `zebra` is no key of a backup\n");
}

TEST_CASE("known keys, and what people write for each other, are not told") {
  CHECK(unknown("cadence = 1\nunique = true\n") == "");
  CHECK(unknown("about = 'why'\nowner = 'Rita'\n_old = 1\nx-team = 1\n'$schema' = 's'\n") == "");
}

TEST_CASE("in another tool's table only what is all but a key of ours is told") {
  CHECK(misspelt("depends-on = []\n") ==
        "inconclusive compose.yaml:1: `depends-on` is no key of a service; did you mean `depends_on`?\n");
  CHECK(misspelt("dependson = []\nuniqe = 1\n").find("`uniqe`") != std::string::npos);
  CHECK(misspelt("depends_on = []\ndepend_on = []\nrestart = 'no'\ncontainer_name = 'w'\n") == "");
}

TEST_CASE("a name that is nobody's comes with the nearest that is somebody's") {
  CHECK(meant_by("prodd", {"staging", "prod"}) == "; did you mean `prod`?");
  CHECK(meant_by("zebra", {"staging", "prod"}) == "");
}

}  // namespace
}  // namespace hindcast::guards
