#include <doctest/doctest.h>

#include <string>

#include "guards/testing.h"

namespace hindcast::guards {
namespace {

constexpr Timestamp now = 1'899'361'800'000;  // 2030-03-10T08:30:00Z

ProbeAnswer answer(int status, std::string body = "") {
  ProbeAnswer made;
  made.status = status;
  made.body = std::move(body);
  made.lasted_ms = 20;
  return made;
}

ProbeAnswer silence(Reached reached, std::string message) {
  ProbeAnswer made;
  made.reached = reached;
  made.message = std::move(message);
  return made;
}

// A world in which every question is written down, and answered by `reply`.
struct Asked {
  testing::MemoryWorld world;
  std::vector<std::string> questions;

  explicit Asked(std::function<Result<ProbeAnswer>(const Probe&)> reply) {
    world.now_ms = now;
    world.answers = [this, reply](const Probe& probe) {
      std::string text = probe.method + " " + probe.url + probe.host;
      for (const auto& header : probe.headers)
        text.append(" ").append(header.name).append(": ").append(header.value);
      questions.push_back(text.append(probe.body.empty() ? "" : " " + probe.body));
      return reply(probe);
    };
  }
  std::string run(std::string_view settings) { return testing::outcome("smoke", settings, world); }
};

std::string of_feed(const std::string& body) {
  Asked asked([&](const Probe&) { return answer(200, body); });
  return asked.run(
      "step = [{name = 'price feed', http = 'https://shop.example/price', "
      "expect = ['json /price > 0', 'json /at age <= 15 min']}]");
}

TEST_CASE("a price feed that answers 200 with nothing to go by is caught") {
  CHECK(of_feed(R"({"price": 12.5, "at": "2030-03-10T08:29:00Z"})") == "pass: 1 step: 1 pass\n");
  CHECK(
      of_feed(R"({"price": 0, "at": "2030-03-08T08:30:00Z"})") ==
      "fail: 1 step: 1 fail\n"
      "fail hindcast.toml:1: `price feed` json /price is `0`, not > 0; json /at is 2 d old, not <= 15 min\n");
  CHECK(
      of_feed("") ==
      "inconclusive: 1 step: 1 inconclusive\n"
      "inconclusive hindcast.toml:1: `price feed` json /price can't be told: the answer is no JSON; json /at "
      "can't be told: the answer is no JSON\n");
}

TEST_CASE("an answer that nobody expects otherwise is of the 200s") {
  const auto with = [](int status, const std::string& expect) {
    Asked asked([&](const Probe&) { return answer(status); });
    return asked.run("step = {name = 'a', http = 'http://a.example/'" + expect + "}");
  };
  CHECK(with(204, "") == "pass: 1 step: 1 pass\n");
  CHECK(with(301, "") == "fail: 1 step: 1 fail\nfail hindcast.toml:1: `a` status is `301`, not < 300\n");
  CHECK(with(301, ", expect = 'status = 301'") == "pass: 1 step: 1 pass\n");
}

TEST_CASE("no data is never a pass") {
  Asked asked([](const Probe&) { return answer(200); });
  CHECK(asked.run("") == "missing: no steps\n");
  CHECK(asked.run("step = []") == "missing: no steps\n");
  CHECK(asked.run("file = 'none.toml'") ==
        "missing: the steps can't be read\nmissing none.toml: is not there\n");
  testing::MemoryWorld nowhere;
  CHECK(testing::outcome("smoke", "step = {http = 'http://a.example/'}", nowhere) ==
        "error: 1 step: 1 error\n"
        "error hindcast.toml:1: `http://a.example/` could not be asked: nothing can be asked from here\n");
}

TEST_CASE("who can't be reached fails, and who may not be asked is an error") {
  const auto with = [](Reached reached, const std::string& message) {
    Asked asked([&](const Probe&) { return silence(reached, message); });
    return asked.run("step = {name = 'a', tcp = 'db.example:5432', timeout = '2 s'}");
  };
  CHECK(with(Reached::unreachable, "the connection is refused") ==
        "fail: 1 step: 1 fail\nfail hindcast.toml:1: `a` can't be reached: the connection is refused\n");
  CHECK(with(Reached::timed_out, "") ==
        "fail: 1 step: 1 fail\nfail hindcast.toml:1: `a` did not answer within 2 s\n");
  CHECK(with(Reached::refused, "an address of one's own network")
            .starts_with("error: 1 step: 1 error\nerror hindcast.toml:1: `a` is not asked: "));
}

TEST_CASE("what a step captured is put into later ones, escaped in addresses") {
  Asked asked([](const Probe& probe) {
    if (probe.url.ends_with("/login")) {
      auto made = answer(200, R"({"token": "a/b?c"})");
      made.headers = {{"Set-Cookie", "id=42; Path=/"}};
      return made;
    }
    return answer(200, R"({"who": "a/b?c"})");
  });
  CHECK(asked.run(R"toml(
      [[step]]
      name = "log in"
      http = "https://shop.example/login"
      method = "POST"
      body = '{"user": "ada"}'
      capture = { token = "json /token", id = { from = "header Set-Cookie", matches = "id=(\\d+)" } }
      [[step]]
      http = "https://shop.example/orders/{{token}}"
      headers = { Authorization = "Bearer {{token}}", X-Id = "{{id}}" }
      expect = "json /who = {{token}}"
      )toml") == "pass: 2 steps: 2 pass\n");
  CHECK(asked.questions ==
        std::vector<std::string>{
            "POST https://shop.example/login {\"user\": \"ada\"}",
            "GET https://shop.example/orders/a%2Fb%3Fc Authorization: Bearer a/b?c X-Id: 42"});
}

TEST_CASE("a step whose capture is not there was not tried") {
  Asked asked([](const Probe&) { return answer(200, "{}"); });
  CHECK(asked.run(R"(
step = [{name = "log in", http = "https://a.example/", capture = {token = "json /token"}},
        {name = "orders", http = "https://a.example/{{token}}"}])") ==
        "fail: 2 steps: 1 inconclusive, 1 fail\n"
        "fail hindcast.toml:2: `log in` has nothing to capture as token\n"
        "inconclusive hindcast.toml:3: `orders` was not tried: no step before captured {{token}}\n");
}

TEST_CASE("a value of the environment is sent and never shown") {
  Asked asked(
      [](const Probe& probe) { return answer(401, "{\"echo\": \"" + probe.headers[0].value + "\"}"); });
  asked.world.variables = {{"TOKEN", "s3cret"}};
  const std::string step =
      "step = {name = 'a', http = 'https://a.example/', headers = {Authorization = 'Bearer "
      "{{env.TOKEN}}'}, "
      "expect = ['status = 200', 'json /echo = nothing']}\n";
  const auto out = asked.run("junit = 'smoke.xml'\n" + step);
  CHECK(asked.questions[0].ends_with("Bearer s3cret"));
  CHECK(out.find("s3cret") == std::string::npos);
  CHECK(out.find("json /echo is `Bearer ***`") != std::string::npos);
  CHECK(asked.world.kept[0].second.find("s3cret") == std::string::npos);
  asked.world.variables.clear();
  CHECK(asked.run(step) ==
        "error: 1 step: 1 error\nerror hindcast.toml:1: `a` the variable TOKEN is not given to this guard\n");
}

TEST_CASE("a step is tried again until the time for all is over") {
  int times = 0;
  Asked asked([&](const Probe&) { return answer(++times < 3 ? 503 : 200); });
  CHECK(asked.run("step = {name = 'a', http = 'http://a.example/', retries = 2, interval = '10 s'}") ==
        "pass: 1 step: 1 pass (1 not at the first try)\n");
  CHECK(asked.world.now_ms == now + 20'000);
  times = -100;
  CHECK(
      asked.run("deadline = '30 s'\nstep = [{name = 'a', http = 'http://a.example/', retries = 100, interval "
                "= '10 s'}, {name = 'b', http = 'http://b.example/'}]") ==
      "fail: 2 steps: 1 inconclusive, 1 fail\n"
      "fail hindcast.toml:2: `a` status is `503`, not < 300\n"
      "inconclusive hindcast.toml:2: `b` was not tried: the 30 s for all of it were over\n");
  CHECK(asked.world.now_ms == now + 50'000);
}

TEST_CASE("a step that was cut short by the time for all has not failed") {
  Asked asked([](const Probe&) { return silence(Reached::timed_out, ""); });
  CHECK(asked.run("deadline = '1 s'\nstep = {name = 'a', tcp = 'a.example:1', timeout = '5 s'}") ==
        "inconclusive: 1 step: 1 inconclusive\n"
        "inconclusive hindcast.toml:2: `a` was not waited for: the 1 s for all of it were over\n");
}

TEST_CASE("what is flaky warns, and behind what is critical nothing is tried") {
  Asked asked(
      [](const Probe& probe) { return answer(probe.url.find("bad") == std::string::npos ? 200 : 500); });
  CHECK(asked.run(R"(
step = [{name = "a", http = "http://bad.example/", flaky = true},
        {name = "b", http = "http://b.example/"}])") ==
        "warn: 2 steps: 1 pass, 1 flaky\nwarn hindcast.toml:2: `a` status is `500`, not < 300\n");
  asked.questions.clear();
  CHECK(asked.run(R"(
step = [{name = "a", http = "http://bad.example/", critical = true},
        {name = "b", http = "http://b.example/"}])") ==
        "fail: 2 steps: 1 inconclusive, 1 fail\n"
        "fail hindcast.toml:2: `a` status is `500`, not < 300\n"
        "inconclusive hindcast.toml:3: `b` was not tried: `a` comes before it\n");
  CHECK(asked.questions.size() == 1);
}

TEST_CASE("steps that are not understood stop all of them before the first is asked") {
  Asked asked([](const Probe&) { return answer(200); });
  const auto error_of = [&](const std::string& step) {
    const auto out =
        asked.run("step = [{name = 'ok', http = 'http://a.example/'}, {name = 'a', " + step + "}]");
    CHECK(out.starts_with("error: the steps can't be read\n"));
    return out.substr(std::min(out.size(), out.find("`a` ") + 4));
  };
  CHECK(error_of("retries = 1").starts_with("needs one of http, tcp"));
  CHECK(error_of("http = 'http://a.example', tcp = 'a:1'")
            .starts_with("asks by http and by tcp: that is two steps"));
  CHECK(error_of("tcp = 'db.example'") == "needs a port, as in \"db.example:5432\"\n");
  CHECK(error_of("tcp = '[::1]:0'") == "needs a port, as in \"db.example:5432\"\n");
  CHECK(error_of("http = 'http://{{host}}/'").starts_with("takes its host from an answer"));
  CHECK(error_of("http = '{{url}}/x'").starts_with("takes its host from an answer"));
  CHECK(error_of("command = 'make'").starts_with("needs a list of words"));
  CHECK(error_of("command = ['sh', '{{ script-2 }}']")
            .starts_with("has {{script-2}} in its command: what runs is what was approved"));
  CHECK(error_of("command = ['{{a}}']").ends_with("; it has CAPTURE_A as a variable\n"));
  CHECK(error_of("command = ['sh', 'x{{.A}}{{env.B}}']").ends_with("; it has B as a variable\n"));
  CHECK(error_of("command = ['sh', '{{commit}}']").ends_with("; it has HINDCAST_COMMIT as a variable\n"));
  CHECK(error_of("http = 'http://a.example', expects = 'x'")
            .starts_with("has a key `expects`; did you mean `expect`?"));
  CHECK(error_of("http = 'http://a.example', colour = 1").starts_with("has a key `colour`; there are name,"));
  CHECK(error_of("http = 'http://a.example', timeout = '10 min'")
            .starts_with("needs a duration of at most 5 min"));
  CHECK(error_of("http = 'http://a.example', expect = 'json /a > b'") ==
        "expects `json /a > b`, which has no number to compare with, as in `> 0`\n");
  CHECK(error_of("dns = 'a.example', expect = 'status = 200'") ==
        "expects `status = 200`, which no step of its kind can tell\n");
  CHECK(error_of("http = 'http://a.example', capture = {a = {from = 'body', matches = '('}}")
            .starts_with("captures `a` by what is no regular expression"));
  CHECK(asked.questions.empty());
}

TEST_CASE("steps stand in a file too, whose lines are told") {
  Asked asked([](const Probe&) { return answer(500); });
  asked.world.files = {{"smoke.yaml", "step:\n  - name: a\n    http: http://a.example/\n"},
                       {"list.json", "[{\"name\": \"b\",\n\"http\": \"http://b.example/\"}]"}};
  CHECK(asked.run("file = ['smoke.yaml', 'list.json']") ==
        "fail: 2 steps: 2 fail\n"
        "fail list.json:1: `b` status is `500`, not < 300\n"
        "fail smoke.yaml:2: `a` status is `500`, not < 300\n");
}

TEST_CASE("names, ports, certificates and commands are steps") {
  Asked asked([](const Probe& probe) {
    ProbeAnswer made;
    made.addresses = {"192.0.2.7"};
    made.has_expiry = probe.kind == ProbeKind::tls;
    made.expires_ms = now + 5 * 86'400'000LL;
    made.body = "5 rows";
    if (probe.port == 8443) made.reached = Reached::untrusted, made.message = "certificate has expired";
    return made;
  });
  CHECK(asked.run(R"(
step = [{name = "d", dns = "a.example", expect = ["A = 192.0.2.7", "AAAA absent"]},
        {name = "p", tcp = "a.example:5432"},
        {name = "t", tls = "a.example", expect = "days_left > 14"},
        {name = "u", tls = "a.example:8443"},
        {name = "c", command = ["psql", "-c", "select 1"], expect = "output matches ^\\d+ rows"}])") ==
        "fail: 5 steps: 3 pass, 2 fail\n"
        "fail hindcast.toml:4: `t` days_left is `5`, not > 14\n"
        "fail hindcast.toml:5: `u` can't be reached: certificate has expired\n");
}

TEST_CASE("a command has what was captured in its variables, and no answer in its words") {
  std::string seen;
  Asked asked([&](const Probe& probe) {
    for (const auto& word : probe.command)
      seen += word + " ";
    for (const auto& one : probe.variables)
      seen += one.name + "=" + one.value;
    auto made = answer(200);
    made.body = "--exec=/bin/sh";
    return probe.kind == ProbeKind::command ? ProbeAnswer() : made;
  });
  CHECK(asked.run(R"(
step = [{http = "http://a.example/", capture = {basket-id = "body"}},
        {command = ["docker", "ps", "--format", "{{.Names}}"]}])") == "pass: 2 steps: 2 pass\n");
  CHECK(seen == "docker ps --format {{.Names}} CAPTURE_BASKET_ID=--exec=/bin/sh");
}

TEST_CASE("a report for CI says the same") {
  Asked asked([](const Probe& probe) {
    if (probe.url.find("slow") != std::string::npos) return silence(Reached::timed_out, "");
    return answer(probe.url.find("bad") == std::string::npos ? 200 : 500);
  });
  (void)asked.run(R"(junit = "out.xml"
step = [{name = "a", http = "http://a.example/"}, {name = "<b>", http = "http://bad.example/", flaky = true},
        {name = "c", http = "http://slow.example/", timeout = "1 s"}])");
  CHECK(asked.world.kept.size() == 1);
  CHECK(asked.world.kept[0].first == "out.xml");
  CHECK(asked.world.kept[0].second ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        "  <testsuite name=\"smoke\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\" "
        "time=\"0.040\">\n"
        "    <testcase classname=\"smoke\" name=\"a\" time=\"0.020\"/>\n"
        "    <testcase classname=\"smoke\" name=\"&lt;b&gt;\" time=\"0.020\">\n"
        "      <system-out>warning: status is `500`, not &lt; 300</system-out>\n"
        "    </testcase>\n"
        "    <testcase classname=\"smoke\" name=\"c\" time=\"0.000\">\n"
        "      <failure message=\"did not answer within 1 s\"/>\n"
        "    </testcase>\n"
        "  </testsuite>\n</testsuites>\n");
}

}  // namespace
}  // namespace hindcast::guards
