#include "cli/progress.h"

#include <doctest/doctest.h>

#include <vector>

#include "cli/cli.h"

using namespace hindcast::cli;

TEST_CASE("a line says how many of how many, and how long it takes yet") {
  CHECK(progress_line({"documents", 2'500, 10'000, 4'000}, 80, false) ==
        "#####...............  2,500 of 10,000 documents, about 13 s left");
  CHECK(progress_line({"documents", 2'500, 10'000, 4'000}, 80, true) ==
        "█████░░░░░░░░░░░░░░░  2,500 of 10,000 documents, about 13 s left");
  CHECK(progress_line({"commits", 1, 1'000'000, 100}, 80, false) ==
        "....................  1 of 1,000,000 commits, about 27 h left");
  CHECK(progress_line({"hosts", 7, 7, 100}, 80, false) == "####################  7 of 7 hosts");
  CHECK(progress_line({"documents", 0, 0, 0}, 80, false) == "....................  0 of 0 documents");
}

TEST_CASE("a narrow terminal gets what it has room for") {
  CHECK(progress_line({"documents", 5, 10, 61'000}, 40, false) == "5 of 10 documents, about 1 min left");
  CHECK(progress_line({"documents", 5, 10, 61'000}, 10, false) == "5 of 10 d");
  CHECK(progress_line({"documents", 5, 10, 61'000}, 0, false).empty());
}

TEST_CASE("it is shown from the second second on, ten times a second, and taken away") {
  std::int64_t now = 5'000;
  std::vector<std::string> shown;
  Terminal terminal;
  terminal.columns = 30;
  terminal.clock_ms = [&] { return now; };
  terminal.progress = [&](std::string_view line) { shown.emplace_back(line); };
  {
    const Progress progress(terminal);
    const auto hear_at = [&](std::int64_t ms, std::size_t done) {
      now = 5'000 + ms;
      hear(progress.watch(), "documents", done, 4);
    };
    hear_at(0, 0);
    hear_at(900, 1);
    CHECK(shown.empty());
    hear_at(1'000, 2);
    hear_at(1'050, 3);
    hear_at(1'100, 3);
    CHECK(shown ==
          std::vector<std::string>{"2 of 4 documents, about 2 s l", "3 of 4 documents, about 1 s l"});
  }
  CHECK(shown.back().empty());
}

TEST_CASE("where nobody looks, nothing is shown and nothing stops") {
  const Terminal terminal;
  const Progress progress(terminal);
  hear(progress.watch(), "documents", 1, 2);
  CHECK_FALSE(is_stopped(progress.watch()));
}
