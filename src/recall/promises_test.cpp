#include "recall/promises.h"

#include <doctest/doctest.h>

#include <string>

#include "recall/words.h"

namespace hindcast::recall {
namespace {

struct Told {
  std::string path, title;
  Date date;
  std::vector<std::string> promises;
  std::string text = {};  // around them
};

Source source(const Told& told) {
  Source made;
  made.path = made.slug = told.path;
  made.title = told.title;
  made.date = told.date;
  std::string text = told.title + "\n" + told.text;
  for (std::uint32_t i = 0; i < told.promises.size(); ++i) {
    text += "\n" + told.promises[i];
    made.promises.push_back({.role = facts::ItemRole::action,
                             .state = facts::ActionState::open,
                             .id = std::to_string(i),
                             .line = i + 1,
                             .text = told.promises[i]});
  }
  made.title_terms = terms_of(told.title);
  made.about = about_terms(told.title, text);
  made.sketch = sketch_of(text);
  return made;
}

std::vector<Source> sources(const std::vector<Told>& all) {
  std::vector<Source> made;
  for (const auto& told : all)
    made.push_back(source(told));
  return made;
}

// Without those that are held back.
std::vector<Repeat> rows_of(const std::vector<Source>& all, Held held = Held::no) {
  std::vector<Repeat> rows;
  for (const auto& row : repeated_promises(all))
    if (row.held == held) rows.push_back(row);
  return rows;
}

// "b repeats a after 31 days": by the paths of documents.
std::string repeats(const std::vector<Told>& all) {
  const auto made = sources(all);
  std::string said;
  for (const auto& row : rows_of(made))
    said += made[row.later.source].path + " repeats " + made[row.earlier.source].path + " after " +
            std::to_string(row.days) + " days\n";
  return said;
}

// The same of promises that stand alone in documents a month apart: "1 repeats 0 after 31 days".
std::string repeated(const std::vector<std::string>& texts) {
  std::vector<Told> all;
  for (int i = 0; i < static_cast<int>(texts.size()); ++i)
    all.push_back({std::to_string(i), "", {2030, i + 1, 1}, {texts[static_cast<std::size_t>(i)]}});
  return repeats(all);
}

const std::string again = "1 repeats 0 after 31 days\n";

TEST_CASE("a promise is known again by its words, in any order and with other endings") {
  CHECK(repeated({"Add a horn signal before the ramp goes up", "Horn signals before the ramps go up"}) ==
        again);
  CHECK(repeated({"Alert on full disks", "Alert when a disk is full @ada"}) == again);
  CHECK(repeated({"満杯のディスクを監視する", "満杯のディスクを監視する（再掲）"}) == again);
}

TEST_CASE("words that mean the same are the same") {
  CHECK(repeated({"Alert on missing logs of the ramp", "Set up alarms for absent ramp logging"}) == again);
  CHECK(repeated({"Document how to fail over the ferry database", "Runbook for the ferry DB's fail-over"}) ==
        again);
}

TEST_CASE("two promises about the same thing are not the same promise") {
  CHECK(repeated({"Add a horn to the ferry", "Paint the ferry"}) == "");
  CHECK(repeated({"Hold the M3 ramp inspection", "Hold the M5 ramp inspection"}) == "");
  CHECK(repeated({"Investigate https://bugs.example/ferry/ramp/horn/7",
                  "Fix https://bugs.example/ferry/ramp/horn/9"}) == "");
}

TEST_CASE("another kind of remedy makes another promise") {
  CHECK(repeated({"Implement monitoring on the ramp motor", "Document the ramp motor"}) == "");
}

TEST_CASE("two words are enough only where nothing else is said and it is no heading") {
  CHECK(repeated({"set up notifications of downtime", "Set up notifications of downtime"}) == again);
  CHECK(repeated({"Ferry checklist", "Ferry checklist"}) == "");
}

TEST_CASE("what explains a promise counts little") {
  CHECK(
      repeated({"Use priority classes for critical workloads: nodes run full and then nothing starts at all",
                "Use priority classes for critical workloads: planned with the other work on resilience"}) ==
      again);
}

TEST_CASE("documents about the same weakness need fewer words to agree") {
  const std::string first = "Alert when the harbour log is not shipped to the office - look at both ends",
                    second = "Add alarms to the relay in case not enough log data is sent";
  const std::string text = "The relay stopped. The relay was started again.";
  CHECK(repeats({{"a", "Harbour log not shipped to the office", {2030, 1, 1}, {first}, text},
                 {"b", "Harbour log was not shipped to the office", {2032, 4, 1}, {second}, text}}) ==
        "b repeats a after 821 days\n");
  CHECK(repeats({{"a", "Ramp stuck", {2030, 1, 1}, {first}},
                 {"b", "Captain asleep", {2032, 4, 1}, {second}}}) == "");
}

TEST_CASE("a promise that cites the earlier document is believed") {
  const std::string first = "Count the passengers at the pier with a gate",
                    second = "Gate at the pier for passengers on foot (PM-7 again)";
  auto told =
      sources({{"PM-7", "Left behind", {2030, 1, 1}, {first}}, {"PM-9", "Wind", {2030, 2, 1}, {second}}});
  CHECK(rows_of(told).empty());
  told[0].code = "PM-7";
  CHECK(rows_of(told).size() == 1);
}

TEST_CASE("the first who said it is named, those between are listed, and each later promise has one row") {
  const auto all = sources({{"a", "", {2030, 1, 1}, {"Version lock Flux"}},
                            {"b", "", {2030, 1, 5}, {"Version lock Flux"}},
                            {"c", "", {2030, 3, 1}, {"Version lock Flux"}}});
  const auto rows = rows_of(all);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].between.empty());
  CHECK(all[rows[1].earlier.source].path == "a");
  CHECK(rows[1].between == std::vector<Mention>{{1, 0}});
}

