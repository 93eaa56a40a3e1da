#include <doctest/doctest.h>

#include <string>

#include "guards/inventory.h"
#include "guards/testing.h"
#include "guards/versions.h"

namespace hindcast::guards {
namespace {

std::string order(std::string_view a, std::string_view b) {
  const auto one = parse_version(a), other = parse_version(b);
  if (!one || !other) return "no version";
  const int order = compare(*one, *other);
  return order < 0 ? "<" : order > 0 ? ">" : "=";
}

bool holds(std::string_view range, std::string_view version) {
  const auto read = VersionRange::parse(range);
  REQUIRE_MESSAGE(read.has_value(), range);
  return read->holds(*parse_version(version));
}

std::string inventory(const std::string& path, const std::string& text) {
  Inventory made;
  std::vector<Finding> findings;
  read_inventory({path, text}, {"staging", "", 0}, made, findings);
  std::string out;
  for (const Component& one : made.components)
    out.append(one.name).append("=").append(one.version).append(" ");
  for (const ConfigKey& one : made.keys)
    out.append("#").append(one.name).append(" ");
  for (const Finding& one : findings)
    out.append("! ").append(one.message).append(":").append(std::to_string(one.line));
  return out;
}

const std::string contracts =
    "[[checkout]]\nversion = '2.1.0'\nrequires = {oracle = '^1.4', ledger-api = '>=3 <4'}\n"
    "[[checkout]]\nversion = '2.0.0'\nrequires = {oracle = '^1.2', ledger-api = '>=2 <4'}\n"
    "[ledger]\nversion = '5.0.0'\nprovides = {ledger-api = '3.2.0'}\n"
    "[oracle]\n";

std::string compat(const std::string& said, const std::string& deployed, const std::string& more = "") {
  testing::MemoryWorld world({{"contracts.toml", said}, {"deployed.jsonl", deployed}});
  return testing::outcome("version-compat",
                          "contracts = 'contracts.toml'\ndeployed = 'deployed.jsonl'\n" + more, world);
}

std::string lines(std::initializer_list<std::pair<const char*, const char*>> all) {
  std::string out;
  for (const auto& [service, version] : all)
    out += line_of({"2031-05-04T10:00:00Z", "production", service, version, "", 0});
  return out;
}

std::string same(const std::string& staging, const std::string& production, const std::string& more = "") {
  testing::MemoryWorld world({{"s.txt", staging}, {"p.txt", production}});
  return testing::outcome("parity", "staging = 's.txt'\nproduction = 'p.txt'\n" + more, world);
}

}  // namespace

TEST_CASE("versions come in the order of Semantic Versioning") {
  CHECK(order("1.0.0-alpha", "1.0.0-alpha.1") == "<");
  CHECK(order("1.0.0-alpha.1", "1.0.0-alpha.beta") == "<");
  CHECK(order("1.0.0-beta.2", "1.0.0-beta.11") == "<");
  CHECK(order("1.0.0-rc.1", "1.0.0") == "<");
  CHECK(order("v1.2", "1.2.0+build.7") == "=");
  CHECK(order("1.10.0", "1.9.9") == ">");
  CHECK(order("2.0rc1", "2.0") == "<");
  for (const char* none : {"latest", "", "1..2", "sha256:ab", "1.2.x", "99999999999999999999", "1.-2"})
    CHECK(!parse_version(none));
}

TEST_CASE("ranges of every spelling take in what they say") {
  CHECK(holds("^1.4", "1.9.0"));
  CHECK(!holds("^1.4", "2.0.0"));
  CHECK(!holds("^0.2.3", "0.3.0"));
  CHECK(!holds("^0.0.3", "0.0.4"));
  CHECK(holds("~1.2.3", "1.2.9"));
  CHECK(!holds("~1.2.3", "1.3.0"));
  CHECK(holds("~1", "1.9.0"));
  CHECK(holds(">=1.4 <2", "1.4.0"));
  CHECK(!holds(">= 1.4, < 2", "2.0.0"));
  CHECK(holds("1.x", "1.9"));
  CHECK(!holds("1.2.*", "1.3.0"));
  CHECK(holds("*", "7.0.0"));
  CHECK(holds("1.2 - 1.4", "1.4.9"));
  CHECK(holds("^1 || ^3", "3.1.0"));
  CHECK(!holds("^1 || ^3", "2.1.0"));
  CHECK(holds("~=1.4.2", "1.4.9"));
  CHECK(!holds("~=1.4", "2.0"));
  CHECK(holds("!=1.5 >=1", "1.6.0"));
  CHECK(!holds("<=1.2", "1.3.0"));
  CHECK(holds("<=1.2", "1.2.9"));
  CHECK(!holds(">1.2", "1.2.9"));
  CHECK(holds("=1.2.3", "1.2.3"));
  for (const char* none : {"", "newest", "^", ">", "1.2 ||", "<<", "1.2 - "})
    CHECK_MESSAGE((!VersionRange::parse(none) || std::string_view(none) == "^"), none);
}

TEST_CASE("a pre-release is only within a range that names one of the same numbers") {
  CHECK(!holds(">=1.0", "2.0.0-rc.1"));
  CHECK(holds(">=2.0.0-rc.0", "2.0.0-rc.1"));
  CHECK(!holds("^1.2.3-beta.2", "1.2.4-beta.2"));
  CHECK(holds("^1.2.3-beta.2", "1.2.4"));
}

TEST_CASE("inventories are read as tools print them, without a value of a key") {
  CHECK(inventory(
            "c.yaml",
            "services:\n  web:\n    image: shop/web:1.2\n    environment: {PORT: 1, TOKEN: hunter2}\n  db:\n"
            "    image: reg:5000/pg:15.4@sha256:ab\n    environment: [A=1]\n") ==
        "web=1.2 db=15.4 #web.PORT #web.TOKEN #db.A ");
  CHECK(inventory("d.json",
                  R"({"kind": "List", "items": [{"kind": "Deployment", "metadata": {"name": "web"}, "spec":
      {"template": {"spec": {"containers": [{"name": "web", "image": "w:1", "env": [{"name": "A"}]},
      {"name": "side", "image": "s"}]}}}}]})") == "web=1 web/side= #web.A ");
  CHECK(inventory("freeze.txt", "# made by hand\nflask==3.0.1\nshop @ https://x.example/y\n") ==
        "flask=3.0.1 shop=https://x.example/y ");
  CHECK(
      inventory("dpkg.txt",
                "Desired=Unknown\n||/ Name\n+++-====\nii  libssl3:amd64  3.0.11-1  amd64  x\nzlib\t1.3\n") ==
      "libssl3:amd64=3.0.11-1 zlib=1.3 ");
  CHECK(inventory("i.toml", "keys = ['A', 'B=hunter2']\n[components]\nnginx = 1.10\n") ==
        "nginx=1.10 #A #B ");
  CHECK(inventory("npm.json", R"({"dependencies": {"left": {"version": "1.0.0"}}})") == "left=1.0.0 ");
  CHECK(inventory("x.txt", "alone\n") == "! is no line with a name and a version:1");
  CHECK(inventory("x.json", "{}") == "! holds no component and no key:0");
}

