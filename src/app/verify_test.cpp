// What others write while an archive is read is no damage.
#include "app/verify.h"

#include <doctest/doctest.h>

#include "app/archived.h"
#include "app/testing_team.h"

using namespace hindcast;
using namespace hindcast::app;
using namespace hindcast::app::testing;

namespace {

std::string told(const Result<VerifyReport>& report) {
  if (!report.ok()) return report.error().message;
  for (const auto* problems : {&report->problems, &report->index_problems})
    if (!problems->empty()) return problems->front();
  return report->is_index_behind ? "behind" : "whole";
}

}  // namespace

TEST_CASE("a sync while an archive is verified is no damage") {
  const Team team;
  for (const char* name : {"a.md", "b.md", "c.md"})
    team.write(name,
               outage(std::string("Tills froze in ") + name, std::string("Restart the tills of ") + name));
  team.sync();
  auto open = team.open();
  Watch watch;
  watch.hear = [&](std::string_view, std::size_t done, std::size_t) {
    team.write("c.md", outage("Tills froze again", "Buy tills, the " + std::to_string(done) + "th"));
    team.remove("b.md");
    team.sync();
  };
  CHECK(told(verify_archive(open, &watch)) == "whole");
  const auto after = verify_archive(open);
  CHECK(told(after) == "whole");
  CHECK(after->documents == 2);
  CHECK(after->gone == 1);
}
