#include "guards/expectation.h"

#include <doctest/doctest.h>

namespace hindcast::guards {
namespace {

constexpr Timestamp now = 1'899'361'800'000;  // 2030-03-10T08:30:00Z

// "pass", or the verdict and what is said.
std::string judged(std::string_view expected, const ProbeAnswer& answer, const Secrets& secrets = {}) {
  const auto read = expectation(expected);
  if (!read) return "unclear: " + read.error().message;
  Answered answered(answer, now);
  const auto found = judge(*read, answered, secrets);
  std::string out(facts::word(found.verdict));
  return found.message.empty() ? out : out + ": " + found.message;
}

std::string of_body(std::string_view expected, const std::string& body) {
  ProbeAnswer answer;
  answer.status = 200;
  answer.body = body;
  return judged(expected, answer);
}

TEST_CASE("a price feed is right when its price is above zero and fresh") {
  const std::string good = R"({"price": 12.5, "updated_at": "2030-03-10T08:29:00Z"})";
  CHECK(of_body("json /price > 0", good) == "pass");
  CHECK(of_body("json /updated_at age <= 15 min", good) == "pass");
  CHECK(of_body("json /price > 0", R"({"price": 0})") == "fail: json /price is `0`, not > 0");
  CHECK(of_body("json /price > 0", R"({"price": "12.50"})") == "pass");
  CHECK(of_body("json /price > 0", R"({"price": "n/a"})") ==
        "fail: json /price is `n/a`, which is no number");
  CHECK(of_body("json /price > 0", R"({"price": null})") == "fail: json /price is not there");
  CHECK(of_body("json /price > 0", R"({"price": []})") == "fail: json /price is `[...]`, which is no number");
  CHECK(of_body("json /price > 0", R"({"price": 1e999})") ==
        "fail: json /price is `1e999`, which is no number");
  CHECK(of_body("json /price > 0", "{}") == "fail: json /price is not there");
  CHECK(of_body("json /price > 0", "<html>") ==
        "inconclusive: json /price can't be told: the answer is no JSON");
  CHECK(of_body("json /updated_at age <= 15 min", R"({"updated_at": "2030-03-08T08:30:00Z"})") ==
        "fail: json /updated_at is 2 d old, not <= 15 min");
  CHECK(of_body("json /updated_at age <= 15 min", R"({"updated_at": 1899361740})") == "pass");
  CHECK(of_body("json /updated_at age <= 15 min", R"({"updated_at": "2030-03-10T10:30:00Z"})") ==
        "fail: json /updated_at is 2 h in the future: whose clock is wrong?");
  CHECK(of_body("json /updated_at age <= 15 min", R"({"updated_at": "2030-03-10 08:29:00"})") ==
        "inconclusive: json /updated_at is `2030-03-10 08:29:00`, which does not say when it was");
}

TEST_CASE("a JSON pointer goes through lists and names with slashes") {
  const std::string body = R"({"a/b": [{"c~d": "x"}, 7], "": 1, "e f": true})";
  CHECK(of_body("json /a~1b/0/c~0d = x", body) == "pass");
  CHECK(of_body("json /a~1b/1 = 7.0", body) == "pass");
  CHECK(of_body("json / = 1", body) == "pass");
  CHECK(of_body("json \"/e f\" is true", body) == "pass");
  CHECK(of_body("json /a~1b count = 2", body) == "pass");
  CHECK(of_body("json /a~1b count > 2", body) == "fail: json /a~1b has 2, not > 2");
  CHECK(of_body("json /a~1b/2 absent", body) == "pass");
  CHECK(of_body("json /a~1b/01 exists", body) == "fail: json /a~1b/01 is not there");
  CHECK(of_body("json /a~1b/-1 exists", body) == "fail: json /a~1b/-1 is not there");
}

TEST_CASE("headers, status, body and time") {
  ProbeAnswer answer;
  answer.status = 503;
  answer.lasted_ms = 700;
  answer.body = "all is well";
  answer.headers = {{"Content-Type", "text/html"}, {"X-Tag", "a"}, {"x-tag", "b"}};
  CHECK(judged("status = 200", answer) == "fail: status is `503`, not `200`");
  CHECK(judged("status != 503", answer) == "fail: status is `503`, which it should not be");
  CHECK(judged("status < 600", answer) == "pass");
  CHECK(judged("time <= 500 ms", answer) == "fail: time is 700 ms, not <= 500 ms");
  CHECK(judged("time < 1 s", answer) == "pass");
  CHECK(judged("header content-type matches ^text/", answer) == "pass");
  CHECK(judged("header content-type contains json", answer) ==
        "fail: header content-type is `text/html`, without `json`");
  CHECK(judged("header X-Tag = b", answer) == "pass");
  CHECK(judged("header X-Tag != b", answer) == "fail: header X-Tag is `b`, which it should not be");
  CHECK(judged("header X-Tag count = 2", answer) == "pass");
  CHECK(judged("header Via absent", answer) == "pass");
  CHECK(judged("body matches \"^all is \\w+$\"", answer) == "pass");
  answer.is_cut = true;
  CHECK(judged("body contains all", answer) == "inconclusive: body can't be told: it is longer than 1 MiB");
  CHECK(judged("json /a exists", answer) ==
        "inconclusive: json /a can't be told: the answer is longer than 1 MiB");
}

TEST_CASE("names and certificates") {
  ProbeAnswer answer;
  answer.addresses = {"10.0.0.7", "10.0.0.8", "fd00::1"};
  CHECK(judged("A = 10.0.0.8", answer) == "pass");
  CHECK(judged("A = 10.0.0.9", answer) == "fail: A is `10.0.0.7`, not `10.0.0.9`");
  CHECK(judged("AAAA count = 1", answer) == "pass");
  CHECK(judged("CNAME exists", answer) == "fail: CNAME is not there");
  CHECK(judged("days_left > 14", answer) ==
        "inconclusive: days_left can't be told: nobody said until when the certificate holds");
  answer.has_expiry = true;
  answer.expires_ms = now + 10 * 86'400'000LL;
  CHECK(judged("days_left > 14", answer) == "fail: days_left is `10`, not > 14");
  answer.expires_ms = now - 1;
  CHECK(judged("days_left >= 0", answer) == "fail: days_left is `-1`, not >= 0");
}

TEST_CASE("what is unclear is said before anything is asked") {
  CHECK(judged("price > 0", {}).starts_with("unclear: begins with none of status"));
  CHECK(judged("json price > 0", {}) == "unclear: has no JSON pointer, as in `json /price > 0`");
  CHECK(judged("json /price", {}).starts_with("unclear: has no comparison"));
  CHECK(judged("json /price => 0", {}).starts_with("unclear: has no comparison"));
  CHECK(judged("json /price > zero", {}) == "unclear: has no number to compare with, as in `> 0`");
  CHECK(judged("json /at age <= soon", {}) == "unclear: has no duration to compare with, as in `<= 15 min`");
  CHECK(judged("body matches (", {}).starts_with("unclear: is no regular expression"));
  CHECK(judged("header", {}).starts_with("unclear: has no header's name"));
  CHECK(judged("body contains", {}) == "unclear: contains nothing");
}

TEST_CASE("any words are an expectation or none, over any answer") {
  constexpr std::string_view words[] = {
      "json", "/a",     "header", "status", "age",  "count", "<=", "=",      "matches", "\"",
      "(",    "15 min", "9e99",   "body",   "\xff", "/~",    "A",  "exists", ""};
  constexpr std::string_view bodies[] = {"", "{\"a\": [1, \"x\"]}", "\xff\xfe", "[[[[", "{\"a\": null}"};
  std::uint32_t seed = 7;
  const auto next = [&](std::size_t size) { return (seed = seed * 1664525 + 1013904223) / 65536 % size; };
  int understood = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = 2 + next(4); i > 0; --i)
      text.append(words[next(std::size(words))]).append(next(8) == 0 ? "" : " ");
    ProbeAnswer answer;
    answer.body = bodies[next(std::size(bodies))];
    const auto said = judged(text, answer);
    understood += !said.starts_with("unclear");
    CHECK_FALSE(said.empty());
  }
  CHECK(understood > 100);
}

TEST_CASE("no secret stands in what is said") {
  Secrets secrets;
  secrets.add("tok");
  secrets.add("token-1");
  secrets.add("");
  ProbeAnswer answer;
  answer.body = R"({"echo": "is token-1, and tok"})";
  CHECK(judged("json /echo = x", answer, secrets) == "fail: json /echo is `is ***, and ***`, not `x`");
  // Cut short, a secret is still none.
  answer.body = "{\"echo\": \"" + std::string(76, 'x') + "token-1\"}";
  CHECK(judged("json /echo = x", answer, secrets).find("tok") == std::string::npos);
}

}  // namespace
}  // namespace hindcast::guards
