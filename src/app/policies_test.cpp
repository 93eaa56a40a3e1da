#include "app/policies.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <memory>

#include "app/doctor.h"
#include "app/history.h"
#include "app/testing_team.h"
#include "document/document.h"
#include "lint/lint.h"
#include "markdown/markdown.h"

namespace hindcast::app {
namespace {

constexpr Date new_year{2031, 1, 1};

config::Config config_of(std::string_view toml) {
  auto parsed = config::parse(toml, {});
  REQUIRE(parsed.problems.empty());
  return std::move(parsed.config);
}

policy::Subject subject_of(const std::string& path, const std::string& text) {
  return policy_subject(path, document::read({path, text}, document::builtin_forms()), nullptr);
}

// "rule: message", a line each.
std::string said_of(std::string_view toml, const std::vector<std::pair<std::string, std::string>>& texts) {
  const auto policies = config_of(toml).policies;
  std::vector<policy::Subject> subjects;
  for (const auto& [path, text] : texts)
    subjects.push_back(subject_of(path, text));
  std::string said;
  for (const auto& verdict : policy::judge(policies, subjects, {}, new_year)) {
    const auto* subject = verdict.subject == policy::nothing ? nullptr : &subjects[verdict.subject];
    if (auto finding = policy_finding(policies[verdict.policy], verdict, subject, new_year))
      said += std::string(finding->rule) + ": " + finding->message + "\n";
  }
  return said;
}

struct Page {
  std::string toml;
  std::vector<std::pair<std::string, std::string>> fires, fires_not;
};

Page page_of(std::string_view rule) {
  const auto path = std::string(HINDCAST_ROOT "/docs/rules/") + std::string(rule) + ".md";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  REQUIRE(file);
  std::string text(1 << 16, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  Page page;
  std::string heading;
  const auto tree = markdown::parse(text);
  for (const auto& node : tree.nodes) {
    const auto words = text.substr(node.content.begin, node.content.end - node.content.begin);
    if (node.kind == markdown::Kind::heading) heading = words;
    if (node.kind != markdown::Kind::code) continue;
    std::string body;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
      body.append(text, tree.lines[i].begin, tree.lines[i].end - tree.lines[i].begin).append("\n");
    if (words.starts_with("toml ")) page.toml = body;
    if (words.starts_with("markdown "))
      (heading == "Fires" ? page.fires : page.fires_not).emplace_back(words.substr(9), body);
  }
  return page;
}

}  // namespace

TEST_CASE("the documents on a policy rule's page fire below the one heading and don't below the other") {
  for (const std::string rule : {"policy-overdue", "policy-undecidable"}) {
    CAPTURE(rule);
    const auto page = page_of(rule);
    REQUIRE(!page.fires.empty());
    REQUIRE(!page.fires_not.empty());
    CHECK(said_of(page.toml, page.fires).starts_with(rule + ": policy `soon`: "));
    CHECK(said_of(page.toml, page.fires_not) == "");
  }
}

TEST_CASE("a metric is filled when it has a value, in any language's word for none") {
  const auto is_filled = [](const std::string& value) {
    const auto subject =
        subject_of("a.md", "# Launch retrospective\n\n## Key metrics\n\n- Adoption: " + value + "\n");
    REQUIRE(subject.things.size() == 1);
    return subject.things[0].is_filled;
  };
  CHECK(is_filled("12 %"));
  CHECK(!is_filled("TBD"));
  CHECK(!is_filled("未定"));
}

TEST_CASE("a policy counts from the day on which the archive first saw an item") {
  const testing::Team team;
  const auto day = [](int n) { return start_of({2024, 3, n}); };
  const std::string head =
      "# Postmortem: outage\n\n**Date**: 2024-03-01\n\n## Actions\n\n- [ ] Raise the limit\n";
  team.write("a.md", head);
  team.sync(day(5));
  team.write("a.md", head + "- [ ] Watch the queue\n");
  team.sync(day(9));
  auto history = History::of(team.root(), {});
  REQUIRE(history.ok());
  REQUIRE(*history);
  const auto read = read_document(team.at("a.md"), {});
  REQUIRE(read.ok());
  const auto subject = policy_subject(read->path, read->document, history->get());
  REQUIRE(subject.things.size() == 2);
  CHECK(to_iso(*subject.created) == "2024-03-05");
  CHECK(to_iso(*subject.things[0].since) == "2024-03-01");  // the archive found it; its document is older
  CHECK(to_iso(*subject.things[1].since) == "2024-03-09");
}

TEST_CASE("an item that moves to another document keeps its age") {
  const testing::Team team;
  const auto text = [](const std::string& more) {
    return "# Postmortem: outage\n\n**Date**: 2024-03-01\n\n## Actions\n\n- [ ] Raise the limit of the "
           "queue\n" +
           more;
  };
  team.write("a.md", "# Postmortem: outage\n\n**Date**: 2024-03-01\n\n## Actions\n\n- [ ] Call Ada\n");
  team.sync(start_of({2024, 3, 2}));
  team.write("a.md", text("- [ ] Call Ada\n"));
  team.sync(start_of({2024, 3, 5}));
  team.write("a.md", "# Postmortem: outage\n\n**Date**: 2024-03-01\n\n## Actions\n\n- [ ] Call Ada\n");
  team.write("b.md", text(""));
  team.sync(start_of({2024, 3, 20}));
  const auto history = History::of(team.root(), {});
  REQUIRE(history.ok());
  const auto read = read_document(team.at("b.md"), {});
  REQUIRE(read.ok());
  const auto since = (*history)->item(team.at("b.md"), read->document.items.at(0).id, Date{2024, 3, 1});
  CHECK(to_iso(since.value_or(Date{})) == "2024-03-05");
}

TEST_CASE("an item that moves is as old as the document that it came with, whatever lay beside that") {
  const testing::Team team;
  const std::string limit = "- [ ] Raise the limit of the queue\n", call = "- [ ] Call Ada\n";
  const auto text = [](const std::string& date, const std::string& actions) {
    return "# Postmortem: outage\n\n**Date**: " + date + "\n\n## Actions\n\n" + actions;
  };
  team.write("a.md", text("2024-01-10", limit + call));
  team.sync(start_of({2024, 3, 2}));
  team.write("other.md", text("2024-02-01", "- [ ] Paint the door\n"));
  team.sync(start_of({2024, 3, 3}));
  team.write("a.md", text("2024-01-10", call));
  team.write("b.md", text("2024-03-01", limit));
  team.sync(start_of({2024, 3, 20}));
  const auto history = History::of(team.root(), {});
  REQUIRE(history.ok());
  const auto read = read_document(team.at("b.md"), {});
  REQUIRE(read.ok());
  const auto since = (*history)->item(team.at("b.md"), read->document.items.at(0).id, Date{2024, 3, 1});
  CHECK(to_iso(since.value_or(Date{})) == "2024-01-10");
}

TEST_CASE("an item keeps its age when the document that it came with is gone") {
  const testing::Team team;
  team.write("old.md", "# Notes\n");
  team.sync(start_of({2024, 1, 1}));
  team.write("a.md", testing::outage("Tills froze", "Raise the limit"));
  team.sync(start_of({2024, 3, 5}));
  team.remove("a.md");
  team.write("b.md", "# Plan\n\nFor the spring.\n\n## Actions\n\n- [ ] Raise the limit\n- [ ] Call Ada\n");
  team.sync(start_of({2024, 3, 20}));
  const auto history = History::of(team.root(), {});
  REQUIRE(history.ok());
  const auto read = read_document(team.at("b.md"), {});
  REQUIRE(read.ok());
  const auto since = [&](std::size_t item) {
    return to_iso((*history)->item(team.at("b.md"), read->document.items.at(item).id, {}).value_or(Date{}));
  };
  CHECK(since(0) == "2024-03-05");
  CHECK(since(1) == "2024-03-20");
}

TEST_CASE("without an archive there is no history, and an archive that is none is an error") {
  const testing::Team team;
  team.write("a.md", testing::outage("Outage", "Raise the limit"));
  const auto none = History::of(team.root(), {});
  REQUIRE(none.ok());
  CHECK(!*none);
  team.write(".hindcast/archive.db", "no database at all, but long enough to be looked at");
  CHECK(!History::of(team.root(), {}).ok());
}

TEST_CASE("holidays come from files beside the configuration, and a wrong line is named") {
  const testing::Team team;
  Configuration configuration;
  configuration.file = team.at("hindcast.toml");
  configuration.config = config_of("[calendar]\nholidays = ['days.txt']\nweekend = ['sunday']\n");
  team.write("days.txt", "2024-05-01 Labour Day\n");
  const auto calendar = team_calendar(configuration);
  REQUIRE(calendar.ok());
  CHECK(calendar->holiday({2024, 5, 1}) == "Labour Day");
  CHECK(calendar->is_working({2024, 5, 4}));  // a Saturday
  team.write("days.txt", "2024-05-01 Labour Day\nWhitsun\n");
  CHECK(team_calendar(configuration).error().message ==
        team.at("days.txt") + ": line 2: no day; write it as '2024-05-01 Labour Day'");
  team.remove("days.txt");
  CHECK(!team_calendar(configuration).ok());
}

}  // namespace hindcast::app
