// What a template leaves open: said in words, so that nobody takes a guess for a fact.
#include <algorithm>

#include "document/form_compiler.h"
#include "document/form_text.h"

namespace hindcast::document::forms {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 12; ++i)
    out += (i == 0 ? "`" : ", `") + names[i] + "`";
  if (names.size() > 12) out += " and " + std::to_string(names.size() - 12) + " more";
  return out;
}

bool is_given(const std::vector<std::size_t>& given, std::size_t index) {
  return std::find(given.begin(), given.end(), index) != given.end();
}

}  // namespace

void Compiler::duplicates() {
  std::vector<std::pair<std::string, std::size_t>>
      seen;  // with the parents' titles: "went well" may stand twice
  std::vector<std::string> path(8);
  for (std::size_t i = 0; i < form_.sections.size(); ++i) {
    const FormSection& one = form_.sections[i];
    path[one.level] = one.folded;
    std::string whole;
    for (std::size_t level = 1; level <= one.level; ++level)
      whole += path[level] + "/";
    for (std::size_t level = one.level + 1u; level < path.size(); ++level)
      path[level].clear();
    if (!one.repeats && !path[one.level].empty()) seen.push_back({whole, i});
  }
  std::sort(seen.begin(), seen.end());
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (seen[i].first != seen[i - 1].first) continue;
    const FormSection& one = form_.sections[seen[i].second];
    find("duplicate-section", false, "section `" + one.title + "` stands twice", one.heading);
  }
  if (form_.sections.empty() && form_.fields.empty())
    find("no-sections", true, "template asks for nothing: it has no section and no field", {0, 0});
  else if (slot_count_ + empty_sections_ == 0)
    find("nothing-to-fill", false, "template has no slot: it may be a finished document", {0, 0});
}

void Compiler::say_what_is_not_inferred() {
  std::vector<std::string>& out = form_.not_inferred;
  if (form_.title_at.begin == form_.title_at.end)
    out.push_back("a title: no heading stands above the sections");
  std::vector<facts::SectionRole> roles(8, facts::SectionRole::none);  // of the sections around, by level
  std::vector<std::string> without_role, fixed_fields;
  for (std::size_t i = 0; i < form_.sections.size(); ++i) {
    const FormSection& one = form_.sections[i];
    roles[one.level] = one.role;
    for (std::size_t level = one.level + 1u; level < roles.size(); ++level)
      roles[level] = one.role;
    bool inside =
        one.level > 1 && roles[one.level - 1u] != facts::SectionRole::none;  // a part of what is known
    if (one.role == facts::SectionRole::none && !inside && !one.repeats && !is_given(role_given_, i))
      without_role.push_back(one.title);
  }
  std::vector<const std::vector<FormField>*> lists{&form_.fields};
  for (const FormSection& one : form_.sections)
    lists.push_back(&one.fields);
  for (const std::vector<FormField>* list : lists)
    for (const FormField& one : *list)
      if (one.slot.type == SlotType::text && !value_slot(text_, one.slot.at).is_open)
        fixed_fields.push_back(one.key);
  if (!without_role.empty()) out.push_back("what these sections are for: " + listed(without_role));
  if (!fixed_fields.empty())
    out.push_back("whether the values of these fields stay or are examples: " + listed(fixed_fields));
  if (!filled_tables_.empty())
    out.push_back("whether the rows of these sections' tables stay or are examples: " +
                  listed(filled_tables_));
  if (slot_count_ + empty_sections_ == 0) out.push_back("what is to be filled in: the text has no slot");
}

}  // namespace hindcast::document::forms