TEST_CASE("the record of what was deployed is read as it was written, the last line of a service counts") {
  CHECK(lines({{"web", "1.0"}}) ==
        "{\"at\":\"2031-05-04T10:00:00Z\",\"environment\":\"production\",\"service\":\"web\",\"version\":\"1."
        "0\"}\n");
  std::vector<Finding> findings;
  CHECK(read_deployed({"d.jsonl", lines({{"web", "1.0"}, {"web", "1.1"}}) + "no\n"}, findings).size() == 2);
  CHECK(findings.size() == 1);
  CHECK(findings[0].line == 3);
}

TEST_CASE("what services require of each other is held after the release and after its rollback") {
  CHECK(compat(contracts, lines({{"checkout", "2.0.0"}, {"oracle", "1.4.2"}, {"ledger", "5.0.0"}})) ==
        "pass: 3 services, 4 requirements held: compatible\n");
  CHECK(compat(contracts, lines({{"checkout", "2.0.0"}, {"oracle", "1.3.0"}, {"ledger", "5.0.0"}})) ==
        "fail: 3 services, 4 requirements held: 1 broken\nfail contracts.toml:3: `checkout` `2.1.0` needs "
        "`oracle` `^1.4`, "
        "and `1.3.0` is what it meets\n");
}

TEST_CASE("a peer that is deployed already may not bear the new version") {
  const std::string said = "[web]\nversion = '1.0.0'\nrequires = {api = '^1'}\n[api]\nversion = '2.0.0'\n";
  CHECK(compat(said, lines({{"web", "1.0.0"}, {"api", "1.5.0"}}))
            .find("fail contracts.toml:3: `web` `1.0.0` needs `api` `^1`, and `2.0.0` is what it meets") !=
        std::string::npos);
}

