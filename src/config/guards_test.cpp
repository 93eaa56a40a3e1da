#include <doctest/doctest.h>

#include <array>
#include <string>

#include "config/config.h"

namespace hindcast::config {
namespace {

using guards::Setting;
using guards::Takes;

constexpr std::array<std::string_view, 2> modes = {"strict", "loose"};
constexpr std::array<Setting, 7> settings = {
    {{"schema", Takes::path, "the file that lists what there has to be", true},
     {"environments", Takes::paths, "the files that are compared"},
     {"most", Takes::number, "how many may differ"},
     {"age", Takes::duration, "how old they may be"},
     {"strict", Takes::flag, "whether extra keys fail"},
     {"steps", Takes::table, "what is done"},
     {"mode", Takes::choice, "how", false, modes}}};
guards::Outcome nothing(const data::Value&, guards::World&) {
  return {};
}
constexpr std::array<Setting, 1> settings_of_runs = {
    {{"deployed_in", Takes::text, "where", false, {}, "environment"}}};
const std::array<guards::BuiltIn, 2> built_ins = {
    {{"same-env", "they are the same", settings, nothing},
     {"runs-with", "they go together", settings_of_runs, nothing}}};
const Known known{.rules = {}, .profiles = {}, .views = {}, .guards = built_ins};

std::string refused(std::string_view text) {
  std::string out;
  for (const Problem& problem : parse(text, known).problems)
    out += (out.empty() ? "" : "\n") + std::to_string(problem.origin.line) + ":" +
           std::to_string(problem.origin.column) + ": " + problem.message;
  return out.empty() ? "fine" : out;
}

Config accepted(std::string_view text) {
  CHECK(refused(text) == "fine");
  return parse(text, known).config;
}

// "schema=.env.example @3; environments=(=a.env =b.env) @4"
std::string told(const data::Value& value) {
  std::string out;
  for (const auto& one : value.members) {
    out += (out.empty() ? "" : "; ") + one.key + "=" + one.text;
    if (!one.members.empty()) out += "(" + told(one) + ")";
    if (!one.key.empty()) out += " @" + std::to_string(one.line);
  }
  return out;
}

}  // namespace

TEST_CASE("a guard is a command, word by word, and what it may do") {
  const auto config = accepted(
      "[guards.integration]\nabout = 'A.'\ncommand = ['make', 'integration; rm -rf /', '']\ntimeout = '90 "
      "s'\n"
      "environment = ['PATH', 'CI']\nnetwork = true\nreadable = ['/opt/tools']\nwritable = ['build']\n"
      "isolation = 'namespaces'\nscope = { paths = ['db/**'], services = 'till', phases = ['rollout'] }\n"
      "severity = 'warning'\nneeds = 'lint'\nitems = ['outage#x7k2p']\n"
      "blocks = { by = 'Ada', because = 'it failed on the day of the outage' }\n"
      "[guards.lint]\ncommand = ['lint']\n");
  REQUIRE(config.guards.size() == 2);
  const Guard& guard = config.guards[0];
  CHECK(guard.name == "integration");
  CHECK(guard.command == std::vector<std::string>{"make", "integration; rm -rf /", ""});
  CHECK(guard.timeout_ms == 90'000);
  CHECK(guard.environment == std::vector<std::string>{"PATH", "CI"});
  CHECK(guard.may_use_network);
  CHECK(guard.isolation == "namespaces");
  CHECK(guard.scope.paths == std::vector<std::string>{"db/**"});
  CHECK(!guard.is_error);
  CHECK(guard.needs == std::vector<std::string>{"lint"});
  CHECK(guard.blocks_by == "Ada");
  CHECK(config.guards[1].timeout_ms == 600'000);
  CHECK(!config.guards[1].may_use_network);
}

TEST_CASE("every key of a guard is read") {
  std::string all;
  const auto config = accepted(
      "[guards.a]\nabout = 'A.'\ncommand = ['make']\ntimeout = '90 s'\nenvironment = ['PATH']\nnetwork = "
      "true\n"
      "readable = ['/opt']\nwritable = ['build']\nisolation = 'process'\ncovers = 'Makefile'\n"
      "scope = { paths = ['a'], services = 'b', phases = ['c'] }\nseverity = 'error'\nneeds = 'b'\n"
      "items = ['outage#x7k2p']\nblocks = { by = 'Ada', because = 'B.' }\n"
      "[guards.b]\nuse = 'same-env'\nschema = 's'\n");
  for (const Line& line : lines(config))
    all += line.key + "\n";
  for (const Key& key : keys())
    if (key.name.starts_with("guards.NAME."))
      CHECK_MESSAGE((all.find("guards.a" + std::string(key.name.substr(11)) + "\n") != all.npos ||
                     key.name == "guards.NAME.use"),
                    key.name);
}

TEST_CASE("a built-in guard has keys of its own, with their lines") {
  const auto config = accepted(
      "[guards.env]\nuse = 'same-env'\nschema = '.env.example'\nenvironments = ['a.env', 'b.env']\nmost = "
      "2.5\n"
      "age = '7 days'\nstrict = true\nmode = 'loose'\nsteps = [{ get = { path = '/', status = 200 } }]\n");
  CHECK(config.guards[0].use == "same-env");
  CHECK(
      told(config.guards[0].settings) ==
      "schema=.env.example @3; environments=(=a.env; =b.env) @4; most=2.5 @5; age=7 days @6; strict=true @7; "
      "mode=loose @8; steps=(=(get=(path=/ @9; status=200 @9) @9)) @9");
}

TEST_CASE("a guard that can't be meant is refused where it is wrong") {
  const auto guard = [](const std::string& rest) { return refused("[guards.a]\n" + rest); };
  CHECK(guard("") == "1:9: a guard needs 'use', the name of a built-in, or 'command', a list of words");
  CHECK(guard("command = 'make test'\n") ==
        "2:11: 'command' is a list of words, as in [\"make\", \"integration\"]: no shell takes a text apart");
  CHECK(guard("command = []\n") ==
        "2:11: 'command' needs a list of words, as in [\"make\", \"integration\"]");
  CHECK(guard("command = ['']\n") == "2:11: 'command' needs a program to begin with");
  CHECK(guard("command = ['a']\nuse = 'same-env'\nschema = 'b'\n") ==
        "2:11: a guard has 'use' or 'command', not both; leave one of the two out");
  CHECK(guard("use = 'same-evn'\nschema = 'b'\n") ==
        "2:7: unknown built-in guard 'same-evn'; did you mean 'same-env'?");
  CHECK(guard("use = 'same-env'\n") ==
        "1:9: same-env needs 'schema': the file that lists what there has to be");
  CHECK(guard("use = 'same-env'\nschema = 'b'\nwritable = ['a']\n") ==
        "4:1: key 'writable' is for guards with a command");
  CHECK(guard("use = 'same-env'\nschema = 'b'\ncovers = ['a']\n") ==
        "4:1: key 'covers' is for guards that start programs; same-env starts none");
  for (const std::string glob : {"/etc/**", "../a", "a/../b"})
    CHECK(guard("command = ['a']\ncovers = ['" + glob + "']\n") ==
          "3:10: 'covers' needs globs of files in the folder of hindcast.toml, as in [\"Makefile\", "
          "\"checks/**\"]; '" +
              glob + "' is none");
  CHECK(guard("command = ['a']\ntimeout = 90\n") ==
        "3:11: 'timeout' needs a duration, as in \"90 s\" or \"10 min\", in quotes, not a number");
  CHECK(guard("command = ['a']\nenvironment = ['A=b']\n") ==
        "3:15: 'environment' needs names of variables, as in [\"PATH\"]; 'A=b' is none");
  CHECK(guard("command = ['a']\nnetwrok = true\n") == "3:1: unknown key 'netwrok'; did you mean 'network'?");
  CHECK(
      guard("command = ['a']\nblocks = { by = 'Ada' }\n") ==
      "3:10: 'blocks' needs a person who answers for it and a reason: { by = \"NAME\", because = \"...\" }");
  CHECK(refused("[guards.'a b']\ncommand = ['a']\n") ==
        "1:9: a guard's name is made of letters, digits, '-', '_' and '.', 64 at most");
}

TEST_CASE("a guard that starts nothing refuses variables, and names the key that was meant") {
  CHECK(refused("[guards.a]\nuse = 'same-env'\nschema = 'b'\nenvironment = 'staging'\n") ==
        "4:1: key 'environment' names variables that a program gets, and same-env starts none; did you mean "
        "'environments'?");
  CHECK(refused("[guards.a]\nuse = 'runs-with'\nenvironment = 'prod-eu'\n") ==
        "3:1: key 'environment' names variables that a program gets, and runs-with starts none; write "
        "deployed_in = \"prod-eu\"");
  CHECK(refused("[guards.a]\nuse = 'runs-with'\ndeployed_in = 'prod-eu'\n") == "fine");
}

TEST_CASE("guards that wait for each other are refused") {
  CHECK(refused("[guards.a]\ncommand = ['a']\nneeds = 'b'\n[guards.b]\ncommand = ['b']\nneeds = 'a'\n") ==
        "3:9: guard 'a' needs itself, or what waits for it\n"
        "6:9: guard 'b' needs itself, or what waits for it");
  CHECK(refused("[guards.a]\ncommand = ['a']\nneeds = 'aa'\n").starts_with("3:9: unknown guard 'aa'"));
  CHECK(refused("[guards.a]\ncommand = ['a']\nneeds = ['b', 'c']\n[guards.b]\ncommand = ['b']\nneeds = 'c'\n"
                "[guards.c]\ncommand = ['c']\n") == "fine");
}

}  // namespace hindcast::config
