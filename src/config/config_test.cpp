#include "config/config.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>

namespace hindcast::config {
namespace {

constexpr std::array<std::string_view, 3> rules = {"action-without-owner", "no-year", "vague-action"};
constexpr std::array<std::string_view, 2> profiles = {"default", "sre"};
constexpr std::array<std::string_view, 2> sorts = {"due", "age"};
std::string due_problem(std::string_view value) {
  return value == "14d" ? "" : "no days";
}
constexpr std::array<ViewKey, 4> views = {
    {{"owner", {}}, {"sort", sorts, true, true}, {"due", {}, false, false, due_problem}, {"text", {}}}};
constexpr Known known{rules, profiles, views};

std::string refused(std::string_view text) {
  std::string out;
  for (const Problem& problem : parse(text, known).problems)
    out += (out.empty() ? "" : "\n") + std::to_string(problem.origin.line) + ":" +
           std::to_string(problem.origin.column) + ": " + problem.message;
  return out.empty() ? "fine" : out;
}

Config accepted(std::string_view text) {
  Parsed parsed = parse(text, known);
  CHECK(refused(text) == "fine");
  return parsed.config;
}

// What was set, with its line.
std::string set_in(std::string_view text) {
  std::string out;
  for (const Line& line : lines(accepted(text)))
    if (!line.origin.is_default())
      out += line.key + "=" + line.value + " @" + std::to_string(line.origin.line) + "\n";
  return out;
}

std::string severities(const Config& config, std::string_view path) {
  Applied all = applied(config, path);
  std::string out = all.profile.value;
  for (const auto& rule : all.rules)
    out += " " + rule.rule + "=" + std::string(diag::word(rule.severity));
  return out;
}

}  // namespace

TEST_CASE("an empty file is all defaults") {
  Config config = accepted("# nothing yet\n");
  CHECK(config.profile.value == "default");
  CHECK(config.check.fail_on.value == diag::Severity::warning);
  CHECK(config.check.suppressions.value == Suppressions::allow);
  CHECK(!config.check.max_warnings.value);
}

TEST_CASE("every value remembers where it stands") {
  CHECK(set_in("profile = 'sre'\nforms = ['forms']\n\n"
               "[documents]\ninclude = ['docs/**']\nexclude = ['drafts']\n"
               "[check]\nfail_on = 'never'\nmax_warnings = 3\nsuppressions = 'forbid'\nbaseline = 'b.json'\n"
               "[doctor]\nopen_days = 30\n"
               "[owners]\nnames = ['Ada', 'Team \"X\"']\ncodeowners = 'CODEOWNERS'\n"
               "[rules]\nno-year = 'off'\naction-without-owner = 'error'\n"
               "[[overrides]]\npaths = ['old']\nprofile = 'default'\nrules.vague-action = 'hint'\n") ==
        "profile=\"sre\" @1\nforms=[\"forms\"] @2\n"
        "documents.include=[\"docs/**\"] @5\ndocuments.exclude=[\"drafts\"] @6\n"
        "check.fail_on=\"never\" @8\ncheck.max_warnings=3 @9\ncheck.suppressions=\"forbid\" @10\n"
        "check.baseline=\"b.json\" @11\ndoctor.open_days=30 @13\n"
        "owners.names=[\"Ada\", \"Team \\\"X\\\"\"] @15\n"
        "owners.codeowners=\"CODEOWNERS\" @16\nrules.no-year=\"off\" @18\n"
        "rules.action-without-owner=\"error\" @19\noverrides[0].paths=[\"old\"] @21\n"
        "overrides[0].profile=\"default\" @22\noverrides[0].rules.vague-action=\"hint\" @23\n");
}

TEST_CASE("the docs name exactly the keys that the parser knows") {
  std::FILE* page = std::fopen(HINDCAST_ROOT "/docs/configuration.md", "rb");
  REQUIRE(page != nullptr);
  std::string documented, known_keys;
  char line[1000];
  while (std::fgets(line, sizeof line, page) != nullptr)
    if (std::string_view row = line; row.starts_with("| `"))
      documented += std::string(row.substr(3, row.find('`', 3) - 3)) + "\n";
  std::fclose(page);
  for (const Key& key : keys())
    known_keys += std::string(key.name) + "\n";
  CHECK(documented == known_keys);
}

TEST_CASE("every key that is published is read") {
  for (const Key& key : keys()) {
    std::string name(key.name), value;
    if (name.starts_with("policy[]") || name.starts_with("views.") || name.starts_with("gate."))
      continue;                                 // below
    if (name.starts_with("guards.")) continue;  // guards_test.cpp
    switch (key.takes) {
      case Takes::text:
      case Takes::path:
        value = "'a'";
        break;
      case Takes::words:
        value = name == "calendar.weekend" ? "['friday']" : "'a'";
        break;
      case Takes::duration:
      case Takes::choice:
      case Takes::flag:
      case Takes::texts:
      case Takes::globs:
      case Takes::paths:
        value = "['a']";
        break;
      case Takes::number:
        value = "1";
        break;
      case Takes::severity:
      case Takes::fail_on:
        value = "'hint'";
        break;
      case Takes::suppressions:
        value = "'forbid'";
        break;
      case Takes::profile:
        value = "'sre'";
        break;
    }
    if (auto at = name.find("NAME"); at != name.npos) name.replace(at, 4, "no-year");
    std::string text = name + " = " + value + "\n";
    if (name.starts_with("overrides[]."))
      text = "[[overrides]]\n" + (name.ends_with("paths") ? "" : std::string("paths = ['a']\n")) +
             text.substr(12);
    CHECK_MESSAGE(set_in(text).find(name.substr(name.find("[]") == name.npos ? 0 : 12)) != std::string::npos,
                  text);
  }
}

TEST_CASE("every key of a policy is read") {
  const std::string match =
      " = { role = 'action', kind = ['postmortem'], severity = [1, 'SEV2'], priority = 'high', service = "
      "'till', "
      "label = 'a', text = ['b', 'c'] }\n";
  const auto all = set_in("[[policy]]\nname = 'a'\nabout = 'A.'\napplies" + match +
                          "must = 'done'\nwithin = '30 days'\nfrom = 'launch date'\nseverity = 'error'\n"
                          "[[policy]]\nname = 'b'\nevery = 'month'\nsince = 2024-01-01\nevidence" +
                          match);
  for (const Key& key : keys())
    if (key.name.starts_with("policy[]."))
      CHECK_MESSAGE(all.find("]" + std::string(key.name.substr(8)) + "=") != all.npos, key.name);
}

TEST_CASE("services are made of paths, and the gate says what stops a release") {
  const auto config = accepted(
      "[services.till]\npaths = ['cmd/till/**', 'db/till']\n[services.basket]\npaths = "
      "'basket'\n[gate]\nmode = "
      "'advisory'\nblocks = ['fail', 'warn']\nasks = 'check'\ntells = []\nuntold = 'ask'\n");
  REQUIRE(config.services.size() == 2);
  CHECK(config.services[0].name == "till");
  CHECK(config.services[0].paths == std::vector<std::string>{"cmd/till/**", "db/till"});
  CHECK(config.gate.is_advisory.value);
  CHECK(config.gate.blocks.value == std::vector{facts::Verdict::fail, facts::Verdict::warn});
  CHECK(config.gate.asks.value == std::vector{facts::ItemRole::check});
  CHECK(config.gate.tells.value.empty());
  CHECK(config.gate.untold.value == Config::Gate::Untold::ask);
  CHECK(accepted("").gate.untold.value == Config::Gate::Untold::undecided);
  CHECK_FALSE(accepted("").gate.is_advisory.value);
  CHECK_FALSE(accepted("").gate.may_waive_alone.value);
  const auto further = accepted("[gate]\ndocuments = ['docs', 'more.md']\nwaive_alone = true\n");
  CHECK(further.gate.documents.value == std::vector<std::string>{"docs", "more.md"});
  CHECK(further.gate.may_waive_alone.value);
  CHECK(refused("[gate]\nwaive_alone = 'yes'\n") ==
        "2:15: 'waive_alone' needs true or false, without quotes");
  std::string stated;
  for (const auto& line : lines(config))
    if (line.key.starts_with("gate.") || line.key.starts_with("services."))
      stated += line.key + "=" + line.value + " ";
  CHECK(stated ==
        "gate.mode=\"advisory\" gate.blocks=[\"fail\", \"warn\"] gate.asks=\"check\" gate.tells=[] "
        "gate.untold=\"ask\" "
        "services.till.paths=[\"cmd/till/**\", \"db/till\"] services.basket.paths=\"basket\" ");
}

TEST_CASE("a gate that can't be meant is refused where it is wrong") {
  CHECK(refused("[gate]\nuntold = 'pass'\n") ==
        "2:10: unknown choice 'pass'; choose 'undecided', 'go' or 'ask'");
  CHECK(refused("[gate]\nmode = 'strict'\n") ==
        "2:8: unknown mode 'strict'; choose 'enforcing' or 'advisory'");
  CHECK(refused("[gate]\nblocks = ['pass']\n") ==
        "2:11: unknown verdict 'pass'; choose 'warn', 'missing', 'inconclusive', 'fail' or 'error'");
  CHECK(refused("[gate]\nblocks = []\n").find("advisory") != std::string::npos);
  CHECK(refused("[gate]\nblock = 'fail'\n") == "2:1: unknown key 'block'; did you mean 'blocks'?");
  CHECK(refused("[services.till]\n").find("a service needs 'paths'") != std::string::npos);
  CHECK(refused("services = 3\n").find("is a table: write [services.NAME]") != std::string::npos);
}

TEST_CASE("a policy is what its table says") {
  const auto config = accepted(
      "[[policy]]\nname = 'quick'\napplies = { severity = 1, kind = 'postmortem' }\nwithin = '5 business "
      "days'\n"
      "severity = 'error'\n\n"
      "[[policy]]\nname = 'feedback'\nmust = 'closed'\nfrom = 'stated day'\napplies = { role = 'deadline' "
      "}\n");
  REQUIRE(config.policies.size() == 2);
  CHECK(
      policy::sentence(config.policies[0]) ==
      "each action of a postmortem of severity 1 must be done within 5 working days of the document's date");
  CHECK(config.policies[0].is_error);
  CHECK(policy::sentence(config.policies[1]) == "each deadline must be closed on the stated day");
  CHECK(config.policies[1].line == 7);
}

TEST_CASE("a policy that can't be meant is refused where it is wrong") {
  const auto policy = [](const std::string& rest) { return refused("[[policy]]\nname = 'a'\n" + rest); };
  CHECK(refused("[[policy]]\nwithin = '1 day'\n") == "1:1: a policy needs 'name', by which findings call it");
  CHECK(policy("") == "1:1: a policy needs 'within', as in \"30 days\", or 'every'");
  CHECK(policy("witin = '1 day'\n") == "3:1: unknown key 'witin'; did you mean 'within'?");
  CHECK(policy("within = '2 fortnights'\n") ==
        "3:10: 'within' is no duration: write it as '30 days', '5 working days', '2 weeks' or '1 month'");
  CHECK(policy("within = 3\n") == "3:10: 'within' needs a duration in quotes, not a number");
  CHECK(policy("within = '1 day'\nkind = 'postmortem'\n") ==
        "4:1: key 'kind' belongs into applies = { kind = ... }");
  CHECK(policy("within = '1 day'\napplies = { kind = 'postmorten' }\n") ==
        "4:20: unknown kind 'postmorten'; did you mean 'postmortem'?");
  CHECK(policy("within = '1 day'\napplies = { severity = 'sevv1' }\n") ==
        "4:24: unknown severity 'sevv1'; did you mean 'sev1'?");
  CHECK(policy("within = '1 day'\napplies = { knd = 'x' }\n") ==
        "4:13: unknown key 'knd'; did you mean 'kind'?");
  CHECK(policy("within = '1 day'\nfrom = 'launch'\n") ==
        "4:8: unknown day 'launch'; did you mean 'launch date'?");
  CHECK(policy("every = 'month'\n") ==
        "3:9: what comes round needs 'evidence', as in { text = \"security scan\" }");
  CHECK(policy("every = 'fortnight'\nevidence = { text = 'a' }\n") ==
        "3:9: 'every' cannot be 'fortnight'; choose 'week', 'month', 'quarter', 'year' or a duration such as "
        "'30 "
        "days'");
  CHECK(policy("within = '1 day'\nmust = 'reviewed'\napplies = { role = 'action' }\n") ==
        "4:8: 'reviewed' is asked of documents; leave applies.role out");
  CHECK(policy("must = 'closed'\nfrom = 'stated day'\n") ==
        "4:8: items state a day, documents don't; give applies.role, as in \"deadline\"");
  CHECK(policy("within = '1 day'\nsince = 'May'\n").find("4:9: 'since' needs a day, as in 2024-01-01") !=
        std::string::npos);
  CHECK(policy("within = '1 day'\n[[policy]]\nname = 'a'\nwithin = '1 day'\n") ==
        "4:1: another policy is called 'a' already");
  CHECK(refused("[policy]\nname = 'a'\n") == "1:1: 'policy' is a list of tables: write [[policy]]");
}

TEST_CASE("teams, views and the calendar are read with their own names") {
  const auto config = accepted(
      "[teams.Platform]\nservices = ['ledger-db']\nmembers = 'Idris'\n"
      "[views.mine]\nowner = 'ada'\nsort = ['-due', 'age']\n"
      "[calendar]\nzone = 'Europe/Berlin'\nweekend = ['friday', 'saturday']\nholidays = ['days.txt']\n");
  CHECK(config.teams[0].name == "Platform");
  CHECK(config.teams[0].members == std::vector<std::string>{"Idris"});
  CHECK(config.views[0].settings[1].values == std::vector<std::string>{"-due", "age"});
  CHECK(config.calendar.zone.value == "Europe/Berlin");
  CHECK(config.calendar.weekend.value.size() == 2);
}

TEST_CASE("a view that can't be meant is refused where it is wrong") {
  CHECK(refused("[views.mine]\nownr = 'ada'\n") == "2:1: unknown key 'ownr'; did you mean 'owner'?");
  CHECK(refused("[views.mine]\nsort = '-aeg'\n") == "2:8: unknown sort 'aeg'; did you mean 'age'?");
  CHECK(refused("[views.mine]\ndue = '14'\n") == "2:7: no days");
  CHECK(refused("[views.mine]\ndue = '14d'\n") == "fine");
  CHECK(refused("[views.mine]\nowner = ['a', 'b']\n") == "2:9: 'owner' needs one text, not a list");
  CHECK(refused("[views.mine]\n") == "1:1: a view without a key shows what 'items' shows");
  CHECK(refused("views = 3\n") == "1:9: 'views' is a table: write [views.NAME]");
  CHECK(refused("[teams.a]\nservice = 'x'\n") == "2:1: unknown key 'service'; did you mean 'services'?");
  CHECK(refused("[calendar]\nzone = '../etc/passwd'\n") ==
        "2:8: 'zone' needs the name of a time zone, as in \"Europe/Berlin\"");
  CHECK(refused("[calendar]\nweekend = ['sunnday']\n") ==
        "2:12: unknown day 'sunnday'; did you mean 'sunday'?");
}

TEST_CASE("a key that nobody knows is refused with what was meant") {
  CHECK(refused("[check]\nfial_on = 'hint'\n") == "2:1: unknown key 'fial_on'; did you mean 'fail_on'?");
  CHECK(refused("[check]\nfail-on = 'hint'\n") == "2:1: unknown key 'fail-on'; did you mean 'fail_on'?");
  CHECK(refused("fail_on = 'hint'\n") == "1:1: key 'fail_on' belongs under [check]");
  CHECK(refused("[rule]\n").starts_with("1:2: unknown key 'rule'; did you mean 'rules'?"));
  CHECK(refused("[rules]\nno-yaer = 'off'\n") == "2:1: unknown rule 'no-yaer'; did you mean 'no-year'?");
  CHECK(refused("[[overrides]]\npaths = ['a']\npath = 1\n") ==
        "3:1: unknown key 'path'; did you mean 'paths'?");
  CHECK(refused("x = 1\ny = 2\n").find("\n2:1: ") != std::string::npos);
}

TEST_CASE("a value of the wrong type or choice says what is needed") {
  CHECK(refused("profile = 'sri'\n") == "1:11: unknown profile 'sri'; did you mean 'sre'?");
  CHECK(refused("profile = 3\n") == "1:11: 'profile' needs 'default' or 'sre' in quotes, not a number");
  CHECK(refused("forms = 'a.md'\n") == "1:9: 'forms' needs a list, as in [\"...\"], not a text");
  CHECK(refused("forms = ['']\n") == "1:10: 'forms' needs a path in quotes; this one is empty");
  CHECK(refused("forms = [1]\n") == "1:10: 'forms' needs a path in quotes, not a number");
  CHECK(refused("check = 1\n") == "1:9: 'check' is a table: write [check]");
  CHECK(refused("check.max_warnings = -1\n") ==
        "1:22: 'check.max_warnings' needs a whole number from 0 to 1000000000");
  CHECK(refused("check.max_warnings = 1.0\n") ==
        "1:22: 'check.max_warnings' needs a whole number from 0 to 1000000000");
  CHECK(refused("doctor.open_days = -1\n") ==
        "1:20: 'doctor.open_days' needs a whole number of days from 0 to 36500");
  CHECK(refused("rules.no-year = 'warn'\n") == "1:17: unknown severity 'warn'; did you mean 'warning'?");
  CHECK(refused("check.suppressions = 'no'\n") ==
        "1:22: unknown choice 'no'; choose 'allow', 'require-reason' or 'forbid'");
  CHECK(refused("overrides = {}\n") == "1:13: 'overrides' is a list of tables: write [[overrides]]");
  CHECK(refused("[[overrides]]\nprofile = 'sre'\n") == "1:1: an override needs 'paths', a list of globs");
  CHECK(refused("owners.names = [\"a\\u0000\"]\n") ==
        "1:17: 'owners.names' needs a name in quotes, without control characters");
}

TEST_CASE("the key of a wrong value is named, wherever it stands") {
  CHECK(refused("[documents]\ninclude = [\"a\",\n  \"b = c\", 3]\n") ==
        "3:12: 'include' needs a glob in quotes, not a number");
  CHECK(refused("[[policy]]\nname = 'a'\nwithin = '1 day'\napplies = { kind = 'issue', text = 3 }\n") ==
        "4:36: 'text' needs a text in quotes, not a number");
}

TEST_CASE("a key is looked for in front of its value no farther than lists are long") {
  const auto list = [](int lines) {
    std::string text = "forms = [\n";
    for (int i = 0; i < lines; ++i)
      text += "'a form',\n";
    return text + "3]\n";
  };
  CHECK(refused(list(400)) == "402:1: 'forms' needs a path in quotes, not a number");
  CHECK(refused(list(500)) == "502:1: needs a path in quotes, not a number");
  const auto after = [](std::size_t bytes) {  // so many from the beginning of the key to the value
    return refused("forms = [\n#" + std::string(bytes - 12, '=') + "\n3]\n");
  };
  CHECK(after(4096) == "3:1: 'forms' needs a path in quotes, not a number");
  CHECK(after(4097) == "3:1: needs a path in quotes, not a number");  // not 'orms'
}

TEST_CASE("after a hundred problems only their number is told") {
  const auto problems = [](int count) {
    std::string text = "profile = 7\nforms = [\n";
    for (int i = 1; i < count; ++i)
      text += "3,\n";
    return parse(text + "]\n", known).problems;
  };
  CHECK(problems(100).size() == 100);
  CHECK(problems(100).back().message == "'forms' needs a path in quotes, not a number");
  for (const int count : {101, 80'000}) {
    const auto told = problems(count);
    CHECK(told.size() == 101);
    CHECK(told[0].message.starts_with("'profile' needs "));
    CHECK(told[99].message == "'forms' needs a path in quotes, not a number");
    CHECK(told[100].origin == Origin{102, 1});
    const auto more = std::to_string(count - 100);
    CHECK(told[100].message == "and " + more + " more from here on; mend the problems above first");
  }
}

TEST_CASE("what is no TOML is refused where it stops being it") {
  CHECK(refused("profile = \n").starts_with("1:11: is no TOML: "));
  CHECK(refused("profile = 'sre'\nprofile = 'sre'\n").starts_with("2:"));
  CHECK(refused("a = [[[ } [\"b\"]\n") == "1:1: is no TOML: a value stands where none can");
  CHECK(refused("\xff").starts_with("1:1: is no TOML: "));
  CHECK(refused("S\u00e9 = 1\n") == "1:1: is no TOML: letters beyond ASCII need quotes around them");
  CHECK(refused("# don't stop ................... \u00e9\nowners.names = ['Zo\u00eb', \"Zo\u00eb\"]\n") ==
        "fine");
  CHECK(refused("\xef\xbb\xbfprofile = 'sre'\n") == "fine");
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i)
    deep += ".a";
  CHECK(refused(deep + " = 1").ends_with("has a key of more than 16 parts"));
  CHECK(refused(std::string(100'000, '[')).starts_with("1:"));
  CHECK(refused("a = " + std::string(100'000, '[')).starts_with("1:"));
  CHECK(refused("#" + std::string(300'000, 'x')) == "1:1: is larger than 256 KiB, which no configuration is");
}

TEST_CASE("the last override that matches wins, rule by rule") {
  Config config = accepted(
      "profile = 'sre'\nrules.no-year = 'error'\n"
      "[[overrides]]\npaths = ['old']\nprofile = 'default'\nrules = { no-year = 'off', vague-action = 'hint' "
      "}\n"
      "[[overrides]]\npaths = ['old/2019/**']\nrules = { no-year = 'hint' }\n");
  CHECK(severities(config, "new/a.md") == "sre no-year=error");
  CHECK(severities(config, "old/a.md") == "default no-year=off vague-action=hint");
  CHECK(severities(config, "old/2019/a.md") == "default no-year=hint vague-action=hint");
}

TEST_CASE("documents are included by glob, and an exclusion wins") {
  Config config = accepted("[documents]\ninclude = ['docs/**/*.md']\nexclude = ['drafts']\n");
  CHECK(is_included(config, "docs/a.md"));
  CHECK(is_included(config, "docs/x/y/a.md"));
  CHECK(!is_included(config, "docs/drafts/a.md"));
  CHECK(!is_included(config, "src/a.md"));
  CHECK(is_included(accepted(""), "src/a.md"));
}

TEST_CASE("globs match as people expect from other tools") {
  auto all_match = [](std::string_view glob, const std::vector<std::string_view>& paths) {
    for (auto path : paths)
      CHECK_MESSAGE(matches(glob, path), glob << " " << path);
  };
  auto none_match = [](std::string_view glob, const std::vector<std::string_view>& paths) {
    for (auto path : paths)
      CHECK_MESSAGE(!matches(glob, path), glob << " " << path);
  };
  all_match("*.md", {"a.md", "x/a.md", "x/y/.md"});
  none_match("*.md", {"a.mdx", "a.txt"});
  all_match("docs", {"docs/a.md", "x/docs/y/a.md", "docs"});
  none_match("docs", {"docs2/a.md", "mydocs/a.md"});
  all_match("docs/", {"docs/a.md"});
  all_match("./docs/*.md", {"docs/a.md"});
  none_match("docs/*.md", {"docs/x/a.md", "x/docs/a.md"});
  all_match("/README.md", {"README.md"});
  all_match("docs/**", {"docs/a.md", "docs/x/y.md"});
  all_match("docs/**/a.md", {"docs/a.md", "docs/x/a.md", "docs/x/y/a.md"});
  none_match("docs/**/a.md", {"docs/ba.md", "docs/x/ba.md", "a.md"});
  all_match("**/2019/*", {"2019/a.md", "x/2019/a.md"});
  all_match("a?.md", {"ab.md", "aé.md", "a事.md"});
  none_match("a?.md", {"a.md", "abc.md", "a/.md"});
  none_match("", {"a"});
  std::string many(2'000, '*'), path(20'000, 'a');
  CHECK(!matches(many + "b", path));
}

}  // namespace hindcast::config
