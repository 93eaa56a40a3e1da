// The nouns of the trade, as plain data: what a document says. No I/O, no
// Markdown, no JSON. Every fact points at the bytes it was read from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"

namespace hindcast::facts {

enum class DocumentKind : std::uint8_t {
  postmortem,
  retrospective,
  lessons_learned,
  release,
  checklist,
  issue,
  other
};

// What a section is for, in any wording or language.
enum class SectionRole : std::uint8_t {
  none,
  summary,
  impact,
  detection,
  timeline,
  cause,
  resolution,
  went_well,
  went_badly,
  lucky,
  actions,
  lessons,
  checklist,
  metrics,
  participants,
  links,
  improvements,
  examples
};

enum class ItemRole : std::uint8_t {
  action,
  event,
  check,
  observation,
  lesson,
  improvement,
  metric,
  participant,
  deadline,
  example
};

enum class ActionState : std::uint8_t { unknown, idea, open, in_progress, blocked, done, verified, wont_do };

// The word of the JSON contract for a value: "went_well", "lessons-learned", "in_progress"; "" for
// SectionRole::none.
std::string_view word(DocumentKind);
std::string_view word(SectionRole);
std::string_view word(ItemRole);
std::string_view word(ActionState);
// And back; nothing for a word that names no value.
std::optional<DocumentKind> document_kind(std::string_view word);
std::optional<SectionRole> section_role(std::string_view word);
std::optional<ItemRole> item_role(std::string_view word);
std::optional<ActionState> action_state(std::string_view word);

// True for open, in_progress, blocked, idea and unknown: work that is still owed.
bool is_open(ActionState);

// 1 for "SEV-1", "P1", "Critical", "重大"; larger is less bad, 0 is the worst where numbers begin there.
// Nothing for words that name no level.
std::optional<int> severity_level(std::string_view severity);
// The usual word that a mistyped severity was meant to be: "sev1" for "sevv1", "critical" for "critcal".
// Nothing for a usual one and for a team's own words.
std::optional<std::string> severity_meant(std::string_view typed);

// Text as a person would cite it, and the bytes it was read from (markup included).
struct Quote {
  std::string text;
  Span at;
  bool operator==(const Quote&) const = default;
};

// A date and how it was derived, in words that stand in the JSON: "column `Due`",
// "\"in 30 days\" after the document's date 2025-05-05".
struct DerivedDate {
  Date date;
  std::string from;
  Span at;
  bool operator==(const DerivedDate&) const = default;
};

struct Item {
  ItemRole role{};
  std::string id;          // five letters, ".2" for the second of equal texts; unique within the document
  std::uint32_t line = 0;  // 1-based line where it starts
  Span span;               // the whole row, bullet, heading or line
  std::string text;  // joined over lines, without marker, emphasis, link targets, owner and state decoration
  std::optional<bool> ticked;  // present exactly where there is a real check box
  Span box;                    // "[ ]", when `ticked` is present

  // Actions and improvements.
  std::optional<Quote> owner;  // assigned in a column, by @name or in brackets
  std::optional<Quote> team;   // from the enclosing heading
  std::optional<Quote> priority;
  ActionState state = ActionState::unknown;
  std::optional<Quote> state_text;  // the document's own word for the state
  std::optional<DerivedDate> due;   // deadlines have it too
  std::optional<Quote> due_text;    // its words, also where a due column names no day: "next sprint"
  std::vector<Quote> links;         // URLs and #numbers inside the item

  // Events.
  std::optional<Quote> time;  // as written: "Oct 31 21:33"
  std::string start, end;     // ISO date or date-time, "" where unknown

  // Metrics.
  std::optional<Quote> value;  // "TBD" is a value still to come and is kept as written

  std::string from;  // how it was found: "table row", "task item", "bullet", "heading", "line"
};

struct Section {
  SectionRole role = SectionRole::none;
  std::string title;
  std::uint32_t line = 0;      // 1-based, of the heading or label
  std::uint32_t end_line = 0;  // last line that is not blank before the section ends
  std::uint8_t level = 0;      // 1..6 for headings; 7 for a bold line or label that acts as one
  Span heading;
  Span body;
};

struct Field {
  std::string key;
  std::string value;
  std::uint32_t line = 0;
  Span key_at, value_at;
};

// A whole document inside a fence: it yields no items of its own.
struct Embedded {
  std::string title;
  std::uint32_t line = 0, end_line = 0;  // 1-based, of the text between the fences
  Span body;
};

struct Document {
  std::string slug;
  DocumentKind kind = DocumentKind::other;
  std::string form;  // name of the form it was read by; "" when none fits
  Quote title;
  std::optional<DerivedDate> date;  // when it happened
  std::optional<Quote> severity;
  std::string language;  // BCP 47: "en", "ja"
  std::vector<Field> fields;
  std::vector<Section> sections;    // every heading and label, in document order; role may be none
  std::vector<Item> items;          // in document order
  std::vector<Quote> causal_chain;  // first symptom to root cause; empty when none is drawn
  std::vector<Embedded> embedded;
};

// The item's state; done or open by its box where the document has no word for it.
ActionState state_of(const Item&);

// What the quote says; "" where there is none.
const std::string& text_of(const std::optional<Quote>&);

}  // namespace hindcast::facts
