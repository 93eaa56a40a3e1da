// Which boxes that were ticked once are meant for the next release, too.
#pragma once

#include <string_view>

#include "facts/facts.h"

namespace hindcast::gate {

// The innermost section that holds the item; nullptr for none.
const facts::Section* section_of(const facts::Item&, const facts::Document&);

// Whether a check item of the document is asked of later releases. One that was not ticked always is. A
// ticked one under "Acceptance criteria" or "Verification checklist" reports what somebody did; under
// "Pre-Release Checklist" or "before each deployment, verify" it is a question that comes back. Checklists
// ask all of theirs, postmortems those that report nothing, other documents those that speak of releases.
bool is_asked_again(const facts::Item&, const facts::Document&, std::string_view text);

}  // namespace hindcast::gate
