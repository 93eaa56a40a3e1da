// What can be typed is answered, whatever happens to the archive meanwhile.
#include "app/search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "app/testing_team.h"
#include "disk/disk.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

// "a.md b.md", in the order of their names; or what is wrong with the query.
std::string found_by(Library& library, const std::string& query) {
  const auto found = find(library, {.query = query});
  if (!found.ok()) return found.error().message;
  if (found->problem) return found->problem->what;
  std::vector<std::string> paths;
  for (const auto& one : found->results)
    paths.push_back(one.document.path);
  std::sort(paths.begin(), paths.end());
  std::string out;
  for (const auto& path : paths)
    out.append(out.empty() ? "" : " ").append(path);
  return out;
}
std::string found_by(const Team& team, const std::string& query) {
  Library library{team.open(), false, false, false, {}};
  return found_by(library, query);
}

}  // namespace

TEST_CASE("path: finds folders, files and any stretch of a path's words") {
  const Team team;
  team.write("docs/dfds__post/PM2031-004.md", outage("Tills froze", "Restart the tills"));
  team.write("docs/2031/2031-09-08-no-index.md", outage("Doors froze", "Oil the doors"));
  team.write("docs/2031-old.md", outage("Lamps froze", "Buy lamps"));
  team.sync();
  const std::string tills = "docs/dfds__post/PM2031-004.md", doors = "docs/2031/2031-09-08-no-index.md";
  for (const std::string query :
       {"dfds__post", "PM2031-004", "pm2031-004.md", "docs/dfds__post", tills.c_str(), "./docs/dfds__post/",
        "dfds__po*", "docs/dfds*", "PM*", "docs/../docs/dfds__post"})
    CHECK(query + ": " + found_by(team, "path:" + query) == query + ": " + tills);
  for (const std::string query : {"2031-09-08", "no-index", "09-08-no", "docs/2031/", "docs/2031/*"})
    CHECK(query + ": " + found_by(team, "path:" + query) == query + ": " + doors);
  CHECK(found_by(team, "path:docs -path:2031-09") == "docs/2031-old.md " + tills);
  CHECK(found_by(team, "path:post__dfds OR path:2031-08 OR path:../docs OR path:/") == "");
}

TEST_CASE("path: is also told from the current folder") {
  const Team team;
  team.write("a/docs/x.md", outage("Tills froze", "Restart the tills"));
  team.write("b/docs/x.md", outage("Doors froze", "Oil the doors"));
  team.sync();
  Library library{team.open(), false, false, false, {}, "a"};
  CHECK(found_by(library, "path:docs/x.md -path:b/") == "a/docs/x.md");
  CHECK(found_by(library, "path:./docs") == "a/docs/x.md");
  CHECK(found_by(library, "path:../b") == "b/docs/x.md");
  CHECK(found_by(library, "path:b") == "b/docs/x.md");
  CHECK(found_by(library, "path:.") == "a/docs/x.md");
  CHECK(found_by(library, "path:..") == "a/docs/x.md b/docs/x.md");
  CHECK(found_by(library, "path:../..") == "");
  const auto found = find(library, {.query = "tills"});
  REQUIRE(found.ok());
  REQUIRE(found->results.size() == 1);
  CHECK(disk::absolute(found->results[0].path) == disk::absolute(team.at("a/docs/x.md")));
  CHECK(found->results[0].path[0] == '.');
}

