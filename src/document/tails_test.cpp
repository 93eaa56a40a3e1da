#include "document/tails.h"

#include <doctest/doctest.h>

#include <string>

#include "document/scan.h"

namespace hindcast::document {
namespace {

// "text that is left | owner state due"; "none" where there is no tail.
std::string tail(std::string_view text) {
  const auto found = assigned_tail(text, {Date{2031, 5, 5}, DateOrder::month_first});
  if (!found) return "none";
  std::string out(text.substr(0, found->cut.begin));
  out += " |";
  if (found->owner) out += " " + std::string(scan::slice(text, found->owner->at));
  if (found->priority) out += " " + std::string(scan::slice(text, found->priority->at));
  if (found->state) out += " " + std::string(facts::word(found->state->state));
  if (found->due) out += " " + to_iso(found->due->date);
  return out;
}

TEST_CASE("owner, state and day behind dashes are told apart") {
  CHECK(tail("Test the scanners — Platform — open, due 2031-05-10") ==
        "Test the scanners | Platform open 2031-05-10");
  CHECK(tail("Test the scanners — Ada Lind — done") == "Test the scanners | Ada Lind done");
  CHECK(tail("Test the scanners - @ada - 2031-05-10.") == "Test the scanners | @ada 2031-05-10");
  CHECK(tail("Test the scanners – in progress – by May 10") == "Test the scanners | in_progress 2031-05-10");
}

TEST_CASE("a name with a day or a state may be a sentence of its own") {
  CHECK(tail("Test them all. **Ada**, by 2031-05-10. In progress.") ==
        "Test them all.  | Ada in_progress 2031-05-10");
  CHECK(tail("Test them all. **Everyone**, done.") == "Test them all.  | Everyone done");
}

TEST_CASE("one of them alone, or words beside them, are no tail") {
  for (const std::string_view text :
       {"Test the scanners — Platform", "Test the scanners, Platform, by May 10",
        "Test them. Done by May 10.", "Test the scanners — with Ada — done",
        "Test the queue. Kafka, by hand.", "Ada, by May 10", "", " — , . "})
    CHECK(tail(text) == "none");
}

}  // namespace
}  // namespace hindcast::document
