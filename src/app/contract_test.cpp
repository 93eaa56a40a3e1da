#include "app/contract.h"

#include <doctest/doctest.h>

using namespace hindcast;

namespace {
std::string json_of(facts::Document document) {
  std::string out;
  app::append_document_json({.path = "a.md", .text = "", .document = std::move(document)}, out);
  return out;
}

std::string json_of(const facts::Item& item) {
  std::string out;
  json::Writer json(out);
  json.open_object();
  app::put_item_members(json, item);
  json.close_object().finish();
  return out;
}
}  // namespace

TEST_CASE("a document that says nothing still has every key") {
  CHECK(json_of(facts::Document{}) ==
        R"({"file":"a.md","slug":"","kind":"other","form":null,"title":null,"date":null,"date_from":null)"
        R"(,"severity":null,"language":null,"fields":{},"sections":[],"items":[])"
        R"(,"causal_chain":[],"embedded":[]})"
        "\n");
}

TEST_CASE("an action has every key of an action, null where nothing was written") {
  facts::Item item{
      .role = facts::ItemRole::action, .id = "abcde", .line = 7, .text = "Add a limit", .from = "bullet"};
  CHECK(json_of(item) == R"({"id":"abcde","role":"action","line":7,"text":"Add a limit")"
                         R"(,"owner":null,"team":null,"priority":null)"
                         R"(,"state":"unknown","state_text":null,"due":null,"due_from":null,"due_text":null)"
                         R"(,"links":[],"from":"bullet"})");
}

TEST_CASE("a box is told only where there is one") {
  facts::Item item{
      .role = facts::ItemRole::check, .id = "abcde", .line = 1, .text = "x", .from = "task item"};
  CHECK(json_of(item).find("ticked") == std::string::npos);
  item.ticked = false;
  CHECK(json_of(item).find(R"("ticked":false)") != std::string::npos);
}

TEST_CASE("of two fields with one key the first is kept") {
  facts::Document document;
  document.fields = {{.key = "Date", .value = "1"}, {.key = "Date", .value = "2"}};
  CHECK(json_of(document).find(R"("fields":{"Date":"1"})") != std::string::npos);
}
