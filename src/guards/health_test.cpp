#include "guards/health.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "guards/compare.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

constexpr Timestamp start = 1'935'705'600'000;  // 2031-05-05T00:00:00Z

using Numbers = std::vector<double>;

bool is_near(double is, double wanted) {
  return std::abs(is - wanted) < 1e-12;
}

// By hand: of the 10 orders of 3 and 2 numbers one has every number of now on top.
TEST_CASE("small samples are compared by all orders that there are") {
  const auto top = compare(Numbers{4, 5, 6}, Numbers{1, 2, 3});
  CHECK(top.is_exact);
  CHECK(top.u == 9);
  CHECK(is_near(top.p_above, 1.0 / 20));
  CHECK(is_near(top.p_two_sided, 2.0 / 20));
  CHECK(top.superiority == 1);
  const auto bottom = compare(Numbers{1, 2, 3}, Numbers{4, 5, 6});
  CHECK(bottom.u == 0);
  CHECK(is_near(bottom.p_above, 1));
  CHECK(is_near(compare(Numbers{3, 4, 5}, Numbers{1, 2}).p_above, 1.0 / 10));
  CHECK(is_near(compare(Numbers{2, 4, 5}, Numbers{1, 3}).p_above, 2.0 / 10));
  CHECK(is_near(
      compare(Numbers{12.1, 13.0, 14.2, 11.9, 15.5, 16.1}, Numbers{10.2, 11.1, 12.0, 9.8, 10.9, 11.5, 13.1})
          .p_above,
      12.0 / 1716));
}

// The example of scipy.stats.mannwhitneyu's documentation: at which age a diabetes was found.
TEST_CASE("figures that were published come out") {
  const Numbers men{19, 22, 16, 29, 24}, women{20, 11, 17, 12};
  const auto found = compare(men, women);
  CHECK(found.u == 17);
  CHECK(is_near(found.p_two_sided, 0.1111111111111111));
  CHECK(found.superiority == 0.85);
  CHECK(found.median_now == 22);
  CHECK(found.median_before == 14.5);
}

// The normal curve, with ties: u = 46.5, mean 28, variance 56 / 12 * (16 - 60 / 210).
TEST_CASE("equal numbers share their ranks, and the curve knows it") {
  const auto found = compare(Numbers{7, 3, 5, 5, 9, 10, 5}, Numbers{1, 3, 4, 5, 2, 3, 4, 6});
  CHECK(!found.is_exact);
  CHECK(found.u == 46.5);
  CHECK(is_near(found.p_above, 0.017361798692151525));
  CHECK(is_near(found.p_two_sided, 0.03472359738430305));
  const auto same = compare(Numbers(30, 1.0), Numbers(30, 1.0));
  CHECK(same.p_above == 1);
  CHECK(same.superiority == 0.5);
}

TEST_CASE("the curve is close to all orders where both are known") {
  Numbers now, before;
  for (int i = 0; i < 25; ++i) {
    now.push_back(i * 2 + 13.5);
    before.push_back(i * 2);
  }
  const auto exact = compare(now, before);
  CHECK(exact.is_exact);
  now.push_back(1000), before.push_back(1001);  // one more: by the curve, and nearly the same
  const auto curve = compare(now, before);
  CHECK(!curve.is_exact);
  CHECK(std::abs(exact.p_above - curve.p_above) < 0.01);
}

// Samples every 10 s: "p" pass, "f" fail, "." missing, " " nobody sent one.
std::string watched(const std::string& rounds, HealthRules rules = {}) {
  HealthWatch watch(rules, start, {"a"}, std::nullopt);
  Decision decision;
  std::size_t at = 0;
  for (; at < rounds.size() && !decision.is_final; ++at) {
    const Timestamp now = start + static_cast<Timestamp>(at) * 10'000;
    const char c = rounds[at];
    const auto verdict = c == 'p'   ? facts::Verdict::pass
                         : c == 'f' ? facts::Verdict::fail
                                    : facts::Verdict::missing;
    if (c != ' ') watch.add({now, "a", verdict, std::nullopt, c == 'f' ? "status is `500`" : ""});
    decision = watch.decide(now);
  }
  std::string out = decision.is_final ? std::to_string(at) + " " : "open ";
  out.append(facts::word(decision.verdict));
  for (const auto& reason : decision.reasons)
    out.append(", ").append(reason);
  return out;
}

