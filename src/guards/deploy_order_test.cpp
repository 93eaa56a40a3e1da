#include <doctest/doctest.h>

#include <string>

#include "guards/deploy_graph.h"
#include "guards/deploy_log.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string graph(const std::string& path, const std::string& text) {
  DeployGraph graph;
  std::vector<Finding> findings;
  read_graph({path, text}, graph, findings);
  std::string out;
  for (const DeployNode& node : graph.nodes)
    out.append(node.name).append(node.is_declared ? "" : "?").append(node.says_readiness ? "+ " : " ");
  for (const DeployEdge& edge : graph.edges)
    out.append("| ")
        .append(graph.nodes[edge.from].name)
        .append(edge.waits_until_ready ? " awaits "
                : edge.is_started_only ? " follows "
                                       : " needs ")
        .append(graph.nodes[edge.to].name)
        .append(":")
        .append(std::to_string(edge.line))
        .append(" ");
  for (const Finding& one : findings)
    out.append("! ").append(one.message).append(":").append(std::to_string(one.line));
  return out;
}

// A graph of "A: B" lines held against a plan and a log of lines; "" leaves one out.
std::string held(const std::string& needs, const std::string& plan, const std::string& log,
                 const std::string& more = "") {
  testing::MemoryWorld world({{"g.txt", needs}, {"p.txt", plan}, {"l.log", log}});
  return testing::outcome("deploy-order",
                          "graph = 'g.txt'\n" + std::string(plan.empty() ? "" : "order = 'p.txt'\n") +
                              (log.empty() ? "" : "observed = 'l.log'\n") + more,
                          world);
}

}  // namespace

TEST_CASE("a Compose file is a graph with conditions") {
  CHECK(
      graph(
          "compose.yaml",
          "services:\n  web:\n    depends_on:\n      db: {condition: service_healthy}\n      cache:\n        "
          "condition: service_started\n  db:\n    healthcheck: {test: x}\n  cache:\n    depends_on: "
          "[db]\n") == "web db+ cache | web awaits db:4 | web follows cache:5 | cache needs db:10 ");
}

TEST_CASE("Kubernetes manifests say by annotations, owners and waiting containers what they need") {
  CHECK(
      graph(
          "k8s.yaml",
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: treasury\nspec:\n  template:\n    "
          "spec:\n"
          "      initContainers:\n      - name: wait\n        command: [sh, -c, 'until nc -z oracle.shop 80; "
          "do "
          "sleep 1; done']\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: oracle\n---\napiVersion: "
          "v1\nkind: Job\nmetadata:\n  name: fill\n  annotations:\n    config.kubernetes.io/depends-on: "
          "apps/namespaces/x/Deployment/treasury, oracle\n") ==
      "treasury oracle fill | treasury awaits oracle:10 | fill awaits treasury:22 | fill awaits oracle:22 ");
}

TEST_CASE("what `terraform graph` prints is a graph") {
  CHECK(graph("graph.dot",
              "digraph {\n  compound = \"true\"\n  subgraph \"root\" {\n    \"[root] shop_dns.a (expand)\" "
              "[label = "
              "\"shop_dns.a\", shape = \"box\"]\n    \"[root] shop_dns.a (expand)\" -> \"[root] shop_vm.b "
              "(expand)\"\n    \"[root] root\" -> \"[root] shop_dns.a (expand)\"\n  }\n}\n") ==
        "shop_dns.a shop_vm.b | shop_dns.a needs shop_vm.b:5 ");
}

TEST_CASE("tables, lists and lines say what each needs") {
  CHECK(graph("g.toml", "Treasury = ['Oracle']\nOracle = []\n") ==
        "Treasury Oracle | Treasury needs Oracle:1 ");
  CHECK(
      graph("g.json", R"({"contracts": [{"name": "Treasury", "reads": ["Oracle"]}, {"name": "Oracle"}]})") ==
      "Treasury Oracle | Treasury needs Oracle:1 ");
  CHECK(graph("g.txt", "# what reads what\nTreasury: Oracle, Registry\nOracle -> Registry\nRegistry\n") ==
        "Treasury Oracle Registry | Treasury needs Oracle:2 | Treasury needs Registry:2 | Oracle needs "
        "Registry:3 ");
}

