#include <algorithm>
#include <string>
#include <vector>

#include "lint/rules/groups.h"
#include "lint/rules/look.h"
#include "lint/rules/wording.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::ActionState;
using facts::Item;
using facts::ItemRole;
using facts::SectionRole;

constexpr std::size_t weak_actions_min = 2;  // one weak action alone may be all there is to do
constexpr std::size_t priority_min = 2, priority_max = 3;

template <typename Each>
void each_action(const Subject& subject, const Each& each) {
  for (const auto& item : subject.document.items)
    if (item.role == ItemRole::action) each(item);
}

void without_owner(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (facts::is_open(item.state) && !item.owner && !item.team)
      findings.add(item.span, "nobody owns this action");
  });
}

void without_due(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (facts::is_open(item.state) && !item.due) findings.add(item.span, "this action is due on no day");
  });
}

// An action that tells what happens names a verb of one list or another.
void without_verb(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (!facts::is_open(item.state)) return;
    for (const auto list : {PhraseList::verb, PhraseList::opener, PhraseList::strong, PhraseList::weak})
      if (phrase_in(subject, list, item.span) != nullptr) return;
    findings.add(item.span, "this action says nothing that somebody does");
  });
}

// Where the words of an item begin: after its marker, box, emphasis and opening bracket.
std::uint32_t words_begin(const Subject& subject, const Item& item) {
  const auto text = slice(subject, item.span);
  const auto at = text.find(item.text.substr(0, item.text.find(' ')));
  return item.span.begin + static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : at);
}

void open_ended(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (!facts::is_open(item.state)) return;
    const auto* opener = phrase_in(subject, PhraseList::opener, item.span);
    if (opener == nullptr || opener->at.begin != words_begin(subject, item)) return;
    if (phrase_in(subject, PhraseList::output, {opener->at.end, item.span.end}) != nullptr) return;
    findings.add(opener->at, "nobody can tell when this is done; name what it gives in the end");
  });
}

void unbounded(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (!facts::is_open(item.state)) return;
    if (const auto* hit = phrase_in(subject, PhraseList::unbounded, item.span))
      findings.add(hit->at, "this has no end; say how far, how often or until when");
  });
}

// A second sentence or clause that begins with a verb of its own: "Add an alarm; rotate the keys".
void compound(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    const auto text = slice(subject, item.span);
    for (const auto& hit : subject.phrases) {
      if (hit.at.begin >= item.span.end) break;
      if (hit.list != PhraseList::verb || hit.at.begin <= item.span.begin) continue;
      const auto before = text.substr(0, hit.at.begin - item.span.begin);
      const auto last = before.find_last_not_of(" \t");
      const bool starts_clause = last != std::string_view::npos && last + 1 < before.size() &&
                                 (before[last] == ';' || before.substr(0, last + 1).ends_with("; and"));
      if (!starts_clause) continue;
      findings.add(hit.at, "a second action begins here; give it a line, an owner and a state of its own");
      break;
    }
  });
}

// The words that the form offers in a column of its action table; empty where it offers none.
std::vector<std::string> vocabulary(const Subject& subject, std::string_view column) {
  std::vector<std::string> words;
  if (subject.form == nullptr) return words;
  for (const auto& section : subject.form->sections) {
    if (section.role != SectionRole::actions) continue;
    for (const auto& one : section.columns)
      if (lowered(one.title) == column && one.slot.type == document::SlotType::enumeration)
        for (const auto& choice : one.slot.choices)
          words.push_back(lowered(choice));
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

void unknown_state(const Subject& subject, Findings& findings) {
  auto words = vocabulary(subject, "status");
  if (words.empty()) words = vocabulary(subject, "state");
  each_action(subject, [&](const Item& item) {
    if (!item.state_text) return;
    if (item.state == ActionState::unknown) {
      findings.add(item.state_text->at, "`" + item.state_text->text + "` is no state that anybody can read");
      return;
    }
    const bool is_word = !item.ticked && item.state_text->text.find_first_of("abcdefghijklmnopqrstuvwxyz") !=
                                             std::string::npos;
    if (is_word && !words.empty() &&
        std::find(words.begin(), words.end(), lowered(item.state_text->text)) == words.end())
      findings.add(item.state_text->at,
                   "`" + item.state_text->text + "` is not a state of the form; it has " + joined(words));
  });
}

void unknown_priority(const Subject& subject, Findings& findings) {
  const auto words = vocabulary(subject, "priority");
  if (words.empty()) return;
  each_action(subject, [&](const Item& item) {
    if (item.priority && std::find(words.begin(), words.end(), lowered(item.priority->text)) == words.end())
      findings.add(item.priority->at,
                   "`" + item.priority->text + "` is not a priority of the form; it has " + joined(words));
  });
}

bool gives_reason(std::string_view words) {
  const auto text = lowered(words);
  for (const std::string_view sign :
       {"because", "since", "reason", "instead", "superseded", "replaced", "duplicate", "as it", "as we",
        "no longer", "not needed", "obsolete", " - ", "\xE2\x80\x94", "\xE2\x80\x93", ":", "("})
    if (text.find(sign) != std::string::npos) return true;
  return false;
}

void declined_without_reason(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (item.state == ActionState::wont_do && !gives_reason(slice(subject, item.span)))
      findings.add(item.state_text ? item.state_text->at : item.span,
                   "this won't be done, and nobody says why");
  });
}

