// Which boxes that were ticked once are meant for the next release, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace hindcast::gate {

// The sections of a document along its lines. Asked from line to line downwards, all questions together cost
// what one way through the sections does; each step upwards begins anew.
class Sections {
 public:
  // The document has to outlive it.
  explicit Sections(const facts::Document& document) : document_(document) {}
  // The innermost section that holds the line, counted from 1; nullptr for none.
  const facts::Section* innermost(std::uint32_t line);
  // All that hold the line that was asked last, the outermost first.
  const std::vector<const facts::Section*>& open() const { return open_; }

 private:
  const facts::Document& document_;
  std::vector<const facts::Section*> open_;
  std::size_t next_ = 0;
  std::uint32_t last_line_ = 0;
};

// Whether the check items of a document are asked of later releases. One that was not ticked always is. A
// ticked one under "Acceptance criteria" or "Verification checklist" reports what somebody did; under
// "Pre-Release Checklist" or "before each deployment, verify" it is a question that comes back. Checklists
// ask all of theirs, postmortems those that report nothing, other documents those that speak of releases.
class TickedBoxes {
 public:
  // Both have to outlive it. Asked in the order of the document it is linear in it.
  TickedBoxes(const facts::Document& document, std::string_view text)
      : document_(document), text_(text), sections_(document) {}
  bool is_asked_again(const facts::Item&);

 private:
  std::string said_above(const facts::Section*) const;

  const facts::Document& document_;
  std::string_view text_;
  Sections sections_;
  const facts::Section* last_ = nullptr;  // whose answer `is_again_` is
  bool is_known_ = false, is_again_ = false;
};

}  // namespace hindcast::gate
