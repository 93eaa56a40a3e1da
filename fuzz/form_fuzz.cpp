// Any bytes as a template: what comes out points into the text, in order, and comes out again the same;
// a document started from it and the forms' own questions never fail.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "document/form.h"

namespace {

using hindcast::Span;
using namespace hindcast::document;

constexpr std::size_t bytes_max = 16 << 10;  // larger inputs only slow the search down

void check_span(const Form& form, Span at) {
  HC_ASSERT(at.begin <= at.end);
  HC_ASSERT(at.end <= form.text.size());
}

void check_slot(const Form& form, const Slot& slot) {
  check_span(form, slot.at);
  HC_ASSERT(slot.type == SlotType::enumeration || slot.choices.empty());
  HC_ASSERT(slot.type != SlotType::enumeration || !slot.choices.empty());
}

void check_fields(const Form& form, const std::vector<FormField>& fields) {
  for (const FormField& field : fields)
    check_slot(form, field.slot);
}

void check_table(const Form& form, const FormTable& table) {
  for (const FormColumn& column : table)
    check_slot(form, column.slot);
}

void check_section(const Form& form, const FormSection& section) {
  check_span(form, section.heading);
  check_fields(form, section.fields);
  check_table(form, section.columns);
  for (const FormTable& table : section.more_tables)
    check_table(form, table);
  HC_ASSERT(section.guidance.size() == section.guidance_at.size());
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < section.guidance.size(); ++i) {
    Span at = section.guidance_at[i];
    check_span(form, at);
    HC_ASSERT(at.begin >= last);
    HC_ASSERT(std::string_view(form.text).substr(at.begin, at.end - at.begin) == section.guidance[i]);
    last = at.end;
  }
  for (const Slot& slot : section.slots)
    check_slot(form, slot);
}

bool same(const Slot& a, const Slot& b) {
  return a.type == b.type && a.text == b.text && a.choices == b.choices && a.at == b.at;
}

void check_equal(const Form& a, const Form& b) {
  HC_ASSERT(a.name == b.name && a.title == b.title && a.kind == b.kind && a.not_inferred == b.not_inferred);
  HC_ASSERT(a.sections.size() == b.sections.size() && a.fields.size() == b.fields.size());
  for (std::size_t i = 0; i < a.sections.size(); ++i) {
    const FormSection &one = a.sections[i], &other = b.sections[i];
    HC_ASSERT(one.title == other.title && one.role == other.role && one.guidance == other.guidance);
    HC_ASSERT(one.slots.size() == other.slots.size());
    for (std::size_t k = 0; k < one.slots.size(); ++k)
      HC_ASSERT(same(one.slots[k], other.slots[k]));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size < bytes_max ? size : bytes_max);
  Form form = compile_form("fuzzed", text);
  check_span(form, form.title_at);
  check_fields(form, form.fields);
  for (const Slot& slot : form.slots)
    check_slot(form, slot);
  for (Span at : form.embedded)
    check_span(form, at);
  std::uint32_t last = 0;
  std::vector<std::uint64_t> headings;
  for (const FormSection& section : form.sections) {
    HC_ASSERT(section.heading.begin >= last);
    last = section.heading.end;
    check_section(form, section);
    headings.push_back(heading_key(section.title));
  }
  check_equal(form, compile_form("fuzzed", text));
  for (const FormFinding& finding : check_form(form))
    check_span(form, finding.at);

  std::string started = start_document(form, "A title", {2026, 3, 9});
  HC_ASSERT(started.size() <= form.text.size() + 64 + 16 * (form.fields.size() + form.slots.size()));
  FormFit fit = best_form(std::vector<Form>{form}, form.title, headings);
  HC_ASSERT(fit.score >= 0 && fit.score <= 1);
  HC_ASSERT((fit.form == nullptr) == (fit.score == 0));
  for (std::uint64_t heading : headings)
    (void)find_section(form, heading);
  (void)is_only_slots(text);
  return 0;
}
