#include <algorithm>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "lint/rules/groups.h"
#include "lint/rules/look.h"
#include "lint/rules/wording.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::DocumentKind;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;

constexpr std::size_t short_cause = 400;  // bytes: a cause told in a sentence or two
constexpr std::size_t whys_min = 3;
constexpr std::size_t whys_max = 50;  // each is set against all before it

bool is_promise(const facts::Item& item) {
  return item.role == ItemRole::action || item.role == ItemRole::improvement || item.role == ItemRole::lesson;
}

void ends_at_person(const Subject& subject, Findings& findings) {
  const auto& chain = subject.document.causal_chain;
  const char* message = "the causes end at a person; ask what let the error through";
  if (!chain.empty()) {
    const auto last = lowered(chain.back().text);
    for (const std::string_view words : {"human error", "operator error", "user error", "forgot", "careless"})
      if (last.find(words) != std::string::npos) {
        findings.add(chain.back().at, message);
        return;
      }
  }
  for (const auto& section : subject.document.sections) {
    if (section.role != SectionRole::cause || section.body.end - section.body.begin > short_cause) continue;
    const auto* hit = phrase_in(subject, PhraseList::human, section.body);
    if (hit == nullptr) continue;
    // Where another line goes on to other causes, they don't end here.
    const auto rest = subject.text.substr(hit->at.end, section.body.end - hit->at.end);
    const auto line_end = rest.find('\n');
    if (line_end == std::string_view::npos ||
        rest.find_first_not_of(" \t\r\n-*#", line_end) == std::string_view::npos)
      findings.add(hit->at, message);
  }
}

// The answers of a list of whys: its list items or rows, or its lines that begin with "Why". Nothing for
// prose.
std::vector<Span> whys_of(const Subject& subject, const facts::Section& section) {
  std::vector<Span> items, lines;
  const auto& nodes = subject.tree.nodes;
  std::uint32_t list = 0;
  const auto first = std::partition_point(nodes.begin() + 1, nodes.end(), [&](const markdown::Node& node) {
    return node.span.begin < section.body.begin;
  });
  for (auto at = static_cast<std::uint32_t>(first - nodes.begin()); at < nodes.size(); ++at) {
    const auto& node = nodes[at];
    if (node.span.begin >= section.body.end) break;
    if (!is_inside(node.span, section.body)) continue;
    if (node.kind == Kind::list && list == 0) list = at;
    const bool top_item = node.kind == Kind::item && node.parent == list;
    if (top_item) items.push_back({node.content.begin, nodes[at + 1 < nodes.size() ? at + 1 : at].span.end});
    if (node.kind == Kind::row && node.number > 0) items.push_back(node.span);
    if (node.kind != Kind::paragraph && node.kind != Kind::heading) continue;
    for (std::uint32_t i = 0; i < std::max(node.line_count, 1U); ++i) {
      const auto words = lowered(
          slice(subject, node.line_count > 0 ? subject.tree.lines[node.first_line + i] : node.content));
      const auto start = words.find_first_not_of("*_ 0123456789.)");
      if (start != std::string::npos && words.compare(start, 3, "why") == 0) lines.push_back(node.span);
    }
  }
  return lines.size() > items.size() ? lines : items;
}

bool announces_whys(std::string_view title) {
  return holds_any<'w', 'W'>(title) && contains_folded(title, "why") &&
         (contains_folded(title, "5 why") || contains_folded(title, "five why") ||
          contains_folded(title, "5-why") || contains_folded(title, "5whys"));
}

void too_few_whys(const Subject& subject, Findings& findings) {
  for (const auto& section : subject.document.sections) {
    if (!announces_whys(section.title)) continue;
    const auto whys = whys_of(subject, section);
    if (!whys.empty() && whys.size() < whys_min)
      findings.add(section.heading, "only " + std::to_string(whys.size()) +
                                        (whys.size() == 1 ? " why is" : " whys are") +
                                        " asked; go on until the answer is something to change");
  }
}

// What is said in reply: behind "Answer:", else behind the last question mark, else all of it.
Span answer_of(const Subject& subject, Span why) {
  const auto text = slice(subject, why);
  auto at = text.rfind("nswer:");
  if (at == std::string_view::npos) at = text.rfind("？");
  if (at == std::string_view::npos) at = text.rfind('?');
  constexpr std::size_t bytes_min = 4;  // fewer are the question's own last marks
  if (at == std::string_view::npos || text.size() - at < 6 + bytes_min) return why;
  return {why.begin + static_cast<std::uint32_t>(at), why.end};
}

void circular_whys(const Subject& subject, Findings& findings) {
  for (const auto& section : subject.document.sections) {
    if (!announces_whys(section.title)) continue;
    std::vector<std::pair<std::vector<std::uint64_t>, Span>> seen;
    for (const auto span : whys_of(subject, section)) {
      if (slice(subject, span).find('[') != std::string_view::npos) continue;  // a template's slot
      auto words = meaningful_words(slice(subject, answer_of(subject, span)));
      if (words.size() < 3 || seen.size() == whys_max) continue;
      for (const auto& [earlier, at] : seen)
        if (earlier == words && at != span) {
          findings.add(span, "this answer stands above already").note(at, "first given here");
          break;
        }
      seen.emplace_back(std::move(words), span);
    }
  }
}

bool is_safeguard_question(std::string_view title) {
  return contains_folded(title, "safeguard") ||
         (holds_any<'w', 'W'>(title) && contains_folded(title, "why") &&
          (contains_folded(title, "caught") || contains_folded(title, "prevent this")));
}

