// Which actions of a document its team has promised itself.
#pragma once

#include <vector>

#include "lint/lint.h"

namespace hindcast::lint {

struct Promise {
  const facts::Item* action = nullptr;
  bool has_time = false;  // a heading above it says when: "Next week"
};

// The open actions of a document, in order. Left out are templates, standing checklists and index pages;
// headings, as what is to be done stands below them; what a section puts off or advises to others ("Out of
// scope", "Possible mitigations", "Best practices"); and lines that are places to fill, questions, told as
// done, about a role for good ("Reviewers should …") or linked to the change that does it.
std::vector<Promise> promises(const Subject&);

}  // namespace hindcast::lint