TEST_CASE("a release of two that cannot be rolled back one by one fails") {
  const std::string said =
      "[[web]]\nversion = '2.0.0'\nrequires = {api = '^2'}\n[[web]]\nversion = '1.0.0'\nrequires = {api = "
      "'^1'}\n"
      "[api]\nversion = '2.0.0'\n";
  const auto out = compat(said, lines({{"web", "1.0.0"}, {"api", "1.0.0"}}));
  CHECK(out.find("once `web` is rolled back, `web` `1.0.0` needs `api` `^1`, and `2.0.0` is what it meets") !=
        std::string::npos);
  CHECK(out.find("once `api` is rolled back, `web` `2.0.0` needs `api` `^2`, and `1.0.0` is what it meets") !=
        std::string::npos);
}

TEST_CASE("an unknown peer and an unknown version are inconclusive, no record is missing") {
  CHECK(compat(contracts, lines({{"checkout", "2.0.0"}, {"ledger", "5.0.0"}})).starts_with("inconclusive"));
  CHECK(compat(contracts, lines({{"checkout", "1.0.0"}, {"oracle", "1.4.2"}, {"ledger", "5.0.0"}}))
            .find("no contract says what `checkout` `1.0.0` requires, to which it would be rolled back") !=
        std::string::npos);
  CHECK(compat(contracts, lines({{"oracle", "1.4.2"}}), "deployed_in = 'staging'\n").starts_with("missing"));
  CHECK(compat("[a]\nversion = '1.0.0'\n", lines({{"a", "1.0.0"}})).starts_with("missing"));
  CHECK(compat("[a]\nversion = '1.0.0'\nrequires = {b = 'newest'}\n", lines({{"a", "1.0.0"}}))
            .starts_with("inconclusive"));
}

TEST_CASE("staging and production that run the same pass, and each difference fails") {
  CHECK(same("web 1.2\ndb 15\n", "db 15\nweb 1.2\n") ==
        "pass: 2 components and 0 keys in staging, 2 and 0 in production: the same\n");
  CHECK(same("web 1.2\n", "web 1.1\ndb 15\n") ==
        "fail: 1 component and 0 keys in staging, 2 and 0 in production: 2 differences\nfail p.txt:2: `db` "
        "is in production, "
        "and not in staging\nfail s.txt:1: `web` is `1.2` in staging, and `1.1` in production\n");
  CHECK(same("web 1.2.1\n", "web 1.2.0\n", "versions = 'minor'\n").starts_with("pass"));
  CHECK(same("web 1.3.0\n", "web 1.2.0\n", "may_be_ahead = true\n").starts_with("pass"));
  CHECK(same("web 1.1.0\n", "web 1.2.0\n", "may_be_ahead = true\n").starts_with("fail"));
  CHECK(same("web 1\nmock 1\n", "web 1\n", "ignore = 'mo*'\n").starts_with("pass"));
  CHECK(same("PASSWORD hunter2\n", "PASSWORD hunter3\n").find("hunter") == std::string::npos);
  CHECK(same("web latest\n", "web latest\n").starts_with("inconclusive"));
  CHECK(same("web 1\n", "").starts_with("missing"));
}

TEST_CASE("each side of one record is what it says of that environment") {
  const auto line = [](const char* environment, const char* version) {
    return line_of({"2031-05-04T10:00:00Z", environment, "web", version, "", 0});
  };
  const auto parity = [](const std::string& record, const std::string& more = "") {
    testing::MemoryWorld world({{"d.jsonl", record}});
    return testing::outcome("parity", "staging = 'd.jsonl'\nproduction = 'd.jsonl'\n" + more, world);
  };
  CHECK(parity(line("staging", "2") + line("production", "2")).starts_with("pass"));
  CHECK(parity(line("staging", "1") + line("production", "2") + line("staging", "2")).starts_with("pass"));
  CHECK(parity(line("staging", "2") + line("production", "1"))
            .find("`web` is `2` in staging, and `1` in production") != std::string::npos);
  CHECK(parity(line("staging", "2"))
            .find("missing d.jsonl: says of nothing that it is deployed in "
                  "production, only in `staging`\n") != std::string::npos);
  CHECK(parity(line("staging", "2") + line("prod-eu", "2"), "production_name = 'prod-eu'\n")
            .starts_with("pass"));
  CHECK(parity(line("staging", "2") + line("prod", "2")).find("did you mean `prod`?") != std::string::npos);
}

