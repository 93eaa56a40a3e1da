#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "lint/rules/groups.h"
#include "lint/rules/look.h"
#include "lint/rules/promises.h"
#include "lint/rules/wording.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::ActionState;
using facts::Item;
using facts::ItemRole;
using facts::SectionRole;

constexpr std::size_t columns_max = 50;  // each is looked at for each row
constexpr std::size_t priority_min = 2, priority_max = 3;

template <typename Each>
void each_action(const Subject& subject, const Each& each) {
  for (const auto& item : subject.document.items)
    if (item.role == ItemRole::action) each(item);
}

void without_owner(const Subject& subject, Findings& findings) {
  for (const auto& promise : promises(subject))
    if (!promise.action->owner && !promise.action->team)
      findings.add(promise.action->span, "nobody owns this action");
}

// "3 months: assess the effect" says when, though no day.
bool begins_with_time(std::string_view text) {
  const auto label = text.substr(0, std::min<std::size_t>(text.find(':'), 20));
  if (label.empty() || label[0] < '0' || label[0] > '9') return false;
  for (const std::string_view unit : {"day", "week", "month", "quarter"})
    if (contains_folded(label, unit)) return true;
  return false;
}

void without_due(const Subject& subject, Findings& findings) {
  for (const auto& promise : promises(subject))
    if (!promise.has_time && !promise.action->due && !begins_with_time(promise.action->text))
      findings.add(promise.action->span, "this action is due on no day");
}

// A noun that stands where somebody should do something: "Better monitoring", "Runbook for the importer".
// Words that are no verb of any list may still be one, so only what begins or ends like a topic is called
// one.
bool is_topic(std::string_view text) {
  constexpr std::string_view beginnings[] = {
      "better",     "more",     "improved",      "additional",  "new",     "automatic",
      "automated",  "proper",   "stronger",      "lack",        "no",      "a",
      "an",         "the",      "some",          "faster",      "clearer", "stricter",
      "missing",    "regular",  "dedicated",     "earlier",     "safer",   "fewer",
      "less",       "runbook",  "dashboard",     "metrics",     "alerts",  "documentation",
      "monitoring", "alerting", "observability", "permissions", "security"};
  constexpr std::string_view ends[] = {"issues",   "issue",         "problems",  "problem",    "monitoring",
                                       "alerting", "documentation", "runbook",   "runbooks",   "policy",
                                       "policies", "tooling",       "dashboard", "dashboards", "checklist",
                                       "training", "strategy",      "coverage"};
  constexpr std::size_t words_max = 9;  // a longer line tells more than its topic
  const auto words = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
  while (!text.empty() && (text.back() == '.' || text.back() == ' '))
    text.remove_suffix(1);
  if (text.empty() || words < 2 || words > words_max) return false;
  const auto is_one_of = [](std::string_view word, const auto& list) {
    return std::any_of(std::begin(list), std::end(list),
                       [&](std::string_view one) { return equals_folded(word, one); });
  };
  return is_one_of(text.substr(0, text.find(' ')), beginnings) ||
         is_one_of(text.substr(text.rfind(' ') + 1), ends);
}

// "The prepuller should be fixed", "Alarms that ring": a sentence says what happens.
bool is_sentence(std::string_view text) {
  for (const std::string_view word :
       {" should", " must", " will", " can", " could", " would", " need", " is ", " are ", " be ", " was ",
        " were ", " has ", " have ", " had ", " to ", " not ", "ed ", "?"})
    if (contains_folded(text, word)) return true;
  return false;
}

// Deeper points right below it say what is to be done.
bool has_points(const Subject& subject, const Item& item) {
  const auto line = subject.text.rfind('\n', item.span.begin) + 1;  // 0 for the first line
  const auto next = subject.text.find('\n', item.span.end);
  if (next == std::string_view::npos) return false;
  const auto words = subject.text.find_first_not_of(" \t", next + 1);
  return words != std::string_view::npos && words - next - 1 > item.span.begin - line &&
         subject.text[words] != '\n';
}

void without_verb(const Subject& subject, Findings& findings) {
  for (const auto& promise : promises(subject)) {
    const auto* item = promise.action;
    if (item->from == "line" || !is_topic(item->text) || is_sentence(item->text)) continue;
    if (slice(subject, item->span).find('\n') != std::string_view::npos || has_points(subject, *item))
      continue;
    const auto names = [&subject, at = item->span](PhraseList list) {
      return phrase_in(subject, list, at) != nullptr;
    };
    if (!names(PhraseList::verb) && !names(PhraseList::opener))
      findings.add(item->span, "this names a topic and nothing that somebody does");
  }
}

// Where the words of an item begin: after its marker, box, emphasis and opening bracket.
std::uint32_t words_begin(const Subject& subject, const Item& item) {
  const auto text = slice(subject, item.span);
  const auto at = text.find(item.text.substr(0, item.text.find(' ')));
  return item.span.begin + static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : at);
}

