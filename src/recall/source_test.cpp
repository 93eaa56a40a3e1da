#include <doctest/doctest.h>

#include <string>

#include "recall/promises.h"

namespace hindcast::recall {
namespace {

facts::Item item(facts::ItemRole role, std::uint32_t line, std::string text) {
  facts::Item made;
  made.role = role;
  made.line = line;
  made.text = std::move(text);
  return made;
}

// What a document promises, " | " between.
std::string promises(const facts::Document& document) {
  std::string said;
  for (const auto& promise : source_of(document, "a.md", "").promises)
    said += (said.empty() ? "" : " | ") + promise.text;
  return said;
}

TEST_CASE("actions, improvements and lessons that ask for something are promises") {
  facts::Document document;
  document.items = {item(facts::ItemRole::action, 3, "Paint the ramp"),
                    item(facts::ItemRole::improvement, 4, "Paint the pier"),
                    item(facts::ItemRole::lesson, 5, "We should look at the tide first"),
                    item(facts::ItemRole::lesson, 6, "The tide was low"),
                    item(facts::ItemRole::check, 7, "Ramp is down")};
  CHECK(promises(document) == "Paint the ramp | Paint the pier | We should look at the tide first");
}

TEST_CASE("a release record and a checklist promise nothing") {
  facts::Document document;
  document.items = {item(facts::ItemRole::action, 3, "Paint the ramp")};
  for (const auto kind : {facts::DocumentKind::release, facts::DocumentKind::checklist}) {
    document.kind = kind;
    CHECK(promises(document) == "");
  }
}

TEST_CASE("steps about the document, and advice to its readers, are no promises") {
  facts::Document document;
  document.sections = {{.title = "Possible mitigations", .line = 5, .end_line = 7, .level = 2},
                       {.title = "Action items", .line = 8, .end_line = 10, .level = 2}};
  document.items = {item(facts::ItemRole::action, 3, "Make sure that the sections above are filled out"),
                    item(facts::ItemRole::action, 6, "Look at the tide table"),
                    item(facts::ItemRole::action, 9, "Paint the ramp")};
  CHECK(promises(document) == "Paint the ramp");
}

TEST_CASE("a document is known by its code and its home") {
  const auto source = [](const std::string& path) { return source_of({}, path, ""); };
  CHECK(source("docs/postmortems/PM-2031-004-tide.md").code == "PM-2031-004");
  CHECK(source("docs/postmortems/INC7 tide.md").code == "INC7");
  CHECK(source("docs/postmortems/2031-04-09-tide.md").code == "");
  CHECK(source("docs/postmortems/tide.md").code == "");
  CHECK(source("ferry/docs/postmortems/2031/tide.md").home == "ferry");
  CHECK(source("ferry/retros/2031-04-09-tide/README.md").home == "ferry");
  CHECK(source("tide.md").home == "");
}

}  // namespace
}  // namespace hindcast::recall
