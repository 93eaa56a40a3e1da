#include <doctest/doctest.h>

#include <string>

#include "base/sha256.h"
#include "guards/env_schema.h"
#include "guards/env_values.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

const Fingerprints prints(std::string(32, 'k'));

// "NAME=kinds" of each variable, with marks for what is told of its value.
std::string shown(const std::vector<Environment>& all) {
  std::string out;
  for (const Environment& environment : all)
    for (const EnvValue& value : environment.values) {
      out.append(value.name);
      for (std::size_t i = 0; i < value.kinds.size(); ++i)
        out.append(i == 0 ? "=" : ",").append(value.kinds[i]);
      if (value.is_empty) out.append(" empty");
      if (value.sealed == Sealed::encrypted) out.append(" encrypted");
      if (value.sealed == Sealed::reference) out.append(" elsewhere");
      if (value.sealed == Sealed::unknown) out.append(" unknown");
      if (value.repeated_line != 0) out.append(value.is_repeated_otherwise ? " twice" : " again");
      out.append("; ");
    }
  return out;
}

std::string read(const std::string& path, const std::string& text) {
  std::vector<Finding> findings;
  auto out = shown(read_environment("x", {path, text}, prints, findings));
  for (const Finding& one : findings)
    out.append(facts::word(one.verdict))
        .append(" ")
        .append(std::to_string(one.line))
        .append(": ")
        .append(one.message);
  return out;
}

testing::MemoryWorld world_of(std::vector<std::pair<std::string, std::string>> files) {
  testing::MemoryWorld world(std::move(files));
  world.key = std::string(32, 'k');
  return world;
}

// Two environments under a schema of TOML.
std::string synced(const std::string& schema, const std::string& local, const std::string& ci,
                   const std::string& more = "") {
  auto world = world_of({{"schema.toml", schema}, {"local.env", local}, {"ci.env", ci}});
  return testing::outcome(
      "env-sync", "schema = 'schema.toml'\nenvironments = {local = 'local.env', ci = 'ci.env'}\n" + more,
      world);
}

}  // namespace