TEST_CASE("what is no graph is inconclusive with its line") {
  CHECK(graph("g.json", "{\"a\": \n") == "! cannot be read: the text ends where a value is missing:2");
  CHECK(graph("g.txt", "two words: x\n") ==
        "! is no line of `A: B, C` or `A -> B`:1! no dependency graph is in it:0");
  CHECK(graph("g.yaml", "just words\n") == "! no dependency graph is in it:0");
}

TEST_CASE("a plan in which something comes before what it needs fails") {
  CHECK(held("Treasury: Oracle\nOracle\n", "1. Oracle\n2. Treasury\n", "") ==
        "pass: 2 nodes, 1 dependency: in order\n");
  CHECK(held("Treasury: Oracle\nOracle\n", "1. Treasury\n2. Oracle\n", "") ==
        "fail: 2 nodes, 1 dependency: 1 problem\nfail p.txt:1: `Treasury` comes before `Oracle`, which it "
        "needs "
        "(g.txt:1)\n");
}

TEST_CASE("nodes that are missing on either side fail, unless a plan may be partial") {
  CHECK(held("A: B\n", "B\nC\n", "") ==
        "fail: 2 nodes, 1 dependency: 2 problems\nfail p.txt: `A` is in the graph, and not in the "
        "order\nfail p.txt:2: "
        "`C` is in the order, and not in the graph\n");
  CHECK(held("A: B\n", "A\n", "", "partial = true\n") == "pass: 2 nodes, 1 dependency: in order\n");
}

TEST_CASE("a circle is shown as a path") {
  CHECK(held("A: B\nB: C\nC: A\n", "A\nB\nC\n", "")
            .find("fail g.txt:1: they need each other in a circle: `A` -> `B` -> `C` -> `A`\n") !=
        std::string::npos);
  CHECK(held("A: A\n", "A\n", "").find("`A` -> `A`") != std::string::npos);
}

TEST_CASE("what was used before it was ready fails, though it had been started") {
  const std::string needs = "Treasury: Oracle\n";
  CHECK(held(needs, "",
             "2031-05-04T10:00:00Z deployed Oracle\n2031-05-04T10:02:00Z Oracle initialized\n"
             "2031-05-04T10:03:00Z deployed Treasury\n") == "pass: 2 nodes, 1 dependency: in order\n");
  CHECK(held(needs, "",
             "2031-05-04T10:00:00Z deployed Oracle\n2031-05-04T10:03:00Z Oracle initialized\n"
             "2031-05-04T10:02:00Z deployed Treasury\n") ==
        "fail: 2 nodes, 1 dependency: 1 problem\nfail l.log:3: `Treasury` was deployed before `Oracle` was "
        "ready "
        "(g.txt:1)\n");
  CHECK(held(needs, "", "deployed Treasury\ndeployed Oracle\n")
            .find("`Treasury` was deployed before `Oracle`, which") != std::string::npos);
  CHECK(held(needs, "", "deployed Oracle\nOracle initialization failed\ndeployed Treasury\n")
            .find("`Oracle` failed, and `Treasury` needs it") != std::string::npos);
  CHECK(held(needs, "", "deployed Treasury\n").find("without `Oracle`") != std::string::npos);
  CHECK(held(needs, "", "deployed Oracle\ndeployed Treasury\n", "wait_for = 'ready'\n")
            .starts_with("inconclusive"));
}

TEST_CASE("what a log denies or waits for has not happened") {
  for (const std::string line :
       {"Oracle is not ready", "waiting for Oracle to be ready", "Oracle isn't healthy",
        "until Oracle is available", "Oracle ready: false", "Oracle 0/1 ready",
        "Oracle was never initialized", "retrying before Oracle is up"}) {
    CAPTURE(line);
    const std::string rest = "deployed Oracle\n" + line + "\ndeployed Treasury\n";
    CHECK(held("Treasury: Oracle\n", "", rest, "wait_for = 'ready'\n").starts_with("inconclusive"));
    CHECK(held("Treasury: Oracle\n", "", line + "\ndeployed Treasury\n").starts_with("fail"));
  }
  CHECK(held("A: B\n", "", "B is ready before A\ndeployed A\n", "wait_for = 'ready'\n").starts_with("pass"));
  CHECK(held("A: B\n", "", "B started, waiting for its health\ndeployed A\n").starts_with("pass"));
  CHECK(held("A: B\n", "", "B has not failed, error 7\ndeployed A\n").starts_with("fail"));
  const auto data = [](const std::string& state) {
    testing::MemoryWorld world(
        {{"g.txt", "A: B\n"}, {"l.json", R"([{"name": "B", "state": ")" + state + R"("}, {"name": "A"}])"}});
    return testing::outcome("deploy-order", "graph = 'g.txt'\nobserved = 'l.json'\nwait_for = 'ready'",
                            world);
  };
  CHECK(data("ready").starts_with("pass"));
  CHECK(data("not ready").starts_with("fail"));
  CHECK(data("pending").starts_with("fail"));
}

