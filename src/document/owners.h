// Who has an action, how urgent it is, how bad an incident was: names, priority and severity words in ten
// languages. A name is believed only where something assigns it: a label, an @, a bracket or a dash at the
// end.
#pragma once

#include <optional>
#include <string_view>

#include "base/text.h"

namespace hindcast::document {

struct FoundWord {
  Span at;   // the value alone: "Alice Moreau", "@alice", "P1"
  Span cut;  // with its label, brackets, dash and blanks, which the item's text can do without
  bool operator==(const FoundWord&) const = default;
};

// The owner an item's own text assigns: "@alice", "(Alice)", "[platform team]", "Owner: Alice", "担当:
// 佐々木", "… - Alice". A bracket or a dashed tail counts only when it looks like a name, a handle or a team;
// "(optional)" is none.
std::optional<FoundWord> owner_in_item(std::string_view text);

// The owner right beside a due date, nothing but commas and brackets between: "… @ada due 2031-05-10",
// "…, owner Ada Quill, by May 10", "… — Ada by May 10", "By May 10, @ada: …". "owner" needs no colon there.
// Where nothing stands behind both, the date is cut with an owner before it.
std::optional<FoundWord> owner_beside(std::string_view text, Span due);

// True when a phrase looks like people: a name, handles, a team.
bool is_owner(std::string_view phrase);

// The owner in a cell of an owner column. Nothing for "", "-", "TBD", "N/A", "none", "未定" and left-over
// slots ("[Owner]").
std::optional<FoundWord> owner_in_cell(std::string_view cell);

// The team that a heading over actions names: "DevOps Team", "Équipe plateforme", "運用チーム", "Team
// Mobile". Nothing for other headings: "Team process", "Short term".
std::optional<FoundWord> team_in_heading(std::string_view heading);

// A priority in a cell of its own, or at either end of an item: "High", "P0", "🔴", "緊急", "Alta", "(P1)",
// "[High] …", "Priority: high".
std::optional<FoundWord> priority_in_cell(std::string_view cell);
std::optional<FoundWord> priority_in_item(std::string_view text);

// A severity: "SEV-1", "SEV2", "P1", "Critical", "S1", "重大", with the words that follow a dash in the same
// value. For the value of a severity field: the whole value, without markup, or nothing when it is empty, a
// slot or TBD.
std::optional<FoundWord> severity_in_value(std::string_view value);
// For a title or a line of text: only what can be nothing else, such as "SEV-1".
std::optional<FoundWord> severity_in_text(std::string_view text);
// For a tracker's label: the value behind a name of severity ("severity: 1", "Severity/high", "severity::2"),
// or the label where that is a severity by itself ("SEV2"); "" mostly.
std::string_view severity_in_label(std::string_view label);

}  // namespace hindcast::document