TEST_CASE("what another team promised in nearly the same words is its own promise") {
  const std::string first = "Compare names of passengers at the pier with lists before each trip",
                    second = "Compare names of passengers at the pier automatically before each trip";
  const auto read = [](const std::string& path, Date date, const std::string& promise) {
    auto made = source({path, "", date, {promise}});
    made.home = source_of({}, path, "").home;
    return made;
  };
  const auto count = [&](const std::string& path, const std::string& other) {
    return rows_of(std::vector<Source>{read(path, {2030, 1, 1}, first), read(other, {2030, 2, 1}, second)})
        .size();
  };
  CHECK(count("docs/lessons/pier.md", "docs/postmortems/2030/02-fog/README.md") == 1);
  CHECK(count("ferry/postmortems/pier.md", "trains/postmortems/fog.md") == 0);
}

TEST_CASE("promises of one document or one day repeat nothing") {
  CHECK(repeats({{"a", "", {2030, 1, 1}, {"Version lock Flux", "Version lock Flux"}}}) == "");
  CHECK(repeats({{"a", "", {2030, 1, 1}, {"Version lock Flux"}},
                 {"b", "", {2030, 1, 1}, {"Version lock Flux"}}}) == "");
}

TEST_CASE("a document given before an earlier one makes no difference") {
  CHECK(repeats({{"b", "", {2030, 2, 1}, {"Version lock Flux"}},
                 {"a", "", {2030, 1, 1}, {"Version lock Flux"}}}) == "b repeats a after 31 days\n");
}

TEST_CASE("what every document of a series says is routine") {
  const std::string oil = "Check the ramp oil and the horn";
  std::vector<Told> all;
  for (int i = 1; i <= 6; ++i) {
    std::string text;
    for (int k = 0; k < 40; ++k)
      text += "Trip " + std::to_string(i * 100 + k) + " was quiet. ";
    all.push_back({"week-" + std::to_string(i), "Week of the ferry", {2030, i, 1}, {oil}, text});
  }
  CHECK(repeats(all) == "");
  CHECK(rows_of(sources(all), Held::routine).size() == 5);
  // Of many documents a few: that is a promise, however often it was made.
  for (int i = 1; i <= 6; ++i)
    for (int day = 2; day <= 4; ++day)
      all.push_back({std::to_string(i * 10 + day), "", {2030, i, day}, {"Trip " + std::to_string(i * day)}});
  CHECK(rows_of(sources(all)).size() == 5);
}

