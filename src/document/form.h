// A form is a compiled template: what a kind of document asks for. The template
// is the schema; nothing has to be said twice (see docs/forms.md).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "facts/facts.h"

namespace hindcast::document {

// A place in a template that a writer fills.
enum class SlotType : std::uint8_t { text, enumeration, date, pending };  // pending: TBD, a value to come

struct Slot {
  SlotType type{};
  std::string text;                  // as written: "[High/Medium/Low]"
  std::vector<std::string> choices;  // enumeration only, in the template's order
  Span at;
};

struct FormField {  // **Date**: YYYY-MM-DD, a front matter key or a two-column table row
  std::string key;
  Slot slot;
};

struct FormColumn {  // a column of a sample table, its slot from the first sample row
  std::string title;
  Slot slot;
};

using FormTable = std::vector<FormColumn>;

struct FormSection {
  std::string title;   // as written, its own slots included
  std::string folded;  // what a document's heading is compared by: small letters, no numbers, emoji, brackets
  std::uint64_t key = 0;  // heading_key of `title`
  Span heading;           // the whole heading line
  std::uint8_t level = 2;
  facts::SectionRole role = facts::SectionRole::none;
  bool required = true;               // an "optional" remark or hindcast comment turns it off
  std::vector<FormColumn> columns;    // empty: no table
  std::vector<std::string> record;    // sub-points of a sample item: "Root cause", "Impact"
  std::vector<std::string> guidance;  // sentences that tell the writer what to do, exactly as written
  std::vector<Slot> slots;
  bool has_checks = false;  // asks for check boxes
  bool has_chain =
      false;             // asks for a causal chain: a fence of slots and arrows, or whys one after the other
  bool repeats = false;  // its title is a sample ("### [Problem 1]"): a document has any number of these

  std::vector<FormField> fields;       // labels inside the section: "**What happened:** [...]", "- Rate: TBD"
  std::vector<FormTable> more_tables;  // tables after the first, which is `columns`
  std::vector<Span> guidance_at;       // where each of `guidance` stands
  std::vector<std::string> examples;   // labels over sample lists that are no items: "Examples"
};

struct Form {
  std::string name;  // "postmortem": how a user names it
  facts::DocumentKind kind = facts::DocumentKind::other;
  std::string title;              // "Postmortem: [Issue Title]"
  std::string folded_title;       // as a section's
  Span title_at;                  // its text within the heading; empty where the template has no title
  std::vector<FormField> fields;  // before the first section, front matter included
  std::vector<FormSection> sections;
  std::vector<std::string> not_inferred;  // what could not be told from the template, in words
  std::string text;                       // the template itself, byte for byte
  std::vector<std::uint64_t> line_keys;   // of the template's lines, for is_template_line; sorted
  std::vector<std::string> guidance;      // as in a section, for what stands before the first one
  std::vector<Span> guidance_at;
  std::vector<Slot> slots;         // in the title and before the first section
  std::vector<Span> embedded;      // bodies of fences that hold a whole document; nothing is read from them
  std::uint32_t lines_before = 0;  // lines of the file before `text`, for a template in a fence of a guide
  std::vector<std::uint32_t> by_title;  // the sections that do not repeat, by `key`: for find_section
  bool ordered = true;  // sections stand in this order; `ordered: false` under `hindcast:` says otherwise
  // Of release records: a document follows it by saying so in its front matter, never by its headings.
  bool is_record = false;
};

// Compiles a template. Never fails; what it can't tell is said in `not_inferred`.
Form compile_form(std::string_view name, std::string_view text);

// What is odd about a template, in the order of the text.
struct FormFinding {
  std::string rule;       // "slot-never-closed"; docs/forms.md has them all
  bool is_error = false;  // the form can't mean what was written; otherwise a warning
  std::string message;    // lower case, no final period
  Span at;
};
std::vector<FormFinding> check_form(const Form&);

// What headings are compared by: equal for the same words in any case, numbers, emoji and decoration aside; 0
// where there are no words.
std::uint64_t heading_key(std::string_view heading);

// The form that a document with headings of these keys follows, or null. `score`
// is in [0, 1]: the share of sections that form and document have in common, raised
// by a title that starts alike. Below `form_fit_min` no form is named. Cheap:
// one pass over headings and sections, no allocation per form.
inline constexpr double form_fit_min = 0.5;
// The key of front matter with which a document says that it is a release record (gate/record.h).
inline constexpr std::string_view record_key = "hindcast-record";
struct FormFit {
  const Form* form = nullptr;
  double score = 0;
};
FormFit best_form(std::span<const Form>, std::string_view title, std::span<const std::uint64_t> headings);

// The section of `form` that a heading names, or null; by its key where that is known. A section that repeats
// is never named.
const FormSection* find_section(const Form&, std::uint64_t key);
const FormSection* find_section(const Form&, std::string_view heading);

// The four built-in forms: lessons-learned, retrospective, postmortem, release.
std::span<const Form> builtin_forms();

// True when `text` is nothing but slots, guidance or punctuation of a template:
// "[Action 1]", "TBD" is not (it is a value to come).
bool is_only_slots(std::string_view text);

// True when the template has this very line, blanks around it aside.
bool is_template_line(const Form&, std::string_view line);

// A document to start from: the template with its title's slot filled, dates
// that name today's set, hindcast remarks taken out.
std::string start_document(const Form&, std::string_view title, Date today);

}  // namespace hindcast::document