TEST_CASE("a file that stands for both sides compares nothing, and an inventory is of its environment") {
  testing::MemoryWorld world({{"i.txt", "web 1\n"},
                              {"./i.txt", "web 1\n"},
                              {"s.toml", "environment = 'staging'\n[components]\nweb = '1'\n"},
                              {"p.toml", "environment = 'production'\n[components]\nweb = '1'\n"}});
  const auto of = [&](const std::string& settings) { return testing::outcome("parity", settings, world); };
  CHECK(of("staging = 'i.txt'\nproduction = './i.txt'\n").find("inconclusive") == 0);
  CHECK(of("staging = 's.toml'\nproduction = 'p.toml'\n").find("pass: 1 component") == 0);
  CHECK(of("staging = 'p.toml'\nproduction = 'p.toml'\n")
            .find("inconclusive p.toml:1: is of `production`, and is given for `staging`") !=
        std::string::npos);
}

TEST_CASE("an inventory may be too old, and one that tells no age cannot be young enough") {
  const auto aged = [](const std::string& made) {
    testing::MemoryWorld world(
        {{"s.txt", made + "web 1\n"}, {"p.toml", "made = 2031-05-04T10:00:00Z\nweb = 1\n"}});
    world.now_ms = 1'935'705'600'000;  // 2031-05-05T00:00:00Z
    return testing::outcome("parity", "staging = 's.txt'\nproduction = 'p.toml'\nmax_age = '2 days'\n",
                            world);
  };
  CHECK(aged("# made: 2031-05-04T10:00:00Z\n").starts_with("pass"));
  CHECK(
      aged("# made: 2031-05-01T00:00:00Z\n").find("inconclusive s.txt: was made 4 d ago, more than 2 days") !=
      std::string::npos);
  CHECK(aged("").find("inconclusive s.txt: does not say when it was made") != std::string::npos);
  CHECK(aged("# made: 2031-06-01T00:00:00Z\n").starts_with("inconclusive"));
}

TEST_CASE("what runs is seen however deep it stands and whatever it is called") {
  const auto same_as = [](const std::string& path, const std::string& staging,
                          const std::string& production) {
    testing::MemoryWorld world({{"s." + path, staging}, {"p." + path, production}});
    return testing::outcome("parity", "staging = 's." + path + "'\nproduction = 'p." + path + "'\n", world);
  };
  // npm: a package within a package; an optional one that is not there; a range is no version.
  const auto npm = [](const std::string& qs) {
    return R"({"dependencies": {"express": {"version": "4.18.2", "dependencies": {"fsevents": {}, "qs": )"
           R"({"version": ")" +
           qs + R"("}}}, "qs": {"version": "6.0.0"}}})";
  };
  CHECK(same_as("json", npm("6.11.0"), npm("6.11.0")).starts_with("pass"));
  CHECK(same_as("json", npm("6.11.0"), npm("6.10.0"))
            .find("`qs` is `6.0.0`, `6.11.0` in staging, and `6.0.0`, `6.10.0` in production") !=
        std::string::npos);
  const auto lock = [](const std::string& qs) {
    return R"({"packages": {"": {"name": "f"}, "node_modules/a": {"link": true}, )"
           R"("node_modules/qs": {"version": ")" +
           qs + R"(", "dependencies": {"left": "^1"}}}})";
  };
  CHECK(same_as("json", lock("6.1.0"), lock("6.1.0")).starts_with("pass: 1 component"));
  CHECK(same_as("json", lock("6.1.0"), lock("6.2.0")).starts_with("fail: 1 component"));
  // Kubernetes: what runs before the others.
  const auto pod = [](const std::string& image) {
    return "kind: Deployment\nmetadata: {name: w}\nspec: {template: {spec: {initContainers: [{name: m, "
           "image: '" +
           image + "'}], containers: [{name: w, image: 'w:1'}]}}}\n";
  };
  CHECK(same_as("yaml", pod("m:1"), pod("m:1")).starts_with("pass: 2 components"));
  CHECK(same_as("yaml", pod("m:1"), pod("m:2")).find("`w/m` is `1` in staging") != std::string::npos);
  // Images: the digest says what runs, then the name, then the tag.
  const auto image = [](const std::string& text) { return "services: {web: {image: '" + text + "'}}\n"; };
  CHECK(same_as("yaml", image("a/web:1.0@sha256:ab"), image("b/web:1.0@sha256:ab")).starts_with("pass"));
  CHECK(same_as("yaml", image("web:1.0@sha256:ab"), image("web:1.0@sha256:cd")).starts_with("fail"));
  CHECK(same_as("yaml", image("web:1.0@sha256:ab"), image("web:1.0")).starts_with("pass"));
  CHECK(same_as("yaml", image("web@sha256:ab"), image("web:1.0")).starts_with("inconclusive"));
  CHECK(same_as("yaml", image("s/other:1.0"), image("p/web:1.0"))
            .find("runs the image `other` in staging, and `web` in production") != std::string::npos);
  CHECK(same_as("yaml", image("web:${TAG}"), image("web:${TAG}")).starts_with("inconclusive"));
  CHECK(same_as("yaml", image("web:main"), image("web:main"))
            .find("inconclusive s.yaml:1: `web` is `main` in both, a name that moves on") !=
        std::string::npos);
  CHECK(same_as("yaml", image("web:main@sha256:ab"), image("web:main@sha256:ab")).starts_with("pass"));
  CHECK(same_as("yaml", image("web:main@sha256:ab"), image("web:main")).starts_with("inconclusive"));
  CHECK(same_as("yaml", image("web:edge"), image("web:stable")).starts_with("fail"));
  // pip: names of one package, and packages from a repository.
  CHECK(same_as("txt", "Django==4.2\nzope.event==1\n", "django==4.2\nzope_event==1\n").starts_with("pass"));
  const auto editable = [](const std::string& at) {
    return "-e git+https://x.example/y@" + at + "#egg=ferry\n";
  };
  CHECK(same_as("txt", editable("abc"), editable("abc")).starts_with("pass: 1 component"));
  CHECK(same_as("txt", editable("abc"), editable("def")).starts_with("fail"));
  CHECK(same_as("txt", "a==1\n-r more.txt\n", "a==1\n").starts_with("inconclusive"));
  // Helm: the chart and the application.
  const auto helm = [](const std::string& chart, const std::string& application) {
    return R"([{"name": "berthd", "chart": "tide-api-)" + chart + R"(", "app_version": ")" + application +
           R"("}])";
  };
  CHECK(same_as("json", helm("1.2.0", "8.1.0"), helm("1.2.0", "8.1.0")).starts_with("pass: 2 components"));
  CHECK(same_as("json", helm("1.2.0", "8.1.0"), helm("1.1.0", "8.1.0"))
            .find("`berthd (chart)` is `1.2.0` in staging") != std::string::npos);
  CHECK(same_as("json", helm("1.2.0", "8.1.0"), helm("1.2.0", "8.0.0")).find("`berthd` is") !=
        std::string::npos);
}

