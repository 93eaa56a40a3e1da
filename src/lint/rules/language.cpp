#include <algorithm>
#include <string>
#include <vector>

#include "lint/rules/groups.h"
#include "lint/rules/look.h"
#include "lint/rules/wording.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::ItemRole;
using facts::SectionRole;

constexpr std::uint32_t name_reach = 60;  // bytes from a person's name to what they are said to have done

bool is_promise(ItemRole role) {
  return role == ItemRole::action || role == ItemRole::improvement || role == ItemRole::lesson ||
         role == ItemRole::check;
}

void careful_remedy(const Subject& subject, Findings& findings) {
  const char* message = "this asks people to be different; say what will be different around them";
  std::uint32_t after = 0;  // the end of the last item that was looked at
  SectionWalk walk(subject.document);
  auto item = subject.document.items.begin();
  const auto end = subject.document.items.end();
  for (const auto& hit : subject.phrases) {
    if (hit.list != PhraseList::careful || hit.at.begin < after) continue;
    while (item != end && item->span.end <= hit.at.begin)
      ++item;
    const bool is_in_item = item != end && item->span.begin <= hit.at.begin && is_promise(item->role);
    walk.at(hit.at.begin);
    const bool is_remedy = is_in_item || walk.is_inside(SectionRole::actions) ||
                           walk.is_inside(SectionRole::improvements) || walk.is_inside(SectionRole::lessons);
    if (is_in_item) after = item->span.end;
    if (is_remedy) findings.add(hit.at, message);
  }
}

// The names that the document gives to people: participants, owners, in order and once each.
std::vector<std::string_view> people(const Subject& subject) {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view name) {
    if (!name.empty() && name[0] == '@') name.remove_prefix(1);
    // A team or a role is no person: a name has a capital and no "Team" in it.
    const bool is_name = name.size() > 2 && name[0] >= 'A' && name[0] <= 'Z' &&
                         name.find("eam") == std::string_view::npos &&
                         name.find('/') == std::string_view::npos;
    if (is_name && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& item : subject.document.items) {
    if (item.role == ItemRole::participant) add(item.text);
    if (item.owner) add(item.owner->text);
  }
  return names;
}

void person_and_fault(const Subject& subject, Findings& findings) {
  std::vector<std::string_view> names;
  for (const auto& hit : subject.phrases) {
    if (hit.list != PhraseList::fault) continue;
    if (names.empty()) names = people(subject);
    if (names.empty()) return;
    const auto from = hit.at.begin > name_reach ? hit.at.begin - name_reach : 0;
    const auto before = subject.text.substr(from, hit.at.begin - from);
    const auto sentence = before.substr(before.find_last_of(".!?\n") + 1);
    for (const auto name : names)
      if (sentence.find(name) != std::string_view::npos) {
        findings.add(hit.at,
                     "this blames " + std::string(name) + "; say what made the step easy to get wrong");
        break;
      }
  }
}

void verdict(const Subject& subject, Findings& findings) {
  for (const auto& hit : subject.phrases)
    if (hit.list == PhraseList::verdict)
      findings.add(hit.at, "a verdict on people explains nothing; say what happened");
}

// "[^shocking]", the label of a footnote, and all that the footnote itself says.
bool is_footnote(const Subject& subject, const PhraseHit& hit) {
  const auto block = slice(subject, subject.tree.nodes[hit.node].span);
  return (hit.at.begin > 1 && subject.text.compare(hit.at.begin - 2, 2, "[^") == 0) ||
         block.starts_with("[^");
}

// Only of an incident: a retrospective of research or of a year may be as lively as it likes.
void drama(const Subject& subject, Findings& findings) {
  if (subject.document.kind != facts::DocumentKind::postmortem) return;
  for (const auto& hit : subject.phrases)
    if (hit.list == PhraseList::drama && !is_footnote(subject, hit))
      findings.add(hit.at, "drama hides the size of it; give a number or a duration");
}

constexpr Rule table[] = {
    {.name = "remedy-be-careful",
     .group = Group::language,
     .summary = "A remedy asks people to be more careful",
     .rationale =
         "People were careful the last time too: reminders and vigilance are the weakest of actions, because "
         "nothing around the person changes. [VA National Center for Patient Safety, action hierarchy]",
     .mend = "Say what will be different in the tool, the check or the procedure.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = careful_remedy,
     .phrases = lists_of({PhraseList::careful})},
    {.name = "person-and-fault",
     .group = Group::language,
     .summary = "A person's name stands beside words of fault",
     .rationale =
         "Whoever fears blame leaves out what the next reader needs. [Allspaw, Blameless PostMortems and a "
         "Just Culture, 2012]",
     .mend = "Name the role, and what made the step easy to get wrong.",
     .severities = {Severity::hint, Severity::hint, Severity::hint, Severity::hint},
     .english_only = true,
     .check = person_and_fault,
     .phrases = lists_of({PhraseList::fault})},
    {.name = "verdict-on-people",
     .group = Group::language,
     .summary = "The text judges people or their work",
     .rationale =
         "A verdict ends the search for causes at the person it falls on. [Dekker, The Field Guide to "
         "Understanding Human Error]",
     .mend = "Say what was done and what it led to, without the verdict.",
     .severities = {Severity::hint, Severity::hint, Severity::hint, Severity::hint},
     .english_only = true,
     .check = verdict,
     .phrases = lists_of({PhraseList::verdict})},
    {.name = "drama",
     .group = Group::language,
     .summary = "The text dramatises",
     .rationale = "A reader needs the size of an incident, and gets a mood.",
     .mend = "Give a number, a duration or the part that was affected.",
     .severities = {Severity::off, Severity::hint, Severity::off, Severity::off},
     .english_only = true,
     .check = drama,
     .phrases = lists_of({PhraseList::drama})},
};

}  // namespace

std::span<const Rule> language_rules() {
  return table;
}

}  // namespace hindcast::lint