void all_weak(const Subject& subject, Findings& findings) {
  std::size_t weak = 0, all = 0;
  const Item* first = nullptr;
  each_action(subject, [&](const Item& item) {
    ++all;
    const bool is_strong = phrase_in(subject, PhraseList::strong, item.span) != nullptr;
    const bool is_weak = phrase_in(subject, PhraseList::weak, item.span) != nullptr;
    weak += is_weak && !is_strong;
    if (first == nullptr) first = &item;
  });
  if (all < weak_actions_min || weak != all) return;
  const auto* section = section_at(subject, first->span.begin);
  findings.add(section == nullptr ? first->span : section->heading,
               "every action asks people to know or remember; make one that changes the system");
}

// True for "**Priority Actions:**", a label in a paragraph of its own.
bool announces_priorities(std::string_view paragraph) {
  const auto start = paragraph.find_first_not_of("*_ ");
  return start != std::string_view::npos && paragraph.size() < start + 24 &&
         equals_folded(paragraph.substr(start, 16), "priority actions");
}

void check_priorities(const Subject& subject, Span label, std::uint32_t list, Findings& findings) {
  const auto& nodes = subject.tree.nodes;
  std::size_t listed = 0;
  for (const auto child : markdown::children(subject.tree, list)) {
    ++listed;
    const auto words = meaningful_words(slice(subject, nodes[child].content));
    bool known = false;
    each_action(subject, [&](const Item& item) {
      known = known || (!is_inside(item.span, nodes[list].span) &&
                        2 * shared_words(words, meaningful_words(item.text)) >= words.size());
    });
    if (!known) findings.add(nodes[child].content, "this priority action stands nowhere among the actions");
  }
  if (listed < priority_min || listed > priority_max)
    findings.add(label, std::to_string(listed) + (listed == 1 ? " priority action" : " priority actions") +
                            "; choose the two or three that remove the root cause");
}

void priority_actions(const Subject& subject, Findings& findings) {
  const auto& nodes = subject.tree.nodes;
  for (std::uint32_t at = 1; at + 1 < nodes.size(); ++at) {
    if (nodes[at].kind != markdown::Kind::paragraph || nodes[at + 1].kind != markdown::Kind::list) continue;
    if (announces_priorities(slice(subject, nodes[at].span)))
      check_priorities(subject, nodes[at].span, at + 1, findings);
  }
}

void uncovered_improvement(const Subject& subject, Findings& findings) {
  std::vector<std::uint64_t> promised;  // the words of all actions
  bool has_actions = false;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::improvement || !facts::is_open(item.state)) continue;
    if (!has_actions) {
      std::string all;
      each_action(subject, [&](const Item& action) { all.append(action.text).append("\n"); });
      if (all.empty()) return;
      has_actions = true;
      promised = meaningful_words(all);
    }
    const auto words = meaningful_words(item.text);
    if (words.size() >= 2 && shared_words(words, promised) == 0)
      findings.add(item.span, "no action covers this improvement");
  }
}

