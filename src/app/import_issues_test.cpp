#include "app/import_issues.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "app/archived.h"
#include "app/edit.h"
#include "app/items.h"
#include "app/testing_team.h"
#include "disk/disk.h"
#include "json/json.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

using Lines = std::vector<std::string>;

std::string issue(int number, std::string_view title, std::string_view body, std::string_view more = "") {
  std::string out;
  {
    json::Writer json(out);
    json.open_object().key("number").number(number).key("title").text(title).key("body").text(body);
    json.key("url").text("https://github.com/acme/till/issues/" + std::to_string(number)).close_object();
  }
  out.pop_back();
  if (!more.empty()) out.append(",").append(more);
  return out + "}\n";
}

IssueImport into(const Team& team, const std::string& folder = "issues") {
  IssueImport import;
  import.root = team.root();
  import.into = team.at(folder);
  return import;
}

// "added issues/till-1-a.md"
Lines imported(const Team& team, const std::string& input, const IssueImport& import) {
  const auto report = import_issues(input, import, {});
  if (!report.ok()) return {report.error().message};
  Lines out;
  for (const auto& one : report->issues)
    out.push_back(std::string(word(one.what)) + " " + one.path.substr(team.root().size() + 1));
  for (const auto& trouble : report->troubles)
    out.push_back("trouble: " + trouble.error.message);
  return out;
}
Lines imported(const Team& team, const std::string& input) {
  return imported(team, input, into(team));
}

// Sections, and items with boxes, owners, teams and states, whatever lines they stand in.
Lines said(const std::string& path, const std::string& text) {
  const auto read = read_text(path, text, {});
  REQUIRE(read.ok());
  const auto& document = read->document;
  Lines out = {std::string(facts::word(document.kind)), document.title.text, document.form, document.language,
               document.date ? to_iso(document.date->date) : "no day"};
  for (const auto& section : document.sections)
    out.push_back(std::string(facts::word(section.role)) + ": " + section.title);
  for (const auto& item : document.items)
    out.push_back(std::string(facts::word(item.role)) + " " + item.id +
                  (item.ticked ? *item.ticked ? " [x] " : " [ ] " : " ") + item.text +
                  (item.team ? " of " + item.team->text : "") +
                  (item.owner ? " by " + item.owner->text : "") + " " + std::string(facts::word(item.state)) +
                  (item.due ? " until " + to_iso(item.due->date) : ""));
  return out;
}

const char* const invented = R"(# Retrospective: The new tills

We opened all shops with the new tills on 3 March 2031.

## What went well

- [x] Nobody had to queue
- [ ] The old tills were kept for a week

## Action items

### Shop team
- [ ] Teach the late shift
- [x] Print the short manual @mo

## Metrics

- Minutes per customer: TBD
)";

}  // namespace

TEST_CASE("a retrospective that was kept as an issue says what the file says") {
  const Team team;
  std::string body(invented), crlf;
  for (const char c : body)
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
  imported(team, issue(7, "Retro", crlf,
                       R"("labels":["retro"],"createdAt":"2031-03-05T10:00:00Z","state":"open")"));
  CHECK(said("tills.md", team.text_of("issues/till-7-retro.md")) == said("tills.md", body));
}

TEST_CASE("the retrospective among the seeds comes in whole") {
  const auto file = disk::read_file(HINDCAST_ROOT "/../shared/seeds/003_113b4426aa3680f2.txt", 1u << 20);
  if (!file.ok()) {
    MESSAGE("skipped: there is no ../shared/seeds beside the repository");
    return;
  }
  const std::string& body = *file;
  const Team team;
  imported(team, issue(12, "Production launch retrospective", body, R"("createdAt":"2025-05-06T09:00:00Z")"));
  const auto text = team.text_of("issues/till-12-production-launch-retrospective.md");
  CHECK(text.find(body) != std::string::npos);
  CHECK(said("launch.md", text) == said("launch.md", body));
}

TEST_CASE("an issue that was imported is found again where it was moved to, and follows its issue") {
  const Team team;
  CHECK(imported(team, issue(1, "Tills froze", "They did.\n")) ==
        Lines{"added issues/till-1-tills-froze.md"});
  CHECK(imported(team, issue(1, "Tills froze", "They did.\n")) ==
        Lines{"unchanged issues/till-1-tills-froze.md"});
  team.move("issues/till-1-tills-froze.md", "docs/2031/tills.md");
  CHECK(imported(team, issue(1, "All tills froze", "They did.\n")) == Lines{"updated docs/2031/tills.md"});
  CHECK(team.text_of("docs/2031/tills.md").find("# All tills froze") != std::string::npos);
}

TEST_CASE("what was changed here is never lost") {
  const Team team;
  imported(team, issue(1, "Tills froze", "- [ ] Rotate the keys\n"));
  const std::string path = "issues/till-1-tills-froze.md";
  auto text = team.text_of(path);
  text.replace(text.find("[ ]"), 3, "[x]");
  team.write(path, text);
  CHECK(imported(team, issue(1, "Tills froze", "- [ ] Rotate the keys\n")) == Lines{"unchanged " + path});
  CHECK(imported(team, issue(1, "Tills froze", "- [ ] Rotate all keys\n")) == Lines{"conflict " + path});
  CHECK(team.text_of(path) == text);
  auto import = into(team);
  import.conflict = IssueImport::Conflict::ours;
  CHECK(imported(team, issue(1, "Tills froze", "- [ ] Rotate all keys\n"), import) ==
        Lines{"updated " + path});
  CHECK(team.text_of(path).find("- [x] Rotate the keys") != std::string::npos);
  CHECK(imported(team, issue(1, "Tills froze", "- [ ] Rotate all keys\n")) == Lines{"unchanged " + path});
  import.conflict = IssueImport::Conflict::theirs;
  CHECK(imported(team, issue(1, "Tills froze", "- [ ] Rotate more keys\n"), import) ==
        Lines{"updated " + path});
  CHECK(team.text_of(path).find("- [ ] Rotate more keys") != std::string::npos);
}

