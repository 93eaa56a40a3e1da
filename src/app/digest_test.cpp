#include "app/digest.h"

#include <doctest/doctest.h>

#include "app/history.h"
#include "app/testing_team.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

constexpr Date today{2024, 3, 10};

const std::string outage =
    "# Postmortem: Till was slow\n\n**Date**: 2024-03-05\n**Severity**: SEV1\n**Services**: till, ledger\n\n"
    "## Actions\n\n| Action | Owner | Due | Status |\n|-|-|-|-|\n"
    "| Raise the limit | Ada Example | 2024-03-01 | Open |\n"
    "| Watch the queue | @ben | 2024-03-12 | Open |\n"
    "| Write it down | @ben | 2024-06-01 | Open |\n"
    "| Find an owner | | 2024-03-09 | Open |\n"
    "| Call the bank | Ada Example | 2024-02-01 | Done |\n\n"
    "## Lessons learned\n\n- Limits need an alarm\n";

config::Config config_of(std::string_view toml) {
  auto parsed = config::parse(toml, {});
  REQUIRE(parsed.problems.empty());
  return std::move(parsed.config);
}

struct Asked {
  std::string toml;
  DigestQuery query = {today, {2024, 3, 3}, "", "", 7};
  std::optional<DigestEvents> events = {};
  std::string text = outage;
};

Digest digest(const Asked& asked) {
  const auto config = config_of(asked.toml);
  PolicyRun run;
  const auto document = document::read({"docs/till.md", asked.text}, document::builtin_forms());
  run.subjects.push_back(policy_subject("docs/till.md", document, nullptr));
  run.verdicts = policy::judge(config.policies, run.subjects, {}, asked.query.today);
  return digest_of(config, run, asked.events, asked.query);
}

DigestQuery person(const std::string& name) {
  return {today, {2024, 3, 3}, name, "", 7};
}
DigestQuery team(const std::string& name) {
  return {today, {2024, 3, 3}, "", name, 7};
}

// What is owed: "Ada Example: Raise the limit (due 2024-03-01, 9 days ago)", a line each.
std::string owed(const Asked& asked) {
  std::string out;
  const auto made = digest(asked);
  for (const auto& one : made.overdue)
    for (const auto& line : one.lines)
      out += (one.name.empty() ? "nobody" : one.name) + ": " + line.text + " (" + line.told + ")\n";
  for (const auto& line : made.soon)
    out += "soon: " + line.text + " (" + line.told + ")\n";
  return out;
}

constexpr std::string_view teams =
    "[teams.Payments]\nservices = ['till']\nmembers = ['Ada']\n[teams.Shop]\nservices = ['basket']\nmembers "
    "= "
    "['ben']\n";

}  // namespace

TEST_CASE("a digest tells who owes what, the latest first and what nobody owns last") {
  CHECK(owed({}) ==
        "Ada Example: Raise the limit (due 2024-03-01, 9 days ago)\n"
        "nobody: Find an owner (due 2024-03-09, 1 day ago)\n"
        "soon: Watch the queue (due 2024-03-12)\n");
}

TEST_CASE(
    "what a policy finds late stands in the line of its item, and what it waits for among what is due") {
  const std::string policy = "[[policy]]\nname = 'quick'\napplies = { severity = 1 }\nwithin = ";
  CHECK(owed({policy + "'2 days'\n", person("ben")}) ==
        "@ben: Watch the queue (policy `quick`: by 2024-03-07, 3 days ago)\n"
        "@ben: Write it down (policy `quick`: by 2024-03-07, 3 days ago)\n"
        "soon: Watch the queue (due 2024-03-12)\n");
  CHECK(owed({policy + "'2 days'\n", person("ada")}) ==
        "Ada Example: Raise the limit (due 2024-03-01, 9 days ago; policy `quick`: by 2024-03-07, 3 days "
        "ago)\n");
  CHECK(owed({policy + "'6 days'\n", person("ada")}) ==
        "Ada Example: Raise the limit (due 2024-03-01, 9 days ago)\n"
        "soon: Raise the limit (policy `quick`: by 2024-03-11)\n");
}

TEST_CASE("a team hears of its members, and of what nobody owns in its services") {
  CHECK(owed({std::string(teams), team("payments")}) ==
        "Ada Example: Raise the limit (due 2024-03-01, 9 days ago)\n"
        "nobody: Find an owner (due 2024-03-09, 1 day ago)\n");
  CHECK(owed({std::string(teams), team("Shop")}) == "soon: Watch the queue (due 2024-03-12)\n");
  CHECK(digest({std::string(teams), team("payments")}).about == "Payments");
}

TEST_CASE("a team hears nothing of those whose names only hold a member's") {
  const std::string members = "[teams.Till]\nservices = ['scales']\nmembers = ['Exam', 'ad', '@be']\n";
  CHECK(owed({members, team("till")}) == "");
}