TEST_CASE("two versions of one document repeat nothing") {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "Passenger " + std::to_string(i) + " waited. ";
  const auto all =
      sources({{"draft", "Left behind", {2030, 1, 1}, {"Count the passengers at the pier"}, text},
               {"final", "Left behind", {2030, 1, 9}, {"Count the passengers at the pier"}, text}});
  CHECK(rows_of(all).empty());
  CHECK(rows_of(all, Held::copied).size() == 1);
}

TEST_CASE("a list that was taken over whole by a document about something else is routine") {
  const std::vector<std::string> list = {"Ring the bell at the northern pier",
                                         "Lower the flag before the ramp", "Tell the harbour office by radio",
                                         "Count the lifebelts on deck two"};
  const std::string wind = "Wind blew the mast. Wind blew the sail.",
                    fire = "Smoke in the engine. Engine smoke.";
  CHECK(repeats({{"a", "Wind", {2030, 1, 1}, list, wind}, {"b", "Fire", {2030, 2, 1}, list, fire}}) == "");
}

TEST_CASE("a row keeps its name while its items do") {
  const auto all = sources(
      {{"a", "", {2030, 1, 1}, {"Version lock Flux"}}, {"b", "", {2030, 2, 1}, {"Version lock Flux"}}});
  const auto moved = sources(
      {{"b", "", {2030, 2, 1}, {"Version lock Flux"}}, {"a", "", {2029, 1, 1}, {"Version lock Flux"}}});
  const auto id = row_id(all, repeated_promises(all).at(0));
  CHECK(id.size() == 6);
  CHECK(id == row_id(moved, repeated_promises(moved).at(0)));
}

TEST_CASE("the kind tells what became of the first") {
  auto all = sources(
      {{"a", "", {2030, 1, 1}, {"Version lock Flux"}}, {"b", "", {2030, 2, 1}, {"Version lock Flux"}}});
  const auto kind = [&](facts::ActionState state) {
    all[0].promises[0].state = state;
    return std::string(word(repeated_promises(all).at(0).kind));
  };
  CHECK(kind(facts::ActionState::unknown) == "promised-again");
  CHECK(kind(facts::ActionState::done) == "done-again");
  CHECK(kind(facts::ActionState::wont_do) == "dropped-again");
  all[1].promises[0].role = facts::ItemRole::lesson;
  CHECK(kind(facts::ActionState::open) == "lesson-again");
  CHECK(repeat_kind("lesson-again") == RepeatKind::lesson_again);
  CHECK_FALSE(repeat_kind("again"));
}

TEST_CASE("what is still owed and waits for longest stands first") {
  auto all = sources({{"a", "", {2030, 1, 1}, {"Version lock Flux", "Paint the northern ramp red"}},
                      {"b", "", {2030, 1, 9}, {"Paint the northern ramp red"}},
                      {"c", "", {2032, 2, 1}, {"Version lock Flux"}}});
  auto rows = rows_of(all);
  sort_by_weight(all, rows);
  CHECK(all[rows.at(0).later.source].path == "c");
  all[2].promises[0].state = facts::ActionState::done;
  sort_by_weight(all, rows);
  CHECK(all[rows.at(0).later.source].path == "b");
}

TEST_CASE("what was done has to be said in nearly the same words to be promised again") {
  auto all = sources({{"a", "", {2030, 1, 1}, {"Write a runbook for the ferry ramp hinges"}},
                      {"b", "", {2030, 2, 1}, {"Write numbers into the runbook for the ferry ramp"}}});
  CHECK(rows_of(all).size() == 1);
  all[0].promises[0].state = facts::ActionState::done;
  CHECK(rows_of(all).empty());
}

TEST_CASE("any bytes may be promised") {
  CHECK(repeated({"\xFF\xFE\xE3\x81", "\xFF\xFE\xE3\x81", "", std::string(3, '\0')}) == "");
}

}  // namespace
}  // namespace hindcast::recall