constexpr Rule table[] = {
    {.name = "action-without-owner",
     .group = Group::actions,
     .summary = "An open action names nobody who will do it",
     .rationale = "Work that everybody may do is work that nobody does.",
     .mend = "Name one person or team in the action's owner column, or with @name.",
     .severities = everywhere(Severity::off),
     .check = without_owner},
    {.name = "action-without-due-date",
     .group = Group::actions,
     .summary = "An open action is due on no day",
     .rationale = "What is due on no day is never late, and nobody is reminded of it.",
     .mend = "Give the action a day in its due column, or write \"by 2031-05-10\".",
     .severities = everywhere(Severity::off),
     .check = without_due},
    {.name = "action-without-verb",
     .group = Group::actions,
     .summary = "An action does not say what somebody does",
     .rationale = "A noun is a topic: nobody can do it, and nobody can tell when it is done. [Google, Site "
                  "Reliability Workbook, chapter 10]",
     .mend = "Begin with what somebody does: add, remove, limit, alert on, test.",
     .severities = everywhere(Severity::off),
     .english_only = true,
     .check = without_verb,
     .action_phrases =
         lists_of({PhraseList::verb, PhraseList::opener, PhraseList::strong, PhraseList::weak})},
    {.name = "action-open-ended",
     .group = Group::actions,
     .summary = "An action begins with a word like investigate and names nothing that comes out of it",
     .rationale =
         "An action has to be bounded: whoever reads it can tell when it is done. [Google, Site Reliability "
         "Workbook, chapter 10]",
     .mend = "Name what it gives: a decision, a design, a list of the places, a ticket for each.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = open_ended,
     .action_phrases = lists_of({PhraseList::opener, PhraseList::output})},
    {.name = "action-unbounded",
     .group = Group::actions,
     .summary = "An action has no end",
     .rationale =
         "An action has to be bounded: whoever reads it can tell when it is done. [Google, Site Reliability "
         "Workbook, chapter 10]",
     .mend = "Say how far, how often or until when.",
     .severities = everywhere(Severity::off),
     .english_only = true,
     .check = unbounded,
     .action_phrases = lists_of({PhraseList::unbounded})},
    {.name = "action-compound",
     .group = Group::actions,
     .summary = "Several actions stand in one line",
     .rationale = "Half of it gets done, and neither box can be ticked.",
     .mend = "Give each a line, an owner and a state of its own.",
     .severities = everywhere(Severity::off),
     .english_only = true,
     .check = compound,
     .action_phrases = lists_of({PhraseList::verb})},
    {.name = "action-state-unknown",
     .group = Group::actions,
     .summary = "The state of an action is no word of the form or the trade",
     .rationale = "A state that nobody can read is not followed up.",
     .mend = "Use one of the words that the form offers.",
     .severities = everywhere(Severity::warning),
     .check = unknown_state},
    {.name = "action-priority-unknown",
     .group = Group::actions,
     .summary = "The priority of an action is no word of the form",
     .rationale = "Priorities are compared: a word of its own compares with nothing.",
     .mend = "Use one of the words that the form offers.",
     .severities = everywhere(Severity::warning),
     .check = unknown_priority},
    {.name = "declined-without-reason",
     .group = Group::actions,
     .summary = "An action won't be done and nobody says why",
     .rationale = "The next incident will ask; a reason makes it a decision.",
     .mend = "Add the reason beside the action: accepted, replaced by what, no longer possible.",
     .severities = everywhere(Severity::hint),
     .check = declined_without_reason},
    {.name = "actions-all-weak",
     .group = Group::actions,
     .summary = "Every action documents, trains or reminds",
     .rationale =
         "Strong actions change the system (remove, automate, enforce), middling ones help people to see "
         "(alerts, checklists built into tools), weak ones ask people to know or remember. [VA National "
         "Center for Patient Safety and IHI, RCA2, 2015, action hierarchy]",
     .mend = "Add an action that would have stopped it even on a bad day.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = all_weak,
     .action_phrases = lists_of({PhraseList::strong, PhraseList::weak})},
    {.name = "priority-actions",
     .group = Group::actions,
     .summary = "The priority actions are not two or three of the document's actions",
     .rationale =
         "When everything is pressing nothing is, and a promise outside the table is followed by nobody.",
     .mend = "List the two or three actions of the table that remove the root cause.",
     .severities = everywhere(Severity::hint),
     .check = priority_actions},
    {.name = "improvement-without-action",
     .group = Group::actions,
     .summary = "No action covers an improvement that the document asks for",
     .rationale = "An improvement that nobody took on is a wish.",
     .mend = "Add an action for it, or take it out.",
     .severities = everywhere(Severity::hint),
     .check = uncovered_improvement},
};

}  // namespace

std::span<const Rule> action_rules() {
  return table;
}

}  // namespace hindcast::lint
