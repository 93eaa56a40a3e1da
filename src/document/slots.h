// Finds the places in template text that a writer fills: [Name], <name>, {{name}},
// ${name}, _____, YYYY-MM-DD, TBD, "..." and enumerations. Scanners over bytes, no
// patterns compiled; linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "document/form.h"

namespace hindcast::document::forms {

// What a scan of one block's bytes found. Spans are offsets into `text` of find_slots.
struct FoundSlots {
  std::vector<Slot> slots;     // in order, never overlapping
  std::vector<Span> unclosed;  // "[" or "{{" that is never closed in the block
};

// Slots of running text: a paragraph, a heading, a list line. `within` is one block; code spans count
// where they hold a placeholder, HTML comments and links never do.
void find_slots(std::string_view text, Span within, FoundSlots& out);

// The same as long as nothing but slots and marks is met; false, and no more is looked at, at the first word
// of prose.
bool find_slots_alone(std::string_view text, Span within, FoundSlots& out);

// The slot that a whole value is (a field's value, a cell): as find_slots, and then a bare enumeration
// "P1/P2/P3", "...", "TODO" and emptiness are slots too. A plain value comes back as a text slot that holds
// it: the template's default. `is_open` says whether anything is left to fill.
struct ValueSlot {
  Slot slot;
  bool is_open = false;
};
ValueSlot value_slot(std::string_view text, Span within);

}  // namespace hindcast::document::forms
