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

struct FormSection {
  std::string title;  // as written, its own slots included
  std::uint8_t level = 2;
  facts::SectionRole role = facts::SectionRole::none;
  bool required = true;               // an "optional" remark or hindcast comment turns it off
  std::vector<FormColumn> columns;    // empty: no table
  std::vector<std::string> record;    // sub-points of a sample item: "Root cause", "Impact"
  std::vector<std::string> guidance;  // sentences that tell the writer what to do, exactly as written
  std::vector<Slot> slots;
  bool has_checks = false;  // asks for check boxes
  bool has_chain = false;   // asks for a causal chain
};

struct Form {
  std::string name;  // "postmortem": how a user names it
  facts::DocumentKind kind = facts::DocumentKind::other;
  std::string title;  // "Postmortem: [Issue Title]"
  std::vector<FormField> fields;
  std::vector<FormSection> sections;
  std::vector<std::string> not_inferred;  // what could not be told from the template, in words
  std::string text;                       // the template itself, byte for byte
};

// Compiles a template. Never fails; what it can't tell is said in `not_inferred`.
Form compile_form(std::string_view name, std::string_view text);

// The three built-in forms: lessons-learned, retrospective, postmortem.
std::span<const Form> builtin_forms();

// True when `text` is nothing but slots, guidance or punctuation of a template:
// "[Action 1]", "TBD" is not (it is a value to come).
bool is_only_slots(std::string_view text);

// A document to start from: the template with its title's slot filled, dates
// that name today's set, hindcast remarks taken out.
std::string start_document(const Form&, std::string_view title, Date today);

}  // namespace hindcast::document
