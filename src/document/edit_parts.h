// What the kinds of edits share: where things stand in the text, in whose words they are written, and the
// proof that nothing else changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "base/text.h"
#include "document/edit.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document::edits {

using Candidate = std::vector<Edit>;

std::string_view slice(const Reading&, Span);
Span trimmed_span(std::string_view text, Span);  // without blanks and line ends at both ends

// --- proof ---

enum Fact : std::uint32_t {
  fact_state = 1u << 0,  // with state_text and the box
  fact_owner = 1u << 1,  // with the team, which an owner hides
  fact_due = 1u << 2,
  fact_priority = 1u << 3,
  fact_box = 1u << 4,  // with the state that it gives
};
inline constexpr std::size_t no_item = static_cast<std::size_t>(-1);

// How two readings may differ. All else has to be equal, but for what the edited bytes themselves say twice:
// a heading that is an action is a section's title too.
struct Allowed {
  std::size_t item = no_item;   // of `before`: its `facts` may differ
  std::uint32_t facts = 0;      // Fact
  std::size_t added = no_item;  // of `after`: an item that `before` has not
  bool section = false;         // one section more
  bool head = false;            // a field: what follows from its value may differ too
};
// What reading the edited text again gives.
struct Reread {
  std::string text;
  markdown::Tree tree;
  facts::Document document;
};
Reread reread(const Reading&, const std::vector<Edit>&);

// "" when `after` differs from `before` only as allowed, else what else would change, for a person.
std::string other_change(const Reading& before, const Reread& after, const std::vector<Edit>& edits,
                         const Allowed&);

// The first candidate whose text reads as wanted. `check` says what is wrong with a reading, "" for nothing;
// `cannot` what a line can't, where none is right: "has no safe place for this state".
template <typename Check>
Edits first_right_or(const Reading& reading, std::vector<Candidate> candidates, const Check& check,
                     std::string_view cannot, std::uint32_t line) {
  std::string why;
  for (Candidate& candidate : candidates) {
    if (!is_valid_edits(candidate, reading.source.text.size())) continue;
    const std::string wrong = check(reread(reading, candidate), candidate);
    if (wrong.empty()) return std::move(candidate);
    if (why.empty()) why = wrong;
  }
  return Error{ErrorCode::unsupported, "line " + std::to_string(line) + " " + std::string(cannot) +
                                           (why.empty() ? "" : " (" + why + ")") +
                                           "; change it in an editor"};
}
template <typename Check>
Edits first_right(const Reading& reading, std::vector<Candidate> candidates, const Check& check,
                  std::string_view wanted, std::uint32_t line) {
  return first_right_or(reading, std::move(candidates), check, "has no safe place for " + std::string(wanted),
                        line);
}

// --- places ---

// A row of a table and what its header calls the cells.
struct RowAt {
  struct Cell {
    Span span, content;
  };
  std::uint32_t table = 0, row = 0;     // nodes
  std::vector<std::uint32_t> meanings;  // Column bits of the header's cells
  std::vector<Cell> cells;              // of the row; may be fewer than the header's
};
std::optional<RowAt> row_of(const Reading&, const facts::Item&);
RowAt row_at(const Reading&, std::uint32_t table, std::uint32_t row);

// `value` in the cell of `column`, which may be empty or missing at the end of the row.
Candidate write_cell(const Reading&, const RowAt&, std::size_t column, std::string_view value);
// A new last column headed `title`; `value` in the row, nothing in the others.
Candidate add_column(const Reading&, const RowAt&, std::string_view title, std::string_view value);
// "|" within a cell.
std::string cell_text(std::string_view);

// The words of an item that is no row: from behind its marker and box to the end of its paragraph, without
// a comment that pins its id.
Span words_of(const Reading&, const facts::Item&);
// The list item that `item` was read from, when it is one.
std::optional<std::uint32_t> list_item_of(const Reading&, const facts::Item&);

// The line end that the text uses around `offset`.
std::string_view line_end_at(std::string_view text, std::uint32_t offset);

// --- words ---

// How this document says `state`, likeliest first. `like` is the word to be replaced, or what stands in its
// place elsewhere; `in_cell` picks capitals.
std::vector<std::string> state_words_for(const Reading&, facts::ActionState, std::string_view like,
                                         bool in_cell);
// `day` as `like` is written, when `like` writes `like_day`; else ISO.
std::string date_like(Date day, std::string_view like, Date like_day);
// The way the other items of the document write dates.
std::string date_as_here(const Reading&, Date day);

enum class Word : std::uint8_t { state, owner, due, priority, actions, due_lead, owner_label };
// The document's language's word for a column, a section, a lead: "Status", "Due", "Action items", "due ".
std::string_view word_in(const Reading&, Word);

}  // namespace hindcast::document::edits
