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
