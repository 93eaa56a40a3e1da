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

TEST_CASE("a comma before a year parts nothing") {
  CHECK(tail("Test the pump — Ada, open, by May 10, 2031") == "Test the pump | Ada open 2031-05-10");
  CHECK(tail("Test the pump (Ada, due May 10, 2031)") == "Test the pump  | Ada 2031-05-10");
}

TEST_CASE("a name with a day or a state may be a sentence of its own") {
  CHECK(tail("Test them all. **Ada**, by 2031-05-10. In progress.") ==
        "Test them all.  | Ada in_progress 2031-05-10");
  CHECK(tail("Test them all. **Everyone**, done.") == "Test them all.  | Everyone done");
}

TEST_CASE("the day on which something was done is not when it is due") {
  CHECK(tail("Test the pump. Ada, done on 2031-05-04.") == "Test the pump.  | Ada done");
  CHECK(tail("Test the pump — Ada — verified 2031-05-04") == "Test the pump | Ada verified");
  CHECK(tail("Test the pump — Ada — in progress 2031-05-04") == "none");
}

TEST_CASE("brackets at the end may hold a tail, and nothing else beside it") {
  CHECK(tail("Test the pump (Bo, in progress).") == "Test the pump  | Bo in_progress");
  CHECK(tail("Test the pump (@bo; by May 10)") == "Test the pump  | @bo 2031-05-10");
  CHECK(tail("Test the pump [@bo, 2031-05-10]") == "Test the pump  | @bo 2031-05-10");
  for (const std::string_view text :
       {"Test the pump (Bo)", "Test (all, done) of it", "Test the pump (Bo, with care)", "(Bo, done)",
        "Test it (f(Bo, done))", "Test it (, )", "Test it ()"})
    CHECK(tail(text) == "none");
}

TEST_CASE("one of them alone, or words beside them, are no tail") {
  for (const std::string_view text :
       {"Test the scanners — Platform", "Test the scanners, Platform, by May 10",
        "Test them. Done by May 10.", "Test the scanners — with Ada — done",
        "Test the queue. Kafka, by hand.", "Ada, by May 10", "", " — , . "})
    CHECK(tail(text) == "none");
}

TEST_CASE("a due date that is set off at the end is no part of the words") {
  const auto left = [](std::string_view text) {
    const auto due = due_in_text(text, {Date{2031, 5, 5}, DateOrder::month_first});
    const auto cut = due ? tail_of_due(text, due->at) : std::nullopt;
    return cut ? std::string(text.substr(0, cut->begin)) : "all";
  };
  CHECK(left("Test it, due 2031-05-10") == "Test it");
  CHECK(left("Test it — due 2031-05-10.") == "Test it");
  CHECK(left("Test it (by May 10)") == "Test it");
  CHECK(left("Test it **(due May 10)**") == "Test it");
  CHECK(left("Test it. Due 2031-05-10") == "Test it. ");
  for (const std::string_view text : {"Test it by May 10", "Test it, due May 10, and look",
                                      "(Test it, due May 10)", "Due May 10", "Test it (again by May 10)"})
    CHECK(left(text) == "all");
}

// "text that is left | Owner priority state due due_text", "none" where nothing is labelled.
std::string labelled(std::string_view text) {
  const auto found = labelled_tail(text, {Date{2031, 5, 5}, DateOrder::month_first});
  if (!found) return "none";
  std::string out(text.substr(0, found->cut.begin));
  out += " |";
  for (const auto& word : {found->owner, found->priority})
    if (word) out += " " + std::string(scan::slice(text, word->at));
  if (found->state) out += " " + std::string(facts::word(found->state->state));
  if (found->due) out += " " + to_iso(found->due->date);
  if (found->due_text) out += " \"" + std::string(scan::slice(text, found->due_text->at)) + "\"";
  return out;
}

TEST_CASE("labels to the end of the text assign what they say") {
  CHECK(labelled("Rotate keys — Owner: Ada — Due: next sprint") == "Rotate keys | Ada \"next sprint\"");
  CHECK(labelled("Clean it (owner: Bo, due: ASAP).") == "Clean it | Bo \"ASAP\"");
  CHECK(labelled("Clean it [Owner: Bo] [Due: May 10]") == "Clean it | Bo 2031-05-10 \"May 10\"");
  CHECK(labelled("Clean it. **Owner:** Bo Lind **Status:** In progress") ==
        "Clean it. | Bo Lind in_progress");
  CHECK(labelled("Clean it | Priority: P1 | Owner: Platform team") == "Clean it | Platform team P1");
  CHECK(labelled("Clean it\n  **Owner**: @bo\n  **Due**: Q3 2031") ==
        "Clean it | @bo 2031-09-30 \"Q3 2031\"");
  CHECK(labelled("見直す。担当: 佐々木、期限: 2031-05-10") == "見直す。 | 佐々木 2031-05-10 \"2031-05-10\"");
  CHECK(labelled("Owner: TBD, Due: [date]") == " |");
}

TEST_CASE("a label in a sentence, or before more than its value, is none") {
  constexpr const char* long_tale =
      "Due: next sprint. Then look at the pump again and again, until all of it has been seen by everybody";
  for (const std::string_view text : {"Fix the status: it says done", "Add an owner: field to the form",
                                      long_tale, "Owner: Ada. Status: we do not know yet",
                                      "Raise the SLO. Target: 99.9%", "see https://due.example", "a:b", ":"})
    CHECK(labelled(text) == "none");
}

}  // namespace
}  // namespace hindcast::document
