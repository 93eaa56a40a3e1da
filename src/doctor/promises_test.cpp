#include "doctor/promises.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::doctor {
namespace {

// Promises of documents a month apart, and who repeats whom: "1 repeats 0 after 31 days".
std::string repeats(const std::vector<std::string>& texts) {
  std::vector<Promise> promises;
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    promises.push_back({i, {2030, static_cast<int>(i) + 1, 1}, texts[i], false});
  std::string said;
  for (const auto& repeat : repeated_promises(promises))
    said += std::to_string(repeat.later) + " repeats " + std::to_string(repeat.earlier) + " after " +
            std::to_string(repeat.days) + " days\n";
  return said;
}

TEST_CASE("a promise is known again by its words, in any order and with other endings") {
  CHECK(repeats({"Add a horn signal before the ramp goes up", "Horn signals before the ramps go up"}) ==
        "1 repeats 0 after 31 days\n");
  CHECK(repeats({"Alert on full disks", "Alert when a disk is full @ada"}) == "1 repeats 0 after 31 days\n");
  CHECK(repeats({"満杯のディスクを監視する", "満杯のディスクを監視する（再掲）"}) ==
        "1 repeats 0 after 31 days\n");
}

TEST_CASE("two promises about the same thing are not the same promise") {
  CHECK(repeats({"Add a horn to the ferry", "Paint the ferry"}) == "");
  CHECK(repeats({"Hold the M3 milestone retrospective", "Hold the M5 milestone retrospective"}) == "");
  CHECK(repeats({"Investigate https://bugs.example/ferry/ramp/horn/7",
                 "Fix https://bugs.example/ferry/ramp/horn/9"}) == "");
}

TEST_CASE("two words are enough only where nothing else is said and it is no heading") {
  CHECK(repeats({"set up notifications of downtime", "Set up notifications of downtime"}) ==
        "1 repeats 0 after 31 days\n");
  CHECK(repeats({"Deployment checklist", "Deployment checklist"}) == "");
}

TEST_CASE("what explains a promise behind a colon does not count") {
  CHECK(repeats({"Use priority classes for critical workloads: nodes run full and then nothing starts at all",
                 "Use priority classes for critical workloads: planned with the other work on resilience"}) ==
        "1 repeats 0 after 31 days\n");
}

TEST_CASE("of equal ones the first is named, and each later promise once") {
  CHECK(repeats({"Version lock Flux", "Version lock Flux", "Version lock Flux"}) ==
        "1 repeats 0 after 31 days\n2 repeats 0 after 59 days\n");
}

TEST_CASE("promises of one document or one day repeat nothing") {
  const std::string text = "Version lock Flux";
  CHECK(repeated_promises(std::vector<Promise>{{0, {2030, 1, 1}, text}, {0, {2030, 1, 1}, text}}).empty());
  CHECK(repeated_promises(std::vector<Promise>{{0, {2030, 1, 1}, text}, {1, {2030, 1, 1}, text}}).empty());
}

TEST_CASE("a document given before an earlier one makes no difference") {
  const std::string text = "Version lock Flux";
  const auto found =
      repeated_promises(std::vector<Promise>{{0, {2030, 2, 1}, text}, {1, {2030, 1, 1}, text}});
  REQUIRE(found.size() == 1);
  CHECK(found[0].later == 0);
  CHECK(found[0].earlier == 1);
}

TEST_CASE("any bytes may be promised") {
  CHECK(repeats({"\xFF\xFE\xE3\x81", "\xFF\xFE\xE3\x81", "", std::string(3, '\0')}) == "");
}

}  // namespace
}  // namespace hindcast::doctor