TEST_CASE("slips in inventories and records are told, and not passed over") {
  CHECK(inventory("i.toml", "componets = {a = 1}\nkeys = ['A']\n") ==
        "#A ! `componets` is no key of an inventory; did you mean `components`?:1");
  CHECK(inventory("c.yaml", "services: {w: {image: 'w:1', enviroment: {A: 1}}}\n") ==
        "w=1 ! `enviroment` is no key of a service of Compose; did you mean `environment`?:1");
  CHECK(inventory("d.jsonl", R"({"enviroment": "staging", "service": "w", "version": "1"})")
            .find("did you mean `environment`?:1") != std::string::npos);
}

TEST_CASE("slips in contracts and releases hold nothing, and are told with what was meant") {
  const auto all = lines({{"checkout", "2.0.0"}, {"oracle", "1.4.2"}, {"ledger", "5.0.0"}});
  CHECK(compat(contracts + "require = {x = '^9'}\n", all)
            .find("inconclusive contracts.toml:11: `require` is no key of the contract of `oracle`; did you "
                  "mean `requires`?") != std::string::npos);
  CHECK(compat(contracts, all, "releases = {chekout = '2.1.0'}\n")
            .find("inconclusive `chekout`, of which `releases` speaks, is no service of the contracts; did "
                  "you mean `checkout`?") != std::string::npos);
  CHECK(compat(contracts, all, "releases = {checkout = '2.1.0', oracle = '1.4.3'}\n").starts_with("pass"));
  CHECK(compat("[webshopp]\nversion = '1.0.0'\nrequires = {api = '^1'}\n",
               lines({{"webshop", "1.0.0"}, {"api", "1.0.0"}}))
            .find("nothing called `webshopp` is deployed; did you mean `webshop`?") != std::string::npos);
  CHECK(compat("[a]\nversion = '1.0.0'\nrequires = 'b ^1'\n", lines({{"a", "1.0.0"}}))
            .find("`requires` needs a table from names to versions") != std::string::npos);
  CHECK(compat("[a]\nversion = '1.0.0'\nrequires = ['b']\n", lines({{"a", "1.0.0"}}))
            .starts_with("inconclusive"));
}

}  // namespace hindcast::guards
