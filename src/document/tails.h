// The tail of an action that says who does it, how far it is and by when, one after the other:
// "… — Platform — open, due 2031-05-10", "…. **Ada**, by May 10. In progress."
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "document/dates.h"
#include "document/owners.h"
#include "document/states.h"

namespace hindcast::document {

struct Tail {
  Span cut;  // to the end of the text, with the dash in front; the sentence before keeps its period
  std::optional<FoundWord> owner, priority;
  std::optional<FoundState> state;
  std::optional<facts::DerivedDate> due;
  std::optional<FoundWord> due_text;  // what is labelled as due, a day or not: "next sprint"
  std::size_t labels = 0;             // "Owner:" is one
};

// What is labelled from some place to the end of the text, whatever stands before: "… — Owner: Ada — Due:
// next sprint", "… (owner: Bo, due: 2031-05-10)", "**Owner:** Ada **Status:** open". Nothing when a label is
// followed by more than a value of its kind. A label without a value ("Owner: TBD") is cut and assigns
// nothing.
std::optional<Tail> labelled_tail(std::string_view text, const DateContext&);

// The labelled tail where at least two are labelled, or the whole text, or one that no other function finds.
// Else nothing unless at least two of them stand there, behind a dash or a sentence, and nothing else does.
// One alone is found by the functions of its own.
std::optional<Tail> assigned_tail(std::string_view text, const DateContext&);

// From what sets a due date off to the end of the text, where nothing stands behind the date: "Test it, due
// 2031-05-10", "Test it (by May 10).", "Test it. Due May 10." Nothing for one that the sentence runs into:
// "Test it by May 10".
std::optional<Span> tail_of_due(std::string_view text, Span due);

}  // namespace hindcast::document
