#include "gate/decide.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "base/text.h"
#include "document/scan.h"
#include "facts/evidence.h"
#include "gate/person.h"

namespace hindcast::gate {
namespace {

using facts::Verdict;

struct Finding {
  Verdict verdict = Verdict::missing;
  std::string why;
};

bool is_said(std::string_view text) {
  return !trimmed(text).empty();
}

// Is there an answer, or only the place for one: "TODO", "to follow", "n/a", "-"?
bool says_something(std::string_view text) {
  auto value = trimmed(text);
  while (value.size() > 1 && (value.back() == '.' || value.back() == '!' || value.back() == ':'))
    value.remove_suffix(1);
  return !facts::is_unwritten(value) && (facts::is_address(value) || !document::scan::is_no_value(value));
}

bool is_this_commit(std::string_view commit, const Rules& rules) {
  return is_same_commit(commit, rules.commit) ||
         std::any_of(rules.same_commits.begin(), rules.same_commits.end(),
                     [&](const std::string& other) { return is_same_commit(commit, other); });
}

// What an attestation lacks; "" for one that counts.
std::string lack_of_attestation(const Answer& answer, const Rules& rules) {
  if (!names_somebody(answer.who)) return "attested without saying by whom";
  if (!says_something(answer.evidence)) return "attested without evidence";
  if (!is_said(answer.commit)) return rules.commit.empty() ? "" : "attested without saying for which commit";
  if (rules.commit.empty()) return "attested for a commit, and nobody said which one is released";
  if (!is_this_commit(answer.commit, rules)) return "attested for another commit";
  return {};
}

std::string lack_of_waiver(const Answer& answer, const Rules& rules) {
  if (!names_somebody(answer.approver)) return "waived without an approver";
  if (is_same_person(answer.who, answer.approver) && !rules.may_waive_alone)
    return "waived by who asked for it: somebody else has to approve, or gate.waive_alone in hindcast.toml "
           "to "
           "allow it";
  if (!says_something(answer.reason)) return "waived without a reason";
  if (!answer.until) return "waived without a last day";
  if (!names_somebody(answer.who) && !rules.may_waive_alone) return "waived without saying who asked for it";
  if (*answer.until < rules.today) return "the waiver ended on " + to_iso(*answer.until);
  return {};
}

std::string by(const std::string& who) {
  return is_said(who) ? " by " + who : std::string();
}

// What a person's answer comes to; nothing where there is none.
std::optional<Finding> said_by_people(const Answer& answer, const Rules& rules) {
  switch (answer.kind) {
    case AnswerKind::none:
    case AnswerKind::guard:
      return std::nullopt;
    case AnswerKind::attested: {
      if (auto lack = lack_of_attestation(answer, rules); !lack.empty())
        return Finding{Verdict::missing, lack};
      return Finding{Verdict::pass, "attested" + by(answer.who) +
                                        (answer.when ? " on " + to_iso(*answer.when) : "") + ": " +
                                        answer.evidence};
    }
    case AnswerKind::not_applicable:
      if (!says_something(answer.reason))
        return Finding{Verdict::missing, "said to be not applicable without a reason"};
      if (is_said(answer.who) && !names_somebody(answer.who))
        return Finding{Verdict::missing, "said to be not applicable without saying by whom"};
      return Finding{Verdict::pass, "not applicable" + by(answer.who) + ": " + answer.reason};
    case AnswerKind::waived: {
      if (auto lack = lack_of_waiver(answer, rules); !lack.empty()) return Finding{Verdict::missing, lack};
      return Finding{Verdict::waived,
                     "waived until " + to_iso(*answer.until) + by(answer.approver) + ": " + answer.reason};
    }
  }
  return std::nullopt;
}

Finding finding_of(const std::string& guard, const Question& question) {
  const auto found = std::find_if(question.results.begin(), question.results.end(),
                                  [&](const GuardResult& result) { return result.guard == guard; });
  if (found == question.results.end()) return {Verdict::missing, "guard " + guard + " did not run"};
  auto why = "guard " + guard + ": " +
             (is_said(found->summary) ? found->summary : std::string(word(found->verdict)));
  if (!found->may_block && found->verdict == Verdict::fail)
    return {Verdict::warn, why + " (fail; it may not block yet)"};
  if (!found->may_block && found->verdict > Verdict::warn)  // it told nothing: somebody else has to
    return {Verdict::missing,
            why + (found->verdict == Verdict::missing ? std::string()
                                                      : " (" + std::string(word(found->verdict)) + ")")};
  return {found->verdict, std::move(why)};
}

// The worst of the guards; `ran_only` leaves out those that are missing.
std::optional<Finding> said_by_guards(const Question& question, bool ran_only) {
  std::optional<Finding> worst;
  auto names = question.guards;
  if (question.answer.kind == AnswerKind::guard && is_said(question.answer.guard) &&
      std::find(names.begin(), names.end(), question.answer.guard) == names.end())
    names.push_back(question.answer.guard);
  for (const auto& guard : names) {
    auto one = finding_of(guard, question);
    if (ran_only && one.verdict == Verdict::missing) continue;
    if (!worst || worst->verdict < one.verdict) worst = std::move(one);
  }
  return worst;
}

Finding judged(const Question& question, const Rules& rules) {
  auto said = said_by_people(question.answer, rules);
  if (said && said->verdict == Verdict::waived) return *std::move(said);
  if (said && said->verdict == Verdict::pass) {
    auto guards = said_by_guards(question, true);
    return guards && guards->verdict > Verdict::pass ? *std::move(guards) : *std::move(said);
  }
  auto guards = said_by_guards(question, false);
  if (said && guards &&
      guards->verdict <= Verdict::missing) {  // a worthless answer is told beside the guard's
    if (guards->verdict != Verdict::missing) return *std::move(guards);
    said->why += "; " + guards->why;
    return *std::move(said);
  }
  if (guards) return *std::move(guards);
  if (said) return *std::move(said);
  return {Verdict::missing, "nobody has answered"};
}

}  // namespace

std::vector<Verdict> usually_blocking() {
  return {Verdict::fail, Verdict::missing, Verdict::inconclusive, Verdict::error};
}

std::string_view word(Mode mode) {
  return mode == Mode::enforcing ? "enforcing" : "advisory";
}

bool is_same_commit(std::string_view a, std::string_view b) {
  constexpr std::size_t digits_min = 7;
  const auto small_a = lower(trimmed(a)), small_b = lower(trimmed(b));
  const auto shorter = std::min(small_a.size(), small_b.size());
  if (small_a.size() != small_b.size() && shorter < digits_min) return false;
  return shorter > 0 && small_a.compare(0, shorter, small_b, 0, shorter) == 0;
}

void judge(Question& question, const Rules& rules) {
  auto finding = judged(question, rules);
  question.verdict = finding.verdict;
  question.why = std::move(finding.why);
}

bool blocks(const Question& question, const Rules& rules) {
  return question.is_blocking &&
         std::find(rules.blocks.begin(), rules.blocks.end(), question.verdict) != rules.blocks.end();
}

Decision decide(std::span<const Question> questions, const Rules& rules) {
  Decision decision;
  for (const auto& question : questions) {
    ++decision.by_verdict[static_cast<std::size_t>(question.verdict)];
    if (blocks(question, rules)) ++decision.blocking;
  }
  decision.may_go = decision.blocking == 0;
  return decision;
}

void sort_by_urgency(std::vector<Question>& questions, const Rules& rules) {
  std::vector<std::pair<int, int>> ranks;
  ranks.reserve(questions.size());
  for (const auto& question : questions)
    ranks.emplace_back(has_caught(question)      ? 0
                       : blocks(question, rules) ? 1
                                                 : 2,
                       -static_cast<int>(question.verdict));
  std::vector<std::size_t> order(questions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  put_in_order(questions, std::move(order));
}

}  // namespace hindcast::gate
