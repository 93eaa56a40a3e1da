// Changes to one fact of a document, as edits to its bytes. Pure. Each is tried before it is returned: the
// text that it gives is read again, and the reading must differ in the wanted fact and in nothing else. A
// change that can't be written so is an Error that says why and what to do; nothing is guessed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "base/result.h"
#include "base/time.h"
#include "document/document.h"

namespace hindcast::document {

// What is edited: a text and what was read from it. `tree` and `document` are those of `source` by `forms`.
struct Reading {
  Source source;
  std::span<const Form> forms;
  const markdown::Tree& tree;
  const facts::Document& document;
};

// The same with what it points to, for a text that was only just read. `source` and `forms` are borrowed.
struct OpenReading {
  Source source;
  std::span<const Form> forms;
  markdown::Tree tree;
  facts::Document document;
  Reading reading() const { return {source, forms, tree, document}; }
};
OpenReading open_reading(const Source&, std::span<const Form>);

using Edits = Result<std::vector<Edit>>;  // no edits where the document says so already

// The item at `document.items[index]`; its id stays. Words are written as the document writes them: the word
// of another row for that state, its way to write dates, a box, a sign, a cell. A table that has no column
// for the fact gets one.
Edits set_state(const Reading&, std::size_t index, facts::ActionState);
Edits set_owner(const Reading&, std::size_t index, std::string_view owner);
Edits set_due(const Reading&, std::size_t index, Date due);
Edits set_priority(const Reading&, std::size_t index, std::string_view priority);
// Needs a box.
Edits set_ticked(const Reading&, std::size_t index, bool ticked);

// Takes a fact out of the item: its words, and what set them off from the others ("(@ada)", "due …,"); a cell
// is left empty. No edits where the item does not say it. A box cannot be taken out so.
enum class ItemFact : std::uint8_t { state, owner, due, priority };
Edits clear_fact(const Reading&, std::size_t index, ItemFact);

// A new action behind those that are there: a row, a bullet or a box as they are, else a new section.
struct NewAction {
  std::string_view text;
  std::string_view owner;     // "": nobody yet
  std::string_view priority;  // "": none
  std::optional<Date> due;
};
Edits add_action(const Reading&, const NewAction&);

// The value of a field that the document has, also where it is still empty: front matter, "**Key**: value"
// or a row of two cells. The key's case does not matter. An empty value leaves the key waiting for one.
Edits set_field(const Reading&, std::string_view key, std::string_view value);

// Writes `value` in the place of the slot `[name]` (brackets may be given or not). An Error when there is
// none or more than one.
Edits fill_slot(const Reading&, std::string_view name, std::string_view value);

}  // namespace hindcast::document
