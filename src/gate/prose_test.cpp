#include "gate/prose.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::gate {
namespace {

std::string found(std::string_view name, std::string_view text) {
  NameFinder finder;
  finder.add("another-name", 0);
  finder.add(name, 1);
  return finder.find(text).empty() ? "no" : "yes";
}

std::string spoken(std::string_view text) {
  std::string out;
  for (const auto& kind : kinds_spoken_of(text))
    out.append(out.empty() ? "" : " ").append(kind);
  return out;
}

TEST_CASE("a name is found word by word, in any letter case, and never as a part") {
  CHECK(found("till", "Is the Till up?") == "yes");
  CHECK(found("till", "the till's queue") == "yes");
  CHECK(found("till", "すべてのtillの") == "yes");
  CHECK(found("till", "Wait until then") == "no");
  CHECK(found("till", "till-ui, till.example, shop/till, till@shop and x_till") == "no");
  CHECK(found("till", "See till.") == "yes");
  CHECK(found("ledger-db", "Ledger DB, ledger_db") == "yes");
  CHECK(found("ledger-db", "the ledger of our db, ledger, db") == "no");
  CHECK(found("größe", "Die größe-Tabelle; größe") == "yes");
  CHECK(found("gr", "größe") == "no");
  CHECK(found("a", "a plan") == "no");
  CHECK(found("42", "42 plans") == "no");
  CHECK(found("", "") == "no");
}

TEST_CASE("words speak of a kind of change only where they mean nothing else") {
  CHECK(spoken("Add environment variable verification") == "environment");
  CHECK(spoken("Do staging and production have the same env vars?") == "environment");
  CHECK(spoken("全環境の環境変数を比べる") == "environment");
  CHECK(spoken("Comparer les variables d'environnement") == "environment");
  CHECK(spoken("Make the environment better").empty());
  CHECK(spoken("Does the database migration script make its indexes?") == "migration");
  CHECK(spoken("Refuse a migration that adds no index") == "migration");
  CHECK(spoken("Does the migration make the indexes?") == "migration");
  CHECK(spoken("Plan the migration to Berlin").empty());
  CHECK(spoken("Find a path for migration away from it").empty());
  CHECK(spoken("Pin dependencies of the page") == "dependencies");
  CHECK(spoken("Draw the dependencies between services").empty());
}

TEST_CASE("folders that every repository has tell nothing") {
  for (const auto* name :
       {"src", "services", "Config", "docs", "hub", ".github", "deployments", "tests", "ops"})
    CHECK_FALSE_MESSAGE(is_telling_folder(name), name);
  for (const auto* name : {"oracle", "search-indexer", "Traefik", "app-shell"})
    CHECK_MESSAGE(is_telling_folder(name), name);
}

TEST_CASE("prose speaks of a path when it has a word of it that few paths have") {
  CHECK(speaks_of_path("Reload nginx after it", "nginx/conf.d/default.conf"));
  CHECK_FALSE(speaks_of_path("Write a default for the config of src", "src/config/default.yaml"));
  CHECK_FALSE(speaks_of_path("", "nginx/a"));
}

}  // namespace
}  // namespace hindcast::gate