TEST_CASE("none asks for what has no such thing") {
  const Team team;
  team.write(
      "all.md",
      "---\nservices: [till]\ntags: dns\nteam: Tools\n---\n# Postmortem: Tills\n\n**Date**: 2031-03-01\n"
      "**Severity**: SEV-2\n\n## Action items\n\n### Card desk team\n\n- [ ] Restart tills\n"
      "- [x] Buy tills\n");
  team.write("bare.md",
             "# Postmortem: Doors\n\n## Action items\n\n| Action | Owner | Status |\n|--|--|--|\n"
             "| Oil doors | Ada | Open |\n");
  team.sync();
  for (const std::string field : {"service", "tag", "severity", "date", "team"}) {
    CHECK(field + " " + found_by(team, field + ":none") == field + " bare.md");
    CHECK(field + " " + found_by(team, field + ":none,nobody") ==
          field + (field == "date" ? " `nobody` is no date" : " bare.md"));
  }
  CHECK(found_by(team, "-tag:none -date:none") == "all.md");
  CHECK(found_by(team, "team:none owner:ada state:open") == "bare.md");
  CHECK(found_by(team, "team:none state:done") == "");
}

TEST_CASE("a word inside of a value without spaces finds it") {
  const Team team;
  team.write("a.md",
             "# Postmortem: A\n\n## Action items\n\n| Action | Owner | Status |\n|--|--|--|\n"
             "| Restart tills | 開発担当者 | Open |\n| Oil doors | 王小明 | Done |\n");
  team.sync();
  for (const std::string owner : {"開発", "担当", "担当者", "開発担当者", "発担", "王", "小明", "王小", "開"})
    CHECK(owner + " " + found_by(team, "owner:" + owner) == owner + " a.md");
  CHECK(found_by(team, "owner:開発 state:open") == "a.md");
  CHECK(found_by(team, "owner:王 state:done") == "a.md");
  CHECK(found_by(team, "owner:担当者 state:done") == "");
  CHECK(found_by(team, "owner:王 state:open") == "");
  CHECK(found_by(team, "owner:発開") == "");
}

TEST_CASE("a search is answered while syncs make and merge the index") {
  const Team team;
  for (int i = 0; i < 30; ++i)
    team.write("old/" + std::to_string(i) + ".md", outage("Tills froze", "Restart the tills"));
  team.sync();
  std::thread other([&] {
    for (int i = 0; i < 40; ++i) {
      team.write("new.md", outage("Doors froze " + std::to_string(i), "Oil the doors"));
      team.sync();
    }
  });
  std::string wrong;
  for (int i = 0; i < 400 && wrong.empty(); ++i) {
    Library library{team.open(), false, false, false, {}};
    const auto found = find(library, {.query = "tills OR doors", .limit = 5});
    if (!found.ok()) wrong = found.error().message;
    if (found.ok() && (found->is_behind || found->total < 30)) wrong = "behind";
  }
  other.join();
  CHECK(wrong == "");
}

TEST_CASE("whatever can be typed is answered, or refused with the place in it") {
  const Team team;
  team.write("a.md", outage("Tills froze", "Restart the tills"));
  team.sync();
  Library library{team.open(), false, false, false, {}};
  const auto answer = [&](const std::string& query) -> std::string {
    const auto found = find(library, {.query = query});
    if (!found.ok()) return found.error().message;
    return found->problem ? "refused: " + found->problem->what : "answered";
  };
  std::string nested = "tills";
  for (int i = 0; i < 32; ++i) {
    CHECK(answer(nested) == "answered");
    nested = "-(" + nested + " OR b) c";
  }
  CHECK(answer(nested) == "answered");
  CHECK(answer("-(" + nested + " OR b) c") == "refused: more than 32 groups stand in each other");
  std::string many;
  for (int i = 0; i < 51; ++i)
    many += "(state:owed owner:a) OR ";
  CHECK(answer(many + "x").find("refused: ") == 0);
}