TEST_CASE("new lessons are told to the teams whose services they concern") {
  const auto all = digest({std::string(teams)});
  REQUIRE(all.lessons.size() == 1);
  CHECK(all.lessons[0].team == "Payments");
  CHECK(all.lessons[0].services == std::vector<std::string>{"till"});
  CHECK(all.lessons[0].lessons == std::vector<std::string>{"Limits need an alarm"});
  CHECK(digest({std::string(teams), team("Shop")}).lessons.empty());
  CHECK(digest({std::string(teams), person("Ada")}).lessons.size() == 1);
  CHECK(digest({std::string(teams), {today, {2024, 3, 6}, "", "", 7}}).lessons.empty());  // not new
}

TEST_CASE("no long list hides what breaks a policy of weight") {
  Asked asked;
  asked.toml =
      "[[policy]]\nname = 'scan'\napplies = { text = 'scan' }\nwithin = '2 days'\nseverity = 'error'\n"
      "[[policy]]\nname = 'drill'\nevery = 'week'\nevidence = { text = 'drill' }\nseverity = 'error'\n"
      "since = 2024-02-01\n";
  asked.text = "# Postmortem: Till\n\n**Date**: 2024-03-05\n\n## Actions\n\n";
  for (int i = 0; i < 30; ++i)
    asked.text += "- [ ] Raise limit " + std::to_string(i) + " (due 2023-01-01)\n";
  asked.text += "- [ ] Run the scan\n";
  for (const auto& said :
       {digest_text(digest(asked)), digest_markdown(digest(asked)), digest_html(digest(asked))}) {
    CHECK(said.find("Run the scan") != std::string::npos);
    CHECK(said.find("drill") != std::string::npos);
  }
  CHECK(digest_text(digest(asked)).find("and ") != std::string::npos);
}

TEST_CASE("a person whom nobody knows is told from one who owes nothing") {
  const auto run = [] {
    PolicyRun made;
    const auto document = document::read({"docs/till.md", outage}, document::builtin_forms());
    made.subjects.push_back(policy_subject("docs/till.md", document, nullptr));
    return made;
  }();
  CHECK(unknown_person({}, run, "zzz") == "");
  CHECK(unknown_person({}, run, "bne") == "ben");
  CHECK(!unknown_person({}, run, "ada"));
  CHECK(unknown_person(config_of("[teams.Shop]\nmembers = ['Cy Example']\n"), run, "cy") == std::nullopt);
}

TEST_CASE("a team is asked for by whole words, and one that owns nothing is told of") {
  const auto run = [] {
    PolicyRun made;
    const auto document = document::read(
        {"docs/till.md", "# Till\n\n## Actions\n\n- Raise the limit (DevOps)\n- Buy tea (Shop Team)\n"},
        document::builtin_forms());
    made.subjects.push_back(policy_subject("docs/till.md", document, nullptr));
    return made;
  }();
  CHECK(!unknown_team({}, run, "shop"));
  CHECK(!unknown_team({}, run, "shop team"));
  CHECK(unknown_team({}, run, "ops") == "");
  CHECK(unknown_team({}, run, "devop") == "DevOps");
  CHECK(!unknown_team(config_of("[teams.Ops]\nmembers = ['Cy Example']\n"), run, "ops"));
}

TEST_CASE("a line of Markdown goes on behind a sentence, and a narrow page has narrow lines") {
  Asked asked;
  asked.text =
      "# Postmortem: Till\n\n**Date**: 2024-03-05\n\n## Actions\n\n- [ ] @ada: Raise the limit. (due "
      "2024-03-01)\n";
  CHECK(digest_markdown(digest(asked)).find("- Raise the limit: due 2024-03-01") != std::string::npos);
  CHECK(digest_text(digest(asked), 20).find("- Raise the limit.\n  due 2024-03-01, 9\n  days ago\n") !=
        std::string::npos);
}

TEST_CASE("no date to count from is told, and never taken for kept") {
  const std::string policy = "[[policy]]\nname = 'metrics'\nwithin = '1 day'\nfrom = 'launch date'\n";
  const auto made = digest({policy, person("ada")});
  REQUIRE(made.untold.size() == 1);
  CHECK(made.untold[0].told == "policy `metrics`: the document names no launch date to count from");
}

TEST_CASE("when there is nothing to say, nothing is said") {
  Asked asked;
  asked.text = "# Postmortem: Till\n\n**Date**: 2023-03-05\n\n## Actions\n\n- [x] Raise the limit\n";
  const auto made = digest(asked);
  CHECK(made.is_empty());
  CHECK(digest_text(made) == "");
  CHECK(digest_markdown(made) == "");
  CHECK(digest_html(made) == "");
  CHECK(digest_json(made).starts_with("{\"since\":\"2024-03-03\",\"today\":\"2024-03-10\",\"about\":null"));
}

