#include "app/ledger.h"

#include <doctest/doctest.h>

#include "app/files.h"
#include "app/testing_team.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

std::string outage(const std::string& day, const std::string& promise) {
  return "# Postmortem: Ferry\n\n**Date**: " + day + "\n\n## Action items\n\n- [ ] " + promise + "\n";
}

// "a.md > b.md" of each row, by document.
std::vector<std::string> told(const testing::Team& team, const Ledger& ledger) {
  std::vector<std::string> out;
  const auto name = [&](const LedgerItem& item) { return item.path.substr(team.root().size() + 1); };
  for (const auto& row : ledger.rows)
    out.push_back(name(row.earlier) + " > " + name(row.later) + (row.within.empty() ? "" : " within"));
  std::sort(out.begin(), out.end());
  return out;
}
using Lines = std::vector<std::string>;

Status judge(const testing::Team& team, const std::string& row, const std::string& verdict) {
  const auto judged = judge_row({team.root()}, {}, {}, {row, verdict, "no", "ada", 1});
  return judged.ok() ? Ok() : Status(judged.error());
}

}  // namespace

TEST_CASE("rows of files with one name, in two folders, are told apart and judged apart") {
  const testing::Team team;
  const std::string promise = "Grease the hinges of the ramp every week";
  team.write("north/ramp.md", outage("2031-01-09", promise));
  team.write("south/ramp-again.md", outage("2031-06-02", promise));
  team.write("west/ramp-again.md", outage("2031-08-02", promise));
  team.sync();
  auto rows = list_ledger({team.root()}, {}, {}).rows;
  REQUIRE(rows.size() == 2);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  const auto name = rows[0].id.substr(0, 6);
  CHECK(rows[0].id == name + ".1");
  CHECK(rows[1].id == name + ".2");
  CHECK(rows[0].later.path == team.at("south/ramp-again.md"));
  CHECK(judge(team, name, "dismissed").error().message ==
        "`" + name + "` names several rows: " + rows[0].id + ", " + rows[1].id);
  REQUIRE(judge(team, rows[1].id, "dismissed").ok());
  CHECK(told(team, list_ledger({team.root()}, {}, {})) == Lines{"north/ramp.md > south/ramp-again.md"});

  std::vector<recall::Source> sources;
  for (const auto* file : {"west/ramp-again.md", "north/ramp.md", "south/ramp-again.md"}) {
    const auto text = team.text_of(file);
    sources.push_back(recall::source_of(document::read({team.at(file), text}, {}), team.at(file), text));
  }
  const auto dismissed = dismissed_repeats(team.root(), {}, sources);
  REQUIRE(dismissed.ok());
  REQUIRE(dismissed->size() == 1);
  CHECK(sources[dismissed->front().second.source].path == team.at("west/ramp-again.md"));
}

TEST_CASE("a row that another one lists between its two is a part of that, and left out for people") {
  const testing::Team team;
  team.write("a.md", outage("2031-01-09", "Grease the hinges of the ramp every week"));
  team.write("b.md", outage("2031-03-02", "Grease the hinges of the ramp each week"));
  team.write("c.md", outage("2031-06-02", "Grease the hinges of the ramp every week"));
  CHECK(told(team, list_ledger({team.root()}, {}, {})) == Lines{"a.md > b.md within", "a.md > c.md"});
  LedgerQuery people;
  people.is_folded = true;
  const auto ledger = list_ledger({team.root()}, {}, people);
  CHECK(told(team, ledger) == Lines{"a.md > c.md"});
  CHECK(ledger.folded == 1);
}

TEST_CASE("a folder is written from here") {
  CHECK(from_here(".") == ".");
  CHECK(from_here(folder_of(".")) == "..");
  CHECK(from_here(folder_of(folder_of("."))) == "../..");
  CHECK(from_here(folder_of(".") + "/team") == "../team");
  CHECK(from_here("team/./a/") == "team/a");
  CHECK(absolute(from_here("/nowhere")) == "/nowhere");
}

}  // namespace hindcast::app