std::string times(std::size_t count, char c) {
  return std::string(count, c);
}

TEST_CASE("what was well for long enough passes, and not before") {
  CHECK(watched(times(20, 'p')) == "13 pass");
  CHECK(watched(times(12, 'p')) == "open inconclusive");
  CHECK(watched("ppppppf" + times(20, 'p')) == "20 pass");
  CHECK(watched("pppppp." + times(20, 'p')) == "20 pass");
}

TEST_CASE("a failure too many fails, wherever it comes") {
  CHECK(watched("fff") == "3 fail, `a` failed 3 times: status is `500`");
  CHECK(watched("fpppfpppf") == "9 fail, `a` failed 3 times: status is `500`");
  HealthRules strict;
  strict.failure_limit = 1;
  CHECK(watched("pppf", strict) == "4 fail, `a` failed 1 time: status is `500`");
  HealthRules late;
  late.initial_delay_ms = 30'000;
  CHECK(watched("fff" + times(20, 'p'), late) == "16 pass");
}

TEST_CASE("without data nothing passes") {
  CHECK(watched("ppp...") == "6 inconclusive, nobody can tell how `a` is");
  CHECK(watched(times(5, 'p') + times(5, ' ') + times(12, 'p')) == "open inconclusive");
  CHECK(watched(times(5, 'p') + times(5, ' ') + times(13, 'p')) == "23 pass");
  CHECK(watched(times(200, ' ')) == "91 inconclusive, `a` was not healthy for 2 min within 15 min");
  HealthRules rules;
  rules.failure_limit = 100;
  std::string flapping;
  for (int i = 0; i < 100; ++i)
    flapping += "pppf";
  CHECK(watched(flapping, rules) ==
        "91 inconclusive, `a` was not healthy for 2 min within 15 min: status is `500`");
}

