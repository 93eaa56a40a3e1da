// The parts of a document: headings, bold lines that act as headings and label
// lines that announce a role, each with what stands under it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document/form.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// Beside the facts of a section, what reading its items needs.
struct Part {
  std::uint32_t node = 0;                                // heading, paragraph or list item
  std::uint32_t end_node = 0;                            // index after the last node under it
  std::int32_t parent = -1;                              // index of the part around it
  facts::SectionRole around = facts::SectionRole::none;  // its role, or the nearest one around it
  std::uint8_t depth = 0;  // 1..6 for headings, 7 for a bold line, 8 for a label
  bool label = false;      // the line carries content after its label, or is a plain "Resources:"
  bool skip = false;       // legends, appendices: nothing in it is an item
  bool numbered = false;   // "3. Test the fix"
  bool timed = false;      // "### 14:05 alarms": an entry of a timeline, no section of its own
};

struct Outline {
  std::vector<Part> parts;               // parallel to `sections`
  std::vector<facts::Section> sections;  // in document order
  std::int32_t title = -1;               // which of them is the document's title
};

// The headings that can open a section, as plain text, in document order.
struct Headings {
  struct Heading {
    std::uint32_t node = 0;
    Span title;             // in `titles`
    std::uint64_t key = 0;  // heading_key of its title
  };
  std::vector<Heading> list;
  std::string titles;
  std::int32_t title = -1;  // which of them is the document's title
  std::string_view title_of(std::size_t i) const {
    return std::string_view(titles).substr(list[i].title.begin, list[i].title.end - list[i].title.begin);
  }
};
Headings headings_of(const markdown::Tree&, std::string_view text);

// `form` gives roles to the headings it names; it may be null.
Outline outline_of(const markdown::Tree&, std::string_view text, const Headings&, const Form* form);

}  // namespace hindcast::document
