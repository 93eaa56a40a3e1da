// What a template leaves open: said in words, so that nobody takes a guess for a fact.
#include <algorithm>
#include <map>
#include <set>

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
  return std::binary_search(given.begin(), given.end(), index);
}

}  // namespace

// Of two fields of one name the second can't be told apart.
void Compiler::duplicate_fields() {
  std::set<std::pair<std::size_t, std::string_view>> seen;
  for (const Asked& one : asked_) {
    const bool again = !seen.insert({one.section, one.name}).second;
    if (again && one.at.begin < one.at.end)
      find("duplicate-field", false, "field `" + one.name + "` is asked for twice", one.at);
  }
}

void Compiler::duplicates() {
  duplicate_fields();
  // With the parents' titles, as "went well" may stand twice: each title under each parent gets a number.
  std::map<std::pair<std::size_t, std::string_view>, std::size_t> numbers;
  const auto number = [&](std::size_t parent, std::string_view title) {
    return numbers.try_emplace({parent, title}, numbers.size() + 1).first->second;
  };
  std::vector<std::size_t> path(8);  // by level; 0 below the last section
  std::set<std::size_t> seen;
  for (const FormSection& one : form_.sections) {
    for (std::size_t level = 1; level < one.level; ++level)
      if (path[level] == 0) path[level] = number(path[level - 1], "");  // a level that is left out
    path[one.level] = number(path[one.level - 1u], one.folded);
    std::fill(path.begin() + one.level + 1, path.end(), 0);
    if (one.repeats || one.folded.empty() || seen.insert(path[one.level]).second) continue;
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