std::string lines(double from, double step, int count, Timestamp began, const char* probe = "p99") {
  std::vector<Sample> samples;
  for (int i = 0; i < count; ++i)
    samples.push_back({began + i * 10'000, probe, facts::Verdict::pass, from + step * ((i * 7) % count), ""});
  return write_samples(samples);
}

std::string replayed(const std::string& now, const std::string& before, const std::string& more = "",
                     Timestamp at = start + 3'600'000) {
  testing::MemoryWorld world({{"now.jsonl", now}, {"before.jsonl", before}});
  world.now_ms = at;
  return testing::outcome("health", "samples = 'now.jsonl'\nbaseline = 'before.jsonl'\n" + more, world);
}

TEST_CASE("what is worse than before fails, where it is worse by enough") {
  const auto before = lines(100, 1, 13, start - 3'600'000);
  CHECK(replayed(lines(101, 1, 13, start), before) == "pass: 1 probe watched for 2 min, 13 samples\n");
  CHECK(
      replayed(lines(180, 1, 13, start), before) ==
      "fail: 1 probe watched for 2 min, 13 samples\n"
      "fail now.jsonl: `p99` is worse than before: median 186 instead of 106, the worse one in 100 % of all "
      "pairs (p = 9.615e-08)\n");
  // Sure, and too little to matter.
  CHECK(replayed(lines(1000.5, 0.01, 13, start), lines(1000, 0.01, 13, start)).starts_with("pass"));
  CHECK(replayed(lines(1000.5, 0.01, 13, start), lines(1000, 0.01, 13, start), "change = 0")
            .starts_with("fail"));
  CHECK(replayed(lines(50, 1, 13, start), before).starts_with("pass"));
  CHECK(replayed(lines(50, 1, 13, start), before,
                 "probe = {name = 'p99', http = 'http://a.example/', worse = 'low'}")
            .starts_with("fail"));
}

TEST_CASE("a measure that the samples of before have and this watch has lost is no pass") {
  const auto before = lines(100, 1, 13, start - 3'600'000) + lines(1, 0, 13, start - 3'600'000, "errors");
  CHECK(replayed(lines(101, 1, 13, start), before) ==
        "inconclusive: 1 probe watched for 2 min, 13 samples\n"
        "inconclusive before.jsonl: `errors` was measured before, and not in this watch\n");
  CHECK(replayed(lines(101, 1, 13, start) + lines(1, 0, 13, start, "errors"), before).starts_with("pass"));
  CHECK(replayed(lines(180, 1, 13, start), before)
            .starts_with("fail: 1 probe watched for 2 min, 13 samples\nfail"));
}

TEST_CASE("samples of a number of which less is worse need a probe with its name, and nobody to ask") {
  const auto before = lines(100, 1, 13, start - 3'600'000), now = lines(50, 1, 13, start);
  CHECK(replayed(now, before, "probe = {name = 'p99', worse = 'low'}").starts_with("fail"));
  CHECK(replayed(now, before, "probe = {name = 'p99', worse = 'high'}").starts_with("pass"));
  CHECK(replayed(now, before, "probe = {worse = 'low'}").find("needs a name") != std::string::npos);
  testing::MemoryWorld world({{"before.jsonl", before}});
  CHECK(testing::outcome("health", "baseline = 'before.jsonl'\nprobe = {name = 'p99', worse = 'low'}", world)
            .find("needs one of http, tcp, dns, tls and command") != std::string::npos);
}

TEST_CASE("what can't be compared is inconclusive") {
  CHECK(replayed(lines(100, 1, 13, start), lines(100, 1, 5, start)) ==
        "inconclusive: 1 probe watched for 2 min, 13 samples\n"
        "inconclusive now.jsonl: `p99` can't be compared: 13 numbers now and 5 before, of 8 that it takes\n");
  CHECK(replayed(lines(100, 1, 13, start), lines(100, 1, 13, start, "other")) ==
        "inconclusive: 1 probe watched for 2 min, 13 samples\n"
        "inconclusive before.jsonl: `other` was measured before, and not in this watch\n"
        "inconclusive now.jsonl: `p99` can't be compared: 13 numbers now and 0 before, of 8 that it takes\n");
  CHECK(replayed(lines(100, 1, 5, start), lines(100, 1, 13, start)) ==
        "inconclusive: 1 probe watched for 40 s, 5 samples\n"
        "inconclusive now.jsonl: the samples end before all was healthy for 2 min\n");
  CHECK(replayed("", lines(100, 1, 13, start)) ==
        "missing: nothing was watched\nmissing now.jsonl: is empty\n");
  CHECK(replayed("{\"time\": \"yesterday\"}", lines(100, 1, 13, start)) ==
        "inconclusive: nothing was watched\ninconclusive now.jsonl:1: cannot be read: has no `time` with a "
        "zone\n");
}

TEST_CASE("recorded samples say nothing of a release long after or before them") {
  const auto now = lines(101, 1, 13, start), before = lines(100, 1, 13, start - 3'600'000);
  constexpr Timestamp day = 86'400'000;
  CHECK(replayed(now, before, "", start + day / 2).starts_with("pass"));
  CHECK(replayed(now, before, "", start + 3 * day) ==
        "inconclusive: 1 probe watched for 2 min, 13 samples\n"
        "inconclusive now.jsonl: the samples ended 2 d 23 h ago, more than 1 day\n");
  CHECK(replayed(now, before, "", start - 3 * day).starts_with("inconclusive"));
  CHECK(replayed(now, before, "max_age = '90 min'\n", start + 2 * 3'600'000).starts_with("inconclusive"));
  CHECK(replayed(now, before, "max_age = '7 days'\n", start + 3 * day).starts_with("pass"));
  CHECK(replayed(lines(200, 1, 13, start), before, "", start + 30 * day).starts_with("fail"));
}

TEST_CASE("samples are written as they are read") {
  const std::vector<Sample> samples = {
      {start, "a \"b\"", facts::Verdict::pass, 0.1, ""},
      {start + 250, "a", facts::Verdict::fail, std::nullopt, "status is `500`"},
      {start + 500, "a", facts::Verdict::missing, std::nullopt, ""}};
  const auto text = write_samples(samples);
  CHECK(text ==
        "{\"time\":\"2031-05-05T00:00:00Z\",\"probe\":\"a \\\"b\\\"\",\"verdict\":\"pass\",\"value\":0.1}\n"
        "{\"time\":\"2031-05-05T00:00:00.250Z\",\"probe\":\"a\",\"verdict\":\"fail\",\"why\":\"status is "
        "`500`\"}\n"
        "{\"time\":\"2031-05-05T00:00:00.500Z\",\"probe\":\"a\",\"verdict\":\"missing\"}\n");
  const auto read = read_samples(text);
  REQUIRE(read.ok());
  CHECK(write_samples(*read) == text);
  CHECK((*read_samples("{\"time\": 1935705600, \"probe\": \"a\", \"value\": 3}"))[0].verdict ==
        facts::Verdict::pass);
  CHECK((*read_samples("{\"time\": 1935705600, \"probe\": \"a\"}"))[0].verdict == facts::Verdict::missing);
  for (const char* bad : {"[]", "{\"probe\": \"a\"}", "{\"time\": 1935705600}",
                          "{\"time\": 1935705600, \"probe\": \"a\", \"value\": \"3\"}",
                          "{\"time\": 1935705600, \"probe\": \"a\", \"verdict\": \"warn\"}"})
    CHECK(!read_samples(bad).ok());
}

TEST_CASE("probes are asked every so often, in no time here") {
  testing::MemoryWorld world;
  world.now_ms = start;
  int asked = 0;
  world.answers = [&](const Probe&) {
    ProbeAnswer answer;
    answer.status = ++asked == 3 ? 500 : 200;
    answer.body = "{\"p99\": 118}";
    return answer;
  };
  const std::string settings =
      "record = 'samples.jsonl'\ninitial_delay = '30 s'\ninterval = '20 s'\nhealthy_for = '1 min'\n"
      "probe = {name = 'checkout', http = 'https://a.example/', measure = 'json /p99'}";
  CHECK(testing::outcome("health", settings, world) == "pass: 1 probe watched for 2 min 30 s, 7 samples\n");
  CHECK(asked == 7);
  CHECK(world.now_ms == start + 150'000);
  CHECK(world.kept[0].second.starts_with(
      "{\"time\":\"2031-05-05T00:00:30Z\",\"probe\":\"checkout\",\"verdict\":"
      "\"pass\",\"value\":118}\n"));
}

TEST_CASE("the end of a watch cuts no probe short") {
  testing::MemoryWorld world;
  world.now_ms = start;
  std::int64_t least = 1'000'000;
  world.answers = [&](const Probe& probe) {
    least = std::min(least, probe.answer_ms_max);
    world.now_ms += 999;
    ProbeAnswer answer;
    answer.status = world.now_ms - start < 9'000 ? 404 : 200;
    return answer;
  };
  CHECK(
      testing::outcome("health",
                       "interval = '1 s'\nhealthy_for = '8 s'\ndeadline = '10 s'\nfailure_limit = 100\n"
                       "probe = {name = 'a', http = 'https://a.example/', timeout = '2 s'}",
                       world) ==
      "inconclusive: 1 probe watched for 10 s, 10 samples\n"
      "inconclusive hindcast.toml:1: `a` was not healthy for 8 s within 10 s: status is `404`, not < 300\n");
  CHECK(least == 2'000);
}

TEST_CASE("who can't be asked is missing, and settings without sense are errors") {
  testing::MemoryWorld world;
  CHECK(testing::outcome("health", "probe = {name = 'a', http = 'https://a.example/'}", world) ==
        "inconclusive: 1 probe watched for 20 s, 3 samples\n"
        "inconclusive hindcast.toml:1: nobody can tell how `a` is: could not be asked: nothing can be asked "
        "from "
        "here\n");
  CHECK(testing::outcome("health", "", world) == "missing: no probes\n");
  CHECK(testing::outcome("health", "deadline = '1 min'", world) ==
        "error: nothing was watched\nerror hindcast.toml:1: `deadline` is over before anything can have been "
        "healthy "
        "for long enough\n");
  CHECK(testing::outcome("health", "effect = 2", world) ==
        "error: nothing was watched\nerror hindcast.toml:1: `effect` needs a number from 0.5 to 1.0\n");
}

}  // namespace
}  // namespace hindcast::guards
