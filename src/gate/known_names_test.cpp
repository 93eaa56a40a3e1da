#include "gate/known_names.h"

#include <doctest/doctest.h>

#include "gate/testing_sources.h"

namespace hindcast::gate {
namespace {

Source about(Scope scope) {
  Source source;
  source.document = std::move(scope);
  return source;
}

std::vector<std::string> unknown(ChangeFacts facts) {
  facts.declared = {{"till", {}}};
  facts.teams = {{"Platform", {"queue"}}};
  const auto sources =
      testing::all_of(about({.services = {"Basket"}, .kinds = {"pricing"}, .phases = {"canary"}}));
  return unknown_names(facts, sources);
}

TEST_CASE("a service is known by hindcast.toml or by a document, in any letter case") {
  CHECK(unknown({.services = {{"Till", "queue", "platform", "basket"}}}).empty());
  CHECK(unknown({.services = {{"tilll"}}}) ==
        std::vector<std::string>{"neither hindcast.toml nor a document that asks something knows the service "
                                 "'tilll'; did you mean 'till'?"});
}

TEST_CASE("a service is known where the words of an item or a title name it") {
  Source source;
  source.title = "Traefik rule met another";
  source.asked.emplace_back();
  source.asked[0].text = "Try the coredns of staging first";
  const auto sources = testing::all_of(source);
  CHECK(unknown_names({.services = {{"traefik", "CoreDNS"}}}, sources).empty());
  CHECK(unknown_names({.services = {{"trafik"}}}, sources).size() == 1);
}

TEST_CASE("a kind of change is one of ours, a word for it, or a team's own") {
  CHECK(unknown({.kinds = {{"migration", "schema", "pricing"}}}).empty());
  CHECK(unknown({.kinds = {{"migrationz"}}}).size() == 1);
}

TEST_CASE("a phase has to be known where documents name phases") {
  CHECK(unknown({.phases = {"canary"}}).empty());
  CHECK(unknown({.phases = {"canarry"}}).size() == 1);
  CHECK(unknown_names({.phases = {"canarry"}}, {}).empty());
}

}  // namespace
}  // namespace hindcast::gate