bool is_empty_answer(std::string_view body) {
  const auto begin = body.find_first_not_of(" \t\r\n-*>");
  if (begin == std::string_view::npos) return true;
  const auto words = lowered(body.substr(begin, 12));
  for (const std::string_view nothing : {"tbd", "todo", "tbc", "n/a", "...", "?"})
    if (words.compare(0, nothing.size(), nothing) == 0 &&
        body.find_first_not_of(" \t\r\n.", begin + nothing.size()) == std::string_view::npos)
      return true;
  return false;
}

void safeguards_unanswered(const Subject& subject, Findings& findings) {
  const char* message = "nobody answers why the safeguards let this through";
  const auto& sections = subject.document.sections;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto& section = sections[i];
    if (!is_safeguard_question(section.title) || !is_empty_answer(slice(subject, section.body))) continue;
    const bool has_parts = i + 1 < sections.size() && sections[i + 1].level > section.level;
    if (!has_parts) findings.add(section.heading, message);
  }
  // "**Why existing safeguards didn't prevent this:**", a label inside a section.
  for (const auto& line : subject.lines) {
    if (line.kind != Kind::paragraph || line.at.begin == line.at.end) continue;
    const char last = subject.text[line.at.end - 1];
    if (last != ':' && last != '*' && last != '_' && last != ' ') continue;
    const auto label = bare(subject.text, line.at);
    if (label.begin == label.end || subject.text[label.end - 1] != ':' ||
        !is_safeguard_question(slice(subject, label)))
      continue;
    const auto* section = section_at(subject, label.begin);
    const auto end = section == nullptr ? static_cast<std::uint32_t>(subject.text.size()) : section->body.end;
    const bool is_heading = section != nullptr && section->heading.begin == line.at.begin;
    if (!is_heading && end > line.at.end && is_empty_answer(slice(subject, {line.at.end, end})))
      findings.add(label, message);
  }
}

void cause_without_action(const Subject& subject, Findings& findings) {
  const auto& document = subject.document;
  if (document.kind != DocumentKind::postmortem) return;
  if (std::any_of(document.items.begin(), document.items.end(), is_promise)) return;
  const facts::Section* cause = nullptr;
  for (const auto& section : document.sections) {
    switch (section.role) {
      case SectionRole::actions:
      case SectionRole::improvements:
      case SectionRole::lessons:
      case SectionRole::resolution:
      case SectionRole::checklist:
        return;
      case SectionRole::cause:
        if (cause == nullptr && section.body.end > section.body.begin) cause = &section;
        break;
      case SectionRole::none:
        if (cause != nullptr) return;  // it may say in its own words what is done
        break;
      default:
        break;
    }
  }
  if (cause != nullptr) findings.add(cause->heading, "a cause is named and no action follows from it");
}

bool is_high(std::string_view priority) {
  const auto word = lowered(priority);
  return word == "high" || word == "p0" || word == "p1" || word == "critical" || word == "urgent";
}

void priority_without_cause(const Subject& subject, Findings& findings) {
  const auto& document = subject.document;
  if (document.kind != DocumentKind::postmortem || !document.causal_chain.empty()) return;
  for (const auto& section : document.sections)
    if (section.role == SectionRole::cause) return;
  for (const auto& item : document.items)
    if (item.role == ItemRole::action && item.priority && is_high(item.priority->text))
      findings.add(item.priority->at, "a pressing action, and no cause is named that it would remove");
}

constexpr Rule table[] = {
    {.name = "cause-is-a-person",
     .group = Group::causes,
     .summary = "The causes end at a person",
     .rationale =
         "\"Human error\" is where the questions begin: what made the error easy, and what let it through? "
         "[Dekker, The Field Guide to Understanding Human Error]",
     .mend = "Ask one more why: what in the tool, the check or the procedure let the error through.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = ends_at_person,
     .phrases = lists_of({PhraseList::human})},
    {.name = "whys-too-few",
     .group = Group::causes,
     .summary = "A five-whys analysis asks fewer than three whys",
     .rationale =
         "The first answers are symptoms; what can be changed is further down. [Ohno, Toyota Production "
         "System]",
     .mend = "Ask on until the answer is something that can be changed.",
     .severities = {Severity::hint, Severity::hint, Severity::hint, Severity::warning},
     .check = too_few_whys},
    {.name = "whys-circular",
     .group = Group::causes,
     .summary = "A why is answered with an answer given before",
     .rationale = "An answer that stands above already explains nothing.",
     .mend = "Answer with what was the case before, or stop at the answer above.",
     .severities = {Severity::warning, Severity::warning, Severity::warning, Severity::warning},
     .check = circular_whys},
    {.name = "safeguards-unanswered",
     .group = Group::causes,
     .summary = "The question why safeguards did not prevent it has no answer",
     .rationale = "Something was meant to catch this: unless it is named, it stays as it is.",
     .mend = "Name the test, alert or review that should have caught it, and why it did not.",
     .severities = everywhere(Severity::warning),
     .check = safeguards_unanswered},
    {.name = "cause-without-action",
     .group = Group::causes,
     .summary = "A postmortem names a cause and nothing that is done about it",
     .rationale =
         "A postmortem without action items changes nothing. [Google, Site Reliability Engineering, chapter "
         "15]",
     .mend = "Add an action that removes the cause, or say why it is accepted.",
     .severities = everywhere(Severity::warning),
     .check = cause_without_action},
    {.name = "priority-action-without-cause",
     .group = Group::causes,
     .summary = "A pressing action stands in a postmortem that names no cause",
     .rationale = "What is pressing can only be told by what it removes.",
     .mend = "Name the cause in a section of its own.",
     .severities = everywhere(Severity::hint),
     .check = priority_without_cause},
};

}  // namespace

std::span<const Rule> cause_rules() {
  return table;
}

}  // namespace hindcast::lint
