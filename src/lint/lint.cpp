#include "lint/lint.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/assert.h"
#include "lint/rules/groups.h"
#include "lint/rules/look.h"

namespace hindcast::lint {

extern const std::string_view rule_pages_text;  // docs/rules/*.md, each after a form feed

std::string_view word(Group group) {
  constexpr std::string_view words[] = {"structure", "causes",   "language",     "actions",
                                        "checklist", "timeline", "suppressions", "doctor"};
  return words[static_cast<std::size_t>(group)];
}

std::string_view word(Profile profile) {
  constexpr std::string_view words[] = {"default", "blameless", "sre", "five-whys"};
  return words[static_cast<std::size_t>(profile)];
}

diag::Diagnostic& Findings::add(Span span, std::string message) {
  found.emplace_back();
  found.back().span = span;
  found.back().message = std::move(message);
  return found.back();
}

std::string_view page_of_rule(std::string_view name) {
  const std::string head = "\f# " + std::string(name) + "\n";
  const auto begin = rule_pages_text.find(head);
  if (begin == rule_pages_text.npos) return {};
  return rule_pages_text.substr(begin + 1, rule_pages_text.find('\f', begin + 1) - begin - 1);
}

std::span<const Rule> rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> joined;
    for (const auto group :
         {structure_rules(), cause_rules(), language_rules(), action_rules(), checklist_rules(),
          scope_rules(), timeline_rules(), suppression_rules(), doctor_rules()})
      joined.insert(joined.end(), group.begin(), group.end());
    return joined;
  }();
  return all;
}

const Rule* find_rule(std::string_view name) {
  const auto all = rules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Settings settings(Profile profile) {
  Settings made;
  for (const auto& rule : rules())
    made.severities.push_back(rule.severities[static_cast<std::size_t>(profile)]);
  return made;
}

namespace {

std::vector<Span> actions_of(const facts::Document& document) {
  std::vector<Span> spans;
  for (const auto& item : document.items)
    if (item.role == facts::ItemRole::action) spans.push_back(item.span);
  return spans;
}

}  // namespace

std::vector<diag::Diagnostic> check(const Subject& looked_at, const Settings& settings) {
  const auto all = rules();
  HC_ASSERT(settings.severities.size() == all.size());
  auto subject = looked_at;
  const bool is_english = subject.document.language == "en";
  const auto runs = [&](std::size_t i) {
    return settings.severities[i] != diag::Severity::off && (is_english || !all[i].english_only);
  };
  subject.declared = settings.declared;
  subject.is_template = is_template_file(subject.path);
  subject.digits = digits_of(subject.text);
  subject.lines = lines_of(subject.tree, subject.digits);
  if (is_english) {
    PhraseLists anywhere = 0, in_actions = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!runs(i)) continue;
      anywhere = static_cast<PhraseLists>(anywhere | all[i].phrases);
      in_actions = static_cast<PhraseLists>(in_actions | all[i].action_phrases);
    }
    subject.phrases =
        find_phrases(subject.tree, subject.text, anywhere, in_actions, actions_of(subject.document));
  }
  Findings findings;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!runs(i)) continue;
    const auto before = findings.found.size();
    all[i].check(subject, findings);
    for (auto k = before; k < findings.found.size(); ++k) {
      findings.found[k].rule = all[i].name;
      findings.found[k].severity = settings.severities[i];
    }
  }
  std::stable_sort(findings.found.begin(), findings.found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.span.begin, a.span.end, a.rule) < std::tie(b.span.begin, b.span.end, b.rule);
  });
  return std::move(findings.found);
}

}  // namespace hindcast::lint