// "… if the pool is large enough", "… whether we need it": done when it is answered with yes or no. "If there
// is a way" asks for a way.
bool asks_yes_or_no(std::string_view after) {
  const auto begin = after.find_first_not_of(" \t\r\n*_`");
  if (begin == std::string_view::npos) return false;
  after.remove_prefix(begin);
  const auto is_next = [&](std::string_view word) {
    return equals_folded(after.substr(0, word.size()), word);
  };
  return is_next("whether ") || (is_next("if ") && !is_next("if there"));
}

// A link to a change: what came out of it.
bool links_change(const Item& item) {
  return std::any_of(item.links.begin(), item.links.end(), [](const facts::Quote& link) {
    return link.text.find("/pull/") != std::string::npos ||
           link.text.find("/merge_requests/") != std::string::npos ||
           link.text.find("/commit/") != std::string::npos;
  });
}

void open_ended(const Subject& subject, Findings& findings) {
  each_action(subject, [&](const Item& item) {
    if (!facts::is_open(item.state)) return;
    const auto* opener = phrase_in(subject, PhraseList::opener, item.span);
    if (opener == nullptr || opener->at.begin != words_begin(subject, item)) return;
    if (asks_yes_or_no(slice(subject, {opener->at.end, item.span.end})) || links_change(item)) return;
    if (phrase_in(subject, PhraseList::output, {opener->at.end, item.span.end}) != nullptr) return;
    findings.add(opener->at, "nobody can tell when this is done; name what it gives in the end");
  });
}

// A rhythm or an end bounds it, and so does a number close by: "more often, at least once a week".
bool is_bounded(const Subject& subject, const Item& item, Span hit) {
  constexpr std::uint32_t reach = 40;
  if (subject.digits.any({hit.end, std::min(hit.end + reach, item.span.end)})) return true;
  for (const std::string_view word :
       {"at least", "at most", "no more than", "until", "once a", "twice a", "every day", "every week",
        "every month", "every quarter", "every release", "each release", "daily", "weekly", "monthly",
        "quarterly", "yearly", "annually"})
    if (contains_folded(item.text, word)) return true;
  return false;
}

void unbounded(const Subject& subject, Findings& findings) {
  for (const auto& promise : promises(subject)) {
    const auto* item = promise.action;
    if (item->from == "line") continue;  // a paragraph says more than its action
    const auto* hit = phrase_in(subject, PhraseList::unbounded, item->span);
    if (hit != nullptr && !is_bounded(subject, *item, hit->at))
      findings.add(hit->at, "this has no end; say how far, how often or until when");
  }
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

// The cell of a row that stands below a header `title`; nothing for an item that is no row.
std::optional<Span> cell_below(const Subject& subject, const Item& item, std::string_view title) {
  const auto& nodes = subject.tree.nodes;
  const auto found = std::partition_point(nodes.begin() + 1, nodes.end(), [&](const markdown::Node& node) {
    return node.span.begin < item.span.begin;
  });
  const auto row = static_cast<std::uint32_t>(found - nodes.begin());
  if (row >= nodes.size() || nodes[row].kind != markdown::Kind::row || nodes[row].parent + 1 >= nodes.size())
    return std::nullopt;
  std::size_t wanted = 0, column = 0;
  bool is_there = false;
  for (const auto cell : markdown::children(subject.tree, nodes[row].parent + 1)) {
    is_there = equals_folded(slice(subject, bare(subject.text, nodes[cell].content)), title);
    if (is_there || ++wanted == columns_max) break;
  }
  if (!is_there) return std::nullopt;
  for (const auto cell : markdown::children(subject.tree, row))
    if (column++ == wanted) return bare(subject.text, nodes[cell].content);
  return std::nullopt;
}

void unknown_state(const Subject& subject, Findings& findings) {
  std::string_view column = "status";
  auto words = vocabulary(subject, column);
  if (words.empty()) words = vocabulary(subject, column = "state");
  each_action(subject, [&](const Item& item) {
    if (!item.state_text && !words.empty() && item.from == "table row") {
      const auto cell = cell_below(subject, item, column);
      const auto word = cell ? slice(subject, *cell) : std::string_view();
      const bool is_word =
          std::any_of(word.begin(), word.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
      if (is_word && word.find('[') == std::string_view::npos)
        findings.add(*cell,
                     "`" + std::string(word) + "` is not a state of the form; it has " + joined(words));
    }
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
  if (all == 0 || weak != all) return;
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
     .summary = "An action is a topic and does not say what somebody does",
     .rationale = "A noun is a topic: nobody can do it, and nobody can tell when it is done. [Google, Site "
                  "Reliability Workbook, chapter 10]",
     .mend = "Begin with what somebody does: add, remove, limit, alert on, test.",
     .severities = everywhere(Severity::off),
     .english_only = true,
     .check = without_verb,
     .action_phrases = lists_of({PhraseList::verb, PhraseList::opener})},
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