TEST_CASE("an order is told by times and offsets, in logs and in data") {
  CHECK(moment_in("2031-05-04T10:00:00.25+02:00") == moment_in("2031-05-04 08:00:00.250Z"));
  CHECK(moment_in("2031-05-04T10:00") == moment_in("[2031-05-04 10:00:00] x"));
  CHECK(!moment_in("2031-05-04"));
  testing::MemoryWorld world(
      {{"g.txt", "A: B\n"}, {"l.json", R"([{"name": "A", "time": "2031-05-04T10:00:00+02:00"},
                                             {"name": "B", "time": "2031-05-04T09:00:00Z"}])"}});
  CHECK(testing::outcome("deploy-order", "graph = 'g.txt'\nobserved = 'l.json'", world).starts_with("fail"));
}

TEST_CASE("logs of tools are read as they print them") {
  CHECK(
      held("web: db\n", "",
           " Container shop-db-1  Started\n Container shop-db-1  Healthy\n Container shop-web-1  Starting\n")
          .starts_with("pass"));
  CHECK(held("web: db\n", "", " Container shop-web-1  Started\n Container shop-db-1  Started\n")
            .starts_with("fail"));
  CHECK(held("shop_dns.a -> shop_vm.b\n", "",
             "shop_vm.b: Creating...\nshop_dns.a: Creating...\nshop_vm.b: Creation complete after 9s\n")
            .find("`shop_dns.a` was deployed before `shop_vm.b` was ready") != std::string::npos);
  testing::MemoryWorld chain({{"g.txt", "Treasury: Oracle\n"},
                              {"addresses.json", R"({"Treasury": {"address": "0x1", "blockNumber": 7},
                                                     "Oracle": {"address": "0x2", "blockNumber": 9}})"}});
  CHECK(testing::outcome("deploy-order", "graph = 'g.txt'\nobserved = 'addresses.json'", chain)
            .starts_with("fail"));
}

TEST_CASE("what Compose only made is not deployed yet") {
  const std::string graph_of =
      "services:\n  db:\n    healthcheck: {test: x}\n  web:\n    image: w\n    depends_on: {db: {condition: "
      "service_healthy}}\n";
  const auto ran = [](const std::string& graph_text, const std::string& log, const std::string& more = "") {
    testing::MemoryWorld world({{"compose.yaml", graph_text}, {"l.log", log}});
    return testing::outcome("deploy-order", "graph = 'compose.yaml'\nobserved = 'l.log'\n" + more, world);
  };
  const std::string made = " Container f-db-1  Created\n Container f-web-1  Created\n";
  const std::string db = " Container f-db-1  Started\n", healthy = " Container f-db-1  Healthy\n";
  const std::string web = " Container f-web-1  Started\n";
  CHECK(ran(graph_of, made + db + healthy + web) == "pass: 2 nodes, 1 dependency: in order\n");
  CHECK(ran(graph_of, made + db + web + healthy).starts_with("fail"));
  CHECK(ran(graph_of, made + web + db + healthy).starts_with("fail"));
  CHECK(ran(graph_of, made).starts_with("missing"));
  CHECK(ran(graph_of, " Container f-db-1  Running\n" + web).starts_with("pass"));
  // The short form, and a condition that says the same, ask for the start alone.
  for (const std::string asked : {"[db]", "{db: {condition: service_started}}"}) {
    const std::string small =
        "services:\n  db:\n    healthcheck: {test: x}\n  web:\n    image: w\n    depends_on: " + asked + "\n";
    CAPTURE(asked);
    CHECK(ran(small, db + web + healthy).starts_with("warn: 2 nodes, 1 dependency: in order\nwarn "));
    CHECK(ran(small, db + web + healthy, "wait_for = 'ready'\n").starts_with("fail"));
    CHECK(ran(small, web + db + healthy).starts_with("fail"));
  }
  CHECK(held("web: db\n", "", "db started\nweb started\ndb healthy\n", "wait_for = 'started'\n")
            .starts_with("pass"));
  CHECK(held("web: db\n", "", "db started\nweb started\ndb healthy\n").starts_with("fail"));
  // What may be left out may be.
  const std::string optional =
      "services:\n  web:\n    image: w\n    depends_on: {db: {condition: service_started, required: "
      "false}}\n  "
      "db: {image: d, profiles: [tools]}\n";
  CHECK(ran(optional, web) == "pass: 2 nodes, 1 dependency: in order\n");
}

TEST_CASE("kubectl, Helm and Terraform say it in their words") {
  const std::string good =
      "deployment.apps/db configured\ndeployment \"db\" successfully rolled out\nservice/web created\n";
  CHECK(held("web: db\n", "", good) == "pass: 2 nodes, 1 dependency: in order\n");
  CHECK(held("web: db\n", "", "deployment.apps/web configured\ndeployment.apps/db configured\n")
            .starts_with("fail"));
  CHECK(held("web: db\n", "", "deployment.apps/db rolled back\ndeployment.apps/web configured\n")
            .find("`db` failed, and `web` needs it") != std::string::npos);
  CHECK(held("web: db\n", "", "deployment.apps/web configured\ndeployment.apps/db unchanged\n")
            .starts_with("pass"));
  CHECK(held("web: db\n", "", "deployment.apps/web unchanged\ndeployment.apps/db configured\n")
            .starts_with("pass"));
  const auto helm = [](const std::string& name) {
    return "Release \"" + name + "\" has been upgraded. Happy Helming!\nNAME: " + name +
           "\nSTATUS: deployed\n";
  };
  CHECK(held("web: db\n", "", helm("db") + helm("web")).starts_with("pass"));
  CHECK(held("web: db\n", "", helm("web") + helm("db")).starts_with("fail"));
  CHECK(
      held("web: db\n", "", "NAME: web\nSTATUS: deployed\nNAME: db\nSTATUS: deployed\n").starts_with("fail"));
  const auto line = [](const std::string& what, const std::string& second) {
    return "{\"@message\":\"" + what + "\",\"@timestamp\":\"2031-01-01T10:00:0" + second + "Z\"}\n";
  };
  CHECK(held("x_a.a -> x_b.b\n", "",
             line("x_b.b: Creating...", "0") + line("x_b.b: Creation complete after 1s", "1") +
                 line("x_a.a: Creating...", "2"))
            .starts_with("pass"));
  CHECK(held("x_a.a -> x_b.b\n", "", line("x_a.a: Creating...", "0") + line("x_b.b: Creating...", "2"))
            .starts_with("fail"));
  CHECK(held("x_a.a -> x_b.b\n", "", "x_b.b: Refreshing state... [id=1]\nx_a.a: Modifying... [id=2]\n")
            .starts_with("pass"));
  CHECK(held("a: b\n", "", "a: Destruction complete after 0s\nb: Creating...\na: Creating...\n")
            .starts_with("pass"));
}

TEST_CASE("DOT is read as it is written, and what Terraform thinks with is passed through") {
  CHECK(graph("g.dot", "digraph G { a -> b; b -> {c d}; e }") ==
        "a b c d e | a needs b:1 | b needs c:1 | b needs d:1 ");
  CHECK(graph("g.gv",
              "// x\nstrict digraph {\n rankdir = LR; node [shape = \"a -> b\"]\n subgraph s { x_1 -> y:p "
              "[label=\"]\"] }\n}\n") == "x_1 y | x_1 needs y:4 ");
  const std::string provider = "\"[root] provider[\\\"reg.example/aws\\\"]";
  CHECK(graph("t.dot", "digraph {\n \"[root] x_db.d (expand)\" -> " + provider +
                           "\"\n \"[root] x_s.s (expand)\" -> \"[root] local.url (expand)\"\n "
                           "\"[root] local.url (expand)\" -> \"[root] x_db.d (expand)\"\n " +
                           provider + " (close)\" -> \"[root] x_s.s (expand)\"\n \"[root] root\" -> " +
                           provider + " (close)\"\n}\n") == "x_db.d x_s.s | x_s.s needs x_db.d:3 ");
  CHECK(graph("t.dot",
              "digraph {\n \"[root] x_a.a\" -> \"[root] module.m (close)\"\n \"[root] module.m (close)\" -> "
              "\"[root] module.m.x_b.b\"\n \"[root] module.m.x_b.b\" -> \"[root] module.m (expand)\"\n}") ==
        "x_a.a module.m.x_b.b | x_a.a needs module.m.x_b.b:2 ");
  for (const std::string text :
       {"digraph {", "digraph { a -> ", "digraph \"", "digraph { {{{ ]] -> -> = ; a"}) {
    CAPTURE(text);
    CHECK(graph("g.dot", text).find("needs") == std::string::npos);
  }
}

TEST_CASE("a plan tells what goes out at once, and what a partial one leaves out still binds") {
  const auto planned = [](const std::string& plan, const std::string& more = "") {
    testing::MemoryWorld world({{"g.toml", "a = []\nb = ['a']\nc = ['b']\n"}, {"p.yaml", plan}});
    return testing::outcome("deploy-order", "graph = 'g.toml'\norder = 'p.yaml'\n" + more, world);
  };
  CHECK(planned("- a\n- [b]\n- [c]\n").starts_with("pass"));
  CHECK(planned("stages:\n- a\n- b\n- c\n").starts_with("pass"));
  CHECK(planned("- [a, b]\n- c\n") ==
        "fail: 3 nodes, 2 dependencies: 1 problem\nfail p.yaml:1: `b` goes out together with `a`, which it "
        "needs "
        "(g.toml:2)\n");
  CHECK(planned("- c\n- a\n", "partial = true\n") ==
        "fail: 3 nodes, 2 dependencies: 1 problem\nfail p.yaml:1: `c` comes before `a`, which it needs by "
        "way of "
        "`b` (g.toml:3)\n");
  CHECK(planned("- a\n- c\n", "partial = true\n").starts_with("pass"));
  CHECK(held("A: B\n", "", "A deployed\n", "partial = true\n").starts_with("pass"));
}

TEST_CASE("a graph in which nothing needs anything is missing, and a slip in its keys is told") {
  const auto held_by = [](const std::string& path, const std::string& text) {
    testing::MemoryWorld world({{path, text}, {"p.txt", "web\ndb\n"}});
    return testing::outcome("deploy-order", "graph = '" + path + "'\norder = 'p.txt'\n", world);
  };
  CHECK(held_by("g.toml", "web = []\ndb = []\n") ==
        "missing: 2 nodes, 0 dependencies\nmissing g.toml: nothing needs anything: no dependency is in the "
        "graph\n");
  CHECK(held_by("g.toml", "[[services]]\nname = 'db'\n[[services]]\nname = 'web'\ndepend_on = ['db']\n")
            .find("inconclusive g.toml:5: `depend_on` is no key of what is deployed; did you mean "
                  "`depends_on`?") != std::string::npos);
  // A price feed is no slip.
  CHECK(held_by("g.yaml", "contracts:\n  web: {feeds: [x]}\n  db: {needs: [web]}\n").starts_with("pass"));
  CHECK(held_by("compose.yaml", "services:\n  db: {image: x}\n  web:\n    depends-on: [db]\n")
            .find("inconclusive compose.yaml:4: `depends-on` is no key of a service") != std::string::npos);
  CHECK(held_by("compose.yaml",
                "services:\n  db: {image: x}\n  web:\n    depends_on: {db: {condition: service_helthy}}\n")
            .find("`service_helthy` is no condition that is known; did you mean `service_healthy`?") !=
        std::string::npos);
}

TEST_CASE("nothing to look at is missing") {
  CHECK(held("A: B\n", "", "").starts_with("missing: 2 nodes"));
  CHECK(held("", "A\n", "").starts_with("missing: "));
  CHECK(held("A: B\n", "# soon\n", "").starts_with("missing: "));
  CHECK(held("A: B\n", "", "nothing to see here\n").starts_with("missing: "));
}

TEST_CASE("a long chain and many circles cost no more than their length") {
  std::string chain, plan;
  for (int i = 0; i < 20'000; ++i)
    chain.append("n").append(std::to_string(i)).append(": n").append(std::to_string(i + 1)).append("\n");
  for (int i = 20'000; i >= 0; --i)
    plan.append("n").append(std::to_string(i)).append("\n");
  CHECK(held(chain, plan, "").starts_with("pass: 20001 nodes, 20000 dependencies"));
  CHECK(held(chain + "n20000: n0\n", plan, "").starts_with("fail"));
}

}  // namespace hindcast::guards
