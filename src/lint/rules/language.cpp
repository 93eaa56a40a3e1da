#include <algorithm>
#include <string>
#include <vector>

#include "lint/rules/groups.h"
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
  for (const auto& item : subject.document.items) {
    if (!is_promise(item.role)) continue;
    if (const auto* hit = phrase_in(subject, PhraseList::careful, item.span))
      findings.add(hit->at, "this asks people to be different; say what will be different around them");
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

void report(const Subject& subject, Findings& findings, PhraseList list, const char* message) {
  for (const auto& hit : subject.phrases)
    if (hit.list == list) findings.add(hit.at, message);
}

void verdict(const Subject& subject, Findings& findings) {
  report(subject, findings, PhraseList::verdict, "a verdict on people explains nothing; say what happened");
}

void drama(const Subject& subject, Findings& findings) {
  report(subject, findings, PhraseList::drama, "drama hides the size of it; give a number or a duration");
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