TEST_CASE("HMAC-SHA256 is the one of RFC 4231") {
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(
      hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("a fingerprint tells whether two values are the same, of one variable and under one key only") {
  CHECK(prints.of("A", "x") == prints.of("A", "x"));
  CHECK(prints.of("A", "x") != prints.of("A", "y"));
  CHECK(prints.of("A", "x") != prints.of("B", "x"));
  CHECK(prints.of("A", "x") != Fingerprints("other").of("A", "x"));
  CHECK(key_id_of(prints.of("A", "x")) == prints.key_id());
  CHECK(key_id_of("hmac:1234:ab").empty());
}

TEST_CASE("an environment is read from what teams have") {
  CHECK(read("a.env", "URL=https://shop.example\nPORT=80\nOFF=\n") ==
        "OFF empty; PORT=hex,integer,json,number,port; URL=url; ");
  CHECK(read("a.json", R"({"DB": {"HOST": "sql", "PORT": 5432}})") ==
        "DB.HOST; DB.PORT=hex,integer,json,number,port; ");
  CHECK(read("vars.json", R"([{"name": "A", "value": "x y"}, {"name": "B"}])") == "A; B unknown; ");
  CHECK(read("a.yaml", "apiVersion: v1\nkind: Secret\ndata: {URL: aHR0cHM6Ly9h}\nstringData: {B: x y}\n") ==
        "B; URL=url; ");
  CHECK(read("a.env", "A=1\nA=1\nB=1\nB=2\n") ==
        "A=boolean,hex,integer,json,number,port again; B=hex,integer,json,number,port twice; ");
}

TEST_CASE("what sops, age and vaults keep counts as encrypted") {
  CHECK(read("a.yaml", "TOKEN: ENC[AES256_GCM,data:xx,iv:yy,tag:zz,type:str]\nsops:\n  mac: x\n") ==
        "TOKEN encrypted; ");
  CHECK(read("a.env", "A=ENC[AES256_GCM,data:xx]\nsops_version=3.8\n") == "A encrypted; ");
  CHECK(read("a.yaml", "A: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n") == "A encrypted; ");
  CHECK(read("a.env", "A=${OTHER}\nB=op://vault/item\n") == "A elsewhere; B elsewhere; ");
  CHECK(read("a.env.age", "-----BEGIN AGE ENCRYPTED FILE-----\nx\n")
            .starts_with("inconclusive 0: is encrypted as a whole"));
}

TEST_CASE("a file that cannot be read is told by its line alone") {
  CHECK(read("a.env", "A=1\nhunter2\n") == "inconclusive 2: cannot be read: it is not what its name says");
  CHECK(read("a.toml", "A = hunter2\n") == "inconclusive 1: cannot be read: it is not what its name says");
  CHECK(read("a.env", "# nothing\n") == "missing 0: holds no variable");
}

TEST_CASE("a snapshot says the same as the file, without a value") {
  std::vector<Finding> findings;
  const auto before =
      read_environment("ci", {"a.env", "URL=https://shop.example/hunter2\nOFF=\nX=${Y}\n"}, prints, findings);
  const auto text = snapshot_text(before[0], prints, "4f2a", 0);
  CHECK(text.find("hunter2") == std::string::npos);
  const auto again = read_environment("", {"snap.json", text}, prints, findings);
  REQUIRE(again.size() == 1);
  CHECK(findings.empty());
  CHECK(shown(again) == shown(before));
  CHECK(again[0].name == "ci");
  CHECK(again[0].find("URL")->fingerprint == before[0].find("URL")->fingerprint);
  CHECK(read("s.json", R"({"format": "hindcast-env", "variables": {"A": {"fingerprint": "hunter2"}}})")
            .starts_with("inconclusive 1"));
}

TEST_CASE("environments that agree pass") {
  CHECK(synced("URL = {kind = 'url', same = true}\nPORT = 'port'\n", "URL=https://a.example\nPORT=1\n",
               "URL=https://a.example\nPORT=2\n") == "pass: 2 environments, 2 variables: in step\n");
}

TEST_CASE("an outdated value fails though every key is there") {
  CHECK(synced("PRICE_FEED_URL = {kind = 'url', same = true}\n", "PRICE_FEED_URL=https://feed.example/v2\n",
               "PRICE_FEED_URL=https://feed.example/v1\n") ==
        "fail: 2 environments, 1 variable: 1 stale or different\nfail ci.env:1: `PRICE_FEED_URL` in ci is "
        "not the value "
        "that local has\n");
}

TEST_CASE("each mistake of an environment is named") {
  const auto is = [](const std::string& schema, const std::string& ci) {
    const auto out = synced(schema, "A=1\n", ci);
    return out.substr(out.find('\n') + 1);
  };
  CHECK(is("A = 'text'\n", "B=1\n") ==
        "fail ci.env: `A` is missing in ci\nwarn ci.env:1: `B` is in ci, and not in the schema\n");
  CHECK(is("A = 'text'\n", "A=\n") == "fail ci.env:1: `A` is empty in ci\n");
  CHECK(is("A = {may_be_empty = true}\n", "A=\n") == "");
  CHECK(is("A = 'integer'\n", "A=one\n") == "fail ci.env:1: `A` is no integer in ci\n");
  CHECK(is("A = 'text'\n", "A=changeme\n") == "fail ci.env:1: `A` still holds a placeholder in ci\n");
  CHECK(is("A = {differ = true}\n", "A=1\n") == "fail ci.env:1: `A` in ci is the value that local has\n");
  CHECK(is("A = 'text'\n", "A=1\nA=2\n") ==
        "fail ci.env:2: `A` stands twice in ci, with different values: the last one counts\n");
  CHECK(is("A = {secret = true}\n", "A=ENC[x]\n") ==
        "fail local.env:1: `A` is a secret, and stands in clear in local\n");
  CHECK(is("A = 'text'\nB = {required = false}\n", "A=1\n") == "");
  CHECK(is("A = {kin = 'url'}\n", "A=1\n") ==
        "inconclusive schema.toml:1: `kin` is no key of a variable; did you mean `kind`?\n");
}

TEST_CASE("a rule of today about a variable that a past commit did not know is counted only") {
  auto past = world_of({{"schema.toml", "A = 'text'\n"}, {"local.env", "A=1\n"}, {"ci.env", "A=1\n"}});
  past.is_of_past = true;
  CHECK(testing::outcome("env-sync",
                         "schema = 'schema.toml'\nenvironments = {local = 'local.env', ci = 'ci.env'}\n"
                         "same = ['FEED_URL']\n",
                         past) ==
        "pass: 2 environments, 1 variable: in step by name, no value was compared; 1 rule about what is "
        "nowhere\n");
}

TEST_CASE("a rule over a variable that is nowhere, or in one place alone, was not held") {
  const auto held = [](const std::string& ci, const std::string& more) {
    auto world = world_of({{"local.env", "A=1\n"}, {"ci.env", ci}});
    return testing::outcome("env-sync", "environments = {local = 'local.env', ci = 'ci.env'}\n" + more,
                            world);
  };
  CHECK(held("A=1\n", "same = ['FEED_URL']\n") ==
        "missing: 2 environments, 1 variable: 1 missing\n"
        "missing no environment has `FEED_URL`, of which `same` speaks\n");
  CHECK(held("A=1\n", "differ = ['*_KEY']\n").starts_with("missing"));
  CHECK(held("A=1\n", "secrets = ['SEED']\n").starts_with("missing"));
  CHECK(held("A=1\n", "same = ['A']\n").starts_with("pass"));
  auto alone = world_of({{"local.env", "A=1\n"}});
  CHECK(testing::outcome("env-sync", "environments = {local = 'local.env'}\nsame = ['A']\n", alone) ==
        "missing: 1 environment, 1 variable: 1 not comparable\n"
        "missing `A` stands in one environment alone: there is nothing that it could be the same as\n");
  CHECK(testing::outcome("env-sync", "environments = {local = 'local.env', ci = 'gone.env'}\nsame = ['A']\n",
                         alone)
            .find("`A` stands in one environment alone of those that could be read: ") != std::string::npos);
  CHECK(synced("A = {same = ['prod', 'ci']}\n", "A=1\n", "A=2\n").starts_with("inconclusive"));
  CHECK(synced("A = 'text'\n", "A=1\n", "A=1\n", "same = ['FEED_URL']\n").starts_with("missing"));
  CHECK(synced("A = 'text'\nFEED_URL = {required = false}\n", "A=1\n", "A=1\n", "same = ['FEED_URL']\n")
            .starts_with("missing"));
  CHECK(synced("A = 'text'\n'FEED_*' = {same = true}\n", "A=1\n", "A=1\n").starts_with("missing"));
  CHECK(
      synced("A = 'text'\nB = {same = true, required = false}\n", "A=1\n", "A=1\nB=2\n").starts_with("pass"));
}

TEST_CASE("a secret is also told by its name, as a warning") {
  CHECK(synced("DB_PASSWORD = 'text'\n", "DB_PASSWORD=x\n", "DB_PASSWORD=ENC[y]\n")
            .find("warn local.env:1: `DB_PASSWORD` looks like") != std::string::npos);
  CHECK(synced("DB_PASSWORD = 'text'\n", "DB_PASSWORD=x\n", "DB_PASSWORD=y\n", "secrets_in_clear = 'allow'\n")
            .starts_with("pass"));
}

TEST_CASE("a value that did not change with another one since the last release is stale") {
  std::vector<Finding> findings;
  const auto old = read_environment("ci", {"a.env", "ADDRESS=0x1\nABI_VERSION=1\n"}, prints, findings);
  const std::string schema = "ADDRESS = {changes_with = ['ABI_VERSION']}\nABI_VERSION = 'integer'\n";
  const auto held = [&](const std::string& ci) {
    auto world =
        world_of({{"s.toml", schema}, {"ci.env", ci}, {"last.json", snapshot_text(old[0], prints, "", 0)}});
    return testing::outcome(
        "env-sync", "schema = 's.toml'\nenvironments = {ci = 'ci.env'}\nbaseline = 'last.json'\n", world);
  };
  CHECK(held("ADDRESS=0x2\nABI_VERSION=2\n") == "pass: 1 environment, 2 variables: in step\n");
  CHECK(held("ADDRESS=0x1\nABI_VERSION=2\n") ==
        "fail: 1 environment, 2 variables: 1 stale\nfail ci.env:1: `ADDRESS` is stale in ci: `ABI_VERSION` "
        "changed since "
        "1970-01-01T00:00:00Z, and it did not\n");
  CHECK(
      synced(schema, "ADDRESS=1\nABI_VERSION=1\n", "ADDRESS=1\nABI_VERSION=1\n").starts_with("inconclusive"));
}

TEST_CASE("an expected fingerprint is held against the value, or it is said why not") {
  const auto schema = "A = {fingerprint = {ci = '" + prints.of("A", "new") + "'}}\n";
  CHECK(synced(schema, "A=old\n", "A=new\n").starts_with("pass"));
  CHECK(synced(schema, "A=new\n", "A=old\n").find("fail ci.env:1: `A` is stale in ci") != std::string::npos);
  testing::MemoryWorld world({{"s.toml", schema}, {"ci.env", "A=new\n"}});
  CHECK(testing::outcome("env-sync", "schema = 's.toml'\nenvironments = {ci = 'ci.env'}\n", world)
            .starts_with("inconclusive"));
}

TEST_CASE("snapshots made with another key are not comparable, and never pass") {
  std::vector<Finding> findings;
  const Fingerprints others("other");
  const auto theirs = read_environment("ci", {"a.env", "A=1\n"}, others, findings);
  auto world = world_of({{"local.env", "A=1\n"}, {"ci.json", snapshot_text(theirs[0], others, "", 0)}});
  CHECK(testing::outcome("env-sync", "environments = {local = 'local.env', ci = 'ci.json'}\nsame = 'A'\n",
                         world) ==
        "inconclusive: 2 environments, 1 variable: 1 not comparable\ninconclusive ci.json:1: `A` in ci "
        "cannot be held "
        "against the others: they were made with different keys\n");
}

TEST_CASE("an environment that nobody can see is no pass") {
  auto world = world_of({{"local.env", "A=1\n"}, {"ci.env", " \n"}});
  CHECK(testing::outcome("env-sync", "environments = {local = 'local.env', ci = 'ci.env'}\n", world)
            .starts_with("missing"));
  CHECK(testing::outcome("env-sync", "environments = {local = 'local.env', ci = 'env/*.env'}\n", world)
            .starts_with("missing"));
  CHECK(testing::outcome("env-sync", "environments = {}\n", world).starts_with("missing"));
}

TEST_CASE("an environment of several files is what the later ones lay over the first") {
  auto world =
      world_of({{"base.env", "A=1\nB=1\n"}, {"over.env", "B=2\nC=3\n"}, {"ci.env", "A=1\nB=2\nC=3\n"}});
  CHECK(testing::outcome("env-sync",
                         "environments = {local = ['base.env', 'over.env'], ci = 'ci.env'}\nsame = '*'\n",
                         world) == "pass: 2 environments, 3 variables: in step\n");
}

TEST_CASE("planted secrets stand in no outcome, whatever goes wrong") {
  const std::string secret = "h4nter-2-Zyx";
  const std::vector<std::string> texts = {"A=" + secret + "\nA=other" + secret + "\n",
                                          "A='" + secret,
                                          secret + "\n",
                                          "A=" + secret + "\nB",
                                          "{\"A\": \"" + secret + "\"",
                                          "{\"A\": \"" + secret + "\"}",
                                          "A: [" + secret + "\n",
                                          "A: &" + secret + " *" + secret + "\nB: %" + secret,
                                          "A = " + secret + "\n",
                                          "A = '" + secret + "'\nA = '" + secret + "'\n",
                                          "A = \"\\" + secret + "\"\n",
                                          "A: !" + secret + " x\nA: x\n",
                                          "[" + secret + "]\n[" + secret + "]\n"};
  std::size_t runs = 0;
  for (const std::string& text : texts)
    for (const std::string name : {"x.env", "x.json", "x.yaml", "x.toml", "x.txt"})
      for (const std::string schema :
           {"A = 'integer'\n", "A = {same = true, secret = true}\n", "A = {differ = true}\n"}) {
        auto world = world_of({{name, text}, {"local.env", "A=" + secret + "\n"}, {"s.toml", schema}});
        const auto out = testing::outcome(
            "env-sync", "schema = 's.toml'\nenvironments = {local = 'local.env', ci = '" + name + "'}\n",
            world);
        CHECK_MESSAGE(out.find(secret) == std::string::npos, out);
        // As an example, too, which may hold a real value by mistake.
        auto other = world_of({{name, text}, {"local.env", "A=1\n"}});
        if (name == "x.env")
          CHECK(
              testing::outcome("env-sync", "schema = 'x.env'\nenvironments = {local = 'local.env'}\n", other)
                  .find(secret) == std::string::npos);
        ++runs;
      }
  CHECK(runs == 195);
  // Words of the readers do quote what they read: a guard that repeated them would be caught above.
  CHECK(data::read_toml(texts.back()).error().message.find(secret) != std::string::npos);
}

TEST_CASE(
    "an environment that nobody declared, and a variable that nobody has, are told with what was meant") {
  const auto of = [](const std::string& schema) { return synced(schema, "A=x\nB=1\n", "A=old\nB=1\n"); };
  CHECK(
      of("A = {same = ['local', 'cii']}\nB = 'text'\n") ==
      "inconclusive: 2 environments, 2 variables: 1 not known\ninconclusive schema.toml:1: of `A`: `cii` is "
      "no environment; did you mean `ci`?\n");
  CHECK(of("A = {differ = ['local', 'cii']}\nB = 'text'\n").starts_with("inconclusive"));
  CHECK(of("A = {differ = ['local', 'ci']}\nB = 'text'\n").starts_with("pass"));
  CHECK(of("A = {same = ['local', 'ci']}\nB = 'text'\n").starts_with("fail"));
  CHECK(of("A = {same = ['ci']}\nB = 'text'\n").find("`same` needs two environments or more") !=
        std::string::npos);
  CHECK(synced("A = {changes_with = ['PRT']}\nPORT = 'text'\n", "A=x\nPORT=1\n", "A=x\nPORT=1\n")
            .find("`A` changes with `PRT`, which is no variable; did you mean `PORT`?") != std::string::npos);
  CHECK(of("A = {changes_with = 'B'}\nB = 'text'\n").find("no baseline tells whether `A` changed") !=
        std::string::npos);
  CHECK(of("A = {requird = false}\nB = 'text'\n")
            .find("`requird` is no key of a variable; did you mean `required`?") != std::string::npos);
  CHECK(of("[varables]\n[variables]\nA = 'text'\nB = 'text'\n").starts_with("inconclusive"));
}

TEST_CASE("what JSON Schema requires is required, also where no property says more of it") {
  const auto of = [](const std::string& schema) {
    auto world = world_of({{"s.json", schema}, {"a.env", "A=x\n"}});
    return testing::outcome("env-sync", "schema = 's.json'\nenvironments = {a = 'a.env'}\n", world);
  };
  CHECK(of(R"({"properties": {"A": {}}, "required": ["A"]})").starts_with("pass"));
  CHECK(of(R"({"properties": {"A": {}}, "required": ["A", "B"]})").find("`B` is missing in a") !=
        std::string::npos);
  CHECK(of(R"({"properties": {"A": {}}, "requird": ["A"]})").starts_with("inconclusive"));
}

TEST_CASE("what is a secret by its value alone fails in clear, whatever it is called") {
  const auto of = [](const std::string& value, const std::string& more = "") {
    auto world = world_of({{"a.env", "X=" + value + "\n"}, {"s.toml", "X = {secret = false}\n"}});
    const auto out = testing::outcome("env-sync", "environments = {a = 'a.env'}\n" + more, world);
    CHECK(out.find("warp") == std::string::npos);  // no value stands in any message
    return out;
  };
  CHECK(of("sk_live_51Warpwarpwarpwarp") ==
        "fail: 1 environment, 1 variable: 1 in clear\nfail a.env:1: `X` holds a token, and stands in clear "
        "in a\n");
  CHECK(of("postgres://till:warpweft@db/till").find("fail a.env:1: `X` holds a password in an address") !=
        std::string::npos);
  CHECK(of("\"-----BEGIN RSA PRIVATE KEY-----\nwarp\n-----END RSA PRIVATE KEY-----\"")
            .find("holds a private key") != std::string::npos);
  CHECK(of("postgres://till:warpweft@localhost:5432/till").starts_with("warn"));
  CHECK(of("postgres://till:warpweft@localhost.example/till").starts_with("fail"));
  CHECK(of("AIza" + std::string(35, 'w')).starts_with("warn"));
  for (const char* none : {"postgres://till:${PASSWORD}@db/till", "postgres://till@db/till", "sk_live_x",
                           "postgres://till:changeme@db/till", "https://feed.example:443?mail=a@b.example",
                           "jdbc:sqlserver://db.example:1433;user=till@db", "https://feed.example/v2"})
    CHECK_MESSAGE(of(none).starts_with("pass"), none);
  CHECK(of("sk_live_51Warpwarpwarpwarp", "secrets_in_clear = 'warn'\n").starts_with("warn"));
  CHECK(of("sk_live_51Warpwarpwarpwarp", "secrets_in_clear = 'allow'\n").starts_with("pass"));
  CHECK(of("sk_live_51Warpwarpwarpwarp", "schema = 's.toml'\n").starts_with("pass"));
}

TEST_CASE("a snapshot counts for the environment that made it, and not for ever") {
  std::vector<Finding> findings;
  const auto ci = read_environment("ci", {"x.env", "A=1\n"}, prints, findings);
  constexpr std::int64_t day = 86'400'000;
  const auto of = [&](const std::string& name, std::int64_t days, const std::string& more = "") {
    auto world = world_of({{"ci.json", snapshot_text(ci[0], prints, "", 0)}, {"local.env", "A=1\n"}});
    world.now_ms = days * day;
    return testing::outcome(
        "env-sync", "environments = {local = 'local.env', " + name + " = 'ci.json'}\nsame = ['A']\n" + more,
        world);
  };
  CHECK(of("ci", 89).starts_with("pass"));
  CHECK(of("ci", 91).find("inconclusive ci.json: was made 91 d ago, more than 90 days") != std::string::npos);
  CHECK(of("ci", 91, "max_age = '100 days'\n").starts_with("pass"));
  CHECK(of("ci", 3, "max_age = '2 days'\n").starts_with("inconclusive"));
  CHECK(of("prod", 1).find("inconclusive ci.json: is a snapshot of `ci`, and is given for prod") !=
        std::string::npos);
}

TEST_CASE("a file that is something else is told as what it is") {
  CHECK(read("d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c}\n") ==
        "inconclusive 0: is a `Deployment` of Kubernetes, and no list of variables: give its ConfigMaps and "
        "Secrets, or a snapshot");
  CHECK(read("d.yaml",
             "apiVersion: v1\nkind: ConfigMap\ndata: {A: x}\n---\napiVersion: apps/v1\nkind: Deployment\n") ==
        "A; ");
  CHECK(read("l.yaml",
             "apiVersion: v1\nkind: List\nitems:\n- {kind: ConfigMap, data: {A: x}}\n- {kind: Pod}\n") ==
        "A; ");
  CHECK(read("c.yaml", "services: {web: {image: 'w:1', environment: {A: x}}}\n").find("is a Compose file") !=
        std::string::npos);
  CHECK(read("c.yaml", "services: {web: {environment: [A=x]}}\n").find("is a Compose file") !=
        std::string::npos);
  CHECK(read("c.yaml", "services: {web: {environment: live}}\n") == "services.web.environment; ");
  CHECK(read("s.json", R"({"format": "hindcast-evn", "variables": {"A": {"fingerprint": "x"}}})")
            .find("has the format `hindcast-evn`; did you mean `hindcast-env`?") != std::string::npos);
  CHECK(read("env.prod", "A=1\n").find("`.env.NAME`") != std::string::npos);
}

}  // namespace hindcast::guards