TEST_CASE("where nothing is found, each part of the query is told, and what was probably meant") {
  const Team team;
  team.write("a.md", "---\nservices: [card desk]\ntags: [reentrancy]\n---\n" +
                         outage("Tills froze", "Restart (owner: Nobody Smith)"));
  team.write("b.md", outage("Doors froze", "Oil the doors (owner: Ada Ruiz)"));
  team.sync();
  Library library{team.open(), false, false, false, {}};
  const auto told = [&](const std::string& query) {
    const auto found = find(library, {.query = query});
    REQUIRE(found.ok());
    std::string out = found->suggestion;
    for (const auto& part : found->parts) {
      out.append(out.empty() ? "" : " | ")
          .append(part.is_denied ? "not " : "")
          .append(part.text)
          .append(" ")
          .append(std::to_string(part.documents));
      if (!part.meant.empty()) out.append(" ~").append(part.meant);
      for (const auto& known : part.known)
        out.append(" ").append(known);
    }
    return out;
  };
  CHECK(told("owner:nobdy") == "owner:nobody | owner:nobdy 0 ~nobody");
  CHECK(told("tag:reentrncy") == "tag:reentrancy | tag:reentrncy 0 ~reentrancy");
  CHECK(told("service:\"cart desk\"") == "service:\"card desk\" | service:\"cart desk\" 0 ~\"card desk\"");
  CHECK(told("lang:jp") == "lang:jp 0 en");
  CHECK(told("severity:foo") == "severity:foo 0");
  CHECK(told("service:xyzzy,qqq") == "service:xyzzy 0 card desk | service:qqq 0 card desk");
  CHECK(told("\"tlls froze\" -doors") ==
        "\"tills froze\" -doors | \"tlls froze\" 0 ~tills froze | not doors 1");
  CHECK(told("title:dors state:owed") == "title:doors state:owed | title:dors 0 ~doors | state:owed 2");
  CHECK(told("tills doors") == "tills 1 | doors 1");
  CHECK(told("tills owner:adda") == "tills 1 | owner:adda 0 ~ada");
  CHECK(told("tills") == "");
  CHECK(told("tills owner:none") == "tills 1 | owner:none 0");
  CHECK(told("tills -owner:adda") == "not owner:adda 0 ~ada");
  CHECK(told("owner:nobody,adda") == "owner:adda 0 ~ada");
  CHECK(told("tills -state:blocked -canary -tag:x*") == "");
}

TEST_CASE("a word that most documents have makes none alike") {
  const Team team;
  team.write("a.md", "# Tills froze\n\nThe tills were cold.\n");
  team.write("b.md", "# Doors froze\n\nThe doors were shut, the tills as well.\n");
  team.write("c.md", "# The of\n\n- the\n");
  team.sync();
  Library library{team.open(), false, false, false, {}};
  const auto alike = [&](const std::string& name) {
    return find_similar(library, team.at(name), 10, {})->total;
  };
  CHECK(alike("c.md") == 0);
  CHECK(alike("a.md") == 1);
}

TEST_CASE("without an archive a folder without documents has nothing to search") {
  const Team team;
  auto library = open_library(team.root(), {}, {});
  REQUIRE(library.ok());
  const auto found = find(*library, {.query = "tills"});
  REQUIRE(found.ok());
  CHECK(found->documents == 0);
  CHECK(found->total == 0);
  CHECK(find(*library, {.query = "(tills"})->problem);
}

TEST_CASE("severities are counted by level, or by how they begin") {
  const Team team;
  const auto with = [](const std::string& severity) {
    return "# Postmortem: Tills\n\n**Severity**: " + severity + "\n\nThey froze.\n";
  };
  team.write("a.md", with("SEV-1"));
  team.write("b.md", with("Sev 1 (critical)"));
  team.write("c.md", with("All of the tills of the northern shops stood still"));
  team.sync();
  Library library{team.open(), false, false, false, {}};
  const auto found = find(library, {.query = "kind:postmortem", .wants_facets = true});
  REQUIRE(found.ok());
  std::string told;
  for (const auto& facet : found->facets)
    for (const auto& value : facet.values)
      if (facet.name == "severity") told += value.value + " " + std::to_string(value.documents) + "; ";
  CHECK(told == "SEV1 2; All of the tills… 1; ");
}