TEST_CASE("a conflict shows both sides") {
  const Team team;
  imported(team, issue(1, "Tills froze", "one\n"));
  auto text = team.text_of("issues/till-1-tills-froze.md");
  team.write("issues/till-1-tills-froze.md", text.replace(text.find("one\n"), 3, "two"));
  const auto report = import_issues(issue(1, "Tills froze", "three\n"), into(team), {});
  REQUIRE(report.ok());
  CHECK(report->issues[0].conflicts == Lines{"body"});
  CHECK(report->issues[0].patch.find("-two\n+three\n") != std::string::npos);
}

TEST_CASE("a dry run writes nothing and shows what it would write") {
  const Team team;
  auto import = into(team);
  import.dry_run = true;
  const auto report = import_issues(issue(1, "Tills froze", "They did.\n"), import, {});
  REQUIRE(report.ok());
  CHECK(report->issues[0].patch.find("+They did.\n") != std::string::npos);
  CHECK_FALSE(disk::exists(team.at("issues")));
}

TEST_CASE("a file that is there and of no issue is not touched") {
  const Team team;
  team.write("issues/till-1-a.md", "mine\n");
  CHECK(imported(team, issue(1, "A", "x\n")) == Lines{"added issues/acme-till-1-a.md"});
  CHECK(team.text_of("issues/till-1-a.md") == "mine\n");
  team.write("issues/acme-till-2-b.md", "mine\n");
  team.write("issues/till-2-b.md", "mine\n");
  CHECK(imported(team, issue(2, "B", "x\n"))[0].find("exists already and is not of this issue") !=
        std::string::npos);
}

TEST_CASE("a folder that git ignores is looked into when it is where new documents go") {
  const Team team;
  team.write(".gitignore", "issues/\n");
  imported(team, issue(1, "A", "x\n"));
  CHECK(imported(team, issue(1, "A", "y\n")) == Lines{"updated issues/till-1-a.md"});
}

TEST_CASE("what could not be written is told as failed, with why") {
  const Team team;
  imported(team, issue(1, "A", "x\n"));
  std::filesystem::create_hard_link(team.at("issues/till-1-a.md"), team.at("linked"));
  const auto report = import_issues(issue(1, "A", "y\n") + issue(2, "B", "z\n"), into(team), {});
  REQUIRE(report.ok());
  REQUIRE(report->issues.size() == 2);
  CHECK(word(report->issues[0].what) == "failed");
  CHECK(word(report->issues[1].what) == "added");
  REQUIRE(report->troubles.size() == 1);
  const auto json = issue_import_json(*report, false);
  CHECK(json.find("\"what\":\"failed\"") != std::string::npos);
  CHECK(json.find("\"troubles\":[{\"where\":\"" + team.root() + "\",\"message\":") != std::string::npos);
}

TEST_CASE("a folder that somebody names and nothing comes into is told") {
  const Team team;
  imported(team, issue(1, "A", "x\n"));
  auto import = into(team, "elsewhere");
  import.is_folder_named = true;
  const auto notes = [&](const std::string& input) { return import_issues(input, import, {})->notes; };
  CHECK(notes(issue(1, "A", "x\n")) ==
        Lines{"no issue is new, so that nothing comes into `" + import.into + "`, which is not there"});
  CHECK(notes(issue(2, "B", "x\n")).empty());
  CHECK(notes(issue(2, "B", "x\n")).empty());  // it is there now
}

TEST_CASE("two documents of one issue are refused, the rest is imported") {
  const Team team;
  team.write("a.md", "---\ngithub: acme/till#1\n---\n# A\n");
  team.write("b.md", "---\ngithub: acme/till#1\n---\n# B\n");
  const auto lines = imported(team, issue(1, "A", "x\n") + issue(2, "B", "y\n"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "added issues/till-2-b.md");
  CHECK(lines[1].find("say that they are this issue") != std::string::npos);
}

TEST_CASE("equal names of two projects' issues have two files") {
  const Team team;
  const std::string second =
      R"({"number":1,"title":"A","body":"b","url":"https://github.com/other/till/issues/1"})";
  CHECK(imported(team, issue(1, "A", "x\n") + second) ==
        Lines{"added issues/till-1-a.md", "added issues/other-till-1-a.md"});
  CHECK(imported(team, issue(1, "A", "x\n") + second) ==
        Lines{"unchanged issues/till-1-a.md", "unchanged issues/other-till-1-a.md"});
}

TEST_CASE("an imported action is one to be listed, changed and recorded as any other") {
  const Team team;
  imported(team,
           issue(3, "Rotate the keys", "", R"("labels":["action-item"],"assignees":[{"login":"ada"}])"));
  team.sync();
  auto open = team.open();
  const auto items = *open.archive.items(open.workspace, 1);
  REQUIRE(items.size() == 1);
  CHECK(items[0].facts.text == "Rotate the keys");
  CHECK(items[0].facts.owner == "@ada");
  CHECK(items[0].facts.state == "open");
  imported(team, issue(3, "Rotate the keys", "",
                       R"("labels":["action-item"],"assignees":[{"login":"ada"}],"state":"closed")"));
  team.sync(2'000);
  CHECK((*open.archive.items(open.workspace, 1))[0].facts.state == "done");
}
