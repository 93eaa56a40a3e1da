// The words that teams use for the parts of a document, in ten languages. The
// words themselves are data: src/document/lexicon.tsv, built into the program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace hindcast::document {

// A title ready for looking up: small letters without accents, words parted by one blank, pieces parted by
// "|" where a bracket, colon, comma, slash or dash stood. "5. 🔥 Root-Cause (why?)" is "5 root cause|why".
struct Folded {
  std::string text;
  bool cjk = false;  // holds Chinese, Japanese or Korean letters, which need no blanks between words
};
void fold(std::string_view title, Folded& out);

// What a heading announces. `weak` words count only where no section around them announces work already.
struct Announced {
  facts::SectionRole role = facts::SectionRole::none;
  bool weak = false;
  bool skip = false;  // a legend or an appendix: what stands there is no item
};
Announced heading_role(const Folded& title);
// The same for a label ("**Impact**: …"), where the words must be all there is.
Announced label_role(const Folded& label);

// Which of these a table's header cell may mean; several at once for words such as "date".
enum Column : std::uint32_t {
  column_action = 1u << 0,
  column_owner = 1u << 1,
  column_priority = 1u << 2,
  column_state = 1u << 3,
  column_due = 1u << 4,
  column_time = 1u << 5,
  column_date = 1u << 6,
  column_event = 1u << 7,
  column_name = 1u << 8,
  column_role = 1u << 9,
  column_metric = 1u << 10,
  column_value = 1u << 11,
  column_id = 1u << 12,
  column_category = 1u << 13,
  column_links = 1u << 14,
  column_check = 1u << 15,
  column_lesson = 1u << 16,
};
std::uint32_t columns_of(const Folded& header);

// Which of these a metadata key may mean.
enum FieldMeaning : std::uint32_t {
  field_date = 1u << 0,
  field_detected = 1u << 1,
  field_resolved = 1u << 2,
  field_made = 1u << 3,
  field_severity = 1u << 4,
  field_participants = 1u << 5,
  field_commander = 1u << 6,
  field_title = 1u << 7,
  field_status = 1u << 8,
  field_owner = 1u << 9,
  field_priority = 1u << 10,
  field_due = 1u << 11,
  field_kind = 1u << 12,
  field_header = 1u << 13,  // no key but the header over keys: "Field", "Property"
};
std::uint32_t field_meaning(const Folded& key);

// The first kind in the lexicon's order that a word of `text` names.
std::optional<facts::DocumentKind> kind_in(const Folded& text);

// True when a sentence says that something is going to be done or ought to be.
bool is_commitment(const Folded& sentence);
// The state that an action's own words tell: "deferred to May", "completed as of 4 May"; unknown mostly.
facts::ActionState state_told(const Folded& text);
// What the words of a sentence say about a time that it counts ("within 24 hours"): several at once.
enum Standing : std::uint32_t {
  standing_always = 1u << 0,    // a rule whenever it comes up: "each", "if", "respond"
  standing_reaction = 1u << 1,  // one where hours are counted: "notify"
  standing_general = 1u << 2,   // one with a passive: "all", "ensure"
  standing_passive = 1u << 3,
};
std::uint32_t standing_words(const Folded& sentence);
// True when a sub-heading names a group of actions ("Short term", "Process") and not one of them.
bool is_category(const Folded& title);
// True for "None", "N/A", "to be defined": what stands in the place of an item that isn't there.
bool is_nothing(const Folded& text);

}  // namespace hindcast::document
