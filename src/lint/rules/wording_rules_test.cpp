// Rules about causes and about words: causes.cpp and language.cpp.
#include <doctest/doctest.h>

#include "lint/rules/testing.h"

namespace hindcast::lint {
namespace {

// --- causes ---

TEST_CASE("the same answer to another question explains nothing") {
  const auto whys = [](std::string_view last) {
    return findings_of("whys-circular",
                       "# Postmortem: Tram 7\n\n## 5 whys\n\n**Why 1:** Why did it stand still?\n"
                       "**Answer:** Nobody looked into that yet\n\n"
                       "**Why 2:** Why were the points frozen?\n**Answer:** " +
                           std::string(last) + "\n");
  };
  CHECK(whys("Nobody looked into that yet") ==
        "**Why 2:** Why were the points frozen?\n**Answer:** Nobody looked into that yet\n");
  CHECK(whys("The heaters are switched by hand") == "");
}

TEST_CASE("one question with two answers goes round in no circle") {
  CHECK(findings_of(
            "whys-circular",
            "# Postmortem: Tram 7\n\n## 5 whys\n\n1. Why did the tram stand still? The points were frozen\n"
            "2. Why did the tram stand still? The heaters were switched off\n") == "");
}

TEST_CASE("causes end at a person where nothing follows") {
  const auto cause = [](std::string_view text) {
    return findings_of("cause-is-a-person",
                       "# Postmortem: Tram 7\n\nThe tram stood still because of ice.\n\n"
                       "## Root cause\n\n" +
                           std::string(text));
  };
  CHECK(cause("- The points were frozen\n- Human error at the depot\n") == "Human error\n");
  CHECK(cause("- Human error at the depot\n- The plan has no step for heaters\n") == "");
}

// --- language ---

TEST_CASE("a remedy asks for care as a list item and as a paragraph, and a story may tell of it") {
  const auto careful = [](std::string_view section, std::string_view text) {
    return findings_of("remedy-be-careful", "# Postmortem: Tram 7\n\n## " + std::string(section) + "\n\n" +
                                                std::string(text) + "\n");
  };
  CHECK(careful("Lessons learned", "We need to be more aware of the frost.") == "be more aware\n");
  CHECK(careful("Action items", "1. Drivers should refamiliarize themselves with the plan.") ==
        "refamiliarize\n");
  CHECK(careful("Timeline", "The depot asked everybody to be more careful.") == "");
}

TEST_CASE("drama is of postmortems, and footnotes are beside the story") {
  const auto drama = [](std::string_view title, std::string_view text) {
    return findings_of("drama", "# " + std::string(title) +
                                    "\n\n## What happened\n\nIt was cold and the points were "
                                    "frozen for an hour.\n\n" +
                                    std::string(text) + "\n");
  };
  CHECK(drama("Postmortem: Tram 7", "The morning was a nightmare.") == "nightmare\n");
  CHECK(drama("Postmortem: Tram 7", "It was cold.[^shocking]\n\n[^shocking]: Shocking, I know.") == "");
  CHECK(drama("Retrospective of the winter", "The morning was a nightmare.") == "");
}

}  // namespace
}  // namespace hindcast::lint
