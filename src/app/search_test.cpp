// What can be typed is answered, whatever happens to the archive meanwhile.
#include "app/search.h"

#include <doctest/doctest.h>

#include <thread>

#include "app/testing_team.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

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
    Library library{team.open(), false, false, {}};
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
  Library library{team.open(), false, false, {}};
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