TEST_CASE("what was finished, declined and added since is what the archive told") {
  const testing::Team folder;
  const auto write = [&](std::string state, const std::string& more) {
    folder.write(
        "a.md",
        "# Postmortem: Till\n\n**Date**: 2024-01-05\n\n## Actions\n\n| Action | Owner | Status |\n|-|-|-|\n"
        "| Raise the limit | Ada | " +
            state + " |\n| Watch the queue | Ben | Open |\n" + more);
  };
  write("Open", "");
  folder.sync(start_of({2024, 2, 1}));
  write("In progress", "");
  folder.sync(start_of({2024, 3, 4}));
  write("Done", "| Call the bank | Ada | Open |\n");
  folder.sync(start_of({2024, 3, 6}), "idris");
  Configuration configuration;
  const auto events = digest_events(folder.root(), configuration, {2024, 3, 3}, today);
  REQUIRE(events.ok());
  REQUIRE(events->has_value());
  CHECK(!(*events)->began_since);
  const auto run = judge_documents({folder.root()}, {}, configuration, {}, today, nullptr);
  const auto made = digest_of({}, run, *events, {today, {2024, 3, 3}, "", "", 7});
  REQUIRE(made.finished.size() == 1);
  CHECK(made.finished[0].text == "Raise the limit");
  CHECK(made.finished[0].told == "2024-03-06, by idris");
  REQUIRE(made.items.size() == 1);
  CHECK(made.items[0].text == "Call the bank");
  CHECK(made.documents.empty());
  CHECK(digest_of({}, run, *events, person("ben")).finished.empty());
  folder.write("b.md", "# Postmortem: Ledger\n\n**Date**: 2024-03-07\n\n## Actions\n\n- [ ] Count\n");
  folder.sync(start_of({2024, 3, 8}));
  folder.write("b.md",
               "# Postmortem: Ledger\n\n**Date**: 2024-03-07\n\n## Actions\n\n- [ ] Count\n- [ ] Weigh\n");
  folder.sync(start_of({2024, 3, 9}));
  const auto again = digest_events(folder.root(), configuration, {2024, 3, 3}, today);
  const auto with_new = judge_documents({folder.root()}, {}, configuration, {}, today, nullptr);
  const auto told = digest_of({}, with_new, *again, {today, {2024, 3, 3}, "", "", 7});
  CHECK(told.documents.size() == 1);
  CHECK(told.items.size() == 1);  // what came later with a new document is new with it
  folder.remove("b.md");
  folder.sync(start_of({2024, 3, 10}));
  const auto earlier = digest_events(folder.root(), configuration, {2024, 2, 20}, {2024, 3, 5});
  CHECK((*earlier)->finished.empty());  // as it was seen on that day
  const auto later = digest_events(folder.root(), configuration, {2024, 3, 7}, today);
  CHECK(digest_of({}, run, *later, {today, {2024, 3, 7}, "", "", 7}).is_empty());
}

TEST_CASE("what was recorded late in the evening belongs to the team's day, not to the next") {
  const testing::Team folder;
  const auto write = [&](std::string box) {
    folder.write("a.md", "# Postmortem: Till\n\n**Date**: 2024-01-05\n\n## Actions\n\n- [" + box +
                             "] Raise the limit\n");
  };
  write(" ");
  folder.sync(start_of({2024, 2, 1}));
  write("x");
  folder.sync(start_of({2024, 3, 10}) + 7'200'000);  // nine in the evening of the ninth
  Configuration configuration;
  configuration.config = config_of("[calendar]\nzone = 'America/New_York'\n");
  const auto events = [&](Date since, Date until) {
    return (*digest_events(folder.root(), configuration, since, until))->finished;
  };
  REQUIRE(events({2024, 3, 9}, {2024, 3, 9}).size() == 1);
  CHECK(to_iso(events({2024, 3, 9}, {2024, 3, 9})[0].day) == "2024-03-09");
  CHECK(events({2024, 3, 10}, {2024, 3, 10}).empty());
  const auto history = History::of(folder.root(), configuration);
  REQUIRE(history.ok());
  CHECK(to_iso(*(*history)->document(folder.at("a.md"))) == "2024-01-31");
}

TEST_CASE("an archive that has only begun takes no old document for new") {
  const testing::Team folder;
  folder.write("old.md", "# Postmortem: Till\n\n**Date**: 2023-01-05\n");
  folder.write("new.md", "# Postmortem: Ledger\n\n**Date**: 2024-03-08\n");
  folder.sync(start_of({2024, 3, 9}));
  const auto events = digest_events(folder.root(), {}, {2024, 3, 3}, today);
  REQUIRE(events.ok());
  const auto run = judge_documents({folder.root()}, {}, {}, {}, today, nullptr);
  const auto made = digest_of({}, run, *events, {today, {2024, 3, 3}, "", "", 7});
  REQUIRE(made.documents.size() == 1);
  CHECK(made.documents[0].text == "Postmortem: Ledger");
}

TEST_CASE("a digest in Markdown keeps what documents say from doing anything") {
  Asked asked;
  asked.text =
      "# Postmortem: <b>`x` | [a](b)\n\n**Date**: 2024-03-05\n\n## Actions\n\n- [ ] Fix *it* @ada (by "
      "2024-03-01)\n";
  CHECK(digest_markdown(digest(asked)).find("- Fix it") != std::string::npos);
  CHECK(digest_markdown(digest(asked)).find("<b>") == std::string::npos);
}

}  // namespace hindcast::app
