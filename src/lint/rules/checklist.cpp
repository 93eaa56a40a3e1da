#include <algorithm>
#include <string>

#include "document/plain.h"
#include "document/scan.h"
#include "lint/rules/groups.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using facts::Item;
using facts::ItemRole;
namespace scan = document::scan;

// Words that leave the answer to whoever is asked: how much is adequate? "If needed" is a condition and none
// of them.
constexpr std::string_view vague_words[] = {
    "appropriate",      "appropriately", "adequate",      "adequately",  "sufficient",
    "sufficiently",     "reasonable",    "reasonably",    "if possible", "where possible",
    "where applicable", "good enough",   "as appropriate"};

// The word that can't be decided, as an offset into `text`; its size is 0 for none.
struct Word {
  std::size_t at = 0, size = 0;
};
Word vague_word(std::string_view text) {
  static constexpr Beginnings beginnings(vague_words);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!beginnings.may_begin(text, i)) continue;
    if (i > 0 && text[i - 1] != ' ' && text[i - 1] != '(' && text[i - 1] != '*') continue;
    for (const auto word : vague_words)
      if (scan::may_begin(text, i, word) && scan::after_word(text, i, word) != i) return {i, word.size()};
  }
  return {};
}

// What follows may say what is enough: "adequate (2 GiB)", "sufficient for its load", "appropriate - see
// below".
bool is_explained(std::string_view before, std::string_view after) {
  if (before.ends_with("the ")) return true;  // "the appropriate reviewers" are known
  // "If she is away hand it on as appropriate": a way out, and not what is checked.
  const auto sentence =
      before.substr(before.rfind(". ") == std::string_view::npos ? 0 : before.rfind(". ") + 2);
  if (sentence.size() < before.size() && equals_folded(sentence.substr(0, 3), "if ")) return true;
  // "(>90 % if possible)"
  constexpr std::size_t reach = 16;
  const auto close = before.substr(before.size() - std::min(before.size(), reach));
  if (document::digits.find(close) < close.size() && close.find('%') != std::string_view::npos) return true;
  for (const std::string_view sign :
       {"(", ":", "—", "–", " - ", " for ", " to ", " that ", " which ", "`", "](", ">", "<"})
    if (after.find(sign) != std::string_view::npos) return true;
  return document::digits.find(after) < after.size();
}

void undecidable(const Subject& subject, Findings& findings) {
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::check) continue;
    auto line = slice(subject.text, item.span);
    line = line.substr(0, line.find('\n'));
    const auto word = vague_word(line);
    if (word.size == 0 || is_explained(line.substr(0, word.at), line.substr(word.at + word.size))) continue;
    const auto begin = item.span.begin + static_cast<std::uint32_t>(word.at);
    const Span span{begin, begin + static_cast<std::uint32_t>(word.size)};
    findings.add(span, "two people may answer this check differently: `" +
                           std::string(slice(subject.text, span)) + "` decides nothing");
  }
}

void empty_check(const Subject& subject, Findings& findings) {
  for (const auto& node : subject.tree.nodes) {
    if (node.kind != markdown::Kind::item || (node.flags & markdown::task) == 0) continue;
    if (trimmed(subject.text, node.content).begin == trimmed(subject.text, node.content).end)
      findings.add(node.span, "this box has no text");
  }
}

// What may stand for evidence: a link, a number, a name, a date, code.
bool has_evidence(const Item& item, std::string_view line) {
  return !item.links.empty() || document::digits.find(line, item.box.end - item.span.begin) < line.size() ||
         line.find_first_of("`@(:") != std::string_view::npos || line.find("](") != std::string_view::npos ||
         line.find("：") != std::string_view::npos || line.find("（") != std::string_view::npos ||
         line.find(" - ") != std::string_view::npos || line.find("—") != std::string_view::npos;
}

// "Test results", "Evidence": what was seen stands there for all boxes.
bool has_section_of_evidence(const facts::Document& document) {
  return std::any_of(document.sections.begin(), document.sections.end(), [](const facts::Section& section) {
    return section.level > 1 &&
           (contains_folded(section.title, "test") || contains_folded(section.title, "evidence"));
  });
}

// "This report exists" is seen by whoever reads it; a test is evidence; "Fix the points" was work and no
// check.
bool needs_no_evidence(std::string_view words) {
  for (const std::string_view start : {"this ", "fix ", "add ", "implement ", "create ", "identify ",
                                       "update ", "remove ", "refactor ", "write "})
    if (equals_folded(words.substr(0, start.size()), start)) return true;
  return contains_folded(words, "test") || contains_folded(words, "assert");
}

void ticked_without_evidence(const Subject& subject, Findings& findings) {
  if (has_section_of_evidence(subject.document)) return;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::check || !item.ticked.value_or(false) || needs_no_evidence(item.text))
      continue;
    if (!has_evidence(item, slice(subject.text, item.span)))
      findings.add(item.box, "ticked, and nothing says who saw it or where");
  }
}

constexpr Rule table[] = {
    {.name = "check-undecidable",
     .group = Group::checklist,
     .summary = "A check can't be answered with yes or no",
     .rationale =
         "A check is worth what two people under pressure would both answer. Gawande's checklists name what "
         "to look at and when it is enough.",
     .mend = "Name the number, the place or the person that decides.",
     .severities = everywhere(Severity::hint),
     .english_only = true,
     .check = undecidable},
    {.name = "check-without-text",
     .group = Group::checklist,
     .summary = "A check box has no text",
     .rationale =
         "Nobody knows what was or was not done, and an empty box keeps a list from ever being complete.",
     .mend = "Write what is to be checked, or take the box out.",
     .severities = everywhere(Severity::warning),
     .check = empty_check},
    {.name = "ticked-without-evidence",
     .group = Group::checklist,
     .summary = "A ticked check says neither who saw it nor where",
     .rationale = "Claimed is not verified: a later reader can't look again. Many teams keep the evidence "
                  "elsewhere, so "
                  "this is for those who want it beside the box.",
     .mend = "Add a link, a number, a name or a date behind the check.",
     .severities = everywhere(Severity::off),
     .check = ticked_without_evidence},
};

}  // namespace

std::span<const Rule> checklist_rules() {
  return table;
}

}  // namespace hindcast::lint
